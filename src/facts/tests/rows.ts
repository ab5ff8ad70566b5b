import type { Observation } from '../analyzer.ts';
import { shown } from './statements.ts';
import { isExplained } from './surroundings.ts';
import { type Loosened, type Pair, state } from './pair.ts';

/** A table a test runs over is a list of tests: a row that goes is a test that goes. */
export function lostRows({ old, now }: Pair, context: Loosened): readonly Observation[] {
  if (!old.rows || !now.rows || now.rows.length >= old.rows.length) return [];
  const [before, after] = [new Set(old.rows), new Set(now.rows)];
  const gone = [...before].filter(
    (row) => !after.has(row) && !isExplained(context.around, new Set(row.match(/\w{3,}/g)), row),
  );
  const came = [...after].filter((row) => !before.has(row));
  const lost = gone.length - came.length;
  const [first] = gone;
  if (lost <= 0 || first === undefined || moved(gone, now, context)) return [];
  const because = `${lost} of its ${old.rows.length} rows ${lost === 1 ? 'is' : 'are'} gone: ${shown(first)}`;
  return [state(context, now, came.length === 0 ? 'certain' : 'likely', because, now.range.from, lost)];
}

/** Into another table of the file. */
function moved(gone: readonly string[], now: Pair['now'], { after }: Loosened): boolean {
  const others = new Set(after.cases.filter((one) => one !== now).flatMap(({ rows }) => rows ?? []));
  return gone.every((row) => others.has(row)) || gone.every((row) => after.outside.includes(row));
}
