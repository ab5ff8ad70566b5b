import { createHash } from 'node:crypto';
import type { Oid, Path } from '../model/change.ts';
import type { PastCommit } from '../model/outcome.ts';
import type { Features } from '../model/risk.ts';
import type { Environment } from '../system/git.ts';
import type { Driver, Row } from './driver.ts';
import { reasonOf } from './failure.ts';
import { historyPath, openForReading, openForWriting } from './history/file.ts';
import { numberOf, numberOrNull, textOf } from './rows.ts';
import { storable } from './storable.ts';

/** What git says of the past of one repository, kept so that nobody waits for it. Not evidence: it is read again from git at any time. */
export type HistoryTip = {
  readonly oid: Oid;
  readonly ref: string;
  readonly commits: number;
  readonly syncedAt: number;
};

/** Changes of before, and when the last of them was made (milliseconds). */
export type FilePast = { readonly changes: number; readonly last: number };

/** Whose experience is asked for: a person's in all of the repository, an agent's in an area of it. */
export type Whose = { readonly email: string } | { readonly agent: string; readonly area: string };

export type TimeSpan = { readonly from: number; readonly to: number };
/** Of each commit that turned out badly, how sure that is and since when it was known (`outcomesByCommit` of outcomes.ts). */
export type OutcomesByCommit = ReadonlyMap<Oid, { readonly weight: number; readonly came: number }>;

export type HistoryOptions = { readonly readOnly: boolean; readonly busyMs?: number };

/** Reading never throws for what is the matter with the file: then it is empty, and `fault` says why. Writing does. */
export function openHistory(env: Environment, repo: string, { readOnly, busyMs = 2_000 }: HistoryOptions): History {
  const path = historyPath(env);
  if (!readOnly) return new History(path, repo, openForWriting(path, busyMs), null);
  const file = openForReading(path);
  return file.kind === 'open' ? new History(path, repo, file.driver, null) : new History(path, repo, null, file.why);
}

/** The address of a person, as it is kept. */
export function personHash(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex').slice(0, 20);
}

/** Of so many commits, the newest: who weighs more than that weighs another program. */
const MOST_COMMITS = 100_000;

export class History {
  readonly path: string;
  readonly repo: string;
  readonly #driver: Driver | null;
  #fault: string | null;

  constructor(path: string, repo: string, driver: Driver | null, fault: string | null) {
    this.path = path;
    this.repo = repo;
    this.#driver = driver;
    this.#fault = fault;
  }

  /** Why there is nothing to be had; null where there is. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Null until its history was read to the end once. */
  tip(): HistoryTip | null {
    const [row] = this.#all('SELECT tip, ref, commits, synced FROM repository WHERE name = ?', [this.repo]);
    if (row === undefined || textOf(row, 'tip') === '') return null;
    return {
      oid: textOf(row, 'tip'),
      ref: textOf(row, 'ref'),
      commits: numberOf(row, 'commits'),
      syncedAt: numberOf(row, 'synced'),
    };
  }

  /** It was read, and is on the branch. */
  has(oid: Oid): boolean {
    const repo = this.#id();
    return repo !== null && this.#all('SELECT 1 AS known FROM past WHERE repo = ? AND oid = ?', [repo, oid]).length > 0;
  }

