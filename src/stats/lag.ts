import type { Calibration } from '../model/calibration.ts';
import type { CalibrationRows } from '../model/calibration-rows.ts';
import { shownBy } from './record.ts';

const AGES: readonly number[] = [0, 1, 7, 14, 30, 60, 90, 180, 365, 545, 730];

/** How much of what turns out badly within two years has shown at an age in days; nothing of a history of which nothing is known. */
export function lagOf({ commits, now }: Pick<CalibrationRows, 'commits' | 'now'>): Calibration['lag'] {
  if (commits.length === 0) return [];
  const shown = shownBy(commits, now);
  return AGES.map((days) => ({ days, share: shown(days) }));
}
