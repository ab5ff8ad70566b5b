import type { Event, Json } from '../model/event.ts';
import { redact } from '../model/redact.ts';

/** Keys whose values look random because they are names: object ids, our own ids, salts and hashes. Anything else there is masked too. */
const NAMES = new Set([
  'id',
  'ids',
  'ruling',
  'target',
  'replaces',
  'approval',
  'refusal',
  'tree',
  'base',
  'head',
  'commit',
  'commits',
  'before',
  'after',
  'rules',
  'salt',
  'evidence',
  'repo',
  'session',
  'key',
  'loop',
  'topic',
  'finding',
  'sketch',
  'blob',
  'asked',
  'answered',
  'oid',
  'hash',
  'diff',
]);
const NAME =
  /^(?:[0-9a-f]{7,64}|[0-7][0-9A-HJKMNP-TV-Z]{25}|[rfvlo]-[0-9a-z]{4,32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Every text in it masked, keys included: a payload may carry a path, a branch or a sentence in any place. */
export function redactPayload(payload: Event['payload']): Event['payload'] {
  return Object.fromEntries(Object.entries(payload).map(([key, value]) => [redact(key), redactJson(value, key)]));
}

function redactJson(value: Json, key: string): Json {
  if (typeof value === 'string') return NAMES.has(key) && NAME.test(value) ? value : redact(value);
  if (Array.isArray(value)) return value.map((item: Json) => redactJson(item, key));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [redact(name), redactJson(item, name)]));
  }
  return value;
}
