import type { Level } from '../../model/level.ts';
import { levels } from '../../model/level.ts';
import { isRecord } from '../../model/json.ts';
import type { EventRow } from '../chain.ts';
import { storable } from '../storable.ts';

/** One event as the projections see it. Its payload may come from any version of us: nothing is believed unread. */
export type Read = EventRow & { readonly fields: Fields; readonly day: number };
export type Fields = Readonly<Record<string, unknown>>;

/** Null where the payload is no object: somebody edited the file, which must not stop the log from being written. */
export function readEvent(row: EventRow): Read | null {
  const fields = parseOrNull(row.payload);
  return isRecord(fields) ? { ...row, fields, day: dayOf(row.ts) } : null;
}

const DAY_MS = 86_400_000;

/** In UTC: the same event falls on the same day wherever it is counted. */
export function dayOf(ts: number): number {
  return Math.floor(ts / DAY_MS);
}

function parseOrNull(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}

export function text(fields: Fields, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? storable(value) : '';
}

export function textOrNone(fields: Fields, key: string): string | null {
  const value = fields[key];
  return typeof value === 'string' ? storable(value) : null;
}

export function number(fields: Fields, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** What is no object is an empty one. */
export function record(fields: Fields, key: string): Fields {
  const value = fields[key];
  return isRecord(value) ? value : {};
}

export function records(fields: Readonly<Record<string, unknown>>, key: string): readonly Fields[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A level this engine does not know is the strictest, so that a number is never prettier than the truth. */
export function level(fields: Fields, key: string): Level {
  return levels.find((known) => known === fields[key]) ?? 'deny';
}

/** `agent:claude-code` is kind and name. */
export function actorOf(actor: string): { readonly kind: string; readonly name: string } {
  const colon = actor.indexOf(':');
  return colon < 0 ? { kind: actor, name: '' } : { kind: actor.slice(0, colon), name: actor.slice(colon + 1) };
}
