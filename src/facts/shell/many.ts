import { runGiven, together } from './given.ts';
import type { Carrier, Input } from './invocation.ts';
import { type Lead, readLead } from './lead.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Draft, type Field, fieldOf, type Printed, type Stream, textOf, unknownField } from './state.ts';
import { runBehind } from './wrappers.ts';

/** How often the same program is looked at with other words. */
const MOST = 32;

/** Programs that start another one once for each of many words. */
export const many: Readonly<Record<string, Handler>> = {
  xargs,
  gxargs: xargs,
  find,
  gfind: find,
  bfs: find,
  fd: (calling) => execs(calling, /^(-x|-X|--exec|--exec-batch)$/),
  fdfind: (calling) => execs(calling, /^(-x|-X|--exec|--exec-batch)$/),
  parallel,
  env_parallel: parallel,
  rush: parallel,
};

const XARGS = {
  takes: [
    '-I',
    '-J',
    '-L',
    '-n',
    '-P',
    '-s',
    '-a',
    '-d',
    '-E',
    '-R',
    '-S',
    '--arg-file',
    '--delimiter',
    '--max-procs',
    '--max-args',
    '--max-lines',
    '--max-chars',
  ],
};

function xargs(calling: Calling): Printed | null {
  const lead = readLead(calling.args, XARGS);
  const words = lead.words.length === 0 ? [fieldOf('echo')] : lead.words;
  const { stdin } = calling.place;
  const carrier: Carrier = { kind: 'many', by: calling.tool, at: startOf(stdin.input) };
  const holder = placeholderOf(lead);
  const pieces = piecesOf(stdin, lead, holder !== null);
  const turns = pieces === null ? [null] : grouped(pieces, lead, holder !== null);
  const printed = turns.slice(0, MOST).map((turn) => runBehind(calling, filled(words, turn, holder), { carrier }));
  const writers: Draft[] = printed.flatMap((one) => one.writers);
  const last = printed.at(-1);
  return last === undefined ? start(calling) : { stream: last.stream, writers, head: calling.tool };
}

function placeholderOf({ values, options }: Lead): string | null {
  const given = values.get('-I') ?? values.get('-J') ?? values.get('--replace');
  if (given !== undefined) return given.text;
  return options.includes('-i') || options.includes('--replace') ? '{}' : null;
}

/** Where the search begins that feeds it: `find /srv -name x | xargs rm`. */
function startOf(input: Input): string {
  if (input.kind !== 'output' || !/^(find|gfind|fd|fdfind|ls|bfs)$/.test(input.of.tool)) return '';
  const first = input.of.args.find(({ text }) => !text.startsWith('-'));
  return first?.text ?? '';
}

function piecesOf(stdin: Stream, { options, values }: Lead, lines: boolean): readonly Field[] | null {
  const text = stdin.input.kind === 'none' ? null : textOf(stdin);
  if (text === null) return null;
  const cut = options.includes('-0') || options.includes('--null') ? '\0' : values.get('-d')?.text.replace('\\n', '\n');
  const pieces = text.split(cut ?? (lines ? '\n' : /\s+/)).filter((piece) => piece.trim() !== '');
  return pieces
    .slice(0, 1000)
    .map((piece) => ({ ...fieldOf(cut === undefined ? unquoted(piece.trim()) : piece), decoded: stdin.decoded }));
}

