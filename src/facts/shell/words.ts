import { arithmetic } from './arithmetic.ts';
import { expandBraces } from './braces.ts';
import { parameterValues } from './parameters.ts';
import { forEachChild, parseShell, type Script, type SyntaxNode, type WordNode, type WordPart } from './parse.ts';
import {
  type Field,
  lineOf,
  mayGoOn,
  mayRead,
  sourceOf,
  type State,
  type Stream,
  subshell,
  textOf,
  unknownField,
  type Value,
  variable,
} from './state.ts';

/** The fields one word becomes: nothing, one, or several. */
export function expand(node: WordNode, state: State): readonly Field[] {
  if (!mayGoOn(state)) return [unknownField(node.text)];
  if (node.parts === undefined) return [plain(node, state)];
  const braced = node.parts.some(({ type }) => type === 'BraceExpansion') ? expandBraces(node.text) : null;
  if (braced === null || (braced.length === 1 && braced[0] === node.text))
    return fieldsOf(node, node.parts, state, true);
  return braced.flatMap((raw) => {
    if (!mayRead(state.session, raw.length)) return [];
    const inner = state.source.line ?? lineOf(state.source, node.pos);
    return wordsIn(raw).flatMap((word) => [
      ...(word.parts === undefined
        ? [plain(word, state)]
        : fieldsOf(word, word.parts, { ...state, source: sourceOf(raw, inner) }, true)),
    ]);
  });
}

/** The same where nothing is split: what is assigned, a redirection, a here-document. */
export function expandOne(node: WordNode, state: State): Field {
  if (node.parts === undefined) return plain(node, state);
  const [first, ...more] = fieldsOf(node, node.parts, state, false);
  if (first === undefined) return { ...unknownField(node.text), text: '', known: true };
  return more.length === 0 ? first : { ...first, text: [first, ...more].map(({ text }) => text).join(' ') };
}

/** The body of a here-document. */
export function expandParts(parts: readonly WordPart[], source: string, state: State): Field {
  const build = building(source);
  for (const part of parts) add(part, build, state, { split: false, quoted: true });
  return finished(build);
}

function wordsIn(raw: string): readonly WordNode[] {
  const [statement] = parseShell(`: ${raw}`).commands;
  if (statement?.command.type !== 'Command') return [];
  return statement.command.suffix.flatMap((one) => (one.type === 'Word' ? [one] : []));
}

function plain(node: WordNode, state: State): Field {
  const glob = /[*?[]/.test(node.value) && /(^|[^\\])[*?]|\[[^\]]*\]/.test(node.text) && !/['"]/.test(node.text);
  const known = !glob && !(node.value.includes('{}') && isRepeated(state));
  const field = { text: node.value, known, source: node.text, glob, decoded: '', stream: null };
  return node.text.startsWith('~') ? homed(field, state) : field;
}

/** `{}` stands for what `find` or `xargs` puts there. */
function isRepeated({ through }: State): boolean {
  return through.some(({ kind }) => kind === 'many');
}

function homed(field: Field, state: State): Field {
  const home = textIn(state, 'HOME') ?? state.session.around.scene.home;
  if (field.text === '~' || field.text.startsWith('~/'))
    return home === null ? { ...field, known: false } : { ...field, text: `${home}${field.text.slice(1)}` };
  if (field.text === '~root' || field.text.startsWith('~root/'))
    return { ...field, text: `/root${field.text.slice(5)}` };
  if (field.text === '~+' || field.text.startsWith('~+/'))
    return state.cwd === null ? { ...field, known: false } : { ...field, text: `${state.cwd}${field.text.slice(2)}` };
  return /^~[a-z_]/.test(field.text) ? { ...field, known: false } : field;
}

/** A word while it is read: the fields that are whole, and the one that is open. */
type Building = {
  readonly source: string;
  readonly fields: Field[];
  text: string;
  known: boolean;
  glob: boolean;
  decoded: string;
  stream: Stream | null;
  /** There is a field even if nothing is in it: `""`. */
  open: boolean;
};

function building(source: string): Building {
  return { source, fields: [], text: '', known: true, glob: false, decoded: '', stream: null, open: false };
}

function finished({ source, text, known, glob, decoded, stream }: Building): Field {
  return { text, known: known && !glob, source, glob, decoded, stream };
}

function close(build: Building): void {
  if (build.open || build.text !== '') build.fields.push(finished(build));
  Object.assign(build, building(build.source), { fields: build.fields });
}

function fieldsOf(node: WordNode, parts: readonly WordPart[], state: State, split: boolean): readonly Field[] {
  const build = building(node.text);
  for (const part of parts) add(part, build, state, { split, quoted: false });
  close(build);
  const [first, ...rest] = build.fields;
  return first !== undefined && node.text.startsWith('~') ? [homed(first, state), ...rest] : build.fields;
}

type How = { readonly split: boolean; readonly quoted: boolean };

function add(part: WordPart, build: Building, state: State, how: How): void {
  if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
    build.open = true;
    for (const child of part.parts) add(child, build, state, { split: how.split, quoted: true });
  } else if (part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted') {
    build.open = true;
    build.text += part.value;
    if (part.type === 'AnsiCQuoted' && HIDES.test(part.text)) build.decoded = 'escapes';
  } else if (part.type === 'Literal') build.text += part.value;
  else if (part.type === 'BraceExpansion') build.text += part.text;
  else if (part.type === 'Glob' || part.type === 'ExtendedGlob') {
    build.glob = true;
    build.text += part.text;
  } else addExpansion(part, build, state, how);
}

