import type { Shell } from '../../model/call.ts';
import type { Carrier, Invocation, Program } from './invocation.ts';
import { resolvePath } from './place.ts';
import { type Calling, start } from './start.ts';
import {
  type Field,
  NO_OUTPUT,
  NOTHING,
  type Printed,
  type State,
  type Stream,
  subshell,
  textOf,
  type Value,
} from './state.ts';
import { weaker } from './certainty.ts';

export type Given = {
  /** In the shell that is here: what it assigns stays. */
  readonly same?: boolean;
  /** It is in this file, or comes from this stream, and not from the words. */
  readonly file?: Field;
  readonly stream?: Stream | null;
  readonly parameters?: readonly Value[] | null;
  readonly carrier?: Carrier;
  readonly certainty?: Invocation['certainty'];
  readonly cwd?: string | null;
  /** For which shell it is written, where that is not sh. */
  readonly shell?: Shell;
  /** What starts it has been told already. */
  readonly inside?: boolean;
};

/**
 * A program is started and given a script to run: as a word of it, from a file, from its input. What nobody can read is a
 * program of its own that is not known.
 */
export function runGiven(calling: Calling, script: Field | null, given: Given = {}): Printed {
  const stream = given.stream ?? script?.stream ?? null;
  const text = script?.text ?? textIn(stream);
  const outer = given.inside === true ? NO_OUTPUT : start(calling, blindPrograms(calling, script, text, stream, given));
  const readable = isOnlyStream(script) || isTooDeep(calling, given) ? null : (text ?? stream?.beside ?? null);
  return readable === null ? outer : runBehind(calling, script, readable, given, outer);
}

function runBehind(calling: Calling, script: Field | null, text: string, given: Given, outer: Printed): Printed {
  const decoded = script?.decoded ?? given.stream?.decoded ?? '';
  const inner = runText(text, calling, given, decoded, fromOf(script, given));
  return { stream: inner.stream, writers: [...outer.writers, ...inner.writers], head: outer.head };
}

/** What it runs and nobody can read. */
function blindPrograms(
  calling: Calling,
  script: Field | null,
  text: string | null,
  stream: Stream | null,
  given: Given,
): readonly Program[] {
  if (!isBlind(script, text)) return [];
  const from = fromOf(script, given);
  return [{ language: 'other', text: '', known: false, from, ...whence(stream, given, calling.place.state) }];
}

const MOST_SCRIPTS = 8;

/** A script of a script of a script. */
function isTooDeep({ place: { state } }: Calling, { carrier }: Given): boolean {
  if (carrier?.kind !== 'script') return false;
  const deep = state.through.filter(({ kind }) => kind === 'script').length >= MOST_SCRIPTS;
  if (deep) state.session.spent = true;
  return deep;
}

function isBlind(script: Field | null, text: string | null): boolean {
  return text === null || (script !== null && !script.known && script.stream !== null);
}

function textIn(stream: Stream | null): string | null {
  if (stream === null) return null;
  const { input } = stream;
  return input.kind === 'text' && (input.known || input.text !== '') ? input.text : textOf(stream);
}

function isOnlyStream(script: Field | null): boolean {
  return script !== null && script.stream !== null && !script.known && /^(\$?\(.*\)|`.*`)$/s.test(script.text);
}

function fromOf(script: Field | null, { file }: Given): Program['from'] {
  return script !== null ? 'argument' : file !== undefined ? 'file' : 'input';
}

function whence(stream: Stream | null, { file }: Given, state: State): Partial<Program> {
  const of = stream?.input.kind === 'output' ? { of: stream.input.of } : {};
  return file === undefined
    ? of
    : { ...of, path: (file.known ? resolvePath(file.text, state.cwd) : null) ?? file.text };
}

function runText(text: string, { place }: Calling, given: Given, decoded: string, from: Program['from']): Printed {
  const { state, stdin, line } = place;
  const through = [
    ...state.through,
    ...(given.carrier === undefined ? [] : [given.carrier]),
    ...(decoded === '' ? [] : [{ kind: 'decoded', by: decoded, at: '' } as const]),
  ];
  const change: Partial<State> = {
    through,
    certainty: weaker(state.certainty, given.certainty ?? 'certain'),
    depth: state.depth + 1,
    isPart: given.same === true,
    shell: given.shell ?? (given.same === true ? state.shell : 'sh'),
    stdin: from === 'input' ? NOTHING : stdin,
    ...(given.parameters === undefined || given.parameters === null ? {} : { parameters: given.parameters }),
    ...(given.cwd === undefined ? {} : { cwd: given.cwd }),
  };
  const { engine } = state.session;
  if (given.same !== true)
    return engine.text(text, subshell(state, { ...change, functions: new Map(), ended: 'no' }), line);
  const before = {
    isPart: state.isPart,
    shell: state.shell,
    through: state.through,
    certainty: state.certainty,
    depth: state.depth,
    stdin: state.stdin,
    parameters: state.parameters,
  };
  Object.assign(state, change);
  const printed = engine.text(text, state, line);
  Object.assign(state, before);
  return printed;
}

/** Several words as one text, as `eval` and `ssh` put them together. */
export function together(words: readonly Field[]): Field {
  const [first, ...rest] = words;
  if (first === undefined) return { text: '', known: true, source: '', glob: false, decoded: '', stream: null };
  const all = [first, ...rest];
  return {
    ...first,
    text: all.map(({ text }) => text).join(' '),
    known: all.every(({ known }) => known),
    decoded: all.find(({ decoded }) => decoded !== '')?.decoded ?? '',
    stream: all.find(({ stream }) => stream !== null)?.stream ?? null,
  };
}
