import type { Redirect } from './invocation.ts';
import { type Piece, piecesOf } from './powershell-tokens.ts';
import {
  assign,
  type Draft,
  type Field,
  fieldOf,
  lineOf,
  mayGoOn,
  mayRead,
  NO_OUTPUT,
  type Printed,
  type Source,
  type State,
  type Stream,
  sourceOf,
  subshell,
  textOf,
  valueOf,
  variable,
  wordOf,
} from './state.ts';

const MOST_NESTED = 60;

/** A PowerShell text: pipelines, blocks and parentheses; no grammar, so that a mistake in it costs one command. */
export function runPowershell(text: string, state: State, line: number | null): Printed {
  if (state.depth > MOST_NESTED || !mayRead(state.session, text.length)) {
    state.session.spent = true;
    return NO_OUTPUT;
  }
  const source = sourceOf(text, line);
  const writers: Draft[] = [];
  let before: Printed = NO_OUTPUT;
  let isPiped = false;
  for (const { pieces, next } of commandsOf(piecesOf(text))) {
    if (!mayGoOn(state)) break;
    const stdin = isPiped ? before.stream : state.stdin;
    const printed = runCommand(pieces, subshellFor(state, stdin), source);
    if (isPiped && printed.head !== null) for (const writer of before.writers) writer.pipedTo ??= printed.head;
    writers.push(...printed.writers);
    before = printed;
    isPiped = next === 'pipe';
  }
  return { stream: before.stream, writers, head: writers[0]?.tool ?? null };
}

/** The same shell with another input: folders and variables are its own. */
function subshellFor(state: State, stdin: Stream): State {
  state.stdin = stdin;
  return state;
}

type Command = { readonly pieces: readonly Piece[]; readonly next: Piece['kind'] };

function commandsOf(pieces: readonly Piece[]): readonly Command[] {
  const commands: Command[] = [];
  let open: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'end' && piece.kind !== 'pipe' && piece.kind !== 'and' && piece.kind !== 'or') {
      open.push(piece);
      continue;
    }
    if (open.length > 0) commands.push({ pieces: open, next: piece.kind });
    open = [];
  }
  if (open.length > 0) commands.push({ pieces: open, next: 'end' });
  return commands;
}

const KEYWORDS =
  /^(if|elseif|else|foreach|for|while|do|until|switch|try|catch|finally|trap|function|filter|param|begin|process|end|return|throw)$/i;

function runCommand(pieces: readonly Piece[], state: State, source: Source): Printed {
  const [first] = pieces;
  if (first === undefined) return NO_OUTPUT;
  const line = lineOf(source, first.at);
  const assigned = assignmentIn(pieces);
  if (assigned !== null) return runAssignment(assigned.name, assigned.value, state, source);
  if (first.kind === 'word' && KEYWORDS.test(first.source)) return runInside(pieces.slice(1), state, line, 'likely');
  if (first.kind === 'group' && pieces.length === 1) return runInner(first.text, state, line);
  if (first.kind === 'block') return runInside(pieces, state, line, 'certain');
  const words = first.source === '&' || first.source === '.' ? pieces.slice(1) : pieces;
  return runWords(words, state, line);
}

/** `$x = …`, `$env:X="…"`. */
function assignmentIn(pieces: readonly Piece[]): { readonly name: string; readonly value: readonly Piece[] } | null {
  const [first, second, ...rest] = pieces;
  if (first === undefined) return null;
  const apart = /^\$(?:\w+:)?(\w+)$/.exec(first.source)?.[1];
  if (apart !== undefined && /^[+]?=$/.test(second?.text ?? '')) return { name: apart, value: rest };
  const [, sign = '', name = '', source = ''] = /^(\$(?:\w+:)?(\w+)=)(.+)$/s.exec(first.source) ?? [];
  if (name === '') return null;
  return { name, value: [{ ...first, text: first.text.slice(sign.length), source }, ...pieces.slice(1)] };
}

