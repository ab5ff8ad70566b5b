import { onDisk, scriptOf, streamOfFile } from './files.ts';
import type { Carrier, Program } from './invocation.ts';
import { resolvePath } from './place.ts';
import { commandsIn } from './program-calls.ts';
import { type Calling, start } from './start.ts';
import { type Field, fieldOf, mayRead, type Printed, type State, type Stream, subshell, textOf } from './state.ts';

type Language = Program['language'];

/** Text that stands in a word. */
export function fieldText({ text, known, stream }: Field, language: Language): Program {
  const of = !known && stream?.input.kind === 'output' ? { of: stream.input.of } : {};
  const whole = !known && stream !== null && /^(\$\(.*\)|`.*`)$/s.test(text);
  return { language, text: whole ? '' : text, known, from: 'argument', ...of };
}

/** Text in a file: written by the command itself before, or on disk. */
export function programIn(file: Field, language: Language, state: State): Program {
  const stream = streamOfFile(file, state);
  if (stream.input.kind !== 'file') return { ...fromStream(stream, language), from: 'file', path: pathOf(file, state) };
  const content = onDisk(file, state)?.content ?? null;
  const text = content?.kind === 'text' ? content.text : null;
  const known = text !== null && mayRead(state.session, text.length);
  return { language, text: known ? text : '', known, from: 'file', path: pathOf(file, state) };
}

/** Absolute where it can be told. */
export function pathOf({ text, known }: Field, state: State): string {
  return known ? (resolvePath(text, state.cwd) ?? text) : text;
}

/** Text on its input. */
export function programFrom(stdin: Stream, language: Language, state: State): Program {
  const stream = scriptOf(stdin, state);
  return stream === null ? { language, text: '', known: false, from: 'input' } : fromStream(stream, language);
}

function fromStream(stream: Stream, language: Language): Program {
  const { input } = stream;
  if (input.kind === 'text') return { language, text: input.text, known: input.known, from: 'input' };
  const of = input.kind === 'output' ? { of: input.of } : {};
  return { language, text: textOf(stream) ?? '', known: false, from: 'input', ...of };
}

/** It is started with that program, and so is what the program itself starts. */
export function startProgram(calling: Calling, programs: readonly Program[], rest: readonly Field[] = []): Printed {
  const outer = start(calling, programs);
  const inner = programs.flatMap((program) => runCommands(calling, program, rest).flatMap(({ writers }) => writers));
  return { ...outer, writers: [...outer.writers, ...inner] };
}

function runCommands(calling: Calling, program: Program, rest: readonly Field[]): readonly Printed[] {
  const { place } = calling;
  const { engine } = place.state.session;
  const found = commandsIn(program);
  if (found.length === 0) return [];
  const carrier: Carrier =
    program.from === 'file'
      ? { kind: 'script', by: (program.path ?? '').replace(/^.*\//, ''), at: program.path ?? '' }
      : { kind: 'shell', by: calling.tool, at: '' };
  const state = subshell(place.state, {
    through: [...place.state.through, carrier],
    depth: place.state.depth + 1,
    certainty: program.from === 'file' && place.state.certainty === 'certain' ? 'likely' : place.state.certainty,
    parameters: rest,
  });
  return found.map(({ text, words }) =>
    words === null
      ? engine.text(text, subshell(state), place.line)
      : engine.run(
          words.map((word) => (word === null ? { ...fieldOf('$'), text: '$arg', known: false } : fieldOf(word))),
          { ...place, state, redirects: [], assigned: {} },
        ),
  );
}
