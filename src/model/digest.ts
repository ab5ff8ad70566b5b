import type { Label } from './label.ts';
import type { Rate } from './calibration.ts';

/** What went wrong this week, beside the four weeks before it. */
export type Digest = {
  /** Monday and Sunday, as `2026-01-12`. */
  readonly from: string;
  readonly to: string;
  readonly repo: string | null;
  readonly verdicts: number;
  readonly refused: number;
  readonly labels: Readonly<Record<Label, number>>;
  /** Each contract that people said something of in these five weeks, what moved most first. */
  readonly contracts: readonly Shift[];
  readonly turned: readonly string[];
  /** Commits of before that turned out badly this week, by how it came out. */
  readonly outcomes: Readonly<Record<string, number>>;
};

/** One contract, now and before. */
export type Shift = {
  readonly id: string;
  readonly now: Counts;
  readonly before: Counts;
  readonly noise: Rate;
  readonly noiseBefore: Rate;
  /** How sure it is that more of it is noise, or gap, than before; null where nothing was said on one side. */
  readonly noisier: number | null;
  readonly vaguer: number | null;
};
export type Counts = { readonly right: number; readonly wrong: number; readonly gap: number };
