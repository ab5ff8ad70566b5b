import type { Invocation, Surroundings, Word } from '../../shell/invocation.ts';
import type { Effect } from '../family.ts';
import { isMadeAgain } from '../files/names.ts';
import { placeOf } from '../files/zone.ts';
import { type Git, gives, plainOf } from './command.ts';
import { type Discard, discards } from './told.ts';

/** One subcommand: what it throws away. */
export type Reader = (git: Git, run: Invocation, around: Surroundings) => readonly Effect[];

const STASH = 'git stash push -u';
const CHANGES = {
  what: 'changes',
  because: 'what was not committed in the files it touches is gone',
  remedy: STASH,
} as const;

const all = (subject: string, more: Partial<Discard> = {}): readonly Effect[] => [
  discards({ ...CHANGES, subject, ...more }),
];

/** Only for files that were named; the stash takes the same paths. */
function some(words: readonly Word[], more: Partial<Discard> = {}): readonly Effect[] {
  const paths = words.map(({ text }) => text).filter((path) => !isMadeByTools(path));
  if (paths.length === 0 && words.length > 0) return [];
  const narrow = paths.length > 0 && paths.every((path) => !isWide(path));
  const subject = paths.slice(0, 5).join(' ') || 'the paths in a file';
  const remedy = narrow ? `git stash push -- ${paths.slice(0, 5).join(' ')}` : STASH;
  return all(subject, { narrow, remedy, ...more });
}

const LOCKS =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|Cargo\.lock|Gemfile\.lock|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|go\.sum|mix\.lock|pubspec\.lock|flake\.lock|Podfile\.lock|packages\.lock\.json)$/;

/** What tools write is written again by them. */
function isMadeByTools(path: string): boolean {
  return LOCKS.test(path) || (!isWide(path) && isMadeAgain(path));
}

function isWide(path: string): boolean {
  return /^(?:\.{1,2}|:\/?|\*|\.\/|:\(top\).*|\/)$|^(?:\.{1,2}\/)+$|\*/.test(path);
}

const reset: Reader = (git) => {
  if (gives(git, '--hard')) return all('git reset --hard');
  return gives(git, '--merge') ? all('git reset --merge') : [];
};

const CHECKOUT_TAKES = [
  '-b',
  '-B',
  '--orphan',
  '--conflict',
  '--pathspec-from-file',
  '--unified',
  '--inter-hunk-context',
];

/** A branch is switched to without loss; paths, and a switch that is forced, are not. */
const checkout: Reader = (git) => {
  if (isMerging(git) || gives(git, '--patch', 'p', 'bBU')) return [];
  const { before, after } = plainOf(git, CHECKOUT_TAKES);
  if (gives(git, '--pathspec-from-file')) return some([]);
  if (after !== null && after.length > 0) return some(after);
  if (gives(git, '--force', 'f', 'bBU')) return all('git checkout --force');
  return startsBranch(git) ? [] : somePaths(onDemand(git, before));
};

/** `main`, `HEAD file.txt`, `src/app.ts`. */
function somePaths([first, ...rest]: readonly Word[]): readonly Effect[] {
  if (first === undefined) return [];
  if (rest.length > 0) return some(isPath(first.text) ? [first, ...rest] : rest);
  return isPath(first.text) ? some([first]) : [];
}

function startsBranch(git: Git): boolean {
  return git.flags.some((flag) => /^--orp|^-[a-z]*[bB]|^--tr|^--det|^--no-tr|^-t/.test(flag));
}

function isMerging(git: Git): boolean {
  return git.flags.some((flag) => /^-[23]$/.test(flag)) || gives(git, '--merge') || takesSide(git);
}

/** During a merge: the other side is in its own commit. */
function takesSide(git: Git): boolean {
  return gives(git, '--ours') || gives(git, '--theirs');
}

/** `--recurse-submodules on-demand main`: as people write it. */
function onDemand({ args }: Git, words: readonly Word[]): readonly Word[] {
  const at = args.findIndex(({ text }) => text === '--recurse-submodules');
  const value = at < 0 ? undefined : args[at + 1];
  return value !== undefined && /^(?:on-demand|yes|no|true|false)$/.test(value.text)
    ? words.filter((one) => one !== value)
    : words;
}

const ENDINGS =
  /\.(?:[cm]?[jt]sx?|d\.ts|json[c5]?|ya?ml|toml|lock|md|mdx|txt|rst|py|pyi|ipynb|rb|erb|go|mod|sum|rs|java|kts?|scala|groovy|gradle|cs|fs|vb|csproj|sln|c|cc|cpp|cxx|h|hpp|m|mm|swift|php|pl|pm|lua|r|jl|ex|exs|erl|hs|clj|dart|vue|svelte|astro|html?|css|scss|sass|less|sql|graphql|proto|tf|tfvars|hcl|sh|bash|zsh|ps1|bat|cmd|xml|ini|cfg|conf|properties|env|csv|tsv|svg|png|jpe?g|gif|ico|pdf|log|snap|diff|patch|map|plist|pbxproj|editorconfig|gitignore|dockerignore|npmrc|nvmrc)$/i;