  /** Of these files, those that were changed before. */
  filesOf(paths: readonly Path[]): ReadonlyMap<Path, FilePast> {
    const found = new Map<Path, FilePast>();
    const repo = this.#id();
    if (repo === null) return found;
    for (const path of new Set(paths)) {
      const [row] = this.#all('SELECT changes, last FROM file WHERE repo = ? AND path = ? AND changes > 0', [
        repo,
        storable(path),
      ]);
      if (row !== undefined) found.set(path, { changes: numberOf(row, 'changes'), last: numberOf(row, 'last') });
    }
    return found;
  }

  /** Commits of before. */
  experienceOf(whose: Whose): number {
    const repo = this.#id();
    if (repo === null) return 0;
    const [row] =
      'email' in whose
        ? this.#all('SELECT commits FROM person WHERE repo = ? AND hash = ?', [repo, personHash(whose.email)])
        : this.#all('SELECT commits FROM agent WHERE repo = ? AND agent = ? AND area = ?', [
            repo,
            whose.agent,
            whose.area,
          ]);
    return row === undefined ? 0 : numberOf(row, 'commits');
  }

  /** What landed within the time (both ends count), the newest first; merges are none of it. */
  commits(span: TimeSpan, outcomes: OutcomesByCommit = new Map()): readonly PastCommit[] {
    return this.#past(span).map((row) => {
      const oid = textOf(row, 'oid');
      const outcome = outcomes.get(oid);
      return {
        oid,
        ts: numberOf(row, 'ts'),
        agent: textOf(row, 'agent'),
        model: textOf(row, 'model'),
        area: textOf(row, 'area'),
        weight: outcome?.weight ?? 0,
        came: outcome?.came ?? null,
      };
    });
  }

  /** The same commits by what was known of each on its day. */
  features(span: TimeSpan): ReadonlyMap<Oid, Features> {
    return new Map(this.#past(span).map((row): [Oid, Features] => [textOf(row, 'oid'), featuresOf(row)]));
  }

  /** Of commits since then that say they mend something, and whether their lines were followed: the newest first. */
  mendings(from: number): readonly { readonly ts: number; readonly isFollowed: boolean }[] {
    const repo = this.#id();
    if (repo === null) return [];
    return this.#all(
      'SELECT ts, traced FROM past WHERE repo = ? AND merge = 0 AND fix = 1 AND ts >= ? ORDER BY ts DESC LIMIT ?',
      [repo, from, MOST_COMMITS],
    ).map((row) => ({ ts: numberOf(row, 'ts'), isFollowed: numberOf(row, 'traced') === 1 }));
  }

  /** When a commit was made, as it is believed; null of one that was not read. */
  timeOf(oid: Oid): number | null {
    const repo = this.#id();
    const [row] = repo === null ? [] : this.#all('SELECT ts FROM past WHERE repo = ? AND oid = ?', [repo, oid]);
    return row === undefined ? null : numberOf(row, 'ts');
  }

  /** For who writes it; nobody else may. */
  driver(): Driver {
    if (this.#driver === null)
      throw new Error(`write the history ${this.path}: ${this.#fault ?? 'it was opened for reading'}`);
    return this.#driver;
  }

  close(): void {
    this.#driver?.close();
  }

  #past({ from, to }: TimeSpan): readonly Row[] {
    const repo = this.#id();
    if (repo === null) return [];
    return this.#all(
      'SELECT * FROM past WHERE repo = ? AND merge = 0 AND ts >= ? AND ts <= ? ORDER BY ts DESC, n DESC LIMIT ?',
      [repo, from, to, MOST_COMMITS],
    );
  }

  #id(): number | null {
    const [row] = this.#all('SELECT id FROM repository WHERE name = ?', [this.repo]);
    return row === undefined ? null : numberOf(row, 'id');
  }

  #all(sql: string, values: readonly (string | number)[]): readonly Row[] {
    if (this.#driver === null || this.#fault !== null) return [];
    try {
      return this.#driver.all(sql, values);
    } catch (error) {
      this.#fault = reasonOf(error);
      return [];
    }
  }
}

function featuresOf(row: Row): Features {
  return {
    linesAdded: numberOf(row, 'added'),
    linesDeleted: numberOf(row, 'deleted'),
    files: numberOf(row, 'files'),
    isFix: numberOf(row, 'fix') === 1,
    ageDays: numberOrNull(row, 'age'),
    changes: numberOf(row, 'changes'),
    experience: numberOf(row, 'experience'),
  };
}
