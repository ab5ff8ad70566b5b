import { isRecord } from '../../model/json.ts';

export type Body = Readonly<Record<string, unknown>>;

export function recordIn(body: Body, key: string): Body {
  const value = body[key];
  return isRecord(value) ? value : {};
}

export function recordsIn(body: Body, key: string): readonly Body[] {
  const value = body[key];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

export function textIn(body: Body, key: string): string | null {
  const value = body[key];
  return typeof value === 'string' ? value : null;
}

/** A count as a server gives it. What is none counts as not told. */
export function countIn(body: Body, key: string): number {
  const value = body[key];
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}

export function recordsOf(body: Body): readonly Body[] {
  return Object.values(body).filter(isRecord);
}
