import { openNumbers } from '../../log/current.ts';
import { openLog, type Appended } from '../../log/open.ts';
import { outcomeEvent, outcomesOf, type KnownOutcome, type Told } from '../../log/outcomes.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Gate } from '../../gate/open.ts';
import type { Oid } from '../../model/change.ts';
import { OUTCOME_WEIGHTS } from '../../model/outcome.ts';
import { UsageError } from '../../system/usage.ts';
import { escapeText } from '../../speak/escape.ts';
import type { Branch } from '../history/branch.ts';
import { outcomeId } from './id.ts';

/** What somebody says of a commit. `counts`: only a person's word is used. */
export type Kept = { readonly told: Told; readonly kept: Appended; readonly counts: boolean };

const LONGEST = 500;

/** An incident that a commit caused, by the address of what was written about it. */
export async function addIncident(
  gate: Gate,
  branch: Branch,
  { incident, commit, because }: { readonly incident: string; readonly commit: string; readonly because: string },
): Promise<Kept> {
  const evidence = incident.trim().slice(0, LONGEST);
  const oid = await landed(gate, branch, commit);
  const { repo } = branch;
  const id = outcomeId({ repo, commit: oid, kind: 'incident', evidence });
  const weight = OUTCOME_WEIGHTS.incident;
  const told: Told = {
    id,
    repo,
    commit: oid,
    kind: 'incident',
    weight,
    ts: gate.now(),
    evidence,
    ...BY_PERSON,
    because,
  };
  return await keep(gate, told);
}

const BY_PERSON = { withdrawn: false, source: 'person' } as const;

/** It was no fault of the commit after all: kept, and counted no more, whatever history says again. */
export async function withdrawOutcome(gate: Gate, repo: string, id: string, because: string): Promise<Kept> {
  const known = await readOutcomes(gate, repo);
  const found = known.find((one) => one.id === id);
  if (found === undefined) {
    throw new UsageError(`outcome withdraw: this repository has no outcome ${escapeText(id)}`, 'guardrail outcomes');
  }
  if (found.withdrawn) throw new UsageError(`outcome withdraw: ${id} was withdrawn before`, 'guardrail outcomes');
  return await keep(gate, { ...found, withdrawn: true, source: 'person', because });
}

export async function readOutcomes(gate: Gate, repo: string): Promise<readonly KnownOutcome[]> {
  const log = await openNumbers(gate.env);
  try {
    return outcomesOf(log, repo);
  } finally {
    log.close();
  }
}

/** Only of what has landed can it be told what became of it. */
async function landed({ git }: Gate, { tip, ref }: Branch, commit: string): Promise<Oid> {
  const shown = escapeText(commit.slice(0, 80));
  const found = await git.ask(['rev-parse', '--quiet', '--verify', '--end-of-options', `${commit}^{commit}`]);
  const oid = found.stdout.toString('utf8').trim();
  if (found.code !== 0 || !/^[0-9a-f]{40,64}$/.test(oid)) {
    throw new UsageError(`outcome add: no one commit is called ${shown}`, 'git log --oneline');
  }
  const onIt = await git.ask(['merge-base', '--is-ancestor', oid, tip]);
  if (onIt.code === 0) return oid;
  const branch = escapeText(ref.replace(/^refs\/(heads|remotes)\//, ''));
  throw new UsageError(
    `outcome add: ${oid.slice(0, 10)} is not on ${branch}, so it has not landed`,
    `git log ${branch}`,
  );
}

async function keep(gate: Gate, told: Told): Promise<Kept> {
  const at = {
    ts: gate.now(),
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
  };
  const log = await openLog({ env: gate.env });
  const kept = log.append([outcomeEvent(told, at)], await gate.repository.gitPath('guardrail/spool'));
  log.close();
  return { told, kept, counts: gate.operator.kind === 'human' };
}
