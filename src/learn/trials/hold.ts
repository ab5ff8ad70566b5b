import { takeClaim, progressOf, type Claim } from '../../gate/review/claim.ts';
import type { Gate } from '../../gate/open.ts';

/** No branch can be called so (git-check-ref-format(1)): the claims of reviews lie beside it. */
const NAME = 'canary:run';
const BEAT_MS = 5_000;

/** Runs what may go on only once at a time, or two runs would pay for the same questions. Null: another one is at it. */
export async function heldAlone<T>(gate: Gate, run: () => Promise<T>): Promise<T | null> {
  if (progressOf(gate, NAME) !== null) return null;
  const nothing = { files: 0, done: 0, of: 0, tokens: 0, money: 0 };
  const claim: Claim = takeClaim(gate, {
    key: NAME,
    branch: NAME,
    head: '',
    stage: 'asking',
    since: gate.now(),
    ...nothing,
  });
  const beat = setInterval(() => claim.beat(), BEAT_MS);
  try {
    return await run();
  } finally {
    clearInterval(beat);
    claim.release();
  }
}
