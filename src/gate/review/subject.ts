import { combineReviews } from '../../policy/review.ts';
import { rulesHash } from '../../policy/settle.ts';
import type { Rules } from '../../policy/rules.ts';
import type { Change, Edit, Oid, Part } from '../../model/change.ts';
import type { ReviewRules } from '../../model/review.ts';
import { mainRemote } from '../../changes/protected.ts';
import { engine } from '../../system/engine.ts';
import { sha256 } from '../../system/files.ts';
import { rulesFor } from '../basis.ts';
import type { Inlet } from '../inlet.ts';
import { prepare, type Prepared } from '../judge.ts';
import type { Gate } from '../open.ts';

/** The net change of one branch: what a review reads, whoever asks for it and when. */
export type Subject = {
  /** The change with this part alone. */
  readonly change: Change;
  readonly part: Part;
  readonly branch: string | null;
  readonly isProtected: boolean;
  /** The commit, where one is named. */
  readonly head: Oid | null;
  readonly tree: Oid;
  readonly base: Oid;
  readonly readings: readonly Rules[];
  readonly rules: ReviewRules;
  readonly rulesHash: string;
  readonly read: Prepared['deps']['read'];
  readonly load: Prepared['deps']['load'];
  readonly recall: Prepared['deps']['recall'];
};

/** One for each branch with something new on it. */
export function subjectsOf({ change, deps, readings }: Prepared): readonly Subject[] {
  return change.parts.flatMap((part): readonly Subject[] => {
    if (part.scope !== 'net' || part.edits.length === 0 || part.trees === undefined) return [];
    const ref = change.refs.find((one) => one.ref === part.id) ?? null;
    const own = ref === null ? readings.map((reading) => reading.rules) : rulesFor(ref, readings);
    const rules = combineReviews(own.map(({ review }) => review));
    if (rules === null) return [];
    return [
      {
        change: { ...change, parts: [part], refs: ref === null ? [] : [ref] },
        part,
        branch: part.branch,
        isProtected: ref?.protected === true,
        head: ref?.after ?? null,
        tree: part.trees.after,
        base: part.trees.before,
        readings: own,
        rules,
        rulesHash: rulesHash({ readings: own, engine }),
        read: deps.read,
        load: deps.load,
        recall: deps.recall,
      },
    ];
  });
}

/** What a push of the branch would bring, as git would hand it to the hook: so that the push finds the same review. */
export async function nextPush(gate: Gate): Promise<Inlet | null> {
  const { repository, git } = gate;
  const { head, branch } = repository;
  if (head === null) return null;
  const ref = branch === null ? 'HEAD' : `refs/heads/${branch}`;
  const remote = await remoteOf(gate, branch);
  if (remote === null) return await sinceProtected(gate, head);
  const tracking = repository.refs.find(({ name }) => name === `refs/remotes/${remote.name}/${branch ?? ''}`);
  const before = tracking?.oid ?? '0'.repeat(head.length);
  if (before === head) return null;
  const target = branch === null ? `refs/heads/${(await git.text(['rev-parse', '--short', head])).trim()}` : ref;
  const stdin = Buffer.from(`${ref} ${head} ${target} ${before}\n`);
  return { kind: 'push', remote: remote.name, url: remote.url, stdin };
}

async function remoteOf(
  { git, repository }: Gate,
  branch: string | null,
): Promise<{ readonly name: string; readonly url: string } | null> {
  const main = mainRemote(repository);
  if (branch === null || main === null) return main;
  for (const key of [`branch.${branch}.pushRemote`, 'remote.pushDefault', `branch.${branch}.remote`]) {
    const answer = await git.ask(['config', '--get', key]);
    const name = answer.code === 0 ? answer.stdout.toString('utf8').trim() : '';
    const found = repository.remotes.find((remote) => remote.name === name);
    if (found !== undefined) return found;
  }
  return main;
}

/** A repository that pushes nowhere: the branch since it left the protected one. */
async function sinceProtected({ git, repository }: Gate, head: Oid): Promise<Inlet | null> {
  const main = repository.refs.find(({ name }) => name === 'refs/heads/main' || name === 'refs/heads/master');
  if (main === undefined || main.oid === head) return null;
  const answer = await git.ask(['merge-base', main.oid, head]);
  return answer.code === 0 ? { kind: 'range', base: answer.stdout.toString('utf8').trim(), head } : null;
}

export async function subjectsOfInlet(gate: Gate, inlet: Inlet): Promise<readonly Subject[]> {
  return subjectsOf(await prepare(gate, inlet));
}

/** What the change does, file by file and byte for byte, wherever the commits around it have moved. */
export function diffOf(edits: readonly Edit[]): string {
  return edits
    .map(({ path, from, before, after }) =>
      JSON.stringify([path, from, before?.oid ?? null, before?.mode ?? null, after?.oid ?? null, after?.mode ?? null]),
    )
    .sort()
    .join('\n');
}

/** What one file was and is, as far as a review reads it. */
export function oidOf({ before, after }: Edit): string {
  return `${before?.oid ?? ''} ${after?.oid ?? ''}`;
}

/** The same change again, whatever commits it is made of. */
export function patchOf(edits: readonly Edit[]): string {
  return sha256(diffOf(edits));
}
