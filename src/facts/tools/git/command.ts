import type { Invocation, Word } from '../../shell/invocation.ts';

/** One git command behind its global options. */
export type Git = {
  /** In lower case; `''` where there is none. */
  readonly verb: string;
  readonly args: readonly Word[];
  /** What stands before `--`, long options made whole: `--forc` is `--force`. */
  readonly flags: readonly string[];
  /** `-c core.hooksPath=/dev/null`, `--config-env`, and `GIT_CONFIG_*` of the environment. */
  readonly config: readonly Setting[];
  readonly isHelp: boolean;
};

export type Setting = { readonly key: string; readonly value: string };

/** Global options that take the next word. */
const TAKES = new Set([
  '-C',
  '-c',
  '--git-dir',
  '--work-tree',
  '--namespace',
  '--super-prefix',
  '--config-env',
  '--exec-path',
  '--attr-source',
  '--list-cmds',
]);

const VALUED = new Set([
  '-m',
  '--message',
  '-am',
  '-F',
  '--file',
  '--author',
  '--date',
  '--pathspec-from-file',
  '--trailer',
]);

export function readGit(run: Invocation): Git {
  const config: Setting[] = [...fromEnvironment(run)];
  let at = 0;
  for (; at < run.args.length; at++) {
    const text = run.args[at]?.text ?? '';
    if (!text.startsWith('-')) break;
    if (/^-c./.test(text) && !text.startsWith('--')) config.push(setting(text.slice(2)));
    if (text.startsWith('--config-env=')) config.push(setting(text.slice(13)));
    if (!TAKES.has(text)) continue;
    at++;
    const value = run.args[at]?.text ?? '';
    if (text === '-c' || text === '--config-env') config.push(setting(value));
  }
  const early = run.args.slice(0, at).some(({ text }) => text === '--help' || text === '--version' || text === '-h');
  return behind(run.args.slice(at), config, early);
}

function behind([first, ...args]: readonly Word[], config: readonly Setting[], early: boolean): Git {
  const verb = (first?.text ?? '').toLowerCase();
  const alias = config.findLast(({ key }) => key === `alias.${verb}`)?.value;
  if (alias !== undefined && first !== undefined && !alias.startsWith('!'))
    return aliased(alias, first, args, config, early);
  const end = args.findIndex(({ text }) => text === '--');
  const before = end < 0 ? args : args.slice(0, end);
  // what an option takes is no option: `-m "--amend"`
  const flags = before
    .filter(({ text }, at) => /^-./.test(text) && !VALUED.has(before[at - 1]?.text ?? ''))
    .map(({ text }) => text);
  return {
    verb,
    args,
    flags,
    config: verb === 'clone' ? [...config, ...ofClone(before)] : config,
    isHelp: early || verb === 'help' || flags.some((one) => one === '--help' || one === '-h'),
  };
}

/** `git clone -c key=value` writes it into the settings of what it makes. */
function ofClone(args: readonly Word[]): readonly Setting[] {
  return args.flatMap(({ text }, at) => {
    const before = args[at - 1]?.text ?? '';
    if (before === '-c' || before === '--config') return [setting(text)];
    return text.startsWith('--config=') ? [setting(text.slice(9))] : [];
  });
}

/** `git -c alias.x='reset --hard' x`: once, for an alias of an alias is not git's either. */
function aliased(alias: string, like: Word, args: readonly Word[], config: readonly Setting[], early: boolean): Git {
  const words = alias.split(/\s+/).map((text) => ({ ...like, text, source: text }));
  return behind(
    [...words, ...args],
    config.filter(({ key }) => !key.startsWith('alias.')),
    early,
  );
}

function setting(text: string): Setting {
  const at = text.indexOf('=');
  // git reads `-c key` alone as true
  return at < 0
    ? { key: text.toLowerCase(), value: 'true' }
    : { key: text.slice(0, at).toLowerCase(), value: text.slice(at + 1) };
}

/** As many as anybody would set. */
const MANY = 32;

function fromEnvironment({ env, assigned }: Invocation): readonly Setting[] {
  const all = { ...env, ...assigned };
  const count = Math.min(Number(all['GIT_CONFIG_COUNT'] ?? 0) || 0, MANY);
  const counted = Array.from({ length: count }, (_none, at) => ({
    key: (all[`GIT_CONFIG_KEY_${at}`] ?? '').toLowerCase(),
    value: all[`GIT_CONFIG_VALUE_${at}`] ?? '',
  }));
  const listed = (all['GIT_CONFIG_PARAMETERS'] ?? '').match(/'[^']*'(?:='[^']*')?/g) ?? [];
  return [...counted, ...listed.slice(0, MANY).map((one) => setting(one.replaceAll("'", '')))].filter(
    ({ key }) => key !== '',
  );
}

/**
 * One of these options is given: a long one may be cut short (`--har`), as far as no other of the same command begins so; letters are
 * found in clusters (`-qf`), up to one that takes the rest.
 */
export function gives({ flags }: Git, long: string, letter = '', takes = ''): boolean {
  return flags.some((flag) =>
    flag.startsWith('--') ? isShortOf(flag, long) : letter !== '' && inCluster(flag, letter, takes),
  );
}

function isShortOf(flag: string, long: string): boolean {
  const name = flag.replace(/=.*$/s, '').toLowerCase();
  return name.length > 3 && long.startsWith(name);
}

function inCluster(flag: string, letter: string, takes: string): boolean {
  for (const one of flag.slice(1)) {
    if (one === letter) return true;
    if (takes.includes(one)) return false;
  }
  return false;
}

/** The words without a dash: before `--` and after it. Options that take a word take it along. */
export function plainOf(
  { args }: Git,
  takes: readonly string[] = [],
): { readonly before: readonly Word[]; readonly after: readonly Word[] | null } {
  const end = args.findIndex(({ text }) => text === '--');
  const before = end < 0 ? args : args.slice(0, end);
  const plain = before.filter(
    ({ text }, at) => (!text.startsWith('-') || text === '-') && !takes.includes(before[at - 1]?.text ?? ''),
  );
  return { before: plain, after: end < 0 ? null : args.slice(end + 1) };
}
