import { openCurrentLog } from '../../log/current.ts';
import type { Log } from '../../log/open.ts';
import { findReview, lastRounds, loopOfFinding, roundsOf } from '../../log/reviews.ts';
import type { Round } from '../../model/review.ts';
import { UsageError } from '../../system/usage.ts';
import type { Gate } from '../open.ts';
import { readReadings } from '../readings.ts';
import { repositoryId } from '../repository-id.ts';

export type Remembered = { readonly repo: string; readonly rounds: readonly Round[] };

/** The rounds of the loop that an id names (`l-`, `v-`, `f-`), else of the newest one of the branch that is checked out. */
export async function rememberedLoop(gate: Gate, id: string | null): Promise<Remembered> {
  const { head } = gate.repository;
  const { usable } = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const repo = await repositoryId(
    gate,
    usable.map(({ rules }) => rules),
  );
  const log = await openCurrentLog(gate.env);
  try {
    const loop = id === null ? newestOf(log, gate, repo) : loopNamed(log, gate, repo, id);
    return { repo, rounds: loop === null ? [] : roundsOf(log, gate.env, loop) };
  } finally {
    log.close();
  }
}

function newestOf(log: Log, { env, repository, now }: Gate, repo: string): string | null {
  const own = [false, true]
    .flatMap((ended) => lastRounds(log, env, { repo, now: now(), ended }))
    .filter(({ branch }) => branch === repository.branch)
    .sort((a, b) => b.at - a.at);
  return own[0]?.loop ?? null;
}

function loopNamed(log: Log, { env }: Gate, repo: string, id: string): string {
  const loop = id.startsWith('f-') ? loopOfFinding(log, repo, id) : (findReview(log, env, id)?.loop ?? null);
  if (loop === null) throw new UsageError(`${id}: no review of this repository has this id`, 'guardrail findings');
  return loop;
}
