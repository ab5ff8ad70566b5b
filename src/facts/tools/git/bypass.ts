import type { Scene } from '../../../model/call.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Effect } from '../family.ts';
import { type Git, gives, plainOf } from './command.ts';
import { bypasses, isProtected } from './told.ts';

/** Commands before which hooks run. */
const HOOKED = /^(?:commit|push|merge|rebase|am|pull|cherry-pick|revert|checkout|switch|citool|gui)$/;

/** Commits and pushes past their hooks. */
export function bypass(git: Git, run: Invocation, scene: Scene): readonly Effect[] {
  return [...unverified(git), ...switchedOff(git, run), ...plumbing(git, scene)];
}

const MESSAGE = 'mFCctu';

function unverified(git: Git): readonly Effect[] {
  if (!HOOKED.test(git.verb) || gives(git, '--dry-run') || lastSaysVerify(git)) return [];
  const short = git.verb === 'commit' || git.verb === 'am' ? 'n' : '';
  // -n of push only tries, of merge and rebase it hides the summary, of cherry-pick and revert it stops before the commit
  const said =
    git.flags.some((flag) => '--no-verify'.startsWith(flag) && flag.length > 6) ||
    (short !== '' && git.verb === 'commit' && gives(git, '', short, MESSAGE));
  const remedy = git.verb === 'push' ? 'git push' : `git ${git.verb}`;
  return said
    ? [bypasses('no-verify', `git ${git.verb} --no-verify`, 'the hooks of the repository do not see it', remedy)]
    : [];
}

function lastSaysVerify({ flags }: Git): boolean {
  return flags.findLast((flag) => /^--(?:no-)?verify$/.test(flag)) === '--verify';
}

const SWITCHES: readonly (readonly [name: string, off: RegExp])[] = [
  ['HUSKY', /^(?:0|false|no|off)$/i],
  ['HUSKY_SKIP_HOOKS', /^(?!0$|false$|$)/i],
  ['HUSKY_SKIP_INSTALL', /^$/],
  ['LEFTHOOK', /^(?:0|false|no|off)$/i],
  ['LEFTHOOK_EXCLUDE', /./],
  ['SKIP', /./],
  ['PRE_COMMIT_ALLOW_NO_CONFIG', /^(?!0$|false$|$)/i],
  ['SKIP_SIMPLE_GIT_HOOKS', /^(?!0$|false$|$)/i],
  ['OVERCOMMIT_DISABLE', /^(?!0$|false$|$)/i],
  ['SKIP_HOOKS', /^(?!0$|false$|$)/i],
  ['NO_VERIFY', /^(?!0$|false$|$)/i],
  ['GIT_HOOKS_PATH', /./],
];

function switchedOff({ verb }: Git, { assigned, env }: Invocation): readonly Effect[] {
  if (!HOOKED.test(verb)) return [];
  return SWITCHES.flatMap(([name, off]) => {
    // SKIP in the surroundings may be anything; before the command it is for the hooks
    const value = assigned[name] ?? (name === 'SKIP' ? undefined : env[name]);
    return value !== undefined && off.test(value)
      ? [bypasses('variable', name, 'hooks are switched off by a variable', `git ${verb}`)]
      : [];
  });
}

function plumbing(git: Git, scene: Scene): readonly Effect[] {
  const because = 'a commit is made or sent without any hook';
  switch (git.verb) {
    case 'commit-tree':
      return [bypasses('plumbing', 'git commit-tree', because, 'git commit')];
    case 'send-pack':
    case 'http-push':
    case 'receive-pack':
      return gives(git, '--dry-run') ? [] : [bypasses('plumbing', `git ${git.verb}`, because, 'git push')];
    case 'fast-import':
      return [bypasses('plumbing', 'git fast-import', because, 'git commit')];
    case 'fetch': {
      // `git fetch . topic:main` moves a branch without a commit or a merge
      const [, ...specs] = plainOf(git).before.map(({ text }) => text);
      const target = specs
        .map((one) => /^\+.*:(.+)$/.exec(one)?.[1] ?? '')
        .find((one) => one !== '' && !one.startsWith('refs/remotes/') && !one.includes('*'));
      return target !== undefined && isProtected(target, scene) === true
        ? [bypasses('plumbing', target, 'a protected branch is moved without a merge', 'git fetch')]
        : [];
    }
    default:
      return [];
  }
}
