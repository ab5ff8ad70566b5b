import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { textFunctions, encode } from './functions-text.ts';
import {
  type Compute,
  isMistake,
  isSettled,
  isSymbol,
  listOf,
  mapOf,
  mistake,
  plainText,
  render,
  symbol,
  textOf,
} from './value.ts';

type Values = readonly ConfigValue[];

/** https://developer.hashicorp.com/terraform/language/functions, as far as a count, a key or a name is made with them. */
export function callFunction(name: string, args: Values): ConfigValue {
  const structural = structures.get(name);
  const wrong = structural ? undefined : args.find(isMistake);
  if (wrong !== undefined) return wrong;
  const compute = structural ?? (args.every(isSettled) ? (textFunctions.get(name) ?? settled.get(name)) : undefined);
  const value = compute?.(...args);
  return value === undefined ? callOf(name, args) : value;
}

function callOf(name: string, args: Values): ConfigValue {
  return symbol(`${name}(${args.map(render).join(',')})`);
}

function isList(value: ConfigValue | undefined): value is Values {
  return Array.isArray(value);
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function keysOf(map: ConfigMap): readonly string[] {
  return Object.keys(map).sort();
}

/** As Terraform keeps a set: each once, in order. */
export function setOf(items: Values): ConfigValue {
  const byText = new Map(
    items.map((item): [string, ConfigValue] => [typeof item === 'string' ? item : render(item), item]),
  );
  return listOf([...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item));
}

function concat(...lists: ConfigValue[]): ConfigValue | undefined {
  return lists.every(isList) ? listOf(lists.flat(1)) : undefined;
}

function merge(...maps: ConfigValue[]): ConfigValue | undefined {
  const given = maps.filter((map) => map !== null);
  return given.every((map) => isMap(map)) ? mapOf(given.flatMap((map) => Object.entries(map))) : undefined;
}

function flatten(list: ConfigValue | undefined): ConfigValue | undefined {
  if (!isList(list) || list.some(isSymbol)) return undefined;
  const flat = (items: Values): Values => items.flatMap((item) => (isList(item) ? flat(item) : [item]));
  return listOf(flat(list));
}

function lookup(
  map: ConfigValue | undefined,
  key: ConfigValue | undefined,
  other?: ConfigValue,
): ConfigValue | undefined {
  if (!isMap(map) || typeof key !== 'string' || isSymbol(key)) return undefined;
  return Object.hasOwn(map, key) ? map[key] : (other ?? mistake('no such key'));
}

function element(list: ConfigValue | undefined, index: ConfigValue | undefined): ConfigValue | undefined {
  if (!isList(list) || list.length === 0 || typeof index !== 'number') return undefined;
  return list[((Math.floor(index) % list.length) + list.length) % list.length];
}

function coalesce(...args: ConfigValue[]): ConfigValue | undefined {
  const first = args.find((arg) => arg !== null && arg !== '');
  if (first === undefined) return mistake('nothing to coalesce');
  return isSymbol(first) && !isMistake(first) ? undefined : first;
}

function tryEach(...args: ConfigValue[]): ConfigValue | undefined {
  const first = args.find((arg) => !isMistake(arg));
  return first !== undefined && isSymbol(first) && args.length > 1 ? undefined : first;
}

function length(value: ConfigValue | undefined): ConfigValue | undefined {
  if (isList(value)) return value.length;
  if (isMap(value)) return Object.keys(value).length;
  return typeof value === 'string' && !isSymbol(value) ? [...value].length : undefined;
}

function toset(value: ConfigValue | undefined): ConfigValue | undefined {
  return isList(value) ? setOf(value) : undefined;
}

/** These look at the shape, so one unknown item does not hide the rest. */
const structures: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['concat', concat],
  ['merge', merge],
  ['flatten', flatten],
  ['lookup', lookup],
  ['element', element],
  ['coalesce', coalesce],
  ['try', tryEach],
  ['length', length],
  ['toset', toset],
  ['tolist', (value) => (isList(value) ? value : undefined)],
  // a policy that names a queue is known but for the queue
  ['jsonencode', (value) => (isSymbol(value) ? undefined : textOf(encode(value ?? null)))],
  ['tomap', (value) => (isMap(value) ? value : undefined)],
  ['can', (value) => (value === undefined || isSymbol(value) ? (isMistake(value ?? null) ? false : undefined) : true)],
  ['keys', (map) => (isMap(map) ? listOf(keysOf(map)) : undefined)],
  ['values', (map) => (isMap(map) ? listOf(keysOf(map).map((key) => map[key] ?? null)) : undefined)],
  ['one', (list) => (isList(list) ? (list[0] ?? null) : undefined)],
  ['coalescelist', (...lists) => (lists.every(isList) ? lists.find((list) => list.length > 0) : undefined)],
  [
    'compact',
    (list) =>
      isList(list) && !list.some(isSymbol) ? listOf(list.filter((item) => item !== '' && item !== null)) : undefined,
  ],
  [
    'slice',
    (list, from, to) =>
      isList(list) && typeof from === 'number' && typeof to === 'number' ? listOf(list.slice(from, to)) : undefined,
  ],
  ['reverse', (list) => (isList(list) ? listOf(list.toReversed()) : undefined)],
  ['zipmap', zipmap],
  ['setproduct', setproduct],
  ['chunklist', chunklist],
  ['sensitive', (value) => value],
  ['nonsensitive', (value) => value],
  ['ephemeralasnull', (value) => value],
]);

