import { weaker } from './certainty.ts';
import {
  type CaseItem,
  forEachChild,
  type Redirection,
  type Script,
  type Statement,
  type SyntaxNode,
} from './parse.ts';
import { matches } from './patterns.ts';
import { redirected, writeTo } from './redirects.ts';
import { runSimple } from './simple.ts';
import {
  assign,
  type Draft,
  type Field,
  fieldOf,
  lineOf,
  mayGoOn,
  NO_OUTPUT,
  type Printed,
  SILENT,
  type Source,
  type State,
  type Stream,
  subshell,
  textOf,
  valueOf,
} from './state.ts';
import { expand, expandOne } from './words.ts';

/** Everything a script runs, in the order it would. */
export function runScript(script: Script, state: State, source: Source): Printed {
  const before = state.source;
  state.source = source;
  if (script.errors?.some(({ message }) => message.includes('depth exceeded')) === true) state.session.spent = true;
  const printed = runList(script.commands, state);
  state.source = before;
  return printed;
}

function runList(statements: readonly Statement[], state: State): Printed {
  if (statements.length === 1 && statements[0] !== undefined) return runNode(statements[0], state);
  const printed: Printed[] = [];
  for (const statement of statements) {
    if (state.ended !== 'no' || !mayGoOn(state)) break;
    printed.push(runNode(statement, state));
  }
  return joined(printed);
}

/** What several commands print one after another. */
function joined(all: readonly Printed[]): Printed {
  const writers: Draft[] = [];
  let stream: Stream = SILENT;
  for (const one of all) {
    for (const writer of one.writers) writers.push(writer);
    stream = followed(stream, one.stream);
  }
  return { stream, writers, head: all.find(({ head }) => head !== null)?.head ?? null };
}

function followed(first: Stream, second: Stream): Stream {
  const [before, after] = [first.input, second.input];
  if (before.kind === 'none' || (before.kind === 'text' && before.text === '')) return second;
  if (after.kind === 'none' || (after.kind === 'text' && after.text === '')) return first;
  if (before.kind !== 'text' || after.kind !== 'text') {
    const blind = before.kind === 'text' ? second : first;
    const texts = [first, second].flatMap((one) => one.beside ?? (one.input.kind === 'text' ? one.input.text : []));
    return { ...blind, beside: texts.join('\n').slice(0, 1_000_000) };
  }
  const text = `${before.text}${after.text}`;
  return {
    input: { kind: 'text', text, known: before.known && after.known },
    decoded: first.decoded === '' ? second.decoded : first.decoded,
  };
}

export function runNode(node: SyntaxNode, state: State): Printed {
  if (node.type === 'Statement') return runNode(node.command, node.background === true ? subshell(state) : state);
  if (node.type === 'CompoundList') return runList(node.commands, state);
  if (node.type === 'Command') return runSimple(node, state);
  if (node.type === 'Pipeline') return runPipeline(node.commands, state);
  if (node.type === 'AndOr') return runAndOr(node.commands, node.operators, state);
  if (node.type === 'BraceGroup') return runNode(node.body, state);
  if (node.type === 'Subshell' || node.type === 'Coproc') return runNode(node.body, subshell(state));
  if (node.type === 'Redirected') return runRedirected(node.command, node.redirects, state);
  if (node.type !== 'Function') return runBranches(node, state);
  state.functions.set(node.name.value, { node: node.body, source: state.source, called: false, active: 0 });
  return NO_OUTPUT;
}

function runRedirected(node: SyntaxNode, redirections: readonly Redirection[], state: State): Printed {
  const { stdin, redirects } = redirected(redirections, state, state.stdin);
  const outer = state.stdin;
  state.stdin = stdin;
  const printed = runNode(node, state);
  state.stdin = outer;
  // a loop or a group that writes into a file: the file is what `:` would leave of it
  if (redirects.some(({ operator }) => operator.includes('>')))
    state.session.engine.run([fieldOf(':')], {
      state,
      stdin: SILENT,
      assigned: {},
      redirects,
      line: lineOf(state.source, node.pos),
    });
  return { ...printed, stream: writeTo(redirects, printed.stream, state) };
}

function runBranches(node: SyntaxNode, state: State): Printed {
  if (node.type === 'If') return runIf(node, state);
  if (node.type === 'While') return runWhile(node.clause, node.body, state);
  if (node.type === 'For' || node.type === 'Select') {
    const words = node.wordlist?.flatMap((word) => expand(word, state));
    return runFor(node.name.value, words, node.body, state, node.type === 'For' ? 'certain' : 'likely');
  }
  if (node.type === 'ArithmeticFor') return maybe(node.body, state, 'certain');
  if (node.type === 'Case') return runCase(expandOne(node.word, state), node.items, state);
  // `[[ … ]]` and `(( … ))` run nothing but what is substituted in them
  forEachChild(node, (child) => {
    if (child.type === 'Word') expandOne(child, state);
    else if (mayGoOn(state)) runNode(child, state);
  });
  return NO_OUTPUT;
}

