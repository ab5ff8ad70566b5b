import type { Carrier } from './invocation.ts';
import { resolvePath } from './place.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Field, type Printed, type State, subshell } from './state.ts';

/** A program that starts the rest of its words. */
export type Wrapper = {
  readonly kind: Carrier['kind'];
  /** Options that take the next word. */
  readonly takes?: readonly string[];
  /** How many words of its own it takes before the program. */
  readonly own?: number;
  /** With these it starts nothing: `sudo -l`, `command -v`. */
  readonly not?: RegExp;
  /** `A=1` before the program is for it. */
  readonly assigns?: boolean;
  /** Option that says where it runs. */
  readonly folder?: readonly string[];
  /** It is worth a look of its own besides what it starts. */
  readonly stays?: boolean;
  /** What it names: the host, the container; the index of an own word, or an option. */
  readonly at?: number | readonly string[];
  /** Where the words of the program begin: after the first `--` if there is one. */
  readonly dashes?: boolean;
};

const PRIVILEGE = { kind: 'privilege' } as const;
const WRAPPER = { kind: 'wrapper' } as const;
const USER = ['-u', '-g', '-h', '-p', '-C', '-D', '-R', '-T', '-U', '-r', '-t'];

export const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: {
    ...PRIVILEGE,
    takes: [
      ...USER,
      '--user',
      '--group',
      '--host',
      '--prompt',
      '--chdir',
      '--chroot',
      '--role',
      '--type',
      '--close-from',
    ],
    assigns: true,
    folder: ['-D', '--chdir'],
    not: /^(-l|-v|-V|-K|-k|-e|--list|--validate|--version|--edit|--reset-timestamp|--remove-timestamp)$/,
  },
  doas: { ...PRIVILEGE, takes: ['-u', '-C'] },
  pkexec: { ...PRIVILEGE, takes: ['--user'] },
  gosu: { ...PRIVILEGE, own: 1 },
  'su-exec': { ...PRIVILEGE, own: 1 },
  setpriv: { ...PRIVILEGE, takes: ['--reuid', '--regid', '--groups', '--securebits', '--pdeathsig'] },
  capsh: { ...PRIVILEGE, dashes: true },
  env: { ...WRAPPER, takes: ['-u', '-C', '--unset', '--chdir', '-P'], assigns: true, folder: ['-C', '--chdir'] },
  command: { ...WRAPPER, not: /^-[pvV]*[vV]/ },
  builtin: WRAPPER,
  exec: { ...WRAPPER, takes: ['-a'] },
  nice: { ...WRAPPER, takes: ['-n', '--adjustment'] },
  ionice: { ...WRAPPER, takes: ['-c', '-n', '--class', '--classdata'], not: /^-[pPu]$/ },
  chrt: { ...WRAPPER, own: 1, not: /^-p$/ },
  taskset: { ...WRAPPER, own: 1, not: /^-p$/ },
  numactl: { ...WRAPPER, takes: ['-N', '-m', '-C'] },
  nohup: WRAPPER,
  timeout: { ...WRAPPER, takes: ['-k', '-s', '--kill-after', '--signal'], own: 1 },
  gtimeout: { ...WRAPPER, takes: ['-k', '-s', '--kill-after', '--signal'], own: 1 },
  time: { ...WRAPPER, takes: ['-f', '-o', '--format', '--output'] },
  gtime: { ...WRAPPER, takes: ['-f', '-o', '--format', '--output'] },
  hyperfine: { ...WRAPPER, takes: ['-w', '-r', '-p', '-c', '-n', '--warmup', '--runs', '--prepare', '--cleanup'] },
  stdbuf: { ...WRAPPER, takes: ['-i', '-o', '-e', '--input', '--output', '--error'] },
  unbuffer: WRAPPER,
  winpty: WRAPPER,
  setsid: WRAPPER,
  chronic: WRAPPER,
  ts: WRAPPER,
  catchsegv: WRAPPER,
  chroot: { kind: 'container', takes: ['--userspec', '--groups'], own: 1, at: 0, stays: true },
  unshare: { kind: 'container', takes: ['-S', '-G', '-R', '-w', '--setuid', '--setgid', '--root', '--wd'] },
  nsenter: { kind: 'container', takes: ['-t', '--target', '-S', '-G', '--setuid', '--setgid'], stays: true },
  firejail: { kind: 'container' },
  bwrap: { kind: 'container', dashes: true },
  strace: { ...WRAPPER, takes: ['-e', '-o', '-p', '-s', '-u', '-E', '-P', '-a', '-I', '-O', '-S', '-X'], not: /^-p$/ },
  ltrace: { ...WRAPPER, takes: ['-e', '-o', '-p', '-s', '-u', '-l', '-x'] },
  perf: { ...WRAPPER, own: 1, not: /^(report|list|top|annotate)$/ },
  valgrind: WRAPPER,
  faketime: { ...WRAPPER, own: 1 },
  caffeinate: { ...WRAPPER, takes: ['-t', '-w'] },
  proxychains: { ...WRAPPER, takes: ['-f'] },
  proxychains4: { ...WRAPPER, takes: ['-f'] },
  torsocks: WRAPPER,
  torify: WRAPPER,
  systemd_run: WRAPPER,
  'systemd-run': {
    ...WRAPPER,
    takes: ['-u', '-p', '-E', '-M', '-H', '--unit', '--property', '--uid', '--gid', '--on-calendar', '--on-active'],
  },
  'systemd-inhibit': WRAPPER,
  flock: { ...WRAPPER, takes: ['-w', '-E', '--wait', '--timeout', '--conflict-exit-code'], own: 1 },
  busybox: { ...WRAPPER, not: /^--/ },
  toybox: { ...WRAPPER, not: /^--/ },
  retry: { ...WRAPPER, takes: ['-t', '-d', '--times', '--delay', '--tries', '--max'], dashes: true },
  tini: { ...WRAPPER, dashes: true },
  'dumb-init': WRAPPER,
  'cross-env': { ...WRAPPER, assigns: true },
  'cross-env-shell': { ...WRAPPER, assigns: true },
  dotenv: { ...WRAPPER, takes: ['-e', '-f', '-c', '--file'], dashes: true, not: /^(list|get|set|unset)$/ },
  dotenvx: { ...WRAPPER, own: 1, takes: ['-f', '-e', '--env'], dashes: true, not: /^(get|set|encrypt|decrypt|ls)$/ },
  'env-cmd': { ...WRAPPER, takes: ['-f', '-e', '-r'] },
  npx: { ...WRAPPER, takes: ['-p', '--package', '--workspace', '-w'], stays: true },
  bunx: { ...WRAPPER, takes: ['-p', '--package'], stays: true },
  pnpx: { ...WRAPPER, stays: true },
  uvx: { ...WRAPPER, takes: ['--from', '--with', '--python', '-p'], stays: true },
  fakeroot: WRAPPER,
  rlwrap: WRAPPER,
  ssh_agent: WRAPPER,
  'ssh-agent': WRAPPER,
  'dbus-run-session': WRAPPER,
  'xvfb-run': { ...WRAPPER, takes: ['-s', '-n', '-e', '-f', '--server-args', '--server-num'] },
  chpst: { ...WRAPPER, takes: ['-u', '-U', '-e', '-m', '-b'] },
  catatonit: { ...WRAPPER, dashes: true },
};

