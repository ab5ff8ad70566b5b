import { openGate } from '../gate/open.ts';
import type { Log } from '../log/open.ts';
import { actorName } from '../log/verdict-event.ts';
import type { Today } from '../model/question.ts';
import type { Proposal } from '../model/tuning.ts';
import { openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';
import { repositoryHere } from './here.ts';
import { syncOutcomes } from './outcomes/sync.ts';
import { QUESTIONS_A_DAY, todayFor } from './questions.ts';
import { readProposals } from './tuning/proposals.ts';

export type Waiting = {
  readonly repo: string;
  readonly today: Today;
  readonly proposals: readonly Proposal[];
  /** What the labels say that no knob mends; why nothing can be proposed, where the rules cannot be read. */
  readonly readings: readonly string[];
};

/** What has become of commits since is read for so long; a long history goes on where it was left: guardrail outcomes sync. */
const SYNC_MS = 400;

/** What waits for a person in the repository that this folder lies in; null outside of one. */
export async function waitingHere(log: Log, io: Io): Promise<Waiting | null> {
  const inside = await openGit(io.cwd, io.env).ask(['rev-parse', '--git-dir']);
  if (inside.code !== 0) return null;
  const gate = await openGate(io);
  const repo = await repositoryHere(gate);
  const now = io.now();
  await syncOutcomes(gate, { reading: SYNC_MS, tracing: 0 });
  const { proposals, readings, why } = await readProposals(log, { gate, repo, now });
  return {
    repo,
    proposals,
    readings: why === '' ? readings : [...readings, why],
    today: todayFor(log, { repo, now, rater: actorName(gate.operator), most: QUESTIONS_A_DAY }),
  };
}
