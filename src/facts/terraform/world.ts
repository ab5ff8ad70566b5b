import type { Path } from '../../model/change.ts';
import type { ConfigValue } from '../resource.ts';
import { folderOf } from '../path.ts';
import { evaluate } from './evaluate.ts';
import { type Module, type Parsed, isConfig, moduleOf } from './module.ts';
import { bindingsOf, expansionOf } from './references.ts';
import type { Bindings, InstanceKey, Scope } from './scope.ts';
import { symbol } from './value.ts';

/** One side of a change: the files, and the modules they make. */
export type World = {
  readonly texts: ReadonlyMap<Path, string>;
  readonly byFolder: ReadonlyMap<Path, ReadonlyMap<Path, string>>;
  readonly parsed: Parsed;
  readonly modules: Map<Path, Module | null>;
};

/** Evaluation of one root stops here; what is left is then not known, and never equal. */
const STEPS = 2_000_000;
/** Instances of modules under one root. */
const MODULES = 2000;

export function worldOf(texts: ReadonlyMap<Path, string>): World {
  const byFolder = new Map<Path, Map<Path, string>>();
  for (const [path, text] of texts) {
    const folder = byFolder.get(folderOf(path)) ?? new Map<Path, string>();
    byFolder.set(folderOf(path), folder.set(path, text));
  }
  return { texts, byFolder, parsed: new Map(), modules: new Map() };
}

/** null: nothing of Terraform lies there, as far as we were given it. */
export function moduleAt(world: World, folder: Path): Module | null {
  const known = world.modules.get(folder);
  if (known !== undefined) return known;
  const texts = world.byFolder.get(folder);
  const module = texts && [...texts.keys()].some(isConfig) ? moduleOf(folder, texts, world.parsed) : null;
  world.modules.set(folder, module);
  return module;
}

export function rootScope(
  world: World,
  module: Module,
  given: ReadonlyMap<string, ConfigValue>,
  workspace: string | null,
): Scope {
  return scopeOf(world, module, {
    prefix: '',
    given: (name) => given.get(name),
    workspace,
    above: [],
    provider: (name) => name,
    budget: { steps: STEPS, modules: MODULES },
  });
}

type Place = Pick<Scope, 'prefix' | 'given' | 'workspace' | 'provider' | 'budget'> & {
  /** The folders this module is called from: one that calls itself would go on for ever. */
  readonly above: readonly Path[];
};

function scopeOf(world: World, module: Module, { above, ...place }: Place): Scope {
  const children = new Map<string, Scope | null>();
  const scope: Scope = {
    ...place,
    module,
    memo: new Map(),
    busy: new Set(),
    child: (call, key) => {
      const id = `${call}[${JSON.stringify(key)}]`;
      const known = children.get(id);
      if (known !== undefined) return known;
      const made = childOf(world, scope, call, key, [...above, module.folder]);
      children.set(id, made);
      return made;
    },
  };
  return scope;
}

/** Stands for every instance where their number is not known. */
export const ANY = '*';

function childOf(world: World, parent: Scope, name: string, key: InstanceKey, above: readonly Path[]): Scope | null {
  const call = parent.module.calls.get(name);
  const folder = call
    ? localSource(parent.module.folder, sourceOf(call.block.body.attributes.get('source')?.expression))
    : null;
  const module = folder === null ? null : moduleAt(world, folder);
  if (!call || !module || above.includes(module.folder) || --parent.budget.modules < 0) return null;
  const expansion = expansionOf(call.block, parent, evaluate);
  const bindings: Bindings = expansion.kind === 'unknown' ? NOT_KNOWN : bindingsOf(expansion, key);
  const passed = call.block.body.attributes.get('providers')?.expression;
  const providers = new Map(
    (passed?.kind === 'object' ? passed.entries : []).map((entry): [string, string] => [
      dotted(entry.key),
      dotted(entry.value),
    ]),
  );
  const prefix = `${parent.prefix}module.${name}${keyText(key)}.`;
  return scopeOf(world, module, {
    prefix,
    above,
    budget: parent.budget,
    workspace: parent.workspace,
    given: (variable) => {
      const attribute = call.block.body.attributes.get(variable);
      return attribute && !META.has(variable) ? evaluate(attribute.expression, parent, bindings) : undefined;
    },
    provider: (wanted) => {
      const given = providers.get(wanted);
      if (given !== undefined) return parent.provider(given);
      return wanted.includes('.') ? `${prefix}${wanted}` : parent.provider(wanted);
    },
  });
}

const NOT_KNOWN: Bindings = new Map([
  ['each', { key: symbol('each.key'), value: symbol('each.value') }],
  ['count', { index: symbol('count.index') }],
]);
const META = new Set(['source', 'version', 'count', 'for_each', 'providers', 'depends_on']);

export function unknownBindings(): Bindings {
  return NOT_KNOWN;
}

export function keyText(key: InstanceKey): string {
  if (key === null) return '';
  return key === ANY ? '[*]' : `[${JSON.stringify(key)}]`;
}

function dotted(expression: { readonly kind: string }): string {
  const names: string[] = [];
  let at: unknown = expression;
  while (typeof at === 'object' && at !== null) {
    if ('step' in at && typeof at.step === 'object' && at.step !== null && 'name' in at.step)
      names.push(String(at.step.name));
    else if ('name' in at) names.push(String(at.name));
    else if ('value' in at) names.push(String(at.value));
    at = 'of' in at ? at.of : null;
  }
  return names.reverse().join('.');
}

export function sourceOf(expression: { readonly kind: string; readonly value?: unknown } | undefined): string | null {
  return expression?.kind === 'value' && typeof expression.value === 'string' ? expression.value : null;
}

/** `./db` or `../modules/db` as a folder of the repository; null for what lies elsewhere. */
export function localSource(folder: Path, source: string | null): Path | null {
  if (source === null || !/^\.\.?(\/|$)/.test(source)) return null;
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of source.split('/')) {
    if (step === '..' && steps.pop() === undefined) return null;
    if (step !== '..' && step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