export const wrappers: Readonly<Record<string, Handler>> = Object.fromEntries(
  Object.entries(WRAPPERS).map(([name, row]) => [name, (calling: Calling) => wrapped(calling, row)]),
);

/** What it starts, run behind it; null where it starts nothing. */
export function wrapped(calling: Calling, row: Wrapper, skip = 0): Printed | null {
  const { args, place } = calling;
  const read = readWords(args, row, skip);
  if (read === null || read.words.length === 0) return null;
  const outer = row.stays === true ? start(calling) : null;
  const carrier: Carrier = { kind: row.kind, by: calling.tool, at: read.at };
  const folder = read.folder;
  const state = subshell(place.state, {
    through: [...place.state.through, carrier],
    cwd: folder === null ? place.state.cwd : cwdFor(folder, place.state),
    depth: place.state.depth + 1,
  });
  const assigned = { ...place.assigned, ...read.assigned };
  const inner = place.state.session.engine.run(read.words, { ...place, state, assigned });
  if (calling.tool === 'exec') place.state.ended = 'exit';
  return outer === null ? inner : { ...inner, writers: [...outer.writers, ...inner.writers], head: outer.head };
}

function cwdFor(folder: Field, state: State): string | null {
  return folder.known ? resolvePath(folder.text, state.cwd) : null;
}

type Read = {
  readonly words: readonly Field[];
  readonly at: string;
  readonly folder: Field | null;
  readonly assigned: Readonly<Record<string, string>>;
};

/** Past its options and its own words; null where it is told to start nothing. */
function readWords(args: readonly Field[], row: Wrapper, skip: number): Read | null {
  const dashes = row.dashes === true ? args.findIndex(({ text }) => text === '--') : -1;
  const values = new Map<string, Field>();
  const assigned: Record<string, string> = {};
  const own: Field[] = [];
  let at = skip;
  for (; at < args.length; at++) {
    const word = args[at];
    if (word === undefined || (dashes !== -1 && at >= dashes)) break;
    if (row.not?.test(word.text) === true && own.length === 0) return null;
    if (word.text === '--') continue;
    if (isOption(word.text)) {
      at += optionAt(args, at, row, values);
      continue;
    }
    const assignment = row.assigns === true ? /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text) : null;
    if (assignment !== null) {
      assigned[assignment[1] ?? ''] = assignment[2] ?? '';
      continue;
    }
    if (dashes === -1 && own.length >= (row.own ?? 0)) break;
    own.push(word);
  }
  const words = args.slice(dashes === -1 ? at : dashes + 1);
  const folder = row.folder?.flatMap((name) => values.get(name) ?? [])[0] ?? null;
  const named =
    typeof row.at === 'number' ? own[row.at]?.text : row.at?.flatMap((name) => values.get(name)?.text ?? [])[0];
  return { words, at: named ?? '', folder, assigned };
}

function isOption(text: string): boolean {
  return /^[-+]./.test(text) || text === '-';
}

/** How many words an option takes besides its own; its value is kept. */
function optionAt(args: readonly Field[], at: number, { takes = [] }: Wrapper, values: Map<string, Field>): number {
  const word = args[at];
  if (word === undefined) return 0;
  const { text } = word;
  const equals = text.indexOf('=');
  if (text.startsWith('--') && equals > 0) {
    values.set(text.slice(0, equals), { ...word, text: text.slice(equals + 1) });
    return 0;
  }
  if (takes.includes(text)) {
    const value = args[at + 1];
    if (value !== undefined) values.set(text, value);
    return 1;
  }
  if (text.startsWith('--')) return 0;
  // `-nu root`, `-uroot`
  for (let letter = 1; letter < text.length; letter++) {
    const name = `-${text[letter] ?? ''}`;
    if (!takes.includes(name)) continue;
    const rest = text.slice(letter + 1);
    const value = rest === '' ? args[at + 1] : { ...word, text: rest };
    if (value !== undefined) values.set(name, value);
    return rest === '' ? 1 : 0;
  }
  return 0;
}