function unquoted(piece: string): string {
  return piece.replace(/^(['"])(.*)\1$/, '$2').replace(/\\(.)/g, '$1');
}

function grouped(pieces: readonly Field[], { values, options }: Lead, one: boolean): readonly (readonly Field[])[] {
  const by =
    one || options.includes('-L')
      ? 1
      : Number(values.get('-n')?.text ?? values.get('--max-args')?.text ?? pieces.length);
  if (!Number.isInteger(by) || by < 1 || by >= pieces.length) return pieces.length === 0 ? [[]] : [pieces];
  return Array.from({ length: Math.min(MOST, Math.ceil(pieces.length / by)) }, (_, at) =>
    pieces.slice(at * by, (at + 1) * by),
  );
}

/** The words with what is put into them; null: nobody knows it. */
function filled(words: readonly Field[], turn: readonly Field[] | null, holder: string | null): readonly Field[] {
  if (holder === null) return [...words, ...(turn ?? [unknownField('{}')])];
  const by = turn?.[0];
  return words.map((word) => {
    if (holder === '' || !word.text.includes(holder)) return word;
    if (by === undefined) return { ...word, text: word.text.replaceAll(holder, '{}'), known: false };
    return { ...word, text: word.text.replaceAll(holder, () => by.text), decoded: by.decoded };
  });
}

function find(calling: Calling): Printed | null {
  return execs(calling, /^-(exec|execdir|ok|okdir)$/);
}

/** `find … -exec rm {} \;`: itself, and each program it starts. */
function execs(calling: Calling, flag: RegExp): Printed | null {
  const { args } = calling;
  const starts = args.flatMap(({ text }, at) => (flag.test(text) ? [at] : []));
  if (starts.length === 0) return null;
  const outer = start(calling);
  const first = args.find(({ text }) => !/^[-(!]/.test(text))?.text ?? '';
  const carrier: Carrier = { kind: 'many', by: calling.tool, at: calling.tool.startsWith('fd') ? '' : first };
  const inner = starts.slice(0, MOST).map((from) => runBehind(calling, execWords(args, from + 1), { carrier }));
  return { ...outer, writers: [...outer.writers, ...inner.flatMap(({ writers }) => writers)] };
}

function execWords(args: readonly Field[], from: number): readonly Field[] {
  const end = args.findIndex(
    ({ text }, at) => at >= from && (text === ';' || (text === '+' && args[at - 1]?.text.includes('{}') === true)),
  );
  const words = args.slice(from, end === -1 ? args.length : end);
  return words.map((word) => (word.text.includes('{}') ? { ...word, known: false } : word));
}

const PARALLEL = {
  takes: [
    '-j',
    '-I',
    '-a',
    '-n',
    '-N',
    '-L',
    '-S',
    '-d',
    '-C',
    '--delimiter',
    '--jobs',
    '--arg-file',
    '--colsep',
    '--delay',
    '--joblog',
    '--timeout',
    '--sshlogin',
    '--retries',
    '--max-args',
    '--arg-sep',
    '--arg-file-sep',
    '--basefile',
    '--block',
    '--env',
    '--halt',
    '--load',
    '--max-chars',
    '--max-lines',
    '--max-procs',
    '--max-replace-args',
    '--memfree',
    '--nice',
    '--profile',
    '--recend',
    '--recstart',
    '--results',
    '--return',
    '--rpl',
    '--shuf-seed',
    '--sshloginfile',
    '--tagstring',
    '--tempdir',
    '--tmpdir',
    '--trc',
    '--trim',
    '--wd',
    '--workdir',
    '-E',
    '-P',
    '-s',
  ],
};

/** `parallel rm ::: a b`, `… | parallel rm {}`, and `parallel < commands`. */
function parallel(calling: Calling): Printed | null {
  const lead = readLead(calling.args, PARALLEL);
  const { stdin } = calling.place;
  const carrier: Carrier = { kind: 'many', by: calling.tool, at: startOf(stdin.input) };
  const triple = lead.words.findIndex(({ text }) => /^:::[:+]*$/.test(text));
  const holder = lead.values.get('-I')?.text ?? '{}';
  const named = triple === -1 ? lead.words : lead.words.slice(0, triple);
  // `{1}` is the same as `{}` where there is one list
  const template = named.map((word) => ({ ...word, text: word.text.replaceAll('{1}', () => holder) }));
  const given = lead.words.slice(triple + 1).filter(({ text }) => !text.startsWith(':::'));
  const values = triple === -1 ? piecesOf(stdin, lead, true) : given;
  if (template.length === 0) {
    if (triple !== -1) return all(calling, given.slice(0, MOST), carrier);
    return runGiven(calling, null, { carrier, stream: stdin.input.kind === 'none' ? null : stdin });
  }
  const isText = template.length === 1 || template.some(({ text }) => /^[;|&<>]+$/.test(text));
  return isText
    ? inText(calling, together(template), values, holder, carrier)
    : inWords(calling, template, values, holder, carrier);
}

function inText(
  calling: Calling,
  script: Field,
  values: readonly Field[] | null,
  holder: string,
  carrier: Carrier,
): Printed {
  const isHeld = script.text.includes(holder) || /\{[./#%\d+-]/.test(script.text);
  const whole = isHeld ? script : { ...script, text: `${script.text} ${holder}` };
  if (values === null) return runGiven(calling, whole, { carrier });
  const texts = values
    .slice(0, MOST)
    .map((value) => ({ ...whole, text: whole.text.replaceAll(holder, () => value.text) }));
  return all(calling, texts, carrier);
}

function inWords(
  calling: Calling,
  template: readonly Field[],
  values: readonly Field[] | null,
  holder: string,
  carrier: Carrier,
): Printed {
  const outer = start(calling);
  const turns = values === null ? [null] : values.slice(0, MOST).map((value) => [value]);
  const isHeld = template.some(({ text }) => text.includes(holder));
  const writers = turns.flatMap(
    (turn) => runBehind(calling, filled(template, turn, isHeld ? holder : null), { carrier }).writers,
  );
  return { ...outer, writers: [...outer.writers, ...writers] };
}

export function all(calling: Calling, scripts: readonly Field[], carrier: Carrier): Printed {
  const [first, ...rest] = scripts;
  if (first === undefined) return start(calling);
  const printed = runGiven(calling, first, { carrier });
  const more = rest.flatMap((script) => runGiven(calling, script, { carrier, inside: true }).writers);
  return { ...printed, writers: [...printed.writers, ...more] };
}
