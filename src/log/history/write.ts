import type { Oid, Path } from '../../model/change.ts';
import type { Driver } from '../driver.ts';
import { personHash, type History } from '../history.ts';
import { numberOf, textOf } from '../rows.ts';
import { storable } from '../storable.ts';
import { inTransaction } from '../transaction.ts';

/** A commit as it was read from git. */
export type NewPast = {
  readonly oid: Oid;
  /** A merge can be named by others, and counts for nothing. */
  readonly isMerge: boolean;
  readonly ts: number;
  readonly email: string;
  readonly agent: string;
  readonly model: string;
  readonly area: string;
  readonly isFix: boolean;
  readonly added: number;
  readonly deleted: number;
  readonly fileCount: number;
  /** Of its files as many as are remembered. */
  readonly paths: readonly Path[];
  readonly claims: readonly Claim[];
};
export type ClaimKind = 'revert' | 'fixes' | 'blame' | 'hotfix';
export type Claim = { readonly kind: ClaimKind; readonly named: string };

/** How far a repository has been read. */
export type Standing = {
  readonly id: number;
  readonly tip: Oid;
  readonly heads: readonly Oid[];
  readonly ref: string;
  readonly shallow: string;
  readonly commits: number;
  /** Outcomes that the log has of it; negative while it is to be told more. */
  readonly told: number;
};

export function standing(history: History): Standing {
  const driver = history.driver();
  const [row] = driver.all('SELECT * FROM repository WHERE name = ?', [history.repo]);
  if (row === undefined) {
    driver.run(
      `INSERT INTO repository(name, ref, tip, heads, shallow, commits, synced, told) VALUES(?, '', '', '', '', 0, 0, 0)
       ON CONFLICT(name) DO NOTHING`,
      [history.repo],
    );
    return standing(history);
  }
  return {
    id: numberOf(row, 'id'),
    tip: textOf(row, 'tip'),
    heads: textOf(row, 'heads')
      .split(' ')
      .filter((oid) => oid !== ''),
    ref: textOf(row, 'ref'),
    shallow: textOf(row, 'shallow'),
    commits: numberOf(row, 'commits'),
    told: numberOf(row, 'told'),
  };
}

export type Step = { readonly from: readonly Oid[]; readonly to: readonly Oid[] };

/** Commits in the order they are given, and where that leads. False where another process has gone on from there in the meantime. */
export function addPast(history: History, repo: number, commits: readonly NewPast[], step: Step): boolean {
  const driver = history.driver();
  return inTransaction(driver, () => {
    const [row] = driver.all('SELECT heads FROM repository WHERE id = ?', [repo]);
    if (row === undefined || textOf(row, 'heads') !== step.from.join(' ')) return false;
    const fresh = commits.filter((commit) => insert(driver, repo, commit)).length;
    if (commits.some(({ claims }) => claims.length > 0)) markUntold(driver, repo);
    driver.run('UPDATE repository SET heads = ?, commits = commits + ? WHERE id = ?', [step.to.join(' '), fresh, repo]);
    return true;
  });
}

/** There are claims of which the log has not heard. */
export function markUntold(driver: Driver, repo: number): void {
  driver.run('UPDATE repository SET told = -1 WHERE id = ?', [repo]);
}

export type Finish = { readonly tip: Oid; readonly ref: string; readonly shallow: string; readonly now: number };

export function finishPast(history: History, repo: number, { tip, ref, shallow, now }: Finish): void {
  history
    .driver()
    .run('UPDATE repository SET tip = ?, heads = ?, ref = ?, shallow = ?, synced = ? WHERE id = ?', [
      tip,
      tip,
      storable(ref),
      shallow,
      now,
      repo,
    ]);
}