type Expansion = Extract<
  WordPart,
  {
    type: 'SimpleExpansion' | 'ParameterExpansion' | 'CommandExpansion' | 'ProcessSubstitution' | 'ArithmeticExpansion';
  }
>;

function addExpansion(part: Expansion, build: Building, state: State, how: How): void {
  if (part.type === 'CommandExpansion') return addSubstitution(part.text, part.script, part.pos, build, state, how);
  if (part.type === 'ProcessSubstitution') return addProcess(part.text, part.script, part.pos, build, state);
  if (part.type === 'ArithmeticExpansion') return addNumber(part, build, state);
  const values = parameterValues(part, state, (word) => expandOne(word, state));
  addValues(part.text, values, build, state, how);
}

function addNumber(part: Extract<WordPart, { type: 'ArithmeticExpansion' }>, build: Building, state: State): void {
  if (/\$\(|`/.test(part.text.slice(1)) && part.expression !== undefined) runIn(part.expression, state, 0);
  const value = arithmetic(part.expression, (name) => textIn(state, name) ?? (variable(state, name) ? null : ''));
  if (value === null || /\$\{?[A-Za-z_@*#?!-]/.test(part.text.slice(1))) guess(build, part.text);
  else build.text += String(value);
}

/** Commands whose output is reckoned with run too. */
function runIn(node: SyntaxNode, state: State, depth: number): void {
  if (depth > 100 || !mayGoOn(state)) return;
  if (node.type === 'ArithmeticCommandExpansion' || node.type === 'CommandExpansion') run(node.script, node.pos, state);
  else forEachChild(node, (child) => runIn(child, state, depth + 1));
}

/** Letters and `/` written as numbers: nobody does that for a reader's sake. */
const HIDES = /\\(x[2-7][0-9a-fA-F]|[01][0-7]{2}|u00[2-7])/;

function guess(build: Building, source: string): void {
  build.text += source;
  build.known = false;
}

function addValues(source: string, values: readonly Value[] | null, build: Building, state: State, how: How): void {
  if (values === null) return guess(build, source);
  const isMany = /[@*]/.test(source);
  if (values.length === 0 && isMany && build.text === '') build.open = false;
  for (const [at, value] of values.entries()) {
    if (!mayRead(state.session, value.text.length)) return guess(build, source);
    if (at > 0 && how.split && isMany) close(build);
    else if (at > 0) build.text += ' ';
    addValue(value, build, state, how);
  }
}

function addValue({ text, known, decoded }: Value, build: Building, state: State, how: How): void {
  build.known &&= known;
  if (decoded !== '') build.decoded = decoded;
  if (how.quoted || !how.split || !known) build.text += text;
  else addSplit(text, build, state);
}

/** Unquoted, what a variable or a command says is cut at blanks, and patterns in it count. */
function addSplit(text: string, build: Building, state: State): void {
  const between = textIn(state, 'IFS') ?? ' \t\n';
  const { decoded } = build;
  let piece = '';
  const flush = (): void => {
    build.text += piece;
    if (/[*?]/.test(piece)) build.glob = true;
    piece = '';
  };
  for (const letter of text) {
    if (!between.includes(letter)) {
      piece += letter;
      continue;
    }
    flush();
    close(build);
    build.decoded = decoded;
  }
  flush();
}

function addSubstitution(
  source: string,
  script: Script | undefined,
  pos: number,
  build: Building,
  state: State,
  how: How,
): void {
  const stream = run(script, pos, state);
  const text = stream === null ? null : textOf(stream);
  if (stream === null || text === null || !mayRead(state.session, text.length)) {
    guess(build, source);
    if (stream !== null) build.stream = stream;
    return;
  }
  if (stream.decoded !== '') build.decoded = stream.decoded;
  const said = text.replace(/\n+$/, '');
  if (how.quoted || !how.split) build.text += said;
  else addSplit(said, build, state);
}

/** `<(…)` is the name of a file that holds what the command prints; `>(…)` of one that it reads. */
function addProcess(source: string, script: Script | undefined, pos: number, build: Building, state: State): void {
  const stream = run(script, pos, state);
  guess(build, source);
  if (source.startsWith('<')) build.stream = stream;
}

function run(script: Script | undefined, pos: number, state: State): Stream | null {
  if (script === undefined || !mayGoOn(state) || !mayRead(state.session, script.end - script.pos)) {
    state.session.spent = true;
    return null;
  }
  const line = lineOf(state.source, pos);
  const source = script.source === undefined ? state.source : sourceOf(script.source, line);
  return state.session.engine.script(script, subshell(state), source).stream;
}

function textIn(state: State, name: string): string | null {
  const [value] = variable(state, name)?.values ?? [];
  return value?.known === true ? value.text : null;
}