function runAssignment(name: string, pieces: readonly Piece[], state: State, source: Source): Printed {
  const [only] = pieces;
  const isValue =
    pieces.length === 1 &&
    only?.kind === 'word' &&
    (/^["'@$\d]/.test(only.source) || /^[.~\\/]|^[A-Za-z]:/.test(only.source));
  if (isValue && only !== undefined) {
    const field = fieldFor(only, state);
    assign(state, name.toLowerCase(), [valueOf(field.text, field.known)]);
    return NO_OUTPUT;
  }
  const printed = runCommand(pieces, state, source);
  const text = textOf(printed.stream);
  assign(state, name.toLowerCase(), [valueOf(text ?? `$${name}`, text !== null && text !== '')]);
  return NO_OUTPUT;
}

/** Blocks and parentheses of a statement. */
function runInside(pieces: readonly Piece[], state: State, line: number, certainty: State['certainty']): Printed {
  const writers: Draft[] = [];
  for (const piece of pieces) {
    if (piece.kind !== 'block' && piece.kind !== 'group') continue;
    const inner = subshell(state, {
      depth: state.depth + 1,
      ...(piece.kind === 'block' && state.certainty === 'certain' ? { certainty } : {}),
    });
    writers.push(...runPowershell(piece.text, inner, line).writers);
  }
  return { ...NO_OUTPUT, writers, head: writers[0]?.tool ?? null };
}

function runInner(text: string, state: State, line: number): Printed {
  return runPowershell(text, subshell(state, { depth: state.depth + 1 }), line);
}

/** Commands that run the blocks they are given. */
const RUNS_BLOCKS =
  /^(foreach-object|foreach|%|invoke-command|icm|start-job|start-threadjob|measure-command|&|\.|where-object|where|\?|invoke-expression|iex)$/i;

function runWords(pieces: readonly Piece[], state: State, line: number): Printed {
  const fields = pieces.flatMap((piece, at) => (isTarget(pieces, at) ? [] : fieldsOf(piece, state, line)));
  const [program] = fields;
  if (program === undefined) return NO_OUTPUT;
  const redirects = redirectsIn(pieces, state);
  const printed = state.session.engine.run(fields, { state, stdin: state.stdin, assigned: {}, redirects, line });
  const runs = RUNS_BLOCKS.test(program.text);
  const blocks = pieces.filter(({ kind }) => kind === 'block');
  const inner = runInside(blocks, runs ? subshell(state) : state, line, runs ? 'certain' : 'likely');
  return { ...printed, writers: [...printed.writers, ...inner.writers] };
}

/** It is where a redirection goes to. */
function isTarget(pieces: readonly Piece[], at: number): boolean {
  const before = pieces[at - 1];
  return before?.kind === 'redirect' && !/&\d$/.test(before.text);
}

function redirectsIn(pieces: readonly Piece[], state: State): readonly Redirect[] {
  return pieces.flatMap((piece, at) => {
    const target = pieces[at + 1];
    if (piece.kind !== 'redirect' || target?.kind !== 'word') return [];
    return [{ operator: piece.text.replace(/^[\d*]/, ''), fd: null, target: wordOf(fieldFor(target, state)) }];
  });
}

function fieldsOf(piece: Piece, state: State, line: number): readonly Field[] {
  if (piece.kind === 'redirect') return [];
  if (piece.kind === 'block') return [{ ...fieldOf(`{${piece.text}}`), known: false }];
  return piece.kind === 'group' ? [groupField(piece, state, line)] : expressionFields(piece, state, line);
}

/** `(Get-Item x)`: what it prints. */
function groupField(piece: Piece, state: State, line: number): Field {
  const printed = runInner(piece.text, state, line);
  const text = textOf(printed.stream);
  const plain = /^\s*(["'])([^"'$]*)\1\s*$/.exec(piece.text)?.[2];
  if (plain !== undefined) return fieldOf(plain, piece.source);
  const isKnown = text !== null && text !== '';
  return {
    text: isKnown ? text.trim() : piece.source,
    known: isKnown,
    source: piece.source,
    glob: false,
    decoded: printed.stream.decoded,
    stream: isKnown ? null : printed.stream,
  };
}

/** `[IO.File]::Delete("x")` is a program with words; anything else is one word. */
function expressionFields(piece: Piece, state: State, line: number): readonly Field[] {
  const call = /^(\[[\w.]+\]::\w+|\$\w+(?:\.\w+)+|\.\w+)\((.*)\)$/s.exec(piece.source);
  if (call === null) {
    const inner = piece.literal ? null : /\$\((.*)\)/s.exec(piece.text)?.[1];
    if (inner !== undefined && inner !== null) runInner(inner, state, line);
    return [fieldFor(piece, state)];
  }
  const words = piecesOf(call[2] ?? '').flatMap((one) =>
    one.kind === 'word' ? [fieldFor(one, state)] : one.kind === 'group' ? [groupField(one, state, line)] : [],
  );
  return [fieldOf(call[1] ?? ''), ...words];
}

function fieldFor({ text, source, literal, glob }: Piece, state: State): Field {
  const plain = { text, known: !glob, source, glob, decoded: '', stream: null };
  if (text === '~' || /^~[\\/]/.test(text)) return homed(plain, state);
  if (literal) return plain;
  let known = !glob;
  const said = text.replace(/\$\{?((?:env:|script:|global:)?\w+)\}?(\([^()]*\))?/gi, (whole, name: string) => {
    const value = variableOf(name.toLowerCase(), state);
    if (value === null) known = false;
    return value ?? whole;
  });
  return { ...plain, text: said, known: known && !said.includes('$(') };
}

function homed(field: Field, state: State): Field {
  const { home } = state.session.around.scene;
  return home === null ? { ...field, known: false } : { ...field, text: `${home}${field.text.slice(1)}` };
}

function variableOf(name: string, state: State): string | null {
  const { scene } = state.session.around;
  if (/^(home|env:userprofile|env:home)$/.test(name)) return scene.home;
  if (name === 'pwd') return state.cwd;
  if (/^(true|false|null)$/.test(name)) return name === 'null' ? '' : name;
  const [value] = variable(state, name.replace(/^(env|script|global):/, ''))?.values ?? [];
  return value?.known === true ? value.text : null;
}
