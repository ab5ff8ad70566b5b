import type { Shell } from '../../model/call.ts';
import type { Carrier, Input, Invocation, Redirect, Surroundings, Word } from './invocation.ts';
import type { Script, SyntaxNode } from './parse.ts';

/** What stands on a standard input or output. `decoded`: what made it readable, '' where nothing had to. */
export type Stream = {
  readonly input: Input;
  readonly decoded: string;
  /** Text that is known to stand beside what is not: `(echo x; curl y) | sh`. */
  readonly beside?: string;
  /** Of a file: where it lies, which a container or another machine would not know. */
  readonly path?: string;
};

/** What a variable holds, or one field after expansion. */
export type Value = { readonly text: string; readonly known: boolean; readonly decoded: string };
export type Variable = { readonly values: readonly Value[]; readonly list: boolean; readonly exported: boolean };

/** A word with what made it: `stream` is what a substitution in it prints, where that cannot be told here. */
export type Field = Word & { readonly decoded: string; readonly stream: Stream | null };

/** An invocation while it is being made: what reads its output is known only after it. */
export type Draft = { -readonly [Key in keyof Invocation]: Invocation[Key] };

/** What a piece of script printed, and who writes into the pipe behind it. */
export type Printed = {
  readonly stream: Stream;
  readonly writers: readonly Draft[];
  /** The program that reads its input, for what is piped into it. */
  readonly head: string | null;
};

export type Body = {
  readonly node: SyntaxNode;
  readonly source: Source;
  called: boolean;
  /** How often it is being run at this moment. */
  active: number;
};
/** Where nodes stand: a script of a script counts as the line that runs it. */
export type Source = { readonly text: string; readonly line: number | null; readonly starts: readonly number[] };

/** What is the same for everything in one reading. */
export type Session = {
  readonly around: Surroundings;
  readonly found: Draft[];
  /** Files that the text itself wrote before. */
  readonly files: Map<string, Stream>;
  readonly engine: Engine;
  runs: number;
  /** Steps and letters that may still be looked at. */
  steps: number;
  letters: number;
  /** It was too much: something was not looked at. */
  spent: boolean;
};

/** What the parts of the reading need of each other; handed in, so that no file imports in a circle. */
export type Engine = {
  readonly script: (script: Script, state: State, source: Source) => Printed;
  readonly node: (node: SyntaxNode, state: State) => Printed;
  readonly text: (text: string, state: State, line: number) => Printed;
  readonly run: (fields: readonly Field[], place: Place) => Printed;
};

export type Scope = { readonly own: Map<string, Variable>; readonly above: Scope | null };

/** What a shell knows while it runs; a subshell gets one of its own. */
export type State = {
  readonly session: Session;
  shell: Shell;
  source: Source;
  vars: Scope;
  readonly functions: Map<string, Body>;
  readonly aliases: Map<string, string>;
  cwd: string | null;
  readonly stack: (string | null)[];
  /** `$1 …`; null where nobody knows them. */
  parameters: readonly Value[] | null;
  through: readonly Carrier[];
  certainty: Invocation['certainty'];
  depth: number;
  loops: number;
  /** In a text of the shell that is here: its functions may still be called after it. */
  isPart: boolean;
  stdin: Stream;
  /** Variables that programs see. */
  env: Readonly<Record<string, string>>;
  /** An `exit` or `return` before it: nothing after it runs. */
  ended: 'no' | 'return' | 'exit';
};

/** Where a list of words is about to be run. */
export type Place = {
  readonly state: State;
  readonly stdin: Stream;
  readonly assigned: Readonly<Record<string, string>>;
  readonly redirects: readonly Redirect[];
  readonly line: number;
};

export const MOST_DEPTH = 40;
const MOST_RUNS = 4000;
const MOST_EXPORTS = 200;

export const NOTHING: Stream = { input: { kind: 'none' }, decoded: '' };
export const SILENT: Stream = { input: { kind: 'text', text: '', known: true }, decoded: '' };
export const NO_OUTPUT: Printed = { stream: SILENT, writers: [], head: null };

export function said(text: string, decoded = ''): Stream {
  return { input: { kind: 'text', text, known: true }, decoded };
}

/** The text of a stream, where it is known. */
export function textOf({ input }: Stream): string | null {
  return input.kind === 'text' && input.known ? input.text : input.kind === 'none' ? '' : null;
}

export function fieldOf(text: string, source: string = text): Field {
  return { text, known: true, source, glob: false, decoded: '', stream: null };
}

/** Something nobody can tell: it stands as it is written. */
export function unknownField(source: string): Field {
  return { text: source, known: false, source, glob: false, decoded: '', stream: null };
}

export function wordOf({ text, known, source, glob }: Field): Word {
  return { text, known, source, glob };
}

/** One more step; false once there were too many. */
export function mayGoOn({ session }: State): boolean {
  if (session.steps-- > 0 && session.runs <= MOST_RUNS) return true;
  session.spent = true;
  return false;
}

/** Letters that are about to be made or read once more. */
export function mayRead(session: Session, letters: number): boolean {
  session.letters -= letters;
  if (session.letters >= 0) return true;
  session.spent = true;
  return false;
}

export function emit(session: Session, run: Draft): void {
  session.runs++;
  if (session.runs > MOST_RUNS) {
    session.spent = true;
    return;
  }
  session.found.push(run);
}

/** A shell that changes nothing outside of itself; functions stay, which only finds more. */
export function subshell(state: State, change: Partial<State> = {}): State {
  return {
    ...state,
    vars: { own: new Map(), above: state.vars },
    stack: [...state.stack],
    ...change,
  };
}

export function variable(state: State, name: string): Variable | null {
  for (let scope: Scope | null = state.vars; scope !== null; scope = scope.above) {
    const found = scope.own.get(name);
    if (found !== undefined) return found;
  }
  return null;
}

export function assign(state: State, name: string, values: readonly Value[], change: Partial<Variable> = {}): void {
  const exported = variable(state, name)?.exported ?? state.env[name] !== undefined;
  const made = { values, list: false, exported, ...change };
  state.vars.own.set(name, made);
  const [value] = values;
  if (made.exported && value !== undefined && Object.keys(state.env).length < MOST_EXPORTS)
    state.env = { ...state.env, [name]: value.text };
}

export function valueOf(text: string, known = true, decoded = ''): Value {
  return { text, known, decoded };
}

export function lineOf(source: Source, at: number): number {
  if (source.line !== null) return source.line;
  let low = 0;
  let high = source.starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((source.starts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, low);
}

export function sourceOf(text: string, line: number | null): Source {
  if (line !== null) return { text, line, starts: [] };
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, line, starts };
}
