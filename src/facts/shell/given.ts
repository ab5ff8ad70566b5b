import type { Carrier, Invocation, Program } from './invocation.ts';
import { type Calling, start } from './start.ts';
import { type Field, NOTHING, type Printed, type State, type Stream, subshell, textOf, type Value } from './state.ts';
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
};

/**
 * A program is started and given a script to run: as a word of it, from a file, from its input. What nobody can read is a
 * program of its own that is not known.
 */
export function runGiven(calling: Calling, script: Field | null, given: Given = {}): Printed {
  const stream = given.stream ?? script?.stream ?? null;
  const text = script === null ? (stream === null ? null : textIn(stream)) : script.text;
  const blind = text === null || (script?.known === false && script.stream !== null);
  const program: Program = {
    language: 'other',
    text: '',
    known: false,
    from: fromOf(script, given),
    ...whence(stream, given),
  };
  const outer = start(calling, blind ? [program] : []);
  if (text === null || isOnlyStream(script)) return outer;
  const by = script?.decoded ?? stream?.decoded ?? '';
  const inner = runText(text, calling, given, by, program.from);
  return { stream: inner.stream, writers: [...outer.writers, ...inner.writers], head: outer.head };
}

function textIn(stream: Stream): string | null {
  return stream.input.kind === 'text' ? stream.input.text : textOf(stream);
}

function isOnlyStream(script: Field | null): boolean {
  return script !== null && script.stream !== null && !script.known && /^(\$\(.*\)|`.*`)$/s.test(script.text);
}

function fromOf(script: Field | null, { file }: Given): Program['from'] {
  return script !== null ? 'argument' : file !== undefined ? 'file' : 'input';
}

function whence(stream: Stream | null, { file }: Given): Partial<Program> {
  const of = stream?.input.kind === 'output' ? { of: stream.input.of } : {};
  return file === undefined ? of : { ...of, path: file.text };
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
    stdin: from === 'input' ? NOTHING : stdin,
    ...(given.parameters === undefined || given.parameters === null ? {} : { parameters: given.parameters }),
    ...(given.cwd === undefined ? {} : { cwd: given.cwd }),
  };
  const { engine } = state.session;
  if (given.same !== true)
    return engine.text(text, subshell(state, { ...change, functions: new Map(), ended: 'no' }), line);
  const before = {
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
