import type { Change, Oid, Part, RefUpdate } from '../../model/change.ts';
import type { Git } from '../../system/git.ts';
import { showPath } from '../../speak/escape.ts';
import type { Situation } from '../next-step.ts';
import { onlyRefs, refsOf, refspec, shorten } from './refs.ts';
import { pathspecs, tryWithout, words, type Without } from './without.ts';

/**
 * A branch that was refused is made anew on what it stands on: one commit with everything but what was refused. Putting the
 * file back in one more commit would leave it in the history, and a role that may not touch a path may not put it back either.
 */
export async function branchStep(situation: Situation): Promise<string | null> {
  const { change, refused, range, gate } = situation;
  const ref = change.refs.find(({ ref: name }) => refused.some((ruling) => refsOf(change, ruling).includes(name)));
  if (ref === undefined && range === null) return null;
  const mine: Situation = ref === undefined ? situation : { ...situation, change: onlyRefs(change, [ref]) };
  const without = await tryWithout(mine, asOneCommit);
  if (without === null) return null;
  const tip = ref === undefined ? await commitOf(gate.git, range?.head ?? 'HEAD') : ref.after;
  const base = await standsOn(gate.git, ref, range);
  return tip === null || base === null ? null : await say(mine, { ref, without, tip, base });
}

type Found = {
  readonly ref: RefUpdate | undefined;
  readonly without: Without;
  readonly tip: Oid;
  readonly base: Oid;
};

async function say({ gate, lines, remote }: Situation, { ref, without, tip, base }: Found): Promise<string> {
  const { git, repository } = gate;
  const names = pathspecs(without.names, git.cwd === repository.root);
  if (names === null) return `make the branch anew on ${short(base)} without ${words(without.names)}`;
  const local = lines.find((line) => line.ref === ref?.ref)?.local ?? null;
  const rest = [
    `git commit -C ${short(tip)}`,
    ...(ref === undefined || remote === null ? [] : [pushOf(ref, local, remote)]),
  ];
  const isEmpty = without.kept.length === 0;
  const commands = [
    ...switchTo(local, repository.branch),
    `git reset --soft ${short(base)}`,
    ...(names === '' ? [] : [`git restore --staged -- ${names}`]),
    ...(isEmpty ? [] : rest),
  ];
  const says = isEmpty ? 'take it back (nothing else is here)' : 'make one commit without it';
  const isClean = (await git.ask(['diff', '--cached', '--quiet'])).code === 0;
  return `${says}${isClean ? '' : ', with nothing else staged'}: ${commands.join(' && ')}`;
}

/** What the step makes of the branch: its net change, and no other commit. */
function asOneCommit(smaller: Change): Change {
  const parts = smaller.parts.filter((part) => part.scope !== 'history');
  return { ...smaller, parts: parts.map((part): Part => ({ ...part, scope: 'whole' })) };
}

async function commitOf(git: Git, name: string): Promise<Oid> {
  return await git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
}

/** The one commit that everything new stands on; null where there are several, or none. */
async function standsOn(git: Git, ref: RefUpdate | undefined, range: Situation['range']): Promise<Oid | null> {
  const listed = range === null ? '' : await git.text(['rev-list', '--end-of-options', range.head, `^${range.base}`]);
  const commits = ref?.commits ?? listed.split('\n');
  if (commits.length === 0) return null;
  const input = commits.map((oid) => `${oid}\n`).join('');
  const parents = await git.text(['log', '--no-walk=unsorted', '--stdin', '--no-show-signature', '--format=%P'], input);
  const fresh = new Set(commits);
  const borders = [...new Set(parents.split(/\s+/).filter((oid) => oid !== '' && !fresh.has(oid)))];
  const [first, ...others] = borders;
  if (first === undefined) return null;
  const heads =
    others.length === 0 ? [first] : (await git.text(['merge-base', '--independent', ...borders])).split('\n');
  return heads.length === 1 ? (heads[0] ?? null) : null;
}

function switchTo(local: string | null, current: string | null): readonly string[] {
  if (local === null || local === 'HEAD' || shorten(local) === current) return [];
  return [`git switch ${showPath(shorten(local))}`];
}

function pushOf(ref: RefUpdate, local: string | null, remote: string): string {
  const lease = ref.movement === 'rewrite' ? '--force-with-lease ' : '';
  return `git push ${lease}${showPath(remote)} ${showPath(refspec(ref, local))}`;
}

function short(oid: Oid): string {
  return oid.slice(0, 12);
}
