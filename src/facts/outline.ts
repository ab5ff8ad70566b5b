export type Leaf = { readonly path: string; readonly value: string };

/**
 * The leaves of block YAML with flow lists: `roles.docs.may.paths[]` = `content/**`. Enough to compare two versions of our
 * own files line by line; a real parser costs 30 ms on the keystroke path. Null: written in a way this cannot follow.
 */
export function outlineOf(text: string): readonly Leaf[] | null {
  const lines = text
    .split('\n')
    .map(withoutComment)
    .filter((line) => line.trim() !== '' && line !== '---');
  if (lines.some((line) => STRANGE.test(line))) return null;
  const leaves: Leaf[] = [];
  const open: Open[] = [];
  for (const line of lines) leaves.push(...leavesAt(line, open));
  return leaves;
}

/** A key or a list item that following, deeper lines belong to. */
type Open = { readonly indent: number; readonly path: string; readonly item: boolean };

function leavesAt(line: string, open: Open[]): readonly Leaf[] {
  const marks = /^\s*(?:- +)*/.exec(line)?.[0] ?? '';
  const indent = line.search(/\S/);
  const items = marks.split('-').length - 1;
  close(open, indent, items > 0);
  const path = (open.at(-1)?.path ?? '') + '[]'.repeat(items);
  if (items > 0) open.push({ indent, path, item: true });
  const rest = line.slice(marks.length);
  const [, key, value = ''] = KEY.exec(rest) ?? [];
  if (key === undefined) return flow(path, rest);
  const full = path === '' ? bare(key) : `${path}.${bare(key)}`;
  open.push({ indent: marks.length, path: full, item: false });
  return value === '' ? [] : flow(full, value);
}

/** A list may stand at the same indent as its key; the next item ends the one before. */
function close(open: Open[], indent: number, isItem: boolean): void {
  for (let last = open.at(-1); last; last = open.at(-1)) {
    const ends = last.indent > indent || (last.indent === indent && (last.item || !isItem));
    if (!ends) return;
    open.pop();
  }
}

/** Tabs, anchors, aliases, merges, tags, block scalars and values over several lines. */
const STRANGE = /\t|^\s*<<:|(?:^|[:-]\s+)[&*!](?=[\w<])|:\s*[|>][+-]?\d?\s*$|^\s*[}\]]|[[{,]\s*$/;
const KEY = /^("[^"]*"|'[^']*'|[^\s"'[{#][^:]*):(?:\s+(.*))?$/;

/** A `#` after a blank begins a comment, unless it stands between quotes. In doubt it stays, and is compared. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index++) {
    const letter = line[index] ?? '';
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '#' && (line[index - 1] ?? ' ').trim() === '') return line.slice(0, index).trimEnd();
  }
  return line.trimEnd();
}

function flow(path: string, value: string): readonly Leaf[] {
  const text = value.trim();
  if (text.startsWith('[') && text.endsWith(']')) return split(text).flatMap((item) => flow(`${path}[]`, item));
  if (!text.startsWith('{') || !text.endsWith('}')) return [{ path, value: bare(text) }];
  return split(text).flatMap((item) => {
    const [, key = item, inner = ''] = KEY.exec(item) ?? [];
    return flow(`${path}.${bare(key)}`, inner);
  });
}

/** At the commas of this level: `[a, { b: [c, d] }]` has two items. */
function split(list: string): readonly string[] {
  const items: string[] = [];
  let depth = 0;
  let quote = '';
  let item = '';
  for (const letter of list.slice(1, -1)) {
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if ('[{'.includes(letter)) depth++;
    else if (']}'.includes(letter)) depth--;
    if (letter === ',' && depth === 0 && quote === '') {
      items.push(item.trim());
      item = '';
    } else item += letter;
  }
  return [...items, item.trim()].filter((one) => one !== '');
}

function bare(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}

/** The same for JSON, which our agents' settings are written in. Null: not JSON. */
export function leavesOfJson(text: string): readonly Leaf[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return leavesOf('', parsed);
  } catch {
    return null; // the caller says `unclear`: what cannot be read cannot be told to be harmless
  }
}

function leavesOf(path: string, value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => leavesOf(`${path}[]`, item));
  if (typeof value !== 'object' || value === null) return [{ path, value: String(value) }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(path === '' ? key : `${path}.${key}`, inner));
}
