import type { Truth } from '../../../model/change.ts';
import type { Scene } from '../../../model/call.ts';
import type { Value } from '../../../model/fact.ts';
import { effect } from '../effects.ts';
import type { Effect } from '../family.ts';
import { type Git, gives, plainOf } from './command.ts';
import { bypasses, isProtected } from './told.ts';

const TAKES = ['-o', '--push-option', '--receive-pack', '--exec', '--repo', '--signed', '--recurse-submodules'];

/** How one name on the remote is moved: `+topic:main`. */
type Spec = { readonly source: string; readonly target: string | null; readonly forced: boolean };

/**
 * What a push does to the remote as far as its words say; the gate at the push knows the commits. Here it counts that some remotes
 * are reached past any hook, so what is certain to destroy is refused before it runs.
 */
export function push(git: Git, scene: Scene): readonly Effect[] {
  if (gives(git, '--dry-run', 'n', 'o')) return [];
  const { before, after } = plainOf(git, TAKES);
  const [remote = '', ...named] = [...before, ...(after ?? [])].map(({ text }) => text);
  const specs = specsOf(remote, named, scene);
  return [
    ...(gives(git, '--mirror') ? [rewrite('refs/heads/**', 'unknown', false)] : []),
    ...(gives(git, '--prune') ? [branchDelete('refs/heads/**', 'unknown')] : []),
    ...moved(git, specs, named.length === 0, scene),
    ...elsewhere(remote, named),
  ];
}

function moved(git: Git, specs: readonly Spec[], isNameless: boolean, scene: Scene): readonly Effect[] {
  const forced = gives(git, '--force', 'f', 'o');
  // a plain --force beside it takes the lease back
  const lease = !forced && git.flags.some((flag) => flag.startsWith('--force-w'));
  if (gives(git, '--delete', 'd', 'o')) return specs.map(({ source, target }) => deletion(target ?? source, scene));
  const isAll = gives(git, '--all') || gives(git, '--branches') || (git.flags.includes('--tags') && isNameless);
  if (isAll) return forced || lease ? [everything(git, lease)] : [];
  return specs.flatMap((one) => ofSpec(one, { forced: forced || one.forced, lease: lease && !one.forced }, scene));
}

function everything({ flags }: Git, lease: boolean): Effect {
  return flags.includes('--tags') ? ofTag('git.tag-move', 'refs/tags/**') : rewrite('refs/heads/**', 'unknown', lease);
}

function specsOf(remote: string, named: readonly string[], scene: Scene): readonly Spec[] {
  if (named[0] === 'tag') return named.slice(1).map((tag) => spec(`refs/tags/${tag}`));
  if (named.length > 0) return named.map(spec);
  // `git push --force`: the branch one is on, wherever it goes
  return remote.includes(':') && !/[/@]/.test(remote)
    ? [spec(remote)]
    : [{ source: scene.branch ?? '', target: scene.branch, forced: false }];
}

function spec(text: string): Spec {
  const forced = text.startsWith('+');
  const [source = '', target] = text.replace(/^\+/, '').split(':');
  return { source, target: target ?? source, forced };
}

type Way = { readonly forced: boolean; readonly lease: boolean };

function ofSpec({ source, target }: Spec, { forced, lease }: Way, scene: Scene): readonly Effect[] {
  if (source === '' && target !== null) return target === '' ? [] : [deletion(target, scene)];
  const name = (target === 'HEAD' || target === '@' ? scene.branch : target) || null;
  if (!forced && !lease) return sideways(source, name, scene);
  if (name !== null && isTag(name)) return [ofTag('git.tag-move', name)];
  const branch = isProtected(name, scene);
  // with a lease, a branch nobody here can name is left to the gate at the push, which sees it
  return [rewrite(full(name ?? 'the branch it is on'), lease && branch === 'unknown' ? false : branch, lease)];
}

function isTag(name: string): boolean {
  return /^refs\/tags\/|^v?\d+\.\d+(?:\.\d+)?[\w.-]*$/.test(name);
}

function full(name: string): string {
  return name.includes(' ') || name.startsWith('refs/') ? name : `refs/heads/${name}`;
}

function ofTag(kind: string, name: string): Effect {
  const subject = name.startsWith('refs/') ? name : `refs/tags/${name}`;
  return { kind, subject, attributes: { protected: 'unknown', commits: 'unknown' } };
}

function deletion(name: string, scene: Scene): Effect {
  return isTag(name) ? ofTag('git.tag-delete', name) : branchDelete(full(name), isProtected(name, scene));
}

function branchDelete(subject: string, branch: Truth): Effect {
  return { kind: 'git.branch-delete', subject, attributes: about(branch, { foreign: 'unknown' }) };
}

/** A lease is what makes it safe: nobody pushed since the last fetch. Whose commits go the push gate sees exactly. */
function rewrite(subject: string, branch: Truth, lease: boolean): Effect {
  return { kind: 'git.force-push', subject, attributes: about(branch, { lease, foreign: lease ? 0 : 'unknown' }) };
}

function about(branch: Truth, more: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return { protected: branch, commits: 'unknown', ...more };
}

/** `HEAD:main` from another branch: work that lands where it was never looked at. `main:main` and `main` are what a push is. */
function sideways(source: string, target: string | null, scene: Scene): readonly Effect[] {
  const own = source === 'HEAD' || source === '@' ? (scene.branch ?? 'HEAD') : source.replace(/^refs\/heads\//, '');
  const name = target?.replace(/^refs\/heads\//, '') ?? null;
  if (name === null || name === own || source === target || isProtected(name, scene) !== true) return [];
  return [
    bypasses(
      'address',
      full(name),
      `it lands ${own} on ${name} without the review that ${name} waits for`,
      `git push -u origin ${own === 'HEAD' ? 'HEAD' : own}`,
    ),
  ];
}

/** A repository that no remote of this one names; its host is said, a password in it never. */
function elsewhere(remote: string, named: readonly string[]): readonly Effect[] {
  if (remote.startsWith('ext::')) return [];
  const [, host = null] = /^(?:[a-z+]+:\/\/(?:[^@/\s]*@)?|[\w.-]+@)([\w.-]+)[:/]/.exec(remote) ?? [];
  if (host === null || /[$`]/.test(remote) || host === 'localhost' || host === '127.0.0.1') return [];
  const because = 'it sends the history to an address that is no remote of this repository';
  const why = { technology: 'git', subject: host, because, remedy: 'git push origin HEAD' };
  return [
    effect('exfil.upload', why, {
      what: named.length === 0 ? 'the history' : named.join(' '),
      to: host,
      sensitive: 'unknown',
    }),
  ];
}
