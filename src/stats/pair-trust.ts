import type { PairTrust } from '../model/calibration.ts';
import type { CalibrationRows } from '../model/calibration-rows.ts';
import { missedBy } from './missed.ts';
import { overlapOf, overlapOnFindings, type Overlap } from './trials.ts';

const MOST_PAIRS = 10;
/** Seeded defects that both were shown, before it is said how alike they are. */
const FEWEST_SHOWN = 20;

/** Two readers of the same changes: what they lean on together is missed by both, and seeded defects tell how alike they are. */
export function pairsOf(rows: Pick<CalibrationRows, 'said' | 'statements' | 'trials'>): readonly PairTrust[] {
  return countPairs(rows)
    .slice(0, MOST_PAIRS)
    .map(({ one, other, ...counts }) => {
      const seeded = overlapOf(rows.trials, one, other);
      const shown = seeded.both + seeded.onlyOne + seeded.onlyOther + seeded.neither;
      return {
        one,
        other,
        ...counts,
        overlap:
          shown < FEWEST_SHOWN
            ? { kind: 'too few', n: shown, needed: FEWEST_SHOWN - shown }
            : { kind: 'known', phi: phi(seeded), n: shown },
        missed: missedBy(counts, shown === 0 ? undefined : seeded),
      };
    });
}

type Counted = Pick<PairTrust, 'one' | 'other' | 'both' | 'onlyOne' | 'onlyOther'>;

/** Of what people call right alone it is known that it could be missed. The pair that shared most comes first. */
function countPairs({ said, statements }: Pick<CalibrationRows, 'said' | 'statements'>): readonly Counted[] {
  const real = new Set(statements.filter(({ label }) => label?.says === 'right').map(({ id }) => id));
  const pairs = new Map(said.flatMap(({ read }) => pairsIn(read)).map((pair) => [JSON.stringify(pair), pair]));
  return [...pairs.values()]
    .map(([one, other]) => ({ one, other, ...overlapOnFindings(said, real, one, other) }))
    .sort((a, b) => b.both + b.onlyOne + b.onlyOther - (a.both + a.onlyOne + a.onlyOther));
}

/** In one order, or a pair would be two. */
function pairsIn(readers: readonly string[]): readonly (readonly [string, string])[] {
  const sorted = [...new Set(readers)].sort((a, b) => (a < b ? -1 : 1));
  return sorted.flatMap((one, i) => sorted.slice(i + 1).map((other) => [one, other] as const));
}

/** Correlation of a table of four; 0 where one of them saw all or nothing. */
function phi({ both, onlyOne, onlyOther, neither }: Overlap): number {
  const sides = (both + onlyOne) * (onlyOther + neither) * (both + onlyOther) * (onlyOne + neither);
  return sides === 0 ? 0 : (both * neither - onlyOne * onlyOther) / Math.sqrt(sides);
}
