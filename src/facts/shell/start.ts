import type { Program } from './invocation.ts';
import { prints } from './prints.ts';
import { type Draft, emit, type Field, type Place, type Printed, wordOf } from './state.ts';
import { toolOf } from './tool.ts';

/** One program and its words, about to be run. */
export type Calling = {
  readonly tool: string;
  readonly program: Field;
  readonly args: readonly Field[];
  readonly place: Place;
};
/** What a program does with its words besides being started; null where it is a program like any other. */
export type Handler = (calling: Calling) => Printed | null;

/** It is started, and this is what it prints. */
export function start(calling: Calling, programs: readonly Program[] = []): Printed {
  const { place } = calling;
  const draft = draftOf(calling, programs);
  emit(place.state.session, draft);
  const stream = prints(calling) ?? { input: { kind: 'output', of: draft }, decoded: '' };
  return { stream, writers: [draft], head: draft.tool };
}

function draftOf({ program, args, place }: Calling, programs: readonly Program[]): Draft {
  const { state, stdin, assigned, redirects, line } = place;
  const hasOwn = Object.keys(assigned).length > 0;
  return {
    tool: toolOf(program),
    program: wordOf(program),
    args: args.map(wordOf),
    line,
    shell: state.shell,
    cwd: state.cwd,
    env: hasOwn ? { ...state.env, ...assigned } : state.env,
    assigned,
    redirects: redirects.map(({ operator, fd, target }) => ({ operator, fd, target })),
    input: stdin.input,
    pipedTo: null,
    through: state.through,
    programs,
    certainty: state.certainty,
  };
}
