import type { Actor } from '../../model/actor.ts';
import type { Oid } from '../../model/change.ts';
import { judge } from '../../gate/judge.ts';
import { openGate, type Gate } from '../../gate/open.ts';
import { authorsOf } from '../../gate/record.ts';
import { actorName } from '../../log/verdict-event.ts';
import { mapRef, type Remote } from '../../changes/config.ts';
import { mainRemote } from '../../changes/protected.ts';
import type { Ref } from '../../changes/repository.ts';
import type { WatchDeps } from './deps.ts';
import type { Refs } from './snapshot.ts';

/** Nobody saw who ran git. INVARIANT: never the environment of the daemon, which the first hook of anybody has started. */
const NOBODY: Actor = {
  kind: 'unknown',
  agent: null,
  vendors: ['unknown'],
  session: null,
  name: null,
  email: null,
  env: {},
  evidence: ['the gate was gone around, so nobody saw who ran git'],
};

/** What the policies say of what is there already; null where it could not be looked at. */
export type Late = { readonly level: string; readonly actor: string; readonly why: string | null };

/**
 * INVARIANT: with the refs of the look before. What is judged has moved them already: by the branch as it is now a commit would
 * bring its own rules, and what it destroys would never have landed.
 */
export async function openLate(deps: WatchDeps, root: string, before: Refs): Promise<Gate> {
  const gate = await openGate({ cwd: root, env: deps.env, now: deps.now, err: () => Promise.resolve(), parent: 0 });
  const remote = mainRemote(gate.repository);
  const seen = [...before.refs].flatMap(([name, oid]): readonly Ref[] => {
    const branch = remote === null ? null : thereOf(name, remote);
    return branch === null ? [] : [{ name: branch, oid, target: null }];
  });
  const own = [...before.refs].map(([name, oid]): Ref => ({ name, oid, target: null }));
  const refs = seen.length > 0 ? seen : own.filter(({ name }) => name.startsWith('refs/heads/'));
  return { ...gate, operator: NOBODY, repository: { ...gate.repository, refs, remotes: [] } };
}

/** The branch of the remote that a tracking ref stands for: `refs/remotes/origin/main` -> `refs/heads/main`. */
export function thereOf(tracking: string, remote: Remote): string | null {
  for (const { from, to } of remote.tracking) {
    const there = mapRef(tracking, to, from);
    if (there !== null) return there;
  }
  return null;
}

/** Judged as CI would judge that range; for a first commit, as the push of a new branch. */
export async function judgeLate(gate: Gate, base: Oid | null, head: Oid): Promise<Late> {
  const zero = '0'.repeat(head.length);
  const stdin = Buffer.from(`refs/heads/late ${head} refs/heads/late ${zero}\n`);
  try {
    const { change, verdict } = await judge(
      gate,
      base === null ? { kind: 'push', remote: null, url: '', stdin } : { kind: 'range', base, head },
      { record: true },
    );
    const authors = authorsOf(change).filter((actor) => actor !== NOBODY);
    const first = authors.find(({ kind }) => kind === 'agent') ?? authors[0];
    return { level: verdict.level, actor: first === undefined ? 'unknown' : actorName(first), why: null };
  } catch (error) {
    return { level: '', actor: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
