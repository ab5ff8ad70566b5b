import type { Path } from '../../model/change.ts';
import { type Module, isConfig } from './module.ts';
import type { Worlds } from './root.ts';
import type { Expression } from './syntax.ts';
import { type World, moduleAt } from './world.ts';

const MOST = 6;
const COMPARED = /terraform\.workspace\s{0,20}[!=]=\s{0,20}"([^"$]{1,80})"/g;
const LOOKED_UP = /\b(local|var)\.([\w-]{1,80})(?:\[terraform\.workspace\]|,\s{0,20}terraform\.workspace\b)/g;

/** Workspaces that the configuration names itself: each is a place of its own, and may lose what another keeps. */
export function workspacesOf(folder: Path, { before, after }: Worlds): readonly string[] {
  const [was, is] = [namesIn(before, folder), namesIn(after, folder)];
  return [...was].filter((name) => is.has(name) || is.size === 0).slice(0, MOST);
}

function namesIn(world: World, folder: Path): ReadonlySet<string> {
  const module = moduleAt(world, folder);
  const texts = [...(world.byFolder.get(folder) ?? [])].filter(([path]) => isConfig(path)).map(([, text]) => text);
  const using = texts.filter((text) => text.includes('terraform.workspace'));
  if (!module || using.length === 0) return new Set();
  return new Set(
    using.flatMap((text) => [
      ...[...text.matchAll(COMPARED)].map(([, name = '']) => name),
      ...[...text.matchAll(LOOKED_UP)].flatMap(([, kind, name = '']) =>
        keysOf(valueOf(module, kind === 'local', name)),
      ),
    ]),
  );
}

function valueOf(module: Module, isLocal: boolean, name: string): Expression | undefined {
  if (isLocal) return module.locals.get(name)?.attribute.expression;
  return module.variables.get(name)?.block.body.attributes.get('default')?.expression;
}

function keysOf(value: Expression | undefined): readonly string[] {
  if (value?.kind !== 'object') return [];
  return value.entries.flatMap(({ key }) => (key.kind === 'value' ? [String(key.value)] : []));
}
