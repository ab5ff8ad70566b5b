import type { RefUpdate, Truth } from '../model/change.ts';
import type { Git } from '../system/git.ts';
import type { Graph } from './graph.ts';
import type { Seen } from './known.ts';
import { lookUp } from './objects.ts';
import type { Found } from './objects.ts';
import type { Protected } from './protected.ts';
import type { PushLine } from './push-lines.ts';
import type { Repository } from './repository.ts';

/** A line with what its ids stand for here: tags are followed to what they name. */
export type Update = PushLine & { readonly old: Found | null; readonly target: Found | null };

/** All ids of all lines in one process. What is pushed must be here; what the remote has need not be. */
export async function resolveLines(git: Git, lines: readonly PushLine[]): Promise<readonly Update[]> {
  const names = lines.flatMap(({ before, after }) => [before, after]).filter((oid) => oid !== null);
  const unique = [...new Set(names)];
  const found = await lookUp(
    git,
    unique.map((oid) => Buffer.from(`${oid}^{}`)),
  );
  const byOid = new Map(unique.map((oid, index) => [oid, found[index] ?? null]));
  return lines.map((line) => {
    const target = line.after === null ? null : (byOid.get(line.after) ?? null);
    if (line.after !== null && target === null)
      throw new Error(`judge ${line.ref}: git does not have object ${line.after}`);
    return { ...line, target, old: line.before === null ? null : (byOid.get(line.before) ?? null) };
  });
}

export type Movements = {
  readonly repository: Repository;
  readonly graph: Graph;
  readonly guarded: Protected;
  readonly seen: readonly Seen[];
  /** Address of whoever pushes: whose commits may vanish without a word. */
  readonly email: string | null;
};

export async function refUpdates(git: Git, updates: readonly Update[], how: Movements): Promise<readonly RefUpdate[]> {
  const done: RefUpdate[] = [];
  for (const update of updates) done.push(await refUpdate(git, update, updates, how));
  return done;
}

async function refUpdate(git: Git, update: Update, all: readonly Update[], how: Movements): Promise<RefUpdate> {
  const movement = await movementOf(git, update, how);
  const loses = movement === 'delete' || movement === 'rewrite' || movement === 'unknown';
  return {
    ref: update.ref,
    before: update.before,
    after: update.after,
    movement,
    protected: how.guarded.has(update.ref),
    lease: leaseOf(update, how.seen),
    foreign: loses ? await foreignCommits(git, update, all, how) : 0,
    commits: update.target?.type === 'commit' ? how.graph.reach(update.target.oid).commits : [],
  };
}

async function movementOf(git: Git, update: Update, how: Movements): Promise<RefUpdate['movement']> {
  const { before, after, old, target } = update;
  if (before === after) return 'none';
  if (before === null) return 'create';
  if (after === null || target === null) return 'delete';
  if (old === null) return 'unknown';
  if (old.type !== 'commit' || target.type !== 'commit') return 'rewrite';
  if (how.graph.reach(target.oid).boundary.includes(old.oid)) return 'forward'; // the everyday push asks git nothing
  const answer = await git.ask(['merge-base', '--is-ancestor', old.oid, target.oid]);
  if (answer.code === 0) return 'forward';
  return answer.code === 1 && !how.repository.isShallow ? 'rewrite' : 'unknown';
}

function leaseOf(update: Update, seen: readonly Seen[]): Truth {
  const last = seen.find(({ there }) => there === update.ref);
  return last === undefined || update.before === null ? 'unknown' : last.oid === update.before;
}

/**
 * Commits by others that no branch of the remote holds any more. One that is kept as a copy (rebased) has not vanished:
 * git compares patches for that.
 */
async function foreignCommits(
  git: Git,
  update: Update,
  all: readonly Update[],
  how: Movements,
): Promise<RefUpdate['foreign']> {
  const { old, target } = update;
  if (old === null || how.repository.isShallow) return 'unknown';
  if (old.type !== 'commit') return 0;
  const moved = new Set(all.map(({ ref }) => ref));
  const kept = [
    ...how.seen.filter(({ there }) => !moved.has(there)).map(({ oid }) => oid),
    ...all.flatMap((other) => (other.target?.type === 'commit' ? [other.target.oid] : [])),
  ];
  const range = target?.type === 'commit' ? ['--cherry-pick', '--left-only', `${old.oid}...${target.oid}`] : [old.oid];
  const excluded = kept.filter((oid) => oid !== target?.oid).map((oid) => `^${oid}\n`);
  const format = ['--no-show-signature', '--no-mailmap', '-z', '--format=tformat:%ae'];
  const answer = await git.text(['log', ...format, '--stdin', ...range], excluded.join(''));
  const mine = how.email?.toLowerCase();
  return answer.split('\0').filter((email) => email !== '' && email.toLowerCase() !== mine).length;
}
