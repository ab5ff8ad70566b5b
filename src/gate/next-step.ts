import type { PushLine } from '../changes/push-lines.ts';
import type { Change } from '../model/change.ts';
import { isRefusal } from '../model/level.ts';
import type { Ruling, Verdict } from '../model/verdict.ts';
import type { Gate } from './open.ts';
import { branchStep } from './steps/branch.ts';
import { otherRefsStep } from './steps/refs.ts';
import { stagedStep } from './steps/staged.ts';
import { tryWithout, words } from './steps/without.ts';

/** Judges a smaller change by the very same rules; the verdict is not recorded. */
export type Rejudge = (change: Change) => Promise<Verdict>;

export type Situation = {
  readonly gate: Gate;
  readonly change: Change;
  readonly refused: readonly Ruling[];
  readonly rejudge: Rejudge;
  /** Where a push goes, as it was named; null elsewhere. */
  readonly remote: string | null;
  /** Lines of the push, and the range in CI. */
  readonly lines: readonly PushLine[];
  readonly range: { readonly base: string; readonly head: string } | null;
};

/**
 * One step out of a refusal that the gate has itself tried: the change without what was refused. A step that would be
 * refused again is not offered; then only a person can help, and the refusal says how.
 */
export async function findNextStep(situation: Omit<Situation, 'refused'>, verdict: Verdict): Promise<string | null> {
  const refused = verdict.rulings.filter((ruling) => isRefusal(ruling.level));
  const full: Situation = { ...situation, refused };
  switch (full.change.inlet) {
    case 'staged':
      return await stagedStep(full);
    case 'push':
      return (await otherRefsStep(full)) ?? (await branchStep(full));
    case 'range':
    case 'receive':
      return await branchStep(full);
    case 'tool':
      return null; // what it would leave standing is not known before it runs
    case 'plan':
      return null; // the plan follows the code: what helps is there
    case 'paths':
    case 'patch':
    case 'case': {
      const without = await tryWithout(full);
      return without === null ? null : `leave out ${words(without.names)}`;
    }
  }
}
