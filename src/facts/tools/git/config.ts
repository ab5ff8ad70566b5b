import type { Scene } from '../../../model/call.ts';
import type { Invocation } from '../../shell/invocation.ts';
import type { Effect } from '../family.ts';
import { type Git, gives, plainOf, type Setting } from './command.ts';
import { bypasses, loads } from './told.ts';

/** Programs that show, edit, compare and connect: named in settings on every machine. */
const KNOWN =
  /^(?:|true|false|:|cat|less(?:\s.*)?|more|most|delta(?:\s.*)?|diff-so-fancy.*|bat(?:\s.*)?|vim?|nvim|nano|emacs|code(?:\s--wait|\s-w)?|subl.*|micro|hx|helix|ed|notepad.*|ssh(?:\s(?!.*(?:ProxyCommand|LocalCommand)).*)?|plink(?:\.exe)?|tortoiseplink|(?:\/usr\/bin\/)?ssh|store.*|cache.*|osxkeychain|manager(?:-core)?|wincred|libsecret|gh auth git-credential|!gh auth git-credential|!?\/?\S*gh auth git-credential|difft(?:astic)?|meld|vimdiff|nvimdiff|kdiff3|opendiff|gpg2?|ssh-keygen|git-lfs .*|sed -i .*)$/i;

/** Settings whose value git starts, and when: over the network, or with nearly any command. */
const RUNS: readonly (readonly [key: RegExp, when: 'network' | 'any' | 'diff'])[] = [
  [
    /^core\.sshcommand$|^core\.gitproxy$|^credential\.(?:.*\.)?helper$|^core\.askpass$|^remote\..*\.(?:uploadpack|receivepack|vcs)$/,
    'network',
  ],
  [
    /^core\.(?:pager|editor|alternaterefscommand)$|^sequence\.editor$|^pager\.|^gpg\.(?:.*\.)?program$|^interactive\.difffilter$/,
    'any',
  ],
  [
    /^core\.fsmonitor$|^filter\..*\.(?:clean|smudge|process)$|^diff\.(?:external|.*\.(?:command|textconv))$|^(?:diff|merge)tool\..*\.cmd$|^merge\..*\.driver$|^uploadpack\.packobjectshook$|^init\.templatedir$|^include(?:if)?\..*path$|^trailer\..*\.cmd$|^browser\..*\.cmd$|^man\..*\.cmd$/,
    'diff',
  ],
];
const NETWORK = /^(?:fetch|pull|push|clone|ls-remote|remote|submodule|archive|fetch-pack|send-pack|lfs)$/;
const HOOKS = /^core\.hookspath$/;
const NOWHERE = /^(?:\/dev\/null|nul|\/tmp.*|\.?\/?(?:none|null|empty|no-?hooks?).*|\/nonexistent.*|false|)$/i;

/** What one setting does to this command, or to every later one where it is written down. */
export function ofSetting({ key, value }: Setting, lasting: boolean, verb: string): readonly Effect[] {
  if (HOOKS.test(key)) return [hooksPath(value)];
  if (/^url\..*\.(?:pushinsteadof|insteadof)$/.test(key)) return rerouted(key, value, lasting);
  if (/^remote\..*\.pushurl$/.test(key) && lasting)
    return [bypasses('address', key, 'pushes go to another address from now on')];
  if (key.startsWith('alias.')) return ofAlias(key, value, lasting);
  const when = RUNS.find(([pattern]) => pattern.test(key))?.[1];
  if (when === undefined || isKnown(key, value)) return [];
  if (!lasting && when === 'network' && !NETWORK.test(verb)) return [];
  return [loads(`git config ${key}`, 'git starts this program with its next commands, and nobody sees it')];
}

function isKnown(key: string, value: string): boolean {
  if (value.length > 1000) return false;
  if (key === 'core.fsmonitor') return /^(?:true|false|0|1|yes|no)?$/i.test(value);
  if (key.startsWith('filter.lfs.')) return value.startsWith('git-lfs ');
  if (key.startsWith('include')) return true;
  // a helper that only prints a name and a token is how machines sign in
  if (
    key.startsWith('credential.') &&
    /^!f\(\)\s*\{\s*(?:sleep \d+;\s*)?(?:test .*&&\s*)?(?:echo|printf)\b[^|&]*;?\s*\};\s*f$/.test(value)
  )
    return true;
  return KNOWN.test(value.trim());
}

function hooksPath(value: string): Effect {
  const because = NOWHERE.test(value)
    ? 'no hook runs from a place that holds none'
    : 'the hooks that are installed are replaced by those of another folder';
  return bypasses('hooks-path', `core.hooksPath=${value}`, because);
}

