import { type Running, tellProgress } from './review.ts';
import { count } from './words.ts';

type Cap = { readonly money: number; readonly tokens: number };
type Status = {
  readonly reviewers: readonly string[];
  readonly last: {
    readonly id: string;
    readonly round: number;
    readonly outcome: string;
    readonly open: number;
    readonly behind: boolean;
  } | null;
  readonly running: Running | null;
  readonly left: (Cap & { readonly of: Cap }) | null;
  readonly problem: string | null;
};

/** Who may read, what they came to last, and what may still be spent today. */
export function tellReviewStatus({ reviewers, last, running, left, problem }: Status): readonly string[] {
  if (problem !== null) return [`cannot be told: ${problem}`];
  const who =
    reviewers.length === 0 ? 'detectors only: no reviewer is configured (guardrail reviewers)' : reviewers.join(', ');
  return [
    who,
    ...(last === null ? [] : [lastLine(last)]),
    ...(running === null ? [] : [tellProgress(running)]),
    ...(left === null || reviewers.length === 0
      ? []
      : [`left today: ${left.money.toFixed(2)} of ${left.of.money}, ${left.tokens} of ${left.of.tokens} tokens`]),
  ];
}

function lastLine({ id, round, outcome, open, behind }: NonNullable<Status['last']>): string {
  const held = open === 0 ? '' : `, ${count(open, 'finding')} open: guardrail findings`;
  return `${outcome} in round ${round}${held}${behind ? ', of an earlier commit' : ''}  ${id}`;
}
