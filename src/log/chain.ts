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
  const fields = [prev, row.seq, row.id, row.v, row.ts, row.repo, row.checkout, row.actor, row.kind, row.subject];
  const hash = createHash('sha256');
  for (const field of [...fields, row.payload]) {
    const bytes = Buffer.from(String(field), 'utf8');
    hash.update(`${bytes.length}:`).update(bytes);
  }
  return hash.digest('hex');
}