function runIf(node: Extract<SyntaxNode, { type: 'If' }>, state: State): Printed {
  const clause = runNode(node.clause, state);
  const rest = [
    ...node.elif.flatMap((elif) => [elif.clause, elif.then]),
    ...(node.else === undefined ? [] : [node.else]),
  ];
  return joined([clause, maybe(node.then, state), ...rest.map((one) => maybe(one, state))]);
}

/** In a branch: nobody knows whether it runs, and an `exit` in it ends only itself. */
function maybe(node: SyntaxNode, state: State, certainty: State['certainty'] = 'likely'): Printed {
  const before = { certainty: state.certainty, ended: state.ended };
  state.certainty = weaker(state.certainty, certainty);
  const printed = runNode(node, state);
  state.certainty = before.certainty;
  state.ended = before.ended;
  return printed;
}

function runPipeline(commands: readonly SyntaxNode[], state: State): Printed {
  const [only] = commands;
  if (only !== undefined && commands.length === 1) return runNode(only, state);
  let last: Printed = { ...NO_OUTPUT, stream: state.stdin };
  for (const command of commands) {
    const printed = runNode(command, subshell(state, { stdin: last.stream }));
    if (printed.head !== null) for (const writer of last.writers) writer.pipedTo ??= printed.head;
    last = printed;
  }
  return last;
}

/** `a && b || c`: what comes after a `&&` is meant to run, what comes after `||` is the way out. */
function runAndOr(commands: readonly SyntaxNode[], operators: readonly string[], state: State): Printed {
  const printed: Printed[] = [];
  let status: boolean | null = null;
  for (const [at, command] of commands.entries()) {
    if (state.ended !== 'no' && at > 0) break;
    const operator = operators[at - 1];
    const skipped = status !== null && (operator === '||') === status;
    if (operator === undefined) printed.push(runNode(command, state));
    else printed.push(maybe(command, state, skipped ? 'possible' : operator === '||' ? 'likely' : 'certain'));
    if (operator === undefined || !skipped) status = statusOf(command);
  }
  return joined(printed);
}

function statusOf(node: SyntaxNode): boolean | null {
  if (node.type !== 'Command') return null;
  const name = node.name?.value;
  return name === 'true' || name === ':' ? true : name === 'false' ? false : null;
}

/** Turns of a loop, of one in it, and of one in that; deeper ones turn once. */
const MOST_TURNS = [32, 8, 2];
/** After so many programs a loop shows what it does in two turns as well as in more. */
const MANY_RUNS = 1000;

/** A loop in a loop in a loop would take all day. */
function turnsAt({ loops, session }: State): number {
  const most = MOST_TURNS[loops] ?? 1;
  return session.runs < MANY_RUNS ? most : Math.min(2, most);
}

function runFor(
  name: string,
  words: readonly Field[] | undefined,
  body: SyntaxNode,
  state: State,
  certainty: State['certainty'] = 'certain',
): Printed {
  const values = words ?? state.parameters ?? [valueOf('$@', false)];
  const most = turnsAt(state);
  // where it turns once, it turns for all of them
  const seen = most === 1 && values.length > 1 ? [] : values.slice(0, most);
  const turns = values.length > seen.length ? [...seen, valueOf(`$${name}`, false)] : seen;
  const printed: Printed[] = [];
  state.loops++;
  for (const { text, known, decoded } of turns) {
    if (!mayGoOn(state)) break;
    assign(state, name, [{ text, known, decoded }]);
    printed.push(maybe(body, state, certainty));
  }
  state.loops--;
  return joined(printed);
}

/** `… | while read x`: once for each line where they are known. */
function runWhile(clause: SyntaxNode, body: SyntaxNode, state: State): Printed {
  const printed: Printed[] = [];
  const most = turnsAt(state);
  state.loops++;
  for (let turn = 0; turn < most && mayGoOn(state); turn++) {
    const before = textOf(state.stdin);
    printed.push(runNode(clause, state), maybe(body, state));
    const after = textOf(state.stdin);
    if (after === null || after === '' || after === before) break;
  }
  state.loops--;
  return joined(printed);
}

function runCase(word: Field, items: readonly CaseItem[], state: State): Printed {
  const printed: Printed[] = [];
  for (const item of items) {
    const patterns = item.pattern.map((pattern) => expandOne(pattern, state));
    const sure = word.known && word.text.length <= 200;
    const fits = patterns.some(({ text }) => text.length <= 200 && sure && matches(text, word.text));
    const unsure = !sure || patterns.some(({ known, glob }) => !known && !glob);
    if (!fits && !unsure) continue;
    printed.push(maybe(item.body, state, fits ? 'certain' : 'likely'));
    if (fits && item.terminator !== ';&' && item.terminator !== ';;&') break;
  }
  return joined(printed);
}
