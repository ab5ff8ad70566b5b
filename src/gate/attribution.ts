import { openLog, type Log } from '../log/open.ts';
import { type Writer, type Written, writersOf, writersOfTrees } from '../log/wrote.ts';
import type { CommitWho } from '../changes/context.ts';
import { uniqueActors } from '../changes/edits.ts';
import type { Actor } from '../model/actor.ts';
import type { Change, Edit, Part, Path } from '../model/change.ts';
import type { Gate } from './open.ts';

/** As long as an edit that was never committed may still be somebody's. */
const DAYS = 30 * 24 * 60 * 60 * 1000;
const MOST_PATHS = 500;

/**
 * A person who commits what an agent wrote: the lines are still the agent's, and another vendor must read them. An agent is a suspect
 * for a file where the log has a tool call of it that left exactly these contents, or one newer than the last commit of the file.
 */
export async function withWriters(gate: Gate, change: Change): Promise<Change> {
  const paths = [...new Set(change.parts.flatMap(({ edits }) => edits.map(({ path }) => path)))].slice(0, MOST_PATHS);
  if (paths.length === 0) return change;
  const written = await ask(gate, [], (log) => writersOf(log, change.repo, paths, change.at - DAYS));
  if (written.length === 0) return change;
  const committed = await lastCommits(gate, [...new Set(written.map(({ path }) => path))]);
  const parts = change.parts.map((part): Part => ({
    ...part,
    edits: part.edits.map((edit) => withSuspects(edit, written, committed)),
  }));
  return { ...change, parts };
}

function withSuspects(edit: Edit, written: readonly Written[], committed: ReadonlyMap<Path, number>): Edit {
  const mine = written.filter(({ path }) => path === edit.path || path === edit.from);
  const exact = mine.filter(({ oid }) => oid === edit.after?.oid);
  // what it left is what is committed; or it edited the file since, and somebody went on from there
  const suspects =
    exact.length > 0 ? exact.slice(0, 1) : mine.filter(({ path, ts }) => ts > (committed.get(path) ?? 0));
  return { ...edit, authors: joined(edit.authors, suspects, edit.path) };
}

function joined(authors: readonly Actor[], writers: readonly Writer[], what: string): readonly Actor[] {
  const known = new Set(authors.map(({ agent }) => agent));
  const fresh = writers.filter(({ agent }) => !known.has(agent)).map((writer) => actorOf(writer, what));
  return fresh.length === 0 ? authors : uniqueActors([...authors, ...fresh]);
}

function actorOf({ agent, session, vendors, ts }: Writer, what: string): Actor {
  const day = new Date(ts).toISOString().slice(0, 10);
  const evidence = [`its tool call of ${day} wrote ${what}`];
  return { kind: 'agent', agent, vendors, session: session || null, name: null, email: null, env: {}, evidence };
}

/** When each file was last committed, in milliseconds; a file that never was is 0. */
async function lastCommits({ git, repository }: Gate, paths: readonly Path[]): Promise<ReadonlyMap<Path, number>> {
  if (repository.head === null) return new Map();
  const times = await Promise.all(
    paths.slice(0, 50).map(async (path): Promise<[Path, number]> => {
      const answer = await git.ask(['log', '-1', '--format=%ct', 'HEAD', '--', `:(top,literal)${path}`]);
      return [path, Number(answer.stdout.toString('utf8').trim() || 0) * 1000];
    }),
  );
  return new Map(times);
}

/** Which agents wrote the commits of a push: what an earlier gate of this user recorded of that tree on that parent. */
export async function commitWriters(gate: Gate, repo: string): Promise<(commit: CommitWho) => readonly Actor[]> {
  const since = gate.now() - 3 * DAYS;
  const known = await ask(gate, new Map<string, readonly Writer[]>(), (log) => writersOfTrees(log, repo, since));
  return ({ tree, parents }) =>
    (known.get(`${tree ?? ''} ${parents?.[0] ?? ''}`) ?? []).map((writer) => actorOf(writer, 'what was committed'));
}

/** A log that cannot be read adds no suspect, which is all that it could do. */
async function ask<T>({ env }: Gate, nothing: T, question: (log: Log) => T): Promise<T> {
  const log = await openLog({ env, readOnly: true });
  try {
    return log.schema === 'ours' ? question(log) : nothing;
  } catch {
    return nothing;
  } finally {
    log.close();
  }
}
