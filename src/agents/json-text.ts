import { SettingsError } from './host.ts';

/** JSON with the places of everything in it, so that a change leaves every other byte alone. */
export type Node =
  | { readonly kind: 'object'; readonly start: number; readonly end: number; readonly members: readonly Member[] }
  | { readonly kind: 'array'; readonly start: number; readonly end: number; readonly items: readonly Node[] }
  | { readonly kind: 'scalar'; readonly start: number; readonly end: number; readonly value: unknown };
export type Member = { readonly key: string; readonly start: number; readonly value: Node };

const DEEPEST = 100;
const WORD = /[^\s,:{}[\]"]+/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;

type Reader = { readonly text: string; at: number };

/** Strict JSON and nothing else: what has comments is somebody's handwriting, and is left alone. */
export function parseJsonText(text: string): Node {
  const reader: Reader = { text, at: text.startsWith('\ufeff') ? 1 : 0 };
  space(reader);
  const root = readValue(reader, 0);
  space(reader);
  return reader.at < text.length ? fail(reader, 'there is more after the end') : root;
}

function fail({ text, at }: Reader, what: string): never {
  throw new SettingsError(`line ${text.slice(0, at).split('\n').length}: ${what}`);
}

function space(reader: Reader): void {
  const { text } = reader;
  while (reader.at < text.length && ' \t\r\n'.includes(text.charAt(reader.at))) reader.at += 1;
  const isComment = text[reader.at] === '/' && ['/', '*'].includes(text[reader.at + 1] ?? '');
  if (isComment) fail(reader, 'it has comments, and a file with comments is left alone');
}

function readWord(reader: Reader): Extract<Node, { kind: 'scalar' }> {
  const { text, at } = reader;
  const form = text[at] === '"' ? STRING : WORD;
  form.lastIndex = at;
  const word = form.exec(text)?.[0];
  if (word === undefined)
    return fail(reader, at >= text.length ? 'it ends too early' : `"${text.charAt(at)}" is not JSON here`);
  const read = readScalar(word);
  if (read === null) return fail(reader, `"${word.slice(0, 20)}" is not JSON`);
  reader.at += word.length;
  return { kind: 'scalar', start: at, end: reader.at, value: read.value };
}

/** The things between the brackets; each is followed by a comma, except the last one. */
function readList(reader: Reader, close: string, one: () => void): void {
  const { text } = reader;
  reader.at += 1;
  space(reader);
  while (text[reader.at] !== close) {
    one();
    space(reader);
    if (text[reader.at] === close) break;
    if (text[reader.at] !== ',')
      fail(reader, reader.at >= text.length ? 'it ends too early' : `a comma or ${close} is missing`);
    reader.at += 1;
    space(reader);
    if (text[reader.at] === close) fail(reader, 'there is a comma too many');
  }
  reader.at += 1;
}

function readValue(reader: Reader, depth: number): Node {
  if (depth > DEEPEST) fail(reader, 'it is nested too deep');
  const start = reader.at;
  const first = reader.text[start];
  if (first === '[') {
    const items: Node[] = [];
    readList(reader, ']', () => items.push(readValue(reader, depth + 1)));
    return { kind: 'array', start, end: reader.at, items };
  }
  if (first !== '{') return readWord(reader);
  const members: Member[] = [];
  const keys = new Set<string>();
  readList(reader, '}', () => members.push(readMember(reader, keys, depth)));
  return { kind: 'object', start, end: reader.at, members };
}

function readMember(reader: Reader, keys: Set<string>, depth: number): Member {
  const start = reader.at;
  const { value: key } = readWord(reader);
  if (typeof key !== 'string') return fail(reader, 'a name in quotes is missing');
  if (keys.has(key)) fail(reader, `"${key}" is there twice`);
  keys.add(key);
  space(reader);
  if (reader.text[reader.at] !== ':') fail(reader, 'a colon is missing');
  reader.at += 1;
  space(reader);
  return { key, start, value: readValue(reader, depth + 1) };
}

function readScalar(word: string): { readonly value: unknown } | null {
  try {
    const value: unknown = JSON.parse(word);
    return { value };
  } catch {
    return null;
  }
}

export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(node.members.map((member) => [member.key, plainOf(member.value)]));
    case 'array':
      return node.items.map(plainOf);
    case 'scalar':
      return node.value;
  }
}

export function memberOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'object' ? node.members.find((member) => member.key === key)?.value : undefined;
}

/** As the file writes its own: indentation, line ends, or everything in one line. */
type Style = { readonly unit: string; readonly eol: string };

function styleOf(text: string): Style {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  return { unit, eol };
}

/** The text with one more thing at the end of an object or array. `key` is null in an array. */
export function append(text: string, container: Node, key: string | null, value: unknown): string {
  const style = styleOf(text);
  const children = childrenOf(container);
  const last = children.at(-1);
  const inside = text.slice(container.start, container.end);
  const isOneLine = !inside.includes('\n') && (children.length > 0 || !text.includes('\n'));
  const name = key === null ? '' : `${JSON.stringify(key)}: `;
  if (isOneLine) {
    const at = last === undefined ? container.start + 1 : last.end;
    return splice(text, at, at, `${last === undefined ? '' : ', '}${name}${JSON.stringify(value)}`);
  }
  const outer = indentAt(text, container.start);
  const inner = last === undefined ? outer + style.unit : indentAt(text, last.start);
  const body = JSON.stringify(value, null, style.unit).replaceAll('\n', style.eol + inner);
  if (last === undefined)
    return splice(
      text,
      container.start,
      container.end,
      rebracket(text, container, `${style.eol}${inner}${name}${body}${style.eol}${outer}`),
    );
  return splice(text, last.end, last.end, `,${style.eol}${inner}${name}${body}`);
}

/** Without the child that begins at `start`, and without the comma that it needed. */
export function removeChild(text: string, container: Node, index: number): string {
  const children = childrenOf(container);
  const [child, before, after] = [children[index], children[index - 1], children[index + 1]];
  if (child === undefined) return text;
  if (before !== undefined) return splice(text, before.end, child.end, '');
  if (after !== undefined) return splice(text, child.start, after.start, '');
  return splice(text, container.start, container.end, rebracket(text, container, ''));
}

function childrenOf(node: Node): readonly { readonly start: number; readonly end: number }[] {
  switch (node.kind) {
    case 'object':
      return node.members.map(({ start, value }) => ({ start, end: value.end }));
    case 'array':
      return node.items;
    case 'scalar':
      return [];
  }
}

function rebracket(text: string, container: Node, inside: string): string {
  return `${text.charAt(container.start)}${inside}${text.charAt(container.end - 1)}`;
}

function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}
