import type { Level } from '../../model/level.ts';
import { isRefusal, levels } from '../../model/level.ts';
import { isRecord } from '../../model/json.ts';
import type { EventRow } from '../chain.ts';

/** One event as the projections see it. Its payload may come from any version of us: nothing is believed unread. */
export type Read = EventRow & { readonly fields: Readonly<Record<string, unknown>>; readonly day: number };

const DAY_MS = 86_400_000;

export function readEvent(row: EventRow): Read {
  const fields: unknown = JSON.parse(row.payload);
  return { ...row, fields: isRecord(fields) ? fields : {}, day: Math.floor(row.ts / DAY_MS) };
}

export function text(fields: Readonly<Record<string, unknown>>, key: string): string {
  const value = fields[key];
  return typeof value === 'string' ? value : '';
}

export function textOrNone(fields: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = fields[key];
  return typeof value === 'string' ? value : null;
}

export function number(fields: Readonly<Record<string, unknown>>, key: string): number | null {
  const value = fields[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function records(
  fields: Readonly<Record<string, unknown>>,
  key: string,
): readonly Readonly<Record<string, unknown>>[] {
  const value = fields[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A level this engine does not know is the strictest, so that a number is never prettier than the truth. */
export function level(fields: Readonly<Record<string, unknown>>, key: string): Level {
  return levels.find((known) => known === fields[key]) ?? 'deny';
}

/** `agent:claude-code` is kind and name. */
export function actorOf(actor: string): { readonly kind: string; readonly name: string } {
  const colon = actor.indexOf(':');
  return colon < 0 ? { kind: actor, name: '' } : { kind: actor.slice(0, colon), name: actor.slice(colon + 1) };
}

export function isRefused(fields: Readonly<Record<string, unknown>>, key: string): boolean {
  return isRefusal(level(fields, key));
}