function zipmap(keys: ConfigValue | undefined, values: ConfigValue | undefined): ConfigValue | undefined {
  if (!isList(keys) || !isList(values) || keys.some((key) => typeof key !== 'string')) return undefined;
  return mapOf(keys.map((key, index): [string, ConfigValue] => [plainText(key), values[index] ?? null]));
}

function setproduct(...lists: ConfigValue[]): ConfigValue | undefined {
  if (!lists.every(isList) || lists.reduce<number>((size, list) => size * list.length, 1) > 10_000) return undefined;
  let rows: readonly Values[] = [[]];
  for (const list of lists) rows = rows.flatMap((row) => list.map((item): Values => [...row, item]));
  return listOf(rows);
}

function chunklist(list: ConfigValue | undefined, size: ConfigValue | undefined): ConfigValue | undefined {
  if (!isList(list) || typeof size !== 'number' || size < 1) return undefined;
  return listOf(
    Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size)),
  );
}

function range(...bounds: ConfigValue[]): ConfigValue | undefined {
  const [first, second, third] = bounds;
  if (typeof first !== 'number') return undefined;
  const from = typeof second === 'number' ? first : 0;
  const to = typeof second === 'number' ? second : first;
  const step = typeof third === 'number' ? third : to < from ? -1 : 1;
  const size = step === 0 ? 0 : Math.ceil((to - from) / step);
  return size > 1024 ? undefined : listOf(Array.from({ length: Math.max(0, size) }, (_, at) => from + at * step));
}

function numbers(args: Values, pick: (...all: number[]) => number): ConfigValue | undefined {
  const given = args.flatMap((arg): Values => (isList(arg) ? arg : [arg])).map(Number);
  return given.length > 0 && given.every(Number.isFinite) ? pick(...given) : undefined;
}

function contains(list: ConfigValue | undefined, item: ConfigValue | undefined): ConfigValue | undefined {
  return isList(list) && item !== undefined ? list.some((one) => render(one) === render(item)) : undefined;
}

function ofSets(keep: (counts: number, sets: number, isFirst: boolean) => boolean): Compute {
  return (...lists) => {
    if (!lists.every(isList)) return undefined;
    const sets = lists.map((list) => new Map(list.map((item): [string, ConfigValue] => [render(item), item])));
    const all = new Map(sets.flatMap((set) => [...set]));
    const kept = [...all].filter(([key]) => {
      const counts = sets.filter((set) => set.has(key)).length;
      return keep(counts, sets.length, sets[0]?.has(key) === true);
    });
    return setOf(kept.map(([, item]) => item));
  };
}

function distinct(list: ConfigValue | undefined): ConfigValue | undefined {
  return isList(list)
    ? listOf([...new Map(list.map((item): [string, ConfigValue] => [render(item), item])).values()])
    : undefined;
}

function matchkeys(
  values: ConfigValue | undefined,
  keys: ConfigValue | undefined,
  wanted: ConfigValue | undefined,
): ConfigValue | undefined {
  if (!isList(values) || !isList(keys) || !isList(wanted)) return undefined;
  const texts = new Set(wanted.map(render));
  return listOf(values.filter((_, at) => texts.has(render(keys[at] ?? null))));
}

function transpose(map: ConfigValue | undefined): ConfigValue | undefined {
  if (!isMap(map)) return undefined;
  const turned = new Map<string, string[]>();
  for (const key of keysOf(map))
    for (const item of isList(map[key]) ? map[key] : [])
      turned.set(plainText(item), [...(turned.get(plainText(item)) ?? []), key]);
  return mapOf(turned);
}

/** These are asked only when everything is known. */
const settled: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['range', range],
  ['contains', contains],
  ['distinct', distinct],
  ['setunion', ofSets(() => true)],
  ['setintersection', ofSets((counts, sets) => counts === sets)],
  ['setsubtract', ofSets((counts, _sets, isFirst) => counts === 1 && isFirst)],
  ['matchkeys', matchkeys],
  ['transpose', transpose],
  ['sort', (list) => (isList(list) ? listOf(list.map(plainText).sort(inOrder)) : undefined)],
  [
    'index',
    (list, item) =>
      isList(list) && item !== undefined ? list.findIndex((one) => render(one) === render(item)) : undefined,
  ],
  ['sum', (list) => numbers([list ?? null], (...all) => all.reduce((a, b) => a + b, 0))],
  ['min', (...args) => numbers(args, Math.min)],
  ['max', (...args) => numbers(args, Math.max)],
  ['abs', (value) => numbers([value ?? null], Math.abs)],
  ['ceil', (value) => numbers([value ?? null], Math.ceil)],
  ['floor', (value) => numbers([value ?? null], Math.floor)],
  ['pow', (...args) => numbers(args, Math.pow)],
  ['alltrue', (list) => (isList(list) ? list.every((item) => item === true || item === 'true') : undefined)],
  ['anytrue', (list) => (isList(list) ? list.some((item) => item === true || item === 'true') : undefined)],
  ['tostring', (value) => (value === null || typeof value === 'object' ? value : plainText(value))],
  [
    'tonumber',
    (value) => (value === null ? null : Number.isFinite(Number(value)) ? Number(value) : mistake('no number')),
  ],
  ['tobool', (value) => (value === 'true' ? true : value === 'false' ? false : value)],
]);
