import type { ConfigMap, ConfigValue } from '../resource.ts';
import { evaluate } from './evaluate.ts';
import type { Instance } from './expand.ts';
import type { Bindings, Scope } from './scope.ts';
import { type Attribute, type Block, type Body, blocksOf } from './syntax.ts';
import { isMap } from '../resource.ts';
import { isSymbol, listOf, mapOf, render, symbol } from './value.ts';

/** Arguments that are Terraform's own and not the resource's. */
const META = new Set([
  'count',
  'for_each',
  'provider',
  'depends_on',
  'lifecycle',
  'provisioner',
  'connection',
  'dynamic',
]);

export function bodyOf({ group, bindings }: Instance): ConfigMap {
  return evaluateBody(group.declared.block.body, group.scope, bindings);
}

/** A block as a map: its attributes, and under their names the nested blocks as lists of maps. What is null is not set. */
export function evaluateBody(body: Body, scope: Scope, bindings: Bindings, isTop = true): ConfigMap {
  const map: Record<string, ConfigValue> = {};
  for (const [name, { expression }] of body.attributes) {
    if (isTop && META.has(name)) continue;
    const value = evaluate(expression, scope, bindings);
    if (value !== null) map[name] = value;
  }
  for (const block of body.blocks) {
    if (block.type === 'dynamic') addDynamic(map, block, scope, bindings);
    else if (!isTop || !META.has(block.type)) add(map, block.type, evaluateBody(block.body, scope, bindings, false));
  }
  return map;
}

function add(map: Record<string, ConfigValue>, name: string, value: ConfigMap): void {
  const there = map[name];
  map[name] = listOf(Array.isArray(there) ? [...there, value] : [value]);
}

/** One block for each item; where their number is not known, one stands for all. */
function addDynamic(map: Record<string, ConfigValue>, block: Block, scope: Scope, bindings: Bindings): void {
  const [name = ''] = block.labels;
  const [content] = blocksOf(block.body, 'content');
  const over = block.body.attributes.get('for_each')?.expression;
  if (!content || !over) return;
  const iterator = block.body.attributes.get('iterator')?.expression;
  const called = iterator?.kind === 'name' ? iterator.name : name;
  for (const [key, value] of itemsOf(evaluate(over, scope, bindings)))
    add(
      map,
      name,
      evaluateBody(
        content.body,
        scope,
        new Map(bindings).set(
          called,
          mapOf([
            ['key', key],
            ['value', value],
          ]),
        ),
        false,
      ),
    );
}

function itemsOf(over: ConfigValue): readonly (readonly [ConfigValue, ConfigValue])[] {
  if (Array.isArray(over))
    return over.map((item: ConfigValue, at): [ConfigValue, ConfigValue] => [
      typeof item === 'string' ? item : at,
      item,
    ]);
  if (isMap(over))
    return Object.keys(over)
      .sort()
      .map((key): [ConfigValue, ConfigValue] => [key, over[key] ?? null]);
  return isSymbol(over) ? [[symbol(`a key of ${render(over)}`), symbol(`an item of ${render(over)}`)]] : [];
}

/** Where a property stands: as deep as the file tells. */
export function lineIn(body: Body, property: readonly string[]): number | null {
  const [name = '', index = '', ...rest] = property;
  const attribute = body.attributes.get(name);
  if (attribute) return lineInValue(attribute, index);
  const named = body.blocks.filter(({ type, labels }) => type === name || (type === 'dynamic' && labels[0] === name));
  const isIndexed = /^\d+$/.test(index);
  const block = named[isIndexed ? Number(index) : 0] ?? named[0];
  if (!block) return null;
  const [content] = block.type === 'dynamic' ? blocksOf(block.body, 'content') : [];
  const below = isIndexed ? rest : property.slice(1);
  return (below.length > 0 ? lineIn((content ?? block).body, below) : null) ?? block.from;
}

function lineInValue({ expression, line }: Attribute, key: string): number {
  if (expression.kind !== 'object') return line;
  const entry = expression.entries.find((one) => one.key.kind === 'value' && one.key.value === key);
  return entry?.line ?? line;
}
