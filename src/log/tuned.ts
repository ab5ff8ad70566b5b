import type { Knob, Turned } from '../model/tuning.ts';
import type { Rows } from './open.ts';
import { numberOf, textOf } from './rows.ts';
import type { Span } from './statements.ts';

const KNOBS: readonly Knob['kind'][] = ['rule-level', 'confidence', 'blocks', 'criterion', 'case'];
const MOST = 1_000;

/** What people turned and turned back within the time, the newest first. A knob that only a newer engine knows is left out. */
export function readTurned(log: Rows, { from, now, repo }: Span): readonly Turned[] {
  return log
    .all(
      `SELECT * FROM tuned WHERE ts >= ? AND ts <= ? AND (? IS NULL OR repo = ?) ORDER BY seq DESC LIMIT ?`,
      [from, now, repo, repo, MOST],
    )
    .flatMap((row) => {
      const knob = KNOBS.find((known) => known === textOf(row, 'knob'));
      return knob === undefined
        ? []
        : [
            {
              id: textOf(row, 'id'),
              ts: numberOf(row, 'ts'),
              repo: textOf(row, 'repo'),
              contract: textOf(row, 'contract'),
              knob,
              from: textOf(row, 'was'),
              to: textOf(row, 'becomes'),
              undone: numberOf(row, 'undone') === 1,
            },
          ];
    });
}
