import type { Path } from '../../model/change.ts';
import { endOfGroup, endOfText, endOfValue, linesOf, skipBlank } from './bicep-text.ts';
import type { Declared, Entry, Node, Template } from './declared.ts';

type Reading = {
  readonly text: string;
  readonly lineAt: (at: number) => number;
  readonly declared: Declared[];
  readonly problems: number[];
};
const DEEPEST = 60;
const RESOURCE = /^(resource|module)[ \t]+(\w+)[ \t]+'([^'\n]*)'[ \t]*(existing)?\s*=\s*/;
const ASSIGNED = /^(param|var|targetScope)\b[ \t]*(\w*)([^=\n{]*)(=?)[ \t]*/;

/** https://learn.microsoft.com/azure/azure-resource-manager/bicep/file: what it declares, with comments and order left out. */
export function readBicep(path: Path, text: string): Template {
  const reading: Reading = { text, lineAt: linesOf(text), declared: [], problems: [] };
  const parameters = new Map<string, Node | null>();
  const variables = new Map<string, Node>();
  let scope = 'resourceGroup';
  for (let at = skipBlank(text, 0, true); at < text.length;) {
    const rest = text.slice(at, at + 400);
    const assigned = ASSIGNED.exec(rest);
    const begin = at;
    if (RESOURCE.test(rest)) at = readResource(reading, at, '', 0);
    else if (assigned) {
      const [whole, word, name = '', , equals] = assigned;
      const from = at + whole.length;
      at = endOfValue(text, from);
      const value = equals === '=' ? nodeOf(reading, from, at, 0) : null;
      if (word === 'param') parameters.set(name, value);
      else if (word === 'var' && value) variables.set(name, value);
      else if (value?.kind === 'value' && typeof value.value === 'string') scope = value.value;
    } else at = endOfStatement(reading, at);
    at = skipBlank(text, Math.max(at, begin + 1), true);
  }
  return {
    path,
    technology: 'bicep',
    scope,
    parameters,
    variables,
    declared: reading.declared,
    brokenAt: reading.problems[0] ?? null,
  };
}

const STATEMENT =
  /^(@|output\b|type\b|func\b|import\b|using\b|metadata\b|assert\b|extension\b|provider\b|test\b|extends\b|param\b|var\b|resource\b|module\b|targetScope\b)/;

/** What begins like nothing that is known is broken, or what is left of it. */
function endOfStatement({ text, lineAt, problems }: Reading, at: number): number {
  if (!STATEMENT.test(text.slice(at, at + 20))) problems.push(lineAt(at));
  return Math.max(endOfValue(text, at), at + 1);
}

function readResource(reading: Reading, at: number, outer: string, depth: number): number {
  const { text, lineAt } = reading;
  const [whole = '', word = '', symbol = '', said = '', existing] = RESOURCE.exec(text.slice(at, at + 400)) ?? [];
  const from = at + whole.length;
  const to = endOfValue(text, from);
  const [own = ''] = said.split('@');
  const type = outer !== '' && !own.includes('.') ? `${outer}/${own}` : own;
  const { condition, over, body } = partsOf(reading, from, to, depth, type);
  const isModule = word === 'module';
  reading.declared.push({
    isModule,
    symbol,
    type: isModule ? said : type,
    isExisting: existing !== undefined,
    condition,
    over,
    body,
    from: lineAt(at),
    to: lineAt(Math.max(at, to - 1)),
  });
  if (body.kind !== 'map') reading.problems.push(lineAt(at));
  return to;
}

type Parts = Pick<Declared, 'condition' | 'over' | 'body'>;

/** `if (test) { … }`, `[for x in xs: { … }]`, `[for x in xs: if (test) { … }]`, `{ … }`. */
function partsOf(reading: Reading, from: number, to: number, depth: number, type: string): Parts {
  const { text } = reading;
  const begin = skipBlank(text, from, true);
  const loop = /^\[\s*for\s+(?:\([^)\n]*\)|\w+)\s+in\s+/.exec(text.slice(begin, begin + 300));
  if (loop) {
    const list = begin + loop[0].length;
    const end = endOfLoopList(text, list);
    const inner = partsOf(reading, end + 1, to - 1, depth + 1, type);
    return { ...inner, over: nodeOf(reading, list, end, depth + 1) };
  }
  const test = /^if\s*\(/.exec(text.slice(begin, begin + 20));
  if (!test) return { condition: null, over: null, body: nodeOf(reading, begin, to, depth, type) };
  const open = begin + test[0].length;
  const close = endOfGroup(text, open - 1) - 1;
  const condition = nodeOf(reading, open, close, depth + 1);
  return { condition, over: null, body: nodeOf(reading, close + 1, to, depth + 1, type) };
}

/** The colon behind the list of a loop. */
function endOfLoopList(text: string, from: number): number {
  let [at, open] = [from, 0];
  for (; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === "'") at = endOfText(text, at) - 1;
    else if ('{[('.includes(letter)) open++;
    else if ('}])'.includes(letter)) open--;
    else if (letter === ':' && open <= 0) return at;
  }
  return at;
}

export function nodeOf(reading: Reading, from: number, end: number, depth: number, type = ''): Node {
  const { text, lineAt } = reading;
  const begin = skipBlank(text, from, true);
  const line = lineAt(begin);
  if (depth > DEEPEST) return { kind: 'code', text: text.slice(begin, begin + 200), line };
  const first = text[begin];
  const close = /^[{['"]$/.test(first ?? '') ? endOfPart(text, begin) : begin;
  // a comment may stand behind it
  const isWhole = close > begin && skipBlank(text, close, true) >= end;
  const written = isWhole
    ? text.slice(begin, close)
    : withoutComment(text.slice(begin, Math.max(begin, end)).trimEnd());
  if (first === '{' && isWhole) return mapOf(reading, begin, close, depth, type);
  if (first === '[' && isWhole && !/^\[\s*for\b/.test(written)) return listOf(reading, begin, close, depth);
  return first === "'" && isWhole ? textNode(written, line) : wordNode(written, line);
}

function wordNode(written: string, line: number): Node {
  if (/^-?\d+$/.test(written)) return { kind: 'value', value: Number(written), line };
  if (/^(true|false|null)$/.test(written))
    return { kind: 'value', value: written === 'null' ? null : written === 'true', line };
  return { kind: 'code', text: written.replaceAll(/\s+/g, ' ').slice(0, 400), line };
}

/** A comment behind an expression is not part of it. */
function withoutComment(code: string): string {
  return code
    .replace(/\s+\/\/[^\n']*$/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, 400);
}

function endOfPart(text: string, at: number): number {
  return text[at] === "'" ? endOfText(text, at) : endOfGroup(text, at);
}

function textNode(written: string, line: number): Node {
  if (written.startsWith("'''")) return { kind: 'value', value: written.slice(3, -3), line };
  const inner = written.slice(1, written.endsWith("'") ? -1 : undefined);
  if (inner.includes('${')) return { kind: 'code', text: written, line };
  return { kind: 'value', value: inner.replaceAll(/\\(['\\$])/g, '$1'), line };
}

function mapOf(reading: Reading, from: number, end: number, depth: number, type: string): Node {
  const { text, lineAt, problems } = reading;
  const entries: Entry[] = [];
  let at = skipBlank(text, from + 1, true);
  if (text[end - 1] !== '}') problems.push(lineAt(from));
  while (at < end - 1) {
    const rest = text.slice(at, at + 400);
    const key = /^(?:'((?:[^'\\\n]|\\.)*)'|(\w+|\.\.\.))\s*(:?)/.exec(rest);
    if (RESOURCE.test(rest)) at = readResource(reading, at, type, depth + 1);
    else if (key && (key[3] === ':' || key[2] === '...')) {
      const begin = at + key[0].length;
      const line = lineAt(at);
      const to = Math.min(endOfValue(text, skipBlank(text, begin, false)), end - 1);
      entries.push({ key: key[1] ?? key[2] ?? '', line, value: nodeOf(reading, begin, to, depth + 1) });
      at = to;
    } else {
      if (!rest.startsWith('@')) problems.push(lineAt(at));
      at = Math.max(endOfValue(text, at), at + 1);
    }
    at = skipSeparators(text, at, end);
  }
  return { kind: 'map', entries, line: lineAt(from) };
}

function listOf(reading: Reading, from: number, end: number, depth: number): Node {
  const { text, lineAt } = reading;
  const items: Node[] = [];
  let at = skipSeparators(text, from + 1, end);
  while (at < end - 1) {
    const to = Math.min(Math.max(endOfValue(text, at), at + 1), end - 1);
    items.push(nodeOf(reading, at, to, depth + 1));
    at = skipSeparators(text, Math.max(to, at + 1), end);
  }
  return { kind: 'list', items, line: lineAt(from) };
}

function skipSeparators(text: string, from: number, end: number): number {
  let at = skipBlank(text, from, true);
  while (at < end && text[at] === ',') at = skipBlank(text, at + 1, true);
  return at;
}
