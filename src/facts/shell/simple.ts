import { assignAll } from './assignments.ts';
import type { Assignment, Command } from './parse.ts';
import { redirected, writeTo } from './redirects.ts';
import { assign, type Field, fieldOf, lineOf, NO_OUTPUT, type Printed, type State, valueOf } from './state.ts';
import { expand, expandOne } from './words.ts';

/** `A=1 program words > file`: the assignments, the redirections, and then the program itself. */
export function runSimple(node: Command, state: State): Printed {
  const assignments = node.prefix.flatMap((one) => (one.type === 'Assignment' ? [one] : []));
  const line = lineOf(state.source, node.pos);
  const name = node.name === undefined ? [] : expand(node.name, state);
  const { stdin, redirects } = redirected(node.redirects, state, state.stdin);
  if (node.name === undefined) {
    assignAll(assignments, state);
    if (redirects.some(({ operator }) => operator.includes('>')))
      return state.session.engine.run([fieldOf(':')], { state, stdin, assigned: {}, redirects, line });
    // `$(< file)` prints the file
    const from = redirects.find(({ operator }) => operator === '<');
    if (from === undefined) return NO_OUTPUT;
    const place = { state, stdin, assigned: {}, redirects: [], line };
    return { ...state.session.engine.run([fieldOf('cat'), from.field], place), stream: stdin };
  }
  // `tee >(sh) <<EOF`: what is fed to the command goes on into the other one
  const before = state.stdin;
  if (node.suffix.some((one) => one.type === 'Word' && one.text.startsWith('>('))) state.stdin = stdin;
  const fields = [...name, ...node.suffix.flatMap((one) => argumentsOf(one, name, state))];
  state.stdin = before;
  const assigned: Record<string, string> = {};
  for (const one of assignments) assigned[one.name] = one.value.type === 'Word' ? expandOne(one.value, state).text : '';
  const place = { state, stdin, assigned, redirects, line };
  const aliased = name[0] === undefined ? undefined : state.aliases.get(name[0].source);
  const printed =
    aliased === undefined ? state.session.engine.run(fields, place) : runAlias(aliased, fields, line, state, name[0]);
  // `read < file` reads on in the next turn
  if (stdin === state.stdin || redirects.length > 0)
    return { ...printed, stream: writeTo(redirects, printed.stream, state) };
  return printed;
}

function argumentsOf(one: Command['suffix'][number], name: readonly Field[], state: State): readonly Field[] {
  if (one.type === 'Word') return expand(one, state);
  if (one.type !== 'Assignment') return [];
  return [assignmentWord(one, DECLARES.has(name[0]?.text ?? ''), state)];
}

const DECLARES = new Set(['export', 'declare', 'typeset', 'local', 'readonly']);

/** `export A=b`: a word of the command, and where the command declares, an assignment that keeps its lists. */
function assignmentWord(one: Assignment, declares: boolean, state: State): Field {
  if (one.value.type === 'ArrayValue') {
    if (declares) assignAll([one], state);
    const text = one.text;
    return { text, known: false, source: text, glob: false, decoded: '', stream: null };
  }
  const value = expandOne(one.value, state);
  const sign = one.append === true ? '+=' : '=';
  return { ...value, text: `${one.name}${sign}${value.text}`, source: one.text };
}

function runAlias(
  alias: string,
  fields: readonly Field[],
  line: number,
  state: State,
  name: Field | undefined,
): Printed {
  const { source = '' } = name ?? {};
  state.aliases.delete(source);
  assign(
    state,
    '__words',
    fields.slice(1).map(({ text, known, decoded }) => valueOf(text, known, decoded)),
  );
  const printed = state.session.engine.text(`${alias} "\${__words[@]}"`, state, line);
  state.aliases.set(source, alias);
  return printed;
}
