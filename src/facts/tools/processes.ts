import type { Invocation } from '../shell/invocation.ts';
import { saidBy } from './deeds.ts';
import type { Effect, Family } from './family.ts';
import { isThrownAway } from './machine.ts';
import { type SystemChange, changesSystem } from './system/change.ts';

type Reader = (run: Invocation) => readonly Effect[];

const READERS: ReadonlyMap<string, Reader> = new Map(
  Object.entries({
    kill,
    killall: byName,
    killall5: () => [ended('every process', 'every process of the machine is ended', true)],
    pkill: byPattern,
    skill: byName,
    slay: byName,
    xkill: byName,
    taskkill: forced,
    tskill: forced,
    'stop-process': forced,
    fuser: (run) => (saysKill(run) ? [ended('fuser', 'whatever uses that file or port is ended', false)] : []),
  }),
);

/** Processes that are ended. One process by its number is daily work. */
export const processes: Family = {
  id: 'processes',
  tools: [...READERS.keys()],
  read: (run) => {
    const reader = READERS.get(run.tool);
    return reader === undefined || isThrownAway(run) ? [] : reader(run);
  },
};

const BY_NUMBER = 'look it up with pgrep -fl, and kill it by its number';

function ended(subject: string, because: string, everything: boolean): Effect {
  const change: SystemChange = { technology: 'machine', subject, how: 'process', because, remedy: BY_NUMBER };
  return changesSystem({ ...change, critical: true, reversible: !everything });
}

/** `kill -9 -1` ends all that may be ended, `kill 1` what started everything. */
function kill(run: Invocation): readonly Effect[] {
  const [first, ...rest] = run.args.map(({ text }) => text);
  if (first === undefined || /^(?:-0|-l|-L|--list|--table)$/.test(first)) return [];
  const numbers = targets(first, rest);
  if (numbers.includes('-1')) return [ended('every process', 'every process of this user is ended', true)];
  if (numbers.includes('1')) return [ended('process 1', 'what started everything else is ended', true)];
  // the numbers come from a search whose name says what is ended: `kill $(pgrep node)`
  return [];
}

/** The first word with a dash is a signal, unless it stands alone: `kill -1` hangs up everything. */
function targets(first: string, rest: readonly string[]): readonly string[] {
  if (!first.startsWith('-')) return [first, ...rest];
  if (rest.length === 0) return [first];
  const takes = /^(?:-s|-n|--signal|-q)$/.test(first);
  return (takes ? rest.slice(1) : rest).filter((one) => one !== '--');
}

/** Everything of that name, whoever started it. */
function byName(run: Invocation): readonly Effect[] {
  const said = saidBy(run, { takes: ['-s', '--signal', '-u', '--user', '-o', '-y'], clusters: false });
  if (said === null || said.options.has('-l', '--list', '-0', '-V')) return [];
  const user = said.options.value('-u', '--user');
  const name = said.options.words[0] ?? (user === null ? undefined : `any, of ${user}`);
  if (name === undefined) return [];
  return [ended(name, `every process named ${name} is ended, whoever started it`, false)];
}

/** A pattern over the whole command line that names a file or a port finds one's own; a bare name finds everybody's. */
function byPattern(run: Invocation): readonly Effect[] {
  const takes = [
    '-s',
    '--signal',
    '-u',
    '-U',
    '-g',
    '-G',
    '-P',
    '-t',
    '--parent',
    '--pidfile',
    '-F',
    '--euid',
    '--uid',
  ];
  const said = saidBy(run, { takes, clusters: false });
  if (said === null || said.options.has('-0', '-l', '--list', '--count', '-c')) return [];
  const { options } = said;
  if (options.has('-P', '--parent', '-F', '--pidfile')) return [];
  const pattern = options.words.join(' ');
  const full = said.run.args.some(({ text }) => /^-[a-zA-Z]*f[a-zA-Z]*$|^--full$/.test(text));
  if (full && isNarrow(pattern)) return [narrow(pattern)];
  const subject = pattern === '' ? 'processes of a user' : pattern;
  return [ended(subject, `every process that fits ${subject} is ended, whoever started it`, isEverything(pattern))];
}

function isNarrow(pattern: string): boolean {
  return pattern.length > 5 && /[\s/:=]|\.\w|\d{4}/.test(pattern) && !/^\.[*+]|\/usr|\/bin\/(?:ba|z)?sh$/.test(pattern);
}

function isEverything(pattern: string): boolean {
  return pattern === '' || /^(?:\.\*?|\.\+|\^|\*)$/.test(pattern);
}

function narrow(subject: string): Effect {
  const because = 'processes with these words in their command line are ended';
  return changesSystem({ technology: 'machine', subject, how: 'process', because, remedy: BY_NUMBER });
}

/** `taskkill /f /im node.exe`, `Stop-Process -Name node -Force`; one by its number is daily work there too. */
function forced({ tool, args }: Invocation): readonly Effect[] {
  const line = args.map(({ text }) => text).join(' ');
  const named = tool === 'stop-process' ? /-name\b/i.test(line) : /\/im\b|\/fi\b|^[a-z]/i.test(line);
  return named ? [ended(tool, 'every process of that name is ended, whoever started it', false)] : [];
}

function saysKill({ args }: Invocation): boolean {
  return args.some(({ text }) => /^-[a-zA-Z]*k[a-zA-Z]*$|^--kill$/.test(text));
}
