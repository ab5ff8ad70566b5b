import { runGiven, together } from './given.ts';
import type { Carrier } from './invocation.ts';
import { readLead } from './lead.ts';
import { type Calling, start } from './start.ts';
import { assign, type Draft, type Field, fieldOf, type Printed, valueOf, variable } from './state.ts';
import { plainWords, runBehind } from './wrappers.ts';

const GLOBAL = ['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--exec-path', '--config-env', '--super-prefix'];

/** git itself, and what it is told to run: aliases, filters, `bisect run`, pagers and editors. */
export function git(calling: Calling): Printed | null {
  const { args, place } = calling;
  const [verbAt] = plainWords(args, GLOBAL, 1);
  const verb = verbAt === undefined ? '' : (args[verbAt]?.text ?? '');
  const rest = verbAt === undefined ? [] : args.slice(verbAt + 1);
  const settings = settingsOf(args.slice(0, verbAt ?? args.length));
  if (verb === 'config') keepAlias(rest, calling);
  const alias = settings.get(`alias.${verb}`) ?? variable(place.state, `git alias.${verb}`)?.values[0]?.text;
  if (alias !== undefined && verb !== '') return runAlias(calling, alias, args.slice(0, verbAt), rest);
  const outer = start(calling);
  const writers: Draft[] = [...outer.writers];
  const carrier: Carrier = { kind: 'wrapper', by: 'git', at: '' };
  for (const script of [...toldTo(verb, rest), ...helpers(verb, settings, calling)])
    writers.push(...runGiven(calling, script, { carrier, inside: true }).writers);
  const words = runsWords(verb, rest);
  if (words.length > 0) writers.push(...runBehind(calling, words, { carrier }).writers);
  return { ...outer, writers };
}

function settingsOf(args: readonly Field[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [at, { text }] of args.entries()) {
    const equals = text.indexOf('=');
    if (args[at - 1]?.text === '-c' && equals > 0)
      found.set(text.slice(0, equals).toLowerCase(), text.slice(equals + 1));
  }
  return found;
}

/** `git config alias.x '!rm y' && git x`. */
function keepAlias(rest: readonly Field[], { place }: Calling): void {
  const at = rest.findIndex(({ text }) => /^alias\./i.test(text));
  const [name, value] = [rest[at], rest[at + 1]];
  if (at === -1 || name === undefined || value === undefined) return;
  assign(place.state, `git ${name.text.toLowerCase()}`, [valueOf(value.text, value.known, value.decoded)]);
}

function runAlias(calling: Calling, alias: string, before: readonly Field[], rest: readonly Field[]): Printed {
  if (alias.startsWith('!')) {
    const script = { ...together([fieldOf(alias.slice(1)), ...rest.map(quoted)]), known: true };
    return runGiven(calling, script, { carrier: { kind: 'shell', by: 'git', at: '' } });
  }
  const words = alias
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => fieldOf(word));
  const kept = before.filter(
    ({ text }, at) => text !== '-c' && !(before[at - 1]?.text === '-c' && /^alias\./i.test(text)),
  );
  return runBehind(calling, [calling.program, ...kept, ...words, ...rest], {
    carrier: { kind: 'wrapper', by: 'git', at: '' },
  });
}

function quoted(word: Field): Field {
  return /^[\w./:=@%+,-]*$/.test(word.text) ? word : { ...word, text: `'${word.text.replaceAll("'", "'\\''")}'` };
}

const FILTERS = /^--(tree|index|msg|env|commit|parent|tag-name)-filter(=|$)/;

/** Scripts that stand in its options. */
function toldTo(verb: string, rest: readonly Field[]): readonly Field[] {
  if (verb === 'submodule' && rest[0]?.text === 'foreach') {
    const { words } = readLead(rest, {}, 1);
    return words.length === 0 ? [] : [together(words)];
  }
  if (verb === 'rebase') return valuesOf(rest, /^(-x|--exec)(=|$)/);
  if (verb === 'filter-branch') return valuesOf(rest, FILTERS);
  if (verb === 'difftool') return valuesOf(rest, /^(-x|--extcmd)(=|$)/);
  return [];
}

function valuesOf(args: readonly Field[], flag: RegExp): readonly Field[] {
  return args.flatMap((word, at) => {
    const match = flag.exec(word.text);
    if (match === null) return [];
    const value = word.text.slice(match[0].length);
    const next = args[at + 1];
    return match[0].endsWith('=') ? [{ ...word, text: value }] : next === undefined ? [] : [next];
  });
}

function runsWords(verb: string, rest: readonly Field[]): readonly Field[] {
  return verb === 'bisect' && rest[0]?.text === 'run' ? rest.slice(1) : [];
}

type Helper = { readonly when: RegExp; readonly variables: readonly string[]; readonly settings: readonly string[] };

const TALKS = /^(fetch|pull|push|clone|ls-remote|submodule|remote|archive)$/;
const SHOWS = /^(log|diff|show|branch|blame|grep|shortlog|reflog|stash|tag|config|help|-p|--paginate)$/;
const WRITES = /^(commit|rebase|merge|tag|notes|revert|cherry-pick|config|branch|am|replace)$/;
const HELPERS: readonly Helper[] = [
  {
    when: TALKS,
    variables: ['GIT_SSH_COMMAND', 'GIT_SSH', 'GIT_PROXY_COMMAND', 'GIT_ASKPASS', 'SSH_ASKPASS'],
    settings: ['core.sshcommand', 'core.gitproxy', 'core.askpass', 'credential.helper'],
  },
  {
    when: SHOWS,
    variables: ['GIT_PAGER', 'PAGER'],
    settings: ['core.pager', 'pager.log', 'pager.diff', 'pager.show', 'pager.branch'],
  },
  {
    when: WRITES,
    variables: ['GIT_EDITOR', 'VISUAL', 'EDITOR', 'GIT_SEQUENCE_EDITOR'],
    settings: ['core.editor', 'sequence.editor'],
  },
  { when: /^(diff|log|show)$/, variables: ['GIT_EXTERNAL_DIFF'], settings: ['diff.external'] },
  { when: /./, variables: [], settings: ['core.fsmonitor'] },
];
const HARMLESS =
  /^(cat|less|more|most|delta|bat|true|false|:|vi|vim|nvim|nano|emacs|code|ssh|echo|store|cache|osxkeychain|manager|manager-core)?(\s[^;&|`$<>]*)?$/;

/** Programs that git starts by itself for what it is asked to do. */
function helpers(verb: string, settings: ReadonlyMap<string, string>, { place }: Calling): readonly Field[] {
  return HELPERS.filter(({ when }) => when.test(verb)).flatMap((helper) => {
    const texts = [
      ...helper.variables.flatMap((name) => place.assigned[name] ?? place.state.env[name] ?? []),
      ...helper.settings.flatMap((name) => settings.get(name) ?? []),
    ];
    return texts.filter((text) => !HARMLESS.test(text)).map((text) => fieldOf(text.replace(/^!/, '')));
  });
}
