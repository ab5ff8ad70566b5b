import { join } from 'node:path';
import type { Oid } from '../../model/change.ts';
import { readBytes } from '../../system/files.ts';
import { isFetched, isPushed, parseEntry, readReflog, replayedIn, type Entry } from './reflog.ts';
import { detached, gitFolders, type Refs } from './snapshot.ts';

/** What happened to the refs between two looks. */
export type Movements = {
  /** Tips that may hold commits made here. */
  readonly fresh: readonly Oid[];
  /** What came from elsewhere by an honest fetch: nobody's fault here. */
  readonly fetched: readonly Oid[];
  /** Tracking refs that a push from here has moved. */
  readonly pushes: readonly Pushed[];
  /** New values of tracking refs, however they got there. */
  readonly remote: readonly Oid[];
  /** What a HEAD here says it has committed since. */
  readonly made: readonly Oid[];
  readonly replayed: ReadonlySet<Oid>;
  /** Branches whose ref and reflog do not agree. */
  readonly unlogged: readonly Unlogged[];
};
export type Pushed = { readonly tracking: string; readonly before: Oid | null; readonly after: Oid };
export type Unlogged = { readonly ref: string; readonly detail: string };

export async function readMovements(common: string, before: Refs, now: Refs, at: number): Promise<Movements> {
  const moved = [...now.refs].filter(([name, oid]) => before.refs.get(name) !== oid);
  const stood = new Set([...before.refs.values(), ...detached(before)]);
  const tracked = await Promise.all(
    moved.filter(([name]) => isTracking(name)).map((one) => readTracking(common, before, one)),
  );
  const logs = await localLogs(
    common,
    moved.map(([name]) => name).filter((name) => name.startsWith('refs/heads/')),
  );
  const local = moved.filter(([name]) => !isTracking(name)).map(([, oid]) => oid);
  return {
    fresh: [...new Set([...local, ...detached(now), ...tracked.flatMap(({ other }) => other)])].filter(
      (oid) => !stood.has(oid),
    ),
    fetched: [
      ...tracked.flatMap(({ fetched }) => fetched),
      ...logs.flat().flatMap(({ oid, says }) => (isFetched(says) ? [oid] : [])),
      ...(await fetchHeads(common)),
    ],
    pushes: tracked.flatMap(({ pushed }) => pushed),
    remote: moved.filter(([name]) => isTracking(name)).map(([, oid]) => oid),
    made: await madeHere(common, before),
    replayed: new Set(logs.flatMap((entries) => [...replayedIn(entries)])),
    unlogged: unloggedIn(before, now, at / 1000),
  };
}

/** A mirror or an import that moves this many refs is not read branch by branch. */
const MANY = 2_000;

function isTracking(name: string): boolean {
  return name.startsWith('refs/remotes/');
}

type Tracking = {
  readonly fetched: readonly Oid[];
  readonly pushed: readonly Pushed[];
  readonly other: readonly Oid[];
};

/** By its reflog; one without any (`core.logAllRefUpdates` is off) is believed only as far as FETCH_HEAD says so. */
async function readTracking(common: string, before: Refs, [name, oid]: readonly [string, Oid]): Promise<Tracking> {
  const log = await readReflog(join(common, 'logs', name));
  const was = before.refs.get(name) ?? null;
  // what came after the last entry that left it where we last saw it; a renamed remote brings its old entries along
  const there = was === null ? trackedIn(before) : new Set([was]);
  const seen = (log ?? []).findLastIndex((entry) => there.has(entry.oid));
  const news = (log ?? []).slice(seen + 1);
  const pushed = news.filter(({ says }) => isPushed(says));
  const fetched = news.flatMap((entry) => (isFetched(entry.says) ? [entry.oid] : []));
  return {
    fetched,
    pushed: pushed.map((entry) => ({ tracking: name, before: entry.old, after: entry.oid })),
    other: fetched.includes(oid) ? pushed.map((entry) => entry.oid) : [oid, ...pushed.map((entry) => entry.oid)],
  };
}

/** Reflogs of every HEAD and of the branches that moved. */
async function localLogs(common: string, branches: readonly string[]): Promise<readonly (readonly Entry[])[]> {
  const heads = (await gitFolders(common)).map((folder) => join(folder, 'logs', 'HEAD'));
  const names = branches.slice(0, MANY).map((name) => join(common, 'logs', name));
  const logs = await Promise.all([...heads, ...names].map((path) => readReflog(path)));
  return logs.flatMap((log) => (log === null ? [] : [log]));
}

function trackedIn({ refs }: Refs): ReadonlySet<Oid> {
  return new Set([...refs].flatMap(([name, oid]) => (isTracking(name) ? [oid] : [])));
}

/** A commit that a fetch shows on a remote may still be ours: then our own HEAD says that it made it. */
async function madeHere(common: string, before: Refs): Promise<readonly Oid[]> {
  const made = (await gitFolders(common)).map(async (folder) => {
    const head = before.heads.get(folder) ?? '';
    const was = before.refs.get(head) ?? head;
    const log = (await readReflog(join(folder, 'logs', 'HEAD'))) ?? [];
    const seen = log.findLastIndex((entry) => entry.oid === was);
    return seen < 0 ? [] : log.slice(seen + 1).flatMap(({ oid, says }) => (/^commit\b/.test(says) ? [oid] : []));
  });
  return (await Promise.all(made)).flat();
}

/**
 *     <oid>\tnot-for-merge\tbranch 'main' of https://shop.example/shop
 *
 * A fetch from `.` brings nothing that was not here.
 */
async function fetchHeads(common: string): Promise<readonly Oid[]> {
  const texts = await Promise.all(
    (await gitFolders(common)).map(
      async (folder) => (await readBytes(join(folder, 'FETCH_HEAD')))?.toString('utf8') ?? '',
    ),
  );
  return texts.flatMap((text) =>
    text.split('\n').flatMap((line) => {
      const [oid = '', , what = ''] = line.split('\t');
      return /^[0-9a-f]{40,64}$/.test(oid) && / of (?!\.$)\S/.test(what) ? [oid] : [];
    }),
  );
}

/** gc takes entries out by itself after 90 days, of what is not reachable any more after 30 (git-gc(1)). */
const KEPT_SECONDS = 29 * 86_400;

/** git writes both or neither: a branch that moved past its reflog was written by hand, and an entry that is gone was taken out. */
function unloggedIn(before: Refs, now: Refs, seconds: number): readonly Unlogged[] {
  return [...now.logs].flatMap(([ref, line]): readonly Unlogged[] => {
    const oid = now.refs.get(ref);
    const [was] = parseEntry(before.logs.get(ref) ?? '');
    const [newest] = parseEntry(line);
    if (was === undefined || newest?.oid === oid) return []; // without a reflog from the beginning; or all is well
    if (before.refs.get(ref) !== oid) return [{ ref, detail: `${ref} was moved past its reflog, which no git does` }];
    const isOld = newest === undefined && seconds - was.at > KEPT_SECONDS;
    if (line === before.logs.get(ref) || isOld) return [];
    return [{ ref, detail: `entries were taken out of the reflog of ${ref}` }];
  });
}
