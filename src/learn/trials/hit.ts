import type { FailureModel } from '../../model/failure-model.ts';
import type { Answer, Claim, Sheet, SheetLine } from '../../review/exchange.ts';
import { OTHER } from '../../review/claims.ts';
import type { Seed } from './seeds.ts';
import { join, type Woven } from './weave.ts';

/** Lines of the sheet around the one that is wrong: whoever quotes the call instead of its condition has seen it. */
const REACH = 3;

export type Seen = { readonly result: 'hit' | 'miss' | 'none'; readonly cause: string };

/**
 * What an answer says of the seeded defect. Under its own failure model any of its changed lines will do, for nothing else is wrong with
 * them; under another name it must stand where the defect is. An answer that is not whole is neither hit nor miss, whatever it claims.
 */
export function seenIn(answer: Answer, { seed, prefix, sheet }: Pick<Woven, 'seed' | 'prefix' | 'sheet'>): Seen {
  if (answer.kind !== 'complete') return { result: 'none', cause: answer.cause };
  const rows = rowsOf(sheet, seed, prefix);
  const changed = rows.filter((row) => row.changed);
  const near = nearRows(rows, seed, prefix);
  const isHit = answer.claims.some((claim) => {
    if (claim.failureModel === seed.model.id) return touches(claim, changed) || touches(claim, near);
    return isAkin(claim, seed.model) && touches(claim, near);
  });
  return { result: isHit ? 'hit' : 'miss', cause: '' };
}

/** A sibling of its domain, or one that names no failure model. */
function isAkin({ failureModel }: Claim, { domain }: FailureModel): boolean {
  return failureModel === OTHER || failureModel.startsWith(`${domain}.`);
}

type Rows = readonly SheetLine[];

/** What is shown of the files that the defect is made of. */
function rowsOf({ lines }: Sheet, seed: Seed, prefix: string): Rows {
  const own = new Set([...seed.before.keys(), ...seed.after.keys()].map((path) => join(prefix, path)));
  return lines.filter(({ path }) => own.has(path));
}

/** Around the line that its case names, as the sheet shows them: removed lines stand beside those that replace them. */
function nearRows(rows: Rows, { wrong, after }: Seed, prefix: string): Rows {
  const changed = rows.filter((row) => row.changed);
  if (wrong === null) return changed;
  const path = join(prefix, wrong.path);
  const here = rows.filter((row) => row.path === path);
  const at = nearest(here, after.has(wrong.path) ? 'after' : 'before', wrong.line);
  return at < 0 ? changed : here.slice(Math.max(0, at - REACH), at + REACH + 1);
}

/** The line that is the named one, or the one shown that stands closest to it. */
function nearest(rows: Rows, side: SheetLine['side'], line: number): number {
  let best = -1;
  for (const [index, row] of rows.entries()) {
    const known = rows[best];
    if (row.side !== side) continue;
    if (known === undefined || Math.abs(row.line - line) < Math.abs(known.line - line)) best = index;
  }
  return best;
}

function touches({ path, side, line, to }: Claim, rows: Rows): boolean {
  return rows.some((row) => row.path === path && row.side === side && line <= row.line && row.line <= to);
}
