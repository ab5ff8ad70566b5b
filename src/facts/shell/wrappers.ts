import { scriptOf } from './files.ts';
import { runGiven, together } from './given.ts';
import type { Carrier } from './invocation.ts';
import { type Lead, readLead } from './lead.ts';
import { resolvePath } from './place.ts';
import { type Calling, type Handler, start } from './start.ts';
import { type Field, fieldOf, type Printed, type State, type Stream, subshell } from './state.ts';
import { VERBS } from './verb-rows.ts';
import { type Wrapper, WRAPPERS } from './wrapper-rows.ts';

export const wrappers: Readonly<Record<string, Handler>> = {
  ...Object.fromEntries(
    Object.entries(VERBS).map(([name, { takes, verbs }]) => [name, behindVerb(takes ?? [], verbs)]),
  ),
  ...Object.fromEntries(
    Object.entries(WRAPPERS).map(([name, row]) => [name, (calling: Calling): Printed | null => wrapped(calling, row)]),
  ),
};

/** The row of the verb it is given, with the words of the verb behind us; options may stand between them. */
function behindVerb(takes: readonly string[], verbs: Readonly<Record<string, Wrapper>>): Handler {
  return (calling) => {
    const plain = plainWords(calling.args, takes);
    for (let length = plain.length; length > 0; length--) {
      const name = plain
        .slice(0, length)
        .map((at) => calling.args[at]?.text ?? '')
        .join(' ');
      const row = verbs[name];
      if (row !== undefined) return wrapped(calling, row, (plain[length - 1] ?? 0) + 1);
    }
    return null;
  };
}

const MOST_VERBS = 3;

/** Where the first words stand that are no options. */
export function plainWords(
  args: readonly Field[],
  takes: readonly string[],
  most: number = MOST_VERBS,
): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < args.length && found.length < most; at++) {
    const text = args[at]?.text ?? '';
    if (text === '--') break;
    if (takes.includes(text)) at++;
    else if (!text.startsWith('-')) found.push(at);
  }
  return found;
}

/** What it starts, run behind it; null where it starts nothing. */
export function wrapped(calling: Calling, row: Wrapper, from = 0): Printed | null {
  const lead = readLead(calling.args, row, from);
  if (lead.isIdle) return null;
  const carrier: Carrier = { kind: row.kind, by: calling.tool, at: placeOf(lead, row) };
  const { state } = calling.place;
  const cwd = folderOf(lead, row, state);
  const told = row.text === undefined ? null : textOption(calling.args.slice(from), row.text);
  if (told !== null) return runGiven(calling, told, { carrier, cwd });
  if (row.program !== undefined) return runFor(calling, row.program, calling.args.slice(from), carrier);
  if (lead.words.length === 0) return fedRemote(calling, row, lead, carrier);
  if (row.joined === true) return runGiven(calling, together(lead.words), { carrier, cwd });
  const words = row.packages === true ? [packaged(lead.words[0]), ...lead.words.slice(1)] : lead.words;
  const printed = runBehind(calling, entered(lead, words), {
    carrier,
    cwd,
    assigned: lead.assigned,
    stays: row.stays === true,
  });
  if (calling.tool === 'exec') state.ended = 'exit';
  return printed;
}

/** `minikube kubectl -- delete pod x`. */
function runFor(calling: Calling, program: string, args: readonly Field[], carrier: Carrier): Printed {
  const words = args[0]?.text === '--' ? args.slice(1) : args;
  return runBehind(calling, [fieldOf(program), ...words], { carrier });
}

/** `ssh host < script`. */
function fedRemote(calling: Calling, row: Wrapper, lead: Lead, carrier: Carrier): Printed | null {
  const { stdin } = calling.place;
  const feeds = row.kind === 'remote' && row.joined === true && lead.own.length > 0 && stdin.input.kind !== 'none';
  if (!feeds) return null;
  return runGiven(calling, null, { carrier, cwd: null, stream: scriptOf(stdin, calling.place.state) });
}

function folderOf({ values }: Lead, row: Wrapper, state: State): string | null {
  const folder = row.folder?.flatMap((name) => values.get(name) ?? [])[0];
  if (folder !== undefined) return folder.known ? resolvePath(folder.text, state.cwd) : null;
  return row.kind === 'container' || row.kind === 'remote' ? null : state.cwd;
}

/** `docker run --entrypoint sh image -c …`. */
function entered({ values }: Lead, words: readonly Field[]): readonly Field[] {
  const entry = values.get('--entrypoint');
  return entry === undefined ? words : [entry, ...words];
}

function packaged(word: Field | undefined): Field {
  const { text = '' } = word ?? {};
  const name = /^(?:@[^/]*\/)?([^@]+)(?:@.*)?$/.exec(text)?.[1] ?? text;
  return { ...(word ?? fieldOf('')), text: name };
}

/** The value of an option that holds a script, wherever it stands: `-c`, `--command=`, `-lc`; what env is told goes on behind it. */
function textOption(args: readonly Field[], names: readonly string[]): Field | null {
  for (const [at, word] of args.entries()) {
    const { text } = word;
    if (text === '--') return null;
    if (!text.startsWith('-')) continue;
    const name = names.find((one) => text === one || isCluster(text, one) || held(text, one) !== null);
    if (name === undefined) continue;
    const isSplit = name === '-S' || name === '--split-string';
    const rest = isSplit ? args.slice(at + 1) : args.slice(at + 1, at + 2);
    const inside = held(text, name);
    const own = inside === null ? [] : [{ ...word, text: inside }];
    const all = isSplit ? [...own, ...rest] : own.length > 0 ? own : rest;
    return all.length === 0 ? null : together(all);
  }
  return null;
}

/** `--command=ls`, `-Sls`. */
function held(text: string, name: string): string | null {
  const prefix = name.startsWith('--') ? `${name}=` : name === '-S' ? name : null;
  return prefix !== null && text.length > prefix.length && text.startsWith(prefix) ? text.slice(prefix.length) : null;
}

function isCluster(text: string, name: string): boolean {
  return name.length === 2 && /^-[a-z]{2,5}$/i.test(text) && text.endsWith(name.slice(1));
}

function placeOf({ own, values }: Lead, { at }: Wrapper): string {
  if (at === undefined) return '';
  return (typeof at === 'number' ? own[at]?.text : at.flatMap((name) => values.get(name)?.text ?? [])[0]) ?? '';
}

export type Behind = {
  readonly carrier: Carrier;
  readonly cwd?: string | null;
  readonly assigned?: Readonly<Record<string, string>>;
  readonly stdin?: Stream;
  /** It is worth a look of its own besides what it starts. */
  readonly stays?: boolean;
  readonly certainty?: State['certainty'];
};

/** Words that a program starts, as a program of their own behind it. */
export function runBehind(calling: Calling, words: readonly Field[], behind: Behind): Printed {
  const { place } = calling;
  const outer = behind.stays === true ? start(calling) : null;
  const state = subshell(place.state, {
    through: [...place.state.through, behind.carrier],
    cwd: behind.cwd === undefined ? place.state.cwd : behind.cwd,
    certainty: behind.certainty ?? place.state.certainty,
    depth: place.state.depth + 1,
  });
  const inner = place.state.session.engine.run(words, {
    state,
    stdin: behind.stdin ?? place.stdin,
    assigned: { ...place.assigned, ...behind.assigned },
    redirects: place.redirects,
    line: place.line,
  });
  return outer === null ? inner : { ...inner, writers: [...outer.writers, ...inner.writers], head: outer.head };
}
