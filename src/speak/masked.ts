import type { Json } from '../model/event.ts';
import { redact } from '../model/redact.ts';

/** Names under which an object id, a hash or a ULID stands, and that look as random as a key. */
const IDS = new Set(['before', 'after', 'part', 'commits', 'rules', 'repo', 'id', 'oid', 'sha256']);
const ID = /^(local-[0-9a-f]{16}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9A-HJKMNP-TV-Z]{26})$/;

/**
 * Everything a stranger could have written, masked: a secret in a path, a branch name or a commit's subject would
 * otherwise leave through the very report that names it. Ids stay where ids are expected, and nowhere else.
 */
export function masked(value: unknown, key: string = ''): Json {
  if (typeof value === 'string') return IDS.has(key) && ID.test(value) ? value : redact(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => masked(item, key));
  if (typeof value !== 'object') return null;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => (item === undefined ? [] : [[name, masked(item, name)]])),
  );
}
