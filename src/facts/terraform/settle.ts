import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { shapeOf } from './address.ts';
import { isSymbol, referenceOf, spelled } from './value.ts';

/** Where an address of before stands now. */
type Relocate = (address: string) => string;
type Pair = readonly [before: ConfigValue | undefined, after: ConfigValue | undefined];

/**
 * Two bodies as others may compare them: what is the same unknown on both sides is the same text, a reference to another
 * resource is another text, and everything else that nobody can know is UNKNOWN.
 */
export function settle(before: ConfigMap, after: ConfigMap, relocate: Relocate): readonly [ConfigMap, ConfigMap] {
  return [...maps(before, after, relocate)];
}

/** A body that has no other side. */
export function settleAlone(body: ConfigMap): ConfigMap {
  return Object.fromEntries(Object.entries(body).map(([key, value]): [string, ConfigValue] => [key, alone(value)]));
}

function alone(value: ConfigValue): ConfigValue {
  if (Array.isArray(value)) return value.map((item: ConfigValue) => alone(item));
  if (isMap(value)) return settleAlone(value);
  return typeof value === 'string' ? spelled(value) : value;
}

function maps(before: ConfigMap, after: ConfigMap, relocate: Relocate): readonly [ConfigMap, ConfigMap] {
  const then: Record<string, ConfigValue> = {};
  const now: Record<string, ConfigValue> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [a, b] = pair([before[key], after[key]], relocate);
    if (a !== undefined) then[key] = a;
    if (b !== undefined) now[key] = b;
  }
  return [then, now];
}

function pair([before, after]: Pair, relocate: Relocate): Pair {
  if (Array.isArray(before) || Array.isArray(after)) return sequences(before, after, relocate);
  if (isMap(before) && isMap(after)) return maps(before, after, relocate);
  if (isSymbol(before) || isSymbol(after)) return symbols(before, after, relocate);
  if (isPlain(before) && isPlain(after) && String(before) === String(after)) return [after, after]; // "80" and 80
  return [settled(before), settled(after)];
}

function sequences(before: ConfigValue | undefined, after: ConfigValue | undefined, relocate: Relocate): Pair {
  // JSON writes one block without a list
  const then: ConfigValue | undefined = isMap(before) ? [before] : before;
  const now: ConfigValue | undefined = isMap(after) ? [after] : after;
  if (Array.isArray(then) && Array.isArray(now)) return lists(then, now, relocate);
  return isSymbol(then) || isSymbol(now) ? symbols(then, now, relocate) : [settled(then), settled(now)];
}

function settled(value: ConfigValue | undefined): ConfigValue | undefined {
  return value === undefined ? undefined : alone(value);
}

function isPlain(value: ConfigValue | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function lists(before: readonly ConfigValue[], after: readonly ConfigValue[], relocate: Relocate): Pair {
  const length = Math.max(before.length, after.length);
  const rows = Array.from({ length }, (_, at) => pair([before[at], after[at]], relocate));
  return [
    rows.slice(0, before.length).map(([one]) => one ?? null),
    rows.slice(0, after.length).map(([, one]) => one ?? null),
  ];
}

function symbols(before: ConfigValue | undefined, after: ConfigValue | undefined, relocate: Relocate): Pair {
  if (before === undefined || after === undefined) return [settled(before), settled(after)];
  if (typeof before === 'string' && typeof after === 'string') {
    const moved = before.replace(SYMBOL, (_, inner: string) => `\uE000${relocated(inner, relocate)}\uE001`);
    if (isToldApart(moved, after)) return [spelled(moved), spelled(after)];
  }
  return [isSymbol(before) ? UNKNOWN : alone(before), isSymbol(after) ? UNKNOWN : alone(after)];
}

const SYMBOL = /\uE000([^\uE001]*)\uE001/g;

/** The same, or different for sure: another resource, another text around the same unknowns; documents are read by others. */
function isToldApart(before: string, after: string): boolean {
  if (before === after || isRetarget(referenceOf(before), referenceOf(after))) return true;
  const [was, is] = [before.match(SYMBOL) ?? [], after.match(SYMBOL) ?? []];
  const isAround =
    was.join('') === is.join('') && before.length > was.join('').length && after.length > is.join('').length;
  return isAround || (/^\s*[{[]/.test(before) && /^\s*[{[]/.test(after));
}

function relocated(reference: string, relocate: Relocate): string {
  const address = RESOURCE.exec(reference)?.[0];
  return address === undefined ? reference : `${relocate(address)}${reference.slice(address.length)}`;
}

const RESOURCE =
  /^(?:module\.[^.[]+(?:\[[^\]]*\])?\.)*[a-z][a-z0-9_-]*_[a-z0-9_-]*\.[A-Za-z_][\w-]*(?:\[(?:\d+|"[^"]*")\])?/;

/** The same attribute of another resource of the same type. Another attribute of the same resource may well be the same value. */
function isRetarget(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return false;
  const [was, is] = [RESOURCE.exec(before)?.[0], RESOURCE.exec(after)?.[0]];
  if (was === undefined || is === undefined || was === is) return false;
  const typeIn = (address: string): string => shapeOf(address).split('.').at(-2) ?? '';
  return typeIn(was) === typeIn(is) && before.slice(was.length) === after.slice(is.length);
}
