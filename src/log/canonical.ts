import type { Json } from '../model/event.ts';

/**
 * One text per value (RFC 8785): keys in order, no spaces. JSON.stringify already writes numbers as the RFC asks and
 * escapes lone surrogates, which is how a path that is not UTF-8 survives the trip through SQLite.
 */
export function canonicalJson(value: Json): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
