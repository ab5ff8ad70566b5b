import type { Rate } from '../model/calibration.ts';
import type { Label } from '../model/label.ts';
import type { Turned } from '../model/tuning.ts';
import type { Spoken } from './counterfactual.ts';
import { isClassified, type Said } from './laws.ts';
import { type Compared, mcnemar } from './mcnemar.ts';
import { rateOf } from './rate.ts';

/** What became of a contract since one of its knobs was turned. */
export type Effect = {
  readonly turned: Turned;
  /** What is followed: noise of what is said, or gaps. */
  readonly of: 'noise' | 'gap';
  readonly before: Rate;
  readonly after: Rate;
  /** On what was said since then, decided as before and as now: whether now is right more often. */
  readonly paired: Compared;
};

/** Before counts as long as after will: three months. */
const WINDOW_MS = 90 * 86_400_000;

/** Labels of its statements, by whether they were first said before or after it was turned. */
export function effectOf(
  turned: Turned,
  spoken: readonly Spoken[],
  otherwise: (since: readonly Spoken[]) => { readonly better: number; readonly worse: number },
): Effect {
  const of = turned.knob === 'criterion' ? 'gap' : 'noise';
  const own = spoken.filter(({ statement }) => isOf(turned, statement));
  const since = own.filter(({ statement }) => statement.first >= turned.ts);
  const before = own.filter(({ statement }) => statement.first < turned.ts && statement.first >= turned.ts - WINDOW_MS);
  const { better, worse } = otherwise(since);
  const word: Label = of === 'gap' ? 'gap' : 'wrong';
  return { turned, of, before: shareOf(before, word), after: shareOf(since, word), paired: mcnemar(better, worse) };
}

function isOf({ contract, knob }: Turned, { of, spec, criterion }: Spoken['statement']): boolean {
  return knob === 'criterion' ? contract === `${spec ?? ''}#${criterion ?? ''}` : contract === of;
}

function shareOf(spoken: readonly Spoken[], word: Label): Rate {
  return rateOf(
    spoken.flatMap(({ statement: { label } }) => {
      if (label === null) return [];
      const said: Said = { says: label.says, strategy: label.strategy, chance: label.drawn };
      return isClassified(said) ? [{ right: label.says === word, chance: label.drawn }] : [];
    }),
  );
}
