import { createHash } from 'node:crypto';

/** One row of `event`, as it is stored. The shape is frozen: older and newer clients write to the same table. */
export type EventRow = {
  readonly seq: number;
  readonly id: string;
  readonly v: number;
  readonly ts: number;
  readonly repo: string;
  readonly checkout: string;
  readonly actor: string;
  readonly kind: string;
  readonly subject: string;
  /** Canonical JSON. */
  readonly payload: string;
};

/** What the first event names as its predecessor. */
export const GENESIS: string = '0'.repeat(64);

/**
 * SHA-256 over `<bytes>:<field>` of each field. Without the lengths, text moved from one column into its neighbour would
 * hash the same.
 * INVARIANT: the order of the fields never changes.
 */
export function hashEvent(prev: string, row: EventRow): string {
  const { seq, id, v, ts, repo, checkout, actor, kind, subject, payload } = row;
  const fields = [prev, seq, id, v, ts, repo, checkout, actor, kind, subject, payload].map(String);
  const text = fields.map((field) => `${Buffer.byteLength(field)}:${field}`).join('');
  return createHash('sha256').update(text).digest('hex');
}
