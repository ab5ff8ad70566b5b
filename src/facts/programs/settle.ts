import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { SPREAD } from './value.ts';

type Value = ConfigValue | undefined;

/** What is the same expression on both sides stays as it is; of any other nothing is known. */
export function settle(before: ConfigMap, after: ConfigMap): readonly [ConfigMap, ConfigMap] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== SPREAD);
  const [then, now]: [Record<string, ConfigValue>, Record<string, ConfigValue>] = [{}, {}];
  for (const key of keys) {
    const [was, is] = both(valueIn(before, key), valueIn(after, key));
    if (was !== undefined) then[key] = was;
    if (is !== undefined) now[key] = is;
  }
  return [then, now];
}

function valueIn(map: ConfigMap, key: string): Value {
  if (Object.hasOwn(map, key)) return map[key];
  return SPREAD in map ? UNKNOWN : undefined;
}

function both(was: Value, is: Value): readonly [Value, Value] {
  if (isMap(was) && isMap(is)) return settle(was, is);
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    const pairs = was.map((one: ConfigValue, at) => both(one, is[at]));
    return [pairs.map(([one]) => one ?? null), pairs.map(([, one]) => one ?? null)];
  }
  if (isReference(was) || isReference(is)) return was === is ? [was, is] : [unknownIf(was), unknownIf(is)];
  return [was, is];
}

function unknownIf(value: Value): Value {
  return isReference(value) ? UNKNOWN : value;
}

export function isReference(value: Value): boolean {
  return typeof value === 'string' && value.includes('${') && !value.trimStart().startsWith('{');
}
