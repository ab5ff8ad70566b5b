import type { Arguments } from './arguments.ts';
import type { Destruction } from './destruction.ts';

/** What is taken from a disk or from the history everybody shares. */
export function fileDestruction(args: Arguments): Destruction | null {
  return MACHINE.find(([tool]) => tool.test(args.tool))?.[1](args) ?? null;
}

const MACHINE: readonly (readonly [tool: RegExp, read: (args: Arguments) => Destruction | null])[] = [
  [/^rm$/, remove],
  [/^git$/, git],
  [/^(mkfs(\..+)?|wipefs|shred|lvremove|vgremove)$/, (args) => disk(args.plain.at(-1) ?? '')],
  [/^dd$/, overwrite],
  [/^(zfs|zpool)$/, (args) => (args.plain[0] === 'destroy' ? disk(args.plain.at(-1) ?? '') : null)],
  [/^find$/, (args) => (args.has('-delete') && SYSTEM.test(args.plain[0] ?? '') ? files(args.plain[0] ?? '') : null)],
];

function overwrite(args: Arguments): Destruction | null {
  const target = args.words.find((word) => word.startsWith('of=')) ?? '';
  return /^of=\/dev\/(?!null|stdout|stderr)/.test(target) ? disk(target) : null;
}

/** The roots of a machine and a home; what lies deeper in /tmp, /var/lib/apt or /var/cache is cleared by every image. */
const SYSTEM =
  /^(\/|\/\*|~|~\/|~\/\*|\$\{?HOME\}?(\/?|\/\*)|\/(var|etc|usr|opt|home|root|srv|data|mnt|boot|lib|bin|sbin|dev|sys|proc)(\/\*?)?|\/var\/lib\/(postgres|mysql|mongo|redis|docker|etcd|rabbitmq|kubelet|elasticsearch|grafana|prometheus)[\w/.*-]*|\/var\/(lib|backups?|www|log)\/?\*?|\/(data|mnt|srv|home|backups?)\/[\w/.*${}-]+|\$\{?\w+\}?\/\*?)$/;

function remove(args: Arguments): Destruction | null {
  const recursive = args.words.some((word) => /^-[a-zA-Z]*[rR][a-zA-Z]*$|^--recursive$/.test(word));
  if (!recursive) return null;
  const target = args.plain.find((word) => SYSTEM.test(word));
  if (
    target === undefined ||
    /^\$\{?(TMP\w*|TEMP\w*|RUNNER_TEMP|\w*tmp\w*|\w*temp\w*|\w*_DIR|dir|\w*DIST\w*|\w*BUILD\w*)\}?\/?\*?$/i.test(target)
  )
    return null;
  // `rm -rf "$BUILD/"` with an unset variable is the root of the machine, but most are set
  if (target.startsWith('$') && !target.includes('HOME') && !/\/$|\/\*$/.test(target)) return null;
  return files(target);
}

const SHARED =
  /^(\+?(HEAD:)?(refs\/heads\/)?(main|master|trunk|production|prod|release([/-].*)?|stable))$|:(refs\/heads\/)?(main|master|trunk|production|prod)$/;

function git(args: Arguments): Destruction | null {
  const [verb = '', , ...refs] = args.plain;
  if (verb === 'filter-branch' || verb === 'filter-repo')
    return { technology: 'git', stateful: 'unknown', subject: 'history', because: `git ${verb} rewrites the history` };
  if (verb !== 'push' || args.words.includes('-n')) return null;
  const forced =
    args.words.some((word) => /^-[a-z]*f[a-z]*$|^--force$/.test(word)) || refs.some((one) => one.startsWith('+'));
  const deletes = args.has('--delete', '-d');
  const mirror = args.has('--mirror', '--prune');
  const target = refs.find((one) => SHARED.test(one));
  if (mirror)
    return {
      technology: 'git',
      stateful: 'unknown',
      subject: 'remote',
      because: 'git push --mirror deletes what is not here',
    };
  if ((!forced && !deletes && !refs.some((one) => one.startsWith(':'))) || target === undefined) return null;
  const because = forced ? 'the commits of others on it are overwritten' : 'the branch is deleted for everybody';
  return { technology: 'git', stateful: 'unknown', subject: target, because };
}

function disk(subject: string): Destruction {
  return { technology: 'machine', stateful: true, subject, because: `what is on ${subject} is overwritten or deleted` };
}

function files(subject: string): Destruction {
  return { technology: 'machine', stateful: true, subject, because: `everything below ${subject} is deleted` };
}