/** `insteadOf` for the same host is how tokens are used in CI; another host is another place for the history. */
function rerouted(key: string, value: string, lasting: boolean): readonly Effect[] {
  const host = (text: string): string => /(?:\/\/(?:[^@/]*@)?|@)([\w.-]+)/.exec(text)?.[1] ?? text;
  const [to, from] = [host(key), host(value)];
  if (to === from || /[$`]/.test(key) || value.startsWith(`${to}:`) || /^(?:gh|gl|bb):$/.test(value)) return [];
  return lasting || to !== from ? [bypasses('address', key, `what is meant for ${from} goes to ${to}`)] : [];
}

const HIDING =
  /--no-verify|--no-gpg-sign.*push|push\b.*(?:--force(?!-with)|\s-f\b|\s\+)|reset\b.*--hard|clean\b.*-\w*f|checkout\s+--\s|commit\b.*\s-n\b|hookspath|\brm\s+-\w*[rR]|\|\s*(?:ba|z)?sh\b/i;

function ofAlias(key: string, value: string, lasting: boolean): readonly Effect[] {
  if (HIDING.test(value.slice(0, 1000)))
    return [bypasses('config', key, 'under this name a later command does what is refused under its own')];
  return value.startsWith('!')
    ? [loads(key, 'under this name git starts a command of the shell', lasting ? 'possible' : 'likely')]
    : [];
}

const TAKES = ['-f', '--file', '--blob', '--type', '--default', '--value', '--comment', '--url'];

const VERBS = /^(?:set|unset|get|list|edit|rename-section|remove-section|get-color|get-colorbool)$/;

/** `git config core.hooksPath x`, `git config set …`, `git config --unset …`. */
export function config(git: Git): readonly Effect[] {
  const plain = plainOf(git, TAKES).before.map(({ text }) => text);
  const verb = VERBS.test(plain[0] ?? '') ? (plain[0] ?? '') : '';
  if (/^(?:get|list)/.test(verb) || git.flags.some((flag) => /^--get|^--list|^-l$/.test(flag))) return [];
  const [key = '', value = null] = verb === '' ? plain : plain.slice(1);
  const name = key.toLowerCase();
  if (removes(git, verb))
    return HOOKS.test(name) || name === 'core'
      ? [bypasses('config', key, 'the hooks that were chosen no longer run')]
      : [];
  return value === null ? [] : ofSetting({ key: name, value }, true, 'config');
}

function removes(git: Git, verb: string): boolean {
  return (
    verb === 'unset' ||
    verb === 'remove-section' ||
    ['--unset', '--unset-all', '--remove-section'].some((one) => gives(git, one))
  );
}

/** Variables of git that name a program. */
const VARIABLES: readonly (readonly [name: string, when: RegExp])[] = [
  ['GIT_SSH_COMMAND', NETWORK],
  ['GIT_SSH', NETWORK],
  ['GIT_PROXY_COMMAND', NETWORK],
  ['GIT_ASKPASS', NETWORK],
  ['GIT_EXTERNAL_DIFF', /^(?:diff|log|show)$/],
  ['GIT_PAGER', /^(?:diff|log|show|blame|branch|grep|reflog|stash)$/],
  ['GIT_EDITOR', /^(?:commit|rebase|merge|tag|notes|revert|cherry-pick)$/],
  ['GIT_SEQUENCE_EDITOR', /^rebase$/],
];

export function ofVariables({ verb }: Git, { assigned }: Invocation): readonly Effect[] {
  return VARIABLES.flatMap(([name, when]) => {
    const value = assigned[name];
    if (
      value === undefined ||
      !when.test(verb) ||
      (value.length < 1000 && KNOWN.test(value.trim())) ||
      /^[\w./$-]*askpass[\w./-]*$/i.test(value)
    )
      return [];
    return [loads(name, 'git starts this program, and nobody sees it')];
  });
}

/** `git remote set-url origin …`: to another host, everything that is pushed goes there. */
export function remote(git: Git, scene: Scene): readonly Effect[] {
  const [action, name = '', url = ''] = plainOf(git).before.map(({ text }) => text);
  if (action !== 'set-url' || gives(git, '--delete') || /[$`]/.test(url) || scene.root === null) return [];
  const isForge =
    /(?:^|[@/.])(?:github\.com|gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org|ssh\.dev\.azure\.com)[:/]/.test(
      url,
    );
  const isPath = !/:\/\/|@.*:/.test(url);
  return isForge || isPath
    ? []
    : [bypasses('address', `remote ${name}`, 'pushes and fetches go to another address from now on', 'git remote -v')];
}