/** True where it counts as a commit that is new. */
function insert(driver: Driver, repo: number, commit: NewPast): boolean {
  if (driver.all('SELECT 1 AS known FROM past WHERE repo = ? AND oid = ?', [repo, commit.oid]).length > 0) return false;
  const files = commit.paths.map((path) => fileOf(driver, repo, path));
  const known = files.flatMap(({ changes, last }) => (changes > 0 ? [last] : []));
  const ages = known.map((last) => Math.max(0, commit.ts - last) / DAY_MS);
  const [row] = driver.all(
    `INSERT INTO past(repo, oid, ts, merge, person, agent, model, area, fix, added, deleted, files, age, changes, experience, traced)
     VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n`,
    [
      repo,
      commit.oid,
      commit.ts,
      commit.isMerge ? 1 : 0,
      commit.isMerge ? 0 : personOf(driver, repo, commit.email),
      storable(commit.agent),
      storable(commit.model),
      storable(commit.area),
      commit.isFix ? 1 : 0,
      commit.added,
      commit.deleted,
      commit.fileCount,
      ages.length === 0 ? null : ages.reduce((sum, age) => sum + age, 0) / ages.length,
      files.reduce((sum, { changes }) => sum + changes, 0),
      commit.isMerge ? 0 : countAuthor(driver, repo, commit),
      commit.claims.length > 0 ? 1 : 0, // who names the culprit need not be traced by its lines
    ],
  );
  if (row === undefined) throw new Error(`keep commit ${commit.oid}: no answer`);
  const n = numberOf(row, 'n');
  for (const { id } of files) {
    driver.run('UPDATE file SET changes = changes + 1, last = max(last, ?) WHERE id = ?', [commit.ts, id]);
    driver.run('INSERT INTO touched(file, n) VALUES(?, ?) ON CONFLICT DO NOTHING', [id, n]);
  }
  for (const claim of commit.claims) keepClaim(driver, n, claim);
  return !commit.isMerge;
}

const DAY_MS = 86_400_000;

export function keepClaim(driver: Driver, n: number, { kind, named }: Claim): void {
  driver.run('INSERT INTO claim(n, kind, named) VALUES(?, ?, ?) ON CONFLICT DO NOTHING', [n, kind, named]);
}

type FileRow = { readonly id: number; readonly changes: number; readonly last: number };

function fileOf(driver: Driver, repo: number, path: Path): FileRow {
  const name = storable(path);
  const [row] = driver.all('SELECT id, changes, last FROM file WHERE repo = ? AND path = ?', [repo, name]);
  if (row !== undefined) {
    return { id: numberOf(row, 'id'), changes: numberOf(row, 'changes'), last: numberOf(row, 'last') };
  }
  const [made] = driver.all('INSERT INTO file(repo, path, changes, last) VALUES(?, ?, 0, 0) RETURNING id', [
    repo,
    name,
  ]);
  if (made === undefined) throw new Error('keep a file of the history: no answer');
  return { id: numberOf(made, 'id'), changes: 0, last: 0 };
}

function personOf(driver: Driver, repo: number, email: string): number {
  const hash = personHash(email);
  const [row] = driver.all('SELECT id FROM person WHERE repo = ? AND hash = ?', [repo, hash]);
  if (row !== undefined) return numberOf(row, 'id');
  const [made] = driver.all('INSERT INTO person(repo, hash, commits) VALUES(?, ?, 0) RETURNING id', [repo, hash]);
  if (made === undefined) throw new Error('keep an author of the history: no answer');
  return numberOf(made, 'id');
}

/** How many there were before this one: an agent's in the area, a person's anywhere. What an agent wrote is nobody else's experience. */
function countAuthor(driver: Driver, repo: number, { agent, area, email }: NewPast): number {
  const [row] =
    agent === ''
      ? driver.all('UPDATE person SET commits = commits + 1 WHERE repo = ? AND hash = ? RETURNING commits', [
          repo,
          personHash(email),
        ])
      : driver.all(
          `INSERT INTO agent(repo, agent, area, commits) VALUES(?, ?, ?, 1)
           ON CONFLICT DO UPDATE SET commits = commits + 1 RETURNING commits`,
          [repo, storable(agent), storable(area)],
        );
  return row === undefined ? 0 : numberOf(row, 'commits') - 1;
}
