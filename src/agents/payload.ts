import type { Json } from '../model/event.ts';
import { isRecord } from '../model/json.ts';

export type Fields = Readonly<Record<string, unknown>>;

const DEEPEST = 64;

/** A payload that is none; `what` is the place in it. Whoever catches this blocks. */
function misshapen(what: string, wanted: string): never {
  throw new Error(`${what} is ${wanted}`);
}

export function fieldsOf(value: unknown, what: string): Fields {
  return isRecord(value) ? value : misshapen(what, 'no object');
}

/** The first of these keys that is there. It must be text: what else it may be, nobody has said. */
export function textOf(fields: Fields, ...keys: readonly string[]): string {
  const key = keys.find((one) => fields[one] !== undefined);
  const value = key === undefined ? undefined : fields[key];
  return typeof value === 'string'
    ? value
    : misshapen(`"${key ?? keys[0] ?? ''}"`, key === undefined ? 'missing' : 'no text');
}

/** For what only describes: anything but text is as good as nothing. */
export function hintOf(fields: Fields, ...keys: readonly string[]): string | null {
  const found = keys.map((key) => fields[key]).find((value) => typeof value === 'string' && value !== '');
  return typeof found === 'string' ? found : null;
}

/** Text that may be missing, but not something else. */
export function optionalText(fields: Fields, key: string): string | null {
  const value = fields[key];
  return value === undefined || value === null ? null : textOf(fields, key);
}

export function listOf(fields: Fields, key: string): readonly unknown[] {
  const value: unknown = fields[key];
  return Array.isArray(value) ? value : misshapen(`"${key}"`, 'no list');
}

/** A folder that a call could stand in: absolute in the manner of either system. */
export function folderOf(fields: Fields, ...keys: readonly string[]): string | null {
  const named = hintOf(fields, ...keys);
  return named !== null && isAbsolute(named) && !named.includes('\0') ? named : null;
}

export function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(path);
}

export function isWindows(path: string | null): boolean {
  return path !== null && /^([A-Za-z]:[\\/]|\\\\)/.test(path);
}

/** An object, or the JSON text of one: Copilot and Cursor have sent both. */
export function fieldsOrText(value: unknown, what: string): Fields {
  if (typeof value !== 'string') return fieldsOf(value, what);
  return fieldsOf(parsed(value, what), what);
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return misshapen(what, 'no JSON');
  }
}

/** What a tool was given, as it is; what is nested too deep to look at is no payload. */
export function jsonOf(value: unknown, depth = 0): Json {
  if (depth > DEEPEST) return misshapen('what the tool is given', 'nested too deep');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map((one: unknown) => jsonOf(one, depth + 1));
  if (!isRecord(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonOf(one, depth + 1)]));
}
