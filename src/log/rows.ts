import type { Row } from './driver.ts';

/** A row is `unknown` until one of these has read it: a column of another type is a damaged log, and said so. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'string') return value;
  throw new Error(`read column ${column} of the log: expected text, found ${typeof value}`);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  throw new Error(`read column ${column} of the log: expected a number, found ${typeof value}`);
}

export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : numberOf(row, column);
}
