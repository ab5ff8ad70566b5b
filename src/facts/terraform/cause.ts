import type { Edit, Path } from '../../model/change.ts';
import type { LineRange } from '../../model/fact.ts';
import { isConfig, isVariables, parseFile } from './module.ts';
import type { Attribute, Block, Body } from './syntax.ts';
import type { Edits } from './root.ts';
import type { World } from './world.ts';

/** Of several edits the one that most likely did it: values before code, these folders before others. */
export function causeAmong({ all, byFolder }: Edits, folders: readonly Path[]): Edit | null {
  const near = folders.flatMap((folder) => byFolder.get(folder) ?? []);
  return (
    near.find(({ path }) => isVariables(path)) ?? near[0] ?? all.find(({ path }) => isVariables(path)) ?? all[0] ?? null
  );
}

type Both = { readonly before: World; readonly after: World };

const lines = new WeakMap<World, Map<Edit, LineRange | null>>();

/** The first value of a file that is another one now: where people look for what closed a gate elsewhere. */
export function changedLine(worlds: Both, edit: Edit): LineRange | null {
  const known = lines.get(worlds.after) ?? new Map<Edit, LineRange | null>();
  lines.set(worlds.after, known);
  const line = known.get(edit);
  if (line !== undefined) return line;
  const found = firstChange(worlds, edit);
  known.set(edit, found);
  return found;
}

function firstChange({ before, after }: Both, edit: Edit): LineRange | null {
  const was = new Map(valuesIn(before, edit.from ?? edit.path).map((one): [string, string] => [one.name, textOf(one)]));
  const changed = valuesIn(after, edit.path).find((one) => was.get(one.name) !== textOf(one));
  return changed ? { from: changed.line, to: changed.line } : null;
}

function textOf({ expression }: Attribute): string {
  return JSON.stringify(expression, (key, inner: unknown) => (key === 'line' ? undefined : inner));
}

function valuesIn(world: World, path: Path): readonly Attribute[] {
  const text = world.texts.get(path);
  if (text === undefined || !(isConfig(path) || isVariables(path))) return [];
  const { body } = parseFile(path, text, world.parsed);
  return isVariables(path) ? [...body.attributes.values()] : body.blocks.flatMap(settingsIn);
}

/** Of the blocks those that hold values for others. */
function settingsIn({ type, labels, body }: Block): readonly Attribute[] {
  if (type === 'locals') return named(body, 'local');
  if (type === 'variable') return named(body, `var.${labels.join('.')}`);
  return type === 'module' ? named(body, `module.${labels.join('.')}`) : [];
}

function named(body: Body, prefix: string): readonly Attribute[] {
  return [...body.attributes.values()].map((one) => ({ ...one, name: `${prefix}.${one.name}` }));
}
