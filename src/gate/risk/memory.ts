import { openHistory } from '../../log/history.ts';
import type { FilePast } from '../../log/history.ts';
import { NO_ROWS, openLog, type Log } from '../../log/open.ts';
import { outcomesByCommit } from '../../log/outcomes.ts';
import { pushesSince, pushesWithRecord } from '../../log/pushes.ts';
import type { PastPush } from '../../log/risk-json.ts';
import { modelsOfSessions } from '../../log/session-models.ts';
import { readTrials } from '../../log/trials.ts';
import type { Change, Part, Path } from '../../model/change.ts';
import { MANY_FILES, type Pushed, type PushedBy } from '../../model/risk.ts';
import type { Measured } from '../../stats/need.ts';
import { jeffreys } from '../../stats/jeffreys.ts';
import { shownBy } from '../../stats/record.ts';
import { UNTAUGHT } from '../../stats/risk.ts';
import type { Gate } from '../open.ts';
import { isSameAuthor } from './author.ts';
import { readGitPast } from './git-past.ts';
import { type Learned, learnFrom } from './past.ts';

const HOUR = 60 * 60 * 1000;
const TRIAL_DAYS = 180;
/** Fewer seeded defects say too little of what a reviewer misses. */
const FEWEST_TRIALS = 20;

/** `log`: what this user's log and index know. `git`: what everybody with the repository knows, as CI must judge by. */
export type Known = 'log' | 'git';

export type Past = { readonly files: ReadonlyMap<Path, FilePast>; readonly says: string; readonly isMissing: boolean };

/** What is remembered of a repository and its authors, asked once for all parts of a change. */
export type Memory = {
  readonly models: ReadonlyMap<string, string>;
  readonly measured: Measured;
  readonly hasRecord: boolean;
  /** What an agent's record was when it was known last: for an index that is gone. */
  readonly lastRecordOf: (by: PushedBy) => PastPush['record'];
  readonly experienceOf: (by: PushedBy) => number;
  /** Pushes of the last hours by the same author, back to the last that somebody signed off. */
  readonly pushesOf: (by: PushedBy) => readonly PastPush[];
  readonly filesOf: (gate: Gate, part: Part, all: Pushed) => Promise<Past>;
  readonly learned: () => Learned;
  readonly close: () => void;
};

export async function openMemory(gate: Gate, change: Change, known: Known, hours: number): Promise<Memory> {
  if (known === 'git') return ofGit(change);
  const log = await openLog({ env: gate.env, readOnly: true });
  try {
    return ofLog(gate, change, log, hours);
  } catch (error) {
    log.close();
    throw error;
  }
}

/** CI trusts no client's row: what it has is the repository itself. */
function ofGit(change: Change): Memory {
  return {
    models: new Map(),
    measured: {},
    hasRecord: false,
    lastRecordOf: () => null,
    experienceOf: () => 0,
    pushesOf: () => [],
    filesOf: (gate, part, all) => readGitPast(gate, part, named(all)),
    learned: () => ({ commits: [], shown: shownBy([], change.at), local: UNTAUGHT }),
    close: () => undefined,
  };
}

function ofLog(gate: Gate, { repo, at }: Change, log: Log, hours: number): Memory {
  if (log.fault !== null) throw new Error(log.fault);
  const isOurs = log.schema === 'ours' && !log.isOlder;
  const rows = isOurs ? log : NO_ROWS;
  const models = modelsOfSessions(rows, repo);
  const outcomes = outcomesByCommit(rows, repo);
  const pushes = pushesSince(rows, repo, at - hours * HOUR);
  const trials = readTrials(rows, { from: at - TRIAL_DAYS * 24 * HOUR, now: at, repo });
  const history = openHistory(gate.env, repo, { readOnly: true, busyMs: 200 });
  const tip = history.tip();
  let learned: Learned | null = null;
  return {
    models,
    measured: measuredBy(trials.map(({ result }) => result)),
    hasRecord: tip !== null,
    lastRecordOf: ({ agent }) => pushesWithRecord(rows, repo).find((push) => push.by.agent === agent)?.record ?? null,
    experienceOf: ({ agent, area, email }) => {
      if (agent !== '') return history.experienceOf({ agent, area });
      return email === '' ? 0 : history.experienceOf({ email });
    },
    pushesOf: (by) => unsigned(pushes.filter((push) => isSameAuthor(push.by, by))),
    filesOf: (_gate, _part, all) => {
      if (tip === null) return Promise.resolve({ files: new Map(), says: NEVER, isMissing: true });
      const says = `${tip.commits} commits of ${tip.ref}`;
      return Promise.resolve({ files: history.filesOf(named(all)), says, isMissing: false });
    },
    learned: () =>
      (learned ??=
        tip === null ? { commits: [], shown: shownBy([], at), local: UNTAUGHT } : learnFrom(history, outcomes, at)),
    close: () => {
      history.close();
      log.close();
    },
  };
}

const NEVER = 'never read, so its files count as new: guardrail outcomes sync';

/** What somebody has looked at, with everything that it was judged with, is no part of what follows. */
function unsigned(pushes: readonly PastPush[]): readonly PastPush[] {
  const last = pushes.findIndex(({ signed }) => signed);
  return last === -1 ? pushes : pushes.slice(0, last);
}

function named({ files }: Pushed): readonly Path[] {
  return files.map(({ path }) => path).filter((path) => path !== MANY_FILES);
}

/** What reviewers here missed of seeded defects, at the worst that its interval allows. */
function measuredBy(results: readonly ('hit' | 'miss' | 'none')[]): Measured {
  const hits = results.filter((result) => result === 'hit').length;
  const misses = results.filter((result) => result === 'miss').length;
  return hits + misses < FEWEST_TRIALS ? {} : { review: jeffreys(misses, hits)[1] };
}
