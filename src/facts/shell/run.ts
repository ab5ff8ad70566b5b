import { weaker } from './certainty.ts';
import { builtins } from './builtins.ts';
import { interpreters, versioned } from './interpreters.ts';
import { copies } from './copies.ts';
import { git } from './git.ts';
import { make } from './make.ts';
import { many } from './many.ts';
import { packageScripts } from './package-scripts.ts';
import { runFile } from './scripts.ts';
import { shells } from './shells.ts';
import { type Calling, type Handler, start } from './start.ts';
import {
  type Body,
  type Field,
  mayGoOn,
  MOST_DEPTH,
  NO_OUTPUT,
  type Place,
  type Printed,
  type State,
  subshell,
} from './state.ts';
import { toolOf } from './tool.ts';
import { typed } from './typed.ts';
import { windowsShells } from './windows-shells.ts';
import { wrappers } from './wrappers.ts';

/** A program of several tables is asked in each: `npm exec` and `npm run`. */
const handlers: ReadonlyMap<string, readonly Handler[]> = collected([
  ...Object.entries(builtins),
  ...Object.entries(wrappers),
  ...Object.entries(packageScripts),
  ...Object.entries(make),
  ['git', git] as const,
  ...Object.entries(copies),
  ...Object.entries(many),
  ...Object.entries(typed),
  ...Object.entries(shells),
  ...Object.entries(windowsShells),
  ...Object.entries(interpreters),
]);

function collected(entries: readonly (readonly [string, Handler])[]): ReadonlyMap<string, readonly Handler[]> {
  const found = new Map<string, Handler[]>();
  for (const [name, handler] of entries) found.set(name, [...(found.get(name) ?? []), handler]);
  return found;
}

/** A program and its words, as they would be started here. */
export function run(fields: readonly Field[], given: Place): Printed {
  const [program, ...args] = fields;
  if (program === undefined) return NO_OUTPUT;
  const { session } = given.state;
  // a list of words that is run again and again: `parallel rm a a a … ::: b b b …`
  session.steps -= fields.length;
  if (given.state.depth > MOST_DEPTH || !mayGoOn(given.state)) {
    session.spent = true;
    return NO_OUTPUT;
  }
  const place = program.decoded === '' ? given : decoded(program.decoded, given);
  const body = program.known ? place.state.functions.get(program.text) : undefined;
  const calling: Calling = { tool: toolOf(program), program, args, place };
  // one that calls itself stays visible as a program of its name
  if (body !== undefined) return body.active > 1 ? start(calling) : callFunction(body, args, place);
  for (const handler of handlers.get(calling.tool) ?? versioned(calling.tool)) {
    const printed = handler(calling);
    if (printed !== null) return printed;
  }
  return runMistaken(calling) ?? runFile(calling) ?? start(calling);
}

/** A command with something around it that no shell takes: whatever takes it off again runs the command. */
function runMistaken(calling: Calling): Printed | null {
  const { program, args, place } = calling;
  const { state } = place;
  if (args.length === 0 && IN_QUOTES.test(program.source) && COMMAND.test(program.text)) {
    start(calling);
    const inner = subshell(state, { certainty: weaker(state.certainty, 'likely'), depth: state.depth + 1 });
    return state.session.engine.text(program.text, inner, place.line);
  }
  if (args.length === 0 || !program.known || !ALMOST_ASSIGNED.test(program.text)) return null;
  start(calling);
  const inner = subshell(state, { certainty: weaker(state.certainty, 'likely'), depth: state.depth + 1 });
  return run(args, { ...place, state: inner });
}

/** `'rm -rf ~'`: no program has a blank and options in its name. */
const IN_QUOTES = /^(?:"[A-Za-z/]|'[A-Za-z/])/;
const COMMAND = /^(?:\/(?:usr\/(?:local\/)?)?s?bin\/)?[A-Za-z][\w.+-]*\s+[^\s]/;
/** `A-B=2 make`: a name that no variable can have. */
const ALMOST_ASSIGNED = /^[\w.-]{1,80}=/;

function decoded(by: string, place: Place): Place {
  const through = [...place.state.through, { kind: 'decoded', by, at: '' } as const];
  return { ...place, state: subshell(place.state, { through }) };
}

function callFunction(body: Body, args: readonly Field[], { state, stdin }: Place): Printed {
  body.called = true;
  body.active++;
  const before = { parameters: state.parameters, stdin: state.stdin, source: state.source, ended: state.ended };
  state.parameters = args;
  state.stdin = stdin;
  state.source = body.source;
  state.depth++;
  const printed = state.session.engine.node(body.node, state);
  state.depth--;
  body.active--;
  Object.assign(state, before, { ended: endedAfter(state) });
  return printed;
}

function endedAfter({ ended }: State): State['ended'] {
  return ended === 'exit' ? 'exit' : 'no';
}
