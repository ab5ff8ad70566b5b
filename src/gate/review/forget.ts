import { blobsOf, type KeptRound } from '../../log/reviews.ts';
import { forgetBlob } from '../../log/blobs.ts';
import type { Log } from '../../log/open.ts';
import { remember } from '../record.ts';
import type { Gate } from '../open.ts';
import { actorName } from '../../log/verdict-event.ts';

/** Deletes the words of rounds: questions, answers, findings. What was counted stays, and that it was done is an event. */
export async function forgetRounds(gate: Gate, log: Log, rounds: readonly KeptRound[]): Promise<number> {
  const { env, repository, operator, now } = gate;
  const forgotten = rounds.map((round) => ({ round, blobs: blobsOf(log, round) }));
  const events = forgotten.map(({ round: { id, loop, repo }, blobs }) => ({
    repo,
    checkout: repository.root ?? repository.gitDir,
    actor: actorName(operator),
    ts: now(),
    kind: 'forget' as const,
    subject: id,
    payload: { id, loop, blobs: blobs.length },
  }));
  await remember(gate, events);
  const all = new Set(forgotten.flatMap(({ blobs }) => blobs));
  for (const blob of all) forgetBlob(env, blob);
  return all.size;
}