const FILES =
  /(?:^|\/)(?:Makefile|Dockerfile|Gemfile|Rakefile|Procfile|Jenkinsfile|Vagrantfile|LICENSE|README|CHANGELOG|CODEOWNERS|\.env|\.gitignore|\.gitattributes)$/;

/** One word may be a branch or a file, and git looks. A file is told by its ending, a folder by its slash. */
function isPath(text: string): boolean {
  return (
    /^(?:\.{1,2}(?:\/|$)|\/|:(?!\w)|\*)|\/$|\*/.test(text) ||
    (ENDINGS.test(text) && !/^v?\d+(?:\.\d+)+/.test(text)) ||
    FILES.test(text)
  );
}

const switched: Reader = (git) =>
  gives(git, '--force', 'f', 'cC') || gives(git, '--discard-changes') ? all('git switch --discard-changes') : [];

/** The working tree unless only `--staged` is said; what is staged comes back from the working tree. */
const restore: Reader = (git) => {
  if (gives(git, '--patch', 'p', 's') || gives(git, '--merge', 'm', 's') || takesSide(git)) return [];
  if (gives(git, '--staged', 'S', 's') && !gives(git, '--worktree', 'W', 's')) return [];
  const { before, after } = plainOf(git, ['-s', '--source', '--conflict', '--pathspec-from-file']);
  const paths = [...before, ...(after ?? [])];
  return paths.length > 0 || git.flags.some((flag) => flag.startsWith('--pathspec-from-f')) ? some(paths) : [];
};

const clean: Reader = (git, run, around) => {
  const isTold = gives(git, '--dry-run', 'n', 'e') || gives(git, '--interactive', 'i', 'e');
  // a setting may let it run without -f, which the command line does not say
  const forced =
    gives(git, '--force', 'f', 'e') ||
    git.config.some(({ key, value }) => key === 'clean.requireforce' && /^(?:false|no|0|off)$/.test(value));
  if (isTold || !forced) return [];
  const { before, after } = plainOf(git, ['-e', '--exclude']);
  const paths = [...before, ...(after ?? [])];
  const zones = paths.map((word) => placeOf(word, run, around.scene).zone);
  if (zones.length > 0 && zones.every((zone) => zone === 'generated' || zone === 'temporary')) return [];
  const ignored = gives(git, '', 'x', 'e') || gives(git, '', 'X', 'e');
  const because = ignored
    ? 'untracked files go, and what is ignored with them: settings, secrets, local data'
    : 'files that were never added are gone for good';
  return [
    discards({
      what: 'untracked',
      subject: paths.map(({ text }) => text).join(' ') || 'untracked files',
      because,
      remedy: 'git clean -n',
      narrow: paths.length > 0 && paths.every(({ text }) => !isWide(text)),
    }),
  ];
};

const rm: Reader = (git) => {
  if (gives(git, '--dry-run', 'n') || gives(git, '--cached')) return [];
  const { before, after } = plainOf(git, ['--pathspec-from-file']);
  const paths = [...before, ...(after ?? [])];
  if (gives(git, '--force', 'f'))
    return some(paths, { because: 'the files go, and with them what was changed in them and not committed' });
  return paths.some(({ text }) => isWide(text)) && gives(git, '', 'r')
    ? some(paths, { because: 'every file of the project goes', remedy: 'git rm -r --cached' })
    : [];
};

const worktree: Reader = (git) => {
  const [action, ...paths] = plainOf(git).before;
  if (action?.text !== 'remove' || !gives(git, '--force', 'f')) return [];
  return [
    discards({
      what: 'worktree',
      subject: paths.map(({ text }) => text).join(' '),
      because: 'a working tree goes with what was never committed in it',
      remedy: `git worktree remove ${paths.map(({ text }) => text).join(' ')}`,
      narrow: true,
    }),
  ];
};

const submodule: Reader = (git) => {
  const [action, ...paths] = plainOf(git, ['--reference', '--depth', '-j', '-b']).before;
  const forced = gives(git, '--force', 'f', 'jb');
  if (action?.text === 'deinit' && forced)
    return some(paths, { because: 'what was never committed in the submodule is gone' });
  // daily work in CI, and only what was changed inside a submodule is lost
  return action?.text === 'update' && forced ? some(paths, { subject: 'submodules', certainty: 'possible' }) : [];
};

const readTree: Reader = (git) =>
  gives(git, '--reset') && gives(git, '', 'u') && !gives(git, '--dry-run', 'n') ? all('git read-tree --reset -u') : [];
const checkoutIndex: Reader = (git) =>
  gives(git, '--force', 'f') ? all('git checkout-index --force', { narrow: !gives(git, '--all', 'a') }) : [];

/** Subcommands that touch the files one works on. */
export const discarders: Readonly<Record<string, Reader>> = {
  reset,
  checkout,
  switch: switched,
  restore,
  clean,
  rm,
  worktree,
  submodule,
  'read-tree': readTree,
  'checkout-index': checkoutIndex,
};
