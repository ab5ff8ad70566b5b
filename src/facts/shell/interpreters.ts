import { CLIENTS, type Client, INTERPRETERS, type Interpreter } from './interpreter-rows.ts';
import type { Program } from './invocation.ts';
import { readLead } from './lead.ts';
import { fieldText, programFrom, programIn, startProgram } from './programs.ts';
import { type Calling, type Handler, start } from './start.ts';
import type { Field, Printed } from './state.ts';

export const interpreters: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(
    Object.entries(INTERPRETERS).map(([name, row]) => [
      name,
      (calling: Calling): Printed | null => interpreted(calling, row),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(CLIENTS).map(([name, row]) => [name, (calling: Calling): Printed | null => queried(calling, row)]),
  ),
};

/** Names with a version: `python3.12`, `perl5.36`. */
export function versioned(tool: string): readonly Handler[] {
  const name = /^(python|pypy|perl|ruby|php|node|lua)-?\d[\d.]*$/.exec(tool)?.[1];
  const handler = name === undefined ? undefined : interpreters[name];
  return handler === undefined ? [] : [handler];
}

function interpreted(calling: Calling, row: Interpreter): Printed | null {
  const { args, place } = calling;
  const told = toldIn(args, row.told ?? []);
  if (told.length > 0)
    return startProgram(
      calling,
      told.map((word) => fieldText(word, row.language)),
    );
  const files = valuesOf(args, row.files ?? []);
  if (files.length > 0)
    return startProgram(
      calling,
      files.map((file) => programIn(file, row.language, place.state)),
    );
  const lead = readLead(args, { takes: row.takes ?? [], ...(row.not === undefined ? {} : { not: row.not }) });
  if (lead.isIdle) return null;
  const [first, ...rest] = lead.words;
  if (row.verbs !== undefined) return behindVerb(calling, row, row.verbs, lead.words);
  if (first === undefined || first.text === '-' || first.text === '/dev/stdin') return fed(calling, row);
  if (row.first === true) return startProgram(calling, [fieldText(first, row.language)]);
  return isForeign(first) ? null : startProgram(calling, [programIn(first, row.language, place.state)], rest);
}

/** What is installed is not what somebody wrote here. */
function isForeign({ text }: Field): boolean {
  return /(^|\/)(node_modules|site-packages|\.yarn|vendor\/bundle)\//.test(text);
}

function behindVerb(
  calling: Calling,
  row: Interpreter,
  verbs: NonNullable<Interpreter['verbs']>,
  words: readonly Field[],
): Printed | null {
  const [verb, ...rest] = words;
  if (verb === undefined) return null;
  const named = readLead(rest, { takes: row.takes ?? [] }).words[0];
  if (verbs.told.test(verb.text) && named !== undefined) return startProgram(calling, [fieldText(named, row.language)]);
  if (!verbs.file.test(verb.text)) return null;
  const file = /\.\w+$/.test(verb.text) ? verb : named;
  // `bun run build` names a script of package.json
  if (file === undefined || !/[./]/.test(file.text)) return null;
  return startProgram(calling, [programIn(file, row.language, calling.place.state)]);
}

function fed(calling: Calling, row: Interpreter): Printed | null {
  const { stdin } = calling.place;
  if (row.fed !== true || stdin.input.kind === 'none') return null;
  return startProgram(calling, [programFrom(stdin, row.language, calling.place.state)]);
}

/** The values of `-c`, `--eval=`, and of a cluster that ends in one: `-lne`. */
function toldIn(args: readonly Field[], flags: readonly string[]): readonly Field[] {
  const found: Field[] = [];
  for (const [at, word] of args.entries()) {
    const { text } = word;
    if (text === '--' || (!text.startsWith('-') && found.length === 0 && args[at - 1]?.text.startsWith('-') !== true))
      break;
    const value = valueAt(args, at, flags);
    if (value !== undefined) found.push(value);
  }
  return found;
}

function valueAt(args: readonly Field[], at: number, flags: readonly string[]): Field | undefined {
  const word = args[at];
  if (word === undefined) return undefined;
  for (const flag of flags) {
    const value = word.text === flag || endsIn(word.text, flag) ? args[at + 1] : glued(word, flag);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** `-lne`. */
function endsIn(text: string, flag: string): boolean {
  return flag.length === 2 && /^-[a-zA-Z0-9]{2,5}$/.test(text) && text.endsWith(flag.slice(1));
}

/** `--eval=x`, `-e'x y'`. */
function glued(word: Field, flag: string): Field | undefined {
  const { text } = word;
  if (flag.startsWith('--'))
    return text.startsWith(`${flag}=`) ? { ...word, text: text.slice(flag.length + 1) } : undefined;
  const isGlued = text.startsWith(flag) && /^-.['"\s(]|^-.\w+[\s(;.'"]/.test(text);
  return isGlued ? { ...word, text: text.slice(2) } : undefined;
}

function valuesOf(args: readonly Field[], flags: readonly string[]): readonly Field[] {
  return args.flatMap((word, at) => {
    const before = args[at - 1]?.text ?? '';
    if (flags.includes(before)) return [word];
    const long = flags.find((flag) => flag.startsWith('--') && word.text.startsWith(`${flag}=`));
    return long === undefined ? [] : [{ ...word, text: word.text.slice(long.length + 1) }];
  });
}

/** What a client is told in words it reads itself; what stands in a file is put beside it. */
function queried(calling: Calling, row: Client): Printed | null {
  const { args, place } = calling;
  const named = row.named;
  const files = [
    ...valuesOf(args, row.files),
    ...args
      .filter(({ text }) => named?.test(text) === true || text.startsWith('@'))
      .map((word) => ({ ...word, text: word.text.replace(/^@/, '') })),
  ].filter(({ text }) => text !== '-');
  const isFed = place.stdin.input.kind === 'file' || (place.stdin.input.kind === 'text' && files.length > 0);
  if (files.length === 0 && !isFed) return null;
  const programs: Program[] = [
    ...valuesOf(args, row.told).map((word) => fieldText(word, row.language)),
    ...files.map((file) => programIn(file, row.language, place.state)),
    ...(isFed ? [programFrom(place.stdin, row.language, place.state)] : []),
  ];
  return start(
    calling,
    programs.filter(({ known, text }) => known || text !== '' || files.length > 0),
  );
}
