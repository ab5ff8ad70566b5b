import type { Ruling } from '../model/verdict.ts';

const MOST = 24;

/**
 * The lines of a remedy that is a block of code; null where the way forward is a sentence. Only what an analyzer wrote is taken line
 * by line: a stranger's line break in a path must not begin a line of ours.
 */
export function blockOf({ instead, fact }: Ruling): readonly string[] | null {
  if (instead !== fact.attributes['remedy'] || !instead.includes('\n')) return null;
  const lines = instead.replace(/\n+$/, '').split('\n');
  return lines.length > MOST ? [...lines.slice(0, MOST), '…'] : lines;
}
