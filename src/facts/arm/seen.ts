import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import type { Declared, Node, Seen, Template } from './declared.ts';
import { entryOf, get } from './declared.ts';
import { evaluate, worldOf } from './evaluate.ts';

/** Everything a template declares, with these values of its parameters. */
export function seenIn(template: Template, values: ReadonlyMap<string, Node>): readonly Seen[] {
  const world = worldOf(template, values);
  return template.declared.map((declared) => {
    const name = get(declared.body, 'name');
    const body = evaluate(declared.body, world);
    const condition: ConfigValue = declared.condition ? evaluate(declared.condition, world) : true;
    const said: ConfigValue = name ? evaluate(name, world) : declared.symbol;
    return {
      declared,
      name: typeof said === 'string' ? said : (JSON.stringify(said) ?? ''),
      exists: typeof condition === 'boolean' ? condition : 'unknown',
      over: declared.over ? countOf(evaluate(declared.over, world)) : undefined,
      body: isMap(body) ? flat(body) : {},
    };
  });
}

/** `range(0, 3)` and a count of 3 are three. */
function countOf(value: ConfigValue): ConfigValue {
  const range = typeof value === 'string' ? /^\$\{range\(\s*\d+\s*,\s*(\d+)\s*\)\}$/.exec(value)?.[1] : undefined;
  const count = range === undefined ? value : Number(range);
  return typeof count === 'number' && count <= 1000
    ? Array.from({ length: Math.max(0, count) }, (_one, at) => at)
    : count;
}

/** What stands under `properties` is as near as what stands beside it. */
function flat(body: ConfigMap): ConfigMap {
  const { properties, ...rest } = body;
  return isMap(properties) ? { ...properties, ...rest } : rest;
}

/** The line of a property, or of what holds it. */
export function lineOf(declared: Declared, property: readonly string[]): number | null {
  const own = lineIn(declared.body, property);
  return own ?? lineIn(get(declared.body, 'properties'), property);
}

function lineIn(node: Node | null, property: readonly string[]): number | null {
  let [at, line]: [Node | null, number | null] = [node, null];
  for (const step of property) {
    if (at?.kind === 'list') {
      at = at.items[/^\d+$/.test(step) ? Number(step) : 0] ?? null;
      line = at?.line ?? line;
      if (/^\d+$/.test(step)) continue;
    }
    const entry = entryOf(at, step);
    if (!entry) return line;
    line = entry.line;
    at = entry.value;
  }
  return line;
}
