import type { Effect } from '../family.ts';
import { gives, plainOf } from './command.ts';
import type { Reader } from './discard.ts';
import { discards } from './told.ts';

const stash: Reader = (git) => {
  const [action, name] = plainOf(git).before.map(({ text }) => text);
  if (action === 'clear')
    return [
      discards({
        what: 'stash',
        subject: 'every stash',
        because: 'work that was put aside is committed nowhere else',
        remedy: 'git stash list',
      }),
    ];
  if (action !== 'drop') return [];
  return [
    discards({
      what: 'stash',
      subject: name ?? 'stash@{0}',
      because: 'work that was put aside is committed nowhere else',
      remedy: 'git stash apply',
      narrow: true,
    }),
  ];
};

const branch: Reader = (git) => {
  const named = plainOf(git, ['-u', '--set-upstream-to', '--contains', '--merged']).before.map(({ text }) => text);
  const [forced, deletes] = [gives(git, '--force', 'f', 'u'), gives(git, '--delete', 'd', 'u')];
  if (gives(git, '--remotes', 'r', 'u')) return []; // what a fetch brings again
  if (gives(git, '', 'D', 'u') || (forced && deletes)) return [unnamed(named)];
  const renames = gives(git, '--move', 'm', 'u') || gives(git, '--copy', 'c', 'u');
  const overwrites = gives(git, '', 'M', 'u') || gives(git, '', 'C', 'u') || (forced && renames);
  if (overwrites) return named.length > 1 ? [repointed(named.at(-1), 'possible')] : [];
  return forced && named.length > 0 ? [repointed(named[0], 'likely')] : [];
};

function unnamed(named: readonly string[]): Effect {
  const subject = named.slice(0, 5).join(' ') || 'a branch';
  const remedy = named.length === 0 ? 'git branch -v' : `git branch -d ${named.slice(0, 5).join(' ')}`;
  return discards({
    what: 'branch',
    subject,
    because: 'commits that are on no other branch have no name any more',
    remedy,
    narrow: true,
  });
}

function repointed(subject = 'a branch', certainty: 'likely' | 'possible' = 'likely'): Effect {
  const because = 'it names other commits, and those it named have no name any more';
  return discards({ what: 'branch', subject, because, remedy: 'git branch -v', narrow: true, certainty });
}

const tag: Reader = (git) => {
  const names = plainOf(git, [
    '-m',
    '-F',
    '-u',
    '-n',
    '--message',
    '--file',
    '--local-user',
    '--contains',
    '--points-at',
  ]).before.map(({ text }) => text);
  const deletes = gives(git, '--delete', 'd', 'mFu');
  if (!deletes && !gives(git, '--force', 'f', 'mFu')) return [];
  const because = deletes
    ? 'what the tag named has no name any more'
    : 'the tag names another commit, and what it named before has no name any more';
  return [
    discards({
      what: 'tag',
      subject: names.slice(0, 5).join(' ') || 'a tag',
      because,
      remedy: 'git tag -n',
      narrow: true,
    }),
  ];
};

const unreachable = {
  what: 'reflog',
  because: 'commits that only the reflog still names can then not be brought back',
} as const;

const reflog: Reader = (git) => {
  const [action] = plainOf(git).before.map(({ text }) => text);
  if ((action !== 'expire' && action !== 'delete' && action !== 'drop') || gives(git, '--dry-run', 'n')) return [];
  return [discards({ ...unreachable, subject: 'the reflog', remedy: 'git reflog' })];
};

const NOW = /^--(?:prune|expire|expire-unreachable)=(?:now|all|0|.*(?:second|minute|hour).*|1?\.?(?:day|days)\b.*)$/;

const gc: Reader = (git) =>
  git.flags.some((flag) => NOW.test(flag)) ||
  git.config.some(
    ({ key, value }) => /^gc\.(?:pruneexpire|reflogexpire\w*)$/.test(key) && /^(?:now|all|0)$/.test(value),
  )
    ? [discards({ ...unreachable, subject: 'objects that nothing names', remedy: 'git gc' })]
    : [];

const prune: Reader = (git) =>
  gives(git, '--dry-run', 'n')
    ? []
    : [discards({ ...unreachable, subject: 'objects that nothing names', remedy: 'git gc' })];

const rewritten = {
  what: 'commits',
  because: 'every commit is written anew under another name, and whoever has the old ones is left with another history',
  remedy: 'git revert',
} as const;

const rewriting: Reader = (git) =>
  gives(git, '--dry-run') || gives(git, '--analyze') ? [] : [discards({ ...rewritten, subject: `git ${git.verb}` })];

const lfs: Reader = (git) => {
  const [action, more] = plainOf(git).before.map(({ text }) => text);
  if (action === 'migrate' && (more === 'import' || more === 'export'))
    return [discards({ ...rewritten, subject: 'git lfs migrate' })];
  if (action !== 'prune' || gives(git, '--dry-run', 'd')) return [];
  const verified = gives(git, '--verify-remote', 'c');
  return [
    discards({
      what: 'repository',
      subject: 'large files kept here',
      because: 'versions of large files go from here',
      remedy: 'git lfs prune --verify-remote',
      certainty: verified || !gives(git, '--force', 'f') ? 'possible' : 'likely',
    }),
  ];
};

/** Names are moved or taken away beside everything that watches over them. */
const updateRef: Reader = (git) => {
  const words = plainOf(git, ['-m']).before.map(({ text }) => text);
  const because = 'a name is moved or taken away without a look at what is then lost';
  return [
    discards({
      what: 'branch',
      subject: words[0] ?? 'names from a list',
      because,
      remedy: 'git branch -v',
      narrow: true,
    }),
  ];
};

const symbolicRef: Reader = (git) => {
  const words = plainOf(git, ['-m']).before.map(({ text }) => text);
  const sets = words.length > 1 || gives(git, '--delete', 'd', 'm');
  return sets && !(words[0] ?? '').startsWith('refs/remotes/')
    ? [
        discards({
          what: 'branch',
          subject: words[0] ?? 'HEAD',
          because: 'it is made to name another branch, beside the files that are checked out',
          remedy: 'git switch',
          narrow: true,
          certainty: 'possible',
        }),
      ]
    : [];
};

const replace: Reader = (git) => {
  const words = plainOf(git).before;
  if (
    gives(git, '--list', 'l') ||
    (words.length < 2 && !gives(git, '--delete', 'd') && !gives(git, '--graft') && !gives(git, '--edit'))
  )
    return [];
  return [
    discards({
      what: 'commits',
      subject: words[0]?.text ?? 'a commit',
      because: 'git shows another commit in its place from now on',
      certainty: 'possible',
    }),
  ];
};

const notes: Reader = (git) => {
  const [action] = plainOf(git, ['--ref', '-m', '-F']).before.map(({ text }) => text);
  return action === 'remove' || action === 'prune'
    ? [
        discards({
          what: 'commits',
          subject: 'notes on commits',
          because: 'what was noted of a commit is gone',
          certainty: 'possible',
        }),
      ]
    : [];
};

/** Subcommands after which commits have no name any more, or another. */
export const unnamers: Readonly<Record<string, Reader>> = {
  stash,
  branch,
  tag,
  reflog,
  gc,
  repack: gc,
  prune,
  'filter-branch': rewriting,
  'filter-repo': rewriting,
  lfs,
  'update-ref': updateRef,
  'symbolic-ref': symbolicRef,
  replace,
  notes,
};
