import { builtins } from './builtins.ts';
import { interpreters, versioned } from './interpreters.ts';
import { many } from './many.ts';
import { runFile } from './scripts.ts';
import { shells } from './shells.ts';
import { type Calling, type Handler, start } from './start.ts';
import {
  type Body,
  type Field,
  MOST_DEPTH,
  NO_OUTPUT,
  type Place,
  type Printed,
  type State,
  subshell,
} from './state.ts';
import { toolOf } from './tool.ts';
import { typed } from './typed.ts';
import { wrappers } from './wrappers.ts';

const handlers: ReadonlyMap<string, Handler> = new Map([
  ...Object.entries(builtins),
  ...Object.entries(wrappers),
  ...Object.entries(many),
  ...Object.entries(typed),
  ...Object.entries(shells),
  ...Object.entries(interpreters),
]);

/** A program and its words, as they would be started here. */
export function run(fields: readonly Field[], given: Place): Printed {
  const [program, ...args] = fields;
  if (program === undefined) return NO_OUTPUT;
  if (given.state.depth > MOST_DEPTH) {
    given.state.session.spent = true;
    return NO_OUTPUT;
  }
  const place = program.decoded === '' ? given : decoded(program.decoded, given);
  const body = program.known ? place.state.functions.get(program.text) : undefined;
  if (body !== undefined) return callFunction(body, args, place);
  const calling: Calling = { tool: toolOf(program), program, args, place };
  const handler = handlers.get(calling.tool) ?? versioned(calling.tool);
  return handler?.(calling) ?? runFile(calling) ?? start(calling);
}

function decoded(by: string, place: Place): Place {
  const through = [...place.state.through, { kind: 'decoded', by, at: '' } as const];
  return { ...place, state: subshell(place.state, { through }) };
}

function callFunction(body: Body, args: readonly Field[], { state, stdin }: Place): Printed {
  body.called = true;
  const before = { parameters: state.parameters, stdin: state.stdin, source: state.source, ended: state.ended };
  state.parameters = args;
  state.stdin = stdin;
  state.source = body.source;
  state.depth++;
  const printed = state.session.engine.node(body.node, state);
  state.depth--;
  Object.assign(state, before, { ended: endedAfter(state) });
  return printed;
}

function endedAfter({ ended }: State): State['ended'] {
  return ended === 'exit' ? 'exit' : 'no';
}
