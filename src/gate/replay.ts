import { identifyAuthors } from '../agents/identify.ts';
import { readSides } from '../changes/contents.ts';
import type { InletContext } from '../changes/context.ts';
import { readPast, type Past, type PastCommit } from '../changes/past.ts';
import { guard } from '../guard.ts';
import type { Actor } from '../model/actor.ts';
import type { Change, Part } from '../model/change.ts';
import type { PastVerdict } from '../model/past.ts';
import type { Rules } from '../policy/rules.ts';
import { engine } from '../system/engine.ts';
import { loadGrammars } from '../system/grammars.ts';
import type { Gate } from './open.ts';
import { readReadings, recommended } from './readings.ts';
import { repositoryId } from './repository-id.ts';

export type Replayed = {
  readonly from: number;
  readonly verdicts: readonly PastVerdict[];
  readonly readings: readonly Rules[];
  /** One line each: what could not be looked at. */
  readonly notes: readonly string[];
};

/** Parts whose contents are read ahead together; a bound on memory, not on the history. */
const TOGETHER = 500;

/** What today's rules would have said of each commit of this history, on its own day, to whoever wrote it. */
export async function replay(
  gate: Gate,
  since: number,
  progress: (done: number, of: number) => void,
): Promise<Replayed> {
  const { head } = gate.repository;
  const readings = await readingsToday(gate);
  if (head === null) return { from: since, verdicts: [], readings, notes: ['there is no commit here yet'] };
  const context = await contextOf(gate, readings);
  const past = await readPast(gate.git, gate.repository, context, { head, since });
  const verdicts: PastVerdict[] = [];
  for (let from = 0; from < past.commits.length; from += TOGETHER) {
    const group = past.commits.slice(from, from + TOGETHER);
    const together = changeOf(
      context,
      gate,
      group.flatMap(({ part }) => part ?? []),
      gate.operator,
      gate.now(),
    );
    for (const one of group) {
      verdicts.push(await judgePast(gate, one, { together, context, readings }));
      progress(verdicts.length, past.commits.length);
    }
  }
  return { from: past.from, verdicts, readings, notes: notesOf(past) };
}

async function readingsToday(gate: Gate): Promise<readonly Rules[]> {
  const { head } = gate.repository;
  const own = head === null ? [] : [{ name: 'HEAD', tree: head }];
  const { usable, broken } = await readReadings(gate, own);
  const [worst] = broken;
  if (worst !== undefined) throw worst;
  return usable.length > 0 ? usable.map(({ rules }) => rules) : [await recommended(gate, own[0] ?? null)];
}

async function contextOf(gate: Gate, readings: readonly Rules[]): Promise<InletContext> {
  return {
    repo: await repositoryId(gate, readings),
    at: gate.now(),
    operator: gate.operator,
    authorsOf: identifyAuthors,
    protected: [],
    since: [],
    isGenerated: (path) => readings.every((reading) => reading.isGenerated(path)),
  };
}

type Frame = { readonly together: Change; readonly context: InletContext; readonly readings: readonly Rules[] };

async function judgePast(gate: Gate, { commit, at, part }: PastCommit, frame: Frame): Promise<PastVerdict> {
  const told = {
    oid: commit.oid,
    subject: commit.message.split('\n', 1)[0] ?? '',
    at,
    reverts: revertOf(commit.message),
  };
  if (part === null) return { ...told, rulings: [] };
  const change = changeOf(frame.context, gate, [part], operatorOf(part, gate.operator), at);
  const verdict = await guard(change, {
    read: (one, paths) => readSides(gate.git, gate.repository, frame.together, one, paths),
    load: loadGrammars,
    recall: (_change, facts) => Promise.resolve(facts),
    books: [{ readings: frame.readings, covers: () => true }],
    approvals: () => Promise.resolve([]),
    engine,
    record: () => Promise.resolve(),
  });
  const rulings = verdict.rulings.map(({ rule, level, fact, say }) => ({ rule, level, path: fact.where.path, say }));
  return { ...told, rulings };
}

function changeOf(context: InletContext, gate: Gate, parts: readonly Part[], operator: Actor, at: number): Change {
  return {
    inlet: 'staged',
    repo: context.repo,
    at,
    branch: gate.repository.branch,
    operator,
    parts: parts.map((part) => part),
    refs: [],
    coverage: { refs: 0, commits: parts.length, files: 0, bytes: 0, unread: [] },
    replay: false,
  };
}

/** Whoever committed it stood before the gate; where an agent is among its authors, the agent did. */
function operatorOf(part: Part, nobody: Actor): Actor {
  const authors = part.edits[0]?.authors ?? [];
  return authors.find(({ kind }) => kind !== 'human') ?? authors[0] ?? nobody;
}

/** `Revert "subject"` and `This reverts commit <oid>.`, as git-revert(1) and the forges write them. */
function revertOf(message: string): PastVerdict['reverts'] {
  const subject = /^Revert "(.*)"\s*$/m.exec(message.split('\n', 1)[0] ?? '')?.[1] ?? null;
  const oid = /^This reverts commit ([0-9a-f]{7,64})/m.exec(message)?.[1] ?? null;
  return subject === null && oid === null ? null : { oid, subject };
}

function notesOf({ left }: Past): readonly string[] {
  return [
    ...(left.shallow > 0
      ? [`this clone is shallow: ${left.shallow} of its commits cannot be told from an import (git fetch --unshallow)`]
      : []),
    ...(left.beyond ? ['there are more commits than were looked at: choose a shorter time'] : []),
  ];
}
