import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { wordOf } from './expression.ts';
import { type World, worldOf } from './evaluate.ts';
import type { Template } from './template.ts';

/** One assumption, on both sides of the change. The first is what the templates say by themselves. */
export type Pair = { readonly before: World; readonly after: World; readonly isDefault: boolean };

/** What a parameters file gives on each side. */
export type Given = {
  readonly before: ReadonlyMap<string, ConfigValue>;
  readonly after: ReadonlyMap<string, ConfigValue>;
};

const MOST_WORLDS = 10;
const MOST_VALUES = 4;

/**
 * A default is only what holds where nobody says otherwise: with `Environment` at `dev` by default, what exists under
 * `IsProd` exists where it matters. So a template is also looked at as if each parameter had the values it is compared with.
 */
export function worldsOf(before: Template, after: Template, files: readonly Given[]): readonly Pair[] {
  const none = new Map<string, ConfigValue>();
  const assumed = assumptions(before, after).map((one): Given => ({ before: one, after: one }));
  const all: readonly Given[] = [{ before: none, after: none }, ...files, ...assumed].slice(0, MOST_WORLDS);
  return all.map((given, index) => ({
    before: worldOf(before, given.before),
    after: worldOf(after, given.after),
    // a file with values is as good as a default: it was written for a deployment
    isDefault: index <= files.length,
  }));
}

function assumptions(before: Template, after: Template): readonly ReadonlyMap<string, ConfigValue>[] {
  const compared = new Map<string, Set<string>>();
  for (const template of [before, after]) {
    for (const value of template.conditions.values()) collect(value, template, compared, 0);
    for (const one of template.resources.values()) collect(one.properties, template, compared, 0);
  }
  // what nobody could set before has its default when this is deployed
  const settable = [...compared].filter(([name]) => before.parameters.has(name) && after.parameters.has(name));
  return settable.flatMap(([name, values]) =>
    [...values].slice(0, MOST_VALUES).map((value) => new Map<string, ConfigValue>([[name, value]])),
  );
}

function collect(value: ConfigValue, template: Template, into: Map<string, Set<string>>, depth: number): void {
  if (depth > 40) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, template, into, depth + 1);
    return;
  }
  if (!isMap(value)) return;
  noteEqual(value, template, into);
  noteMapping(value, template, into);
  for (const one of Object.values(value)) collect(one, template, into, depth + 1);
}

function noteEqual(value: ConfigMap, template: Template, into: Map<string, Set<string>>): void {
  const sides = value['Fn::Equals'];
  if (!Array.isArray(sides)) return;
  const parameter = sides.map((one: ConfigValue) => parameterIn(one, template)).find((one) => one !== null);
  if (parameter === null || parameter === undefined) return;
  const declared = template.parameters.get(parameter);
  const literals = sides.filter(
    (one: ConfigValue) => typeof one === 'string' || typeof one === 'boolean' || typeof one === 'number',
  );
  note(parameter, [...literals.map(String), ...(declared?.allowed ?? [])], into);
}

function noteMapping(value: ConfigMap, template: Template, into: Map<string, Set<string>>): void {
  const parts = value['Fn::FindInMap'];
  if (!Array.isArray(parts)) return;
  const map = template.mappings[wordOf(parts[0])];
  const parameter = parameterIn(parts[1], template);
  if (parameter !== null && isMap(map)) note(parameter, Object.keys(map), into);
}

function note(parameter: string, values: readonly string[], into: Map<string, Set<string>>): void {
  into.set(parameter, new Set([...(into.get(parameter) ?? []), ...values]));
}

function parameterIn(value: ConfigValue | undefined, template: Template): string | null {
  const name = isMap(value) ? value['Ref'] : null;
  return typeof name === 'string' && template.parameters.has(name) ? name : null;
}
