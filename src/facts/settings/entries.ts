import type { Path } from '../../model/change.ts';
import { leavesOfJson } from '../outline.ts';

/** One setting of a file, whatever the file is written in: `install.registry`, `scripts.postinstall`, `hosts[]`. */
export type Entry = { readonly key: string; readonly value: string; readonly line: number };

/** The settings of an INI, TOML, YAML, properties, dotenv or JSON file with their lines. Null: JSON that cannot be read. */
export function entriesOf(path: Path, text: string): readonly Entry[] | null {
  const plain = text.replace(/^\uFEFF/, '');
  return /\.(json|jsonc|json5)$|(^|\/)\.renovaterc$/i.test(path) ? ofJson(plain) : entriesByLine(plain);
}

function ofJson(text: string): readonly Entry[] | null {
  const leaves = leavesOfJson(text) ?? leavesOfJson(withoutComments(text));
  if (leaves === null) return null;
  const lines = linesByKey(text);
  return leaves.map(({ path, value }) => {
    const last = path.replaceAll('[]', '').split('.').at(-1) ?? '';
    return { key: path, value, line: lines.get(path.endsWith('[]') ? value : last) ?? lines.get(last) ?? 1 };
  });
}

/** The first line each quoted word stands on: enough to point at, and one pass. */
function linesByKey(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    for (const [, word = ''] of line.slice(0, 2_000).matchAll(/"((?:[^"\\]|\\.){0,200})"/g)) {
      const last = word.split('.').at(-1) ?? word;
      if (!lines.has(word)) lines.set(word, index + 1);
      if (!lines.has(last)) lines.set(last, index + 1);
    }
  }
  return lines;
}

/** Comments and commas before a closing bracket, outside of strings. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, quoted: string | undefined) => quoted ?? '')
    .replace(
      /("(?:[^"\\\n]|\\.)*")|,(\s*[}\]])/g,
      (_all, quoted: string | undefined, close: string | undefined) => quoted ?? close ?? '',
    );
}

type Open = { readonly indent: number; readonly key: string };

/** Line by line: also what of a JSON file is left when it was cut off. */
export function entriesByLine(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let section = '';
  const open: Open[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.slice(0, 1_000);
    if (/^\s*([#;]|\/\/|$)/.test(line)) continue;
    const head = /^\s*\[+\s*([^\]]{1,200}?)\s*\]+\s*(#.*)?$/.exec(line)?.[1];
    if (head !== undefined) {
      section = `${head.replaceAll('"', '')}.`;
      open.length = 0;
      continue;
    }
    const indent = line.search(/\S/);
    while ((open.at(-1)?.indent ?? -1) >= indent && !isItemOf(line, indent, open.at(-1))) open.pop();
    entries.push(...ofLine(line, indent, index + 1, section, open));
  }
  return entries;
}

/** A list of YAML may stand at the indent of its key. */
function isItemOf(line: string, indent: number, open: Open | undefined): boolean {
  return open?.indent === indent && /^\s*-(\s|$)/.test(line);
}

function ofLine(line: string, indent: number, number: number, section: string, open: Open[]): readonly Entry[] {
  const above = `${section}${open.map(({ key }) => `${key}.`).join('')}`;
  const bare = line
    .trim()
    .replace(/^-\s+/, '')
    .replace(/^export\s+/, '');
  const isItem = /^\s*-\s/.test(line);
  const [, key, value = ''] = ASSIGNED.exec(bare) ?? NAMED.exec(bare) ?? [];
  if (key === undefined)
    return isItem || /^["']/.test(bare)
      ? [{ key: `${above.slice(0, -1)}[]`, value: unquoted(bare), line: number }]
      : [];
  const given = unquoted(value);
  if (given === '' || /^[|>&][\w+-]*$/.test(given)) open.push({ indent, key });
  return given === '' ? [] : [...inlineList(above + key, given, number)];
}

/** `@scope:registry=…`: the key of an assignment has no blanks, but may have colons. */
const ASSIGNED = /^["']?([@\w$./*:-]{1,150}?)["']?\s*(?:=>|:=|=)\s*(.{0,800})$/;
const NAMED = /^["']?([@\w$./*-][^:"']{0,150}?)["']?:(?:\s+(.{0,800}))?$/;

/** `[a, b]` on one line is the list it stands for. */
function inlineList(key: string, value: string, line: number): readonly Entry[] {
  if (!/^\[.*\]$/.test(value)) return [{ key, value, line }];
  return value
    .slice(1, -1)
    .split(',')
    .map((item) => unquoted(item))
    .filter((item) => item !== '')
    .map((item) => ({ key: `${key}[]`, value: item, line }));
}

function unquoted(text: string): string {
  const bare = text.trim();
  const quoted = /^(["'])(.*?)\1\s*,?\s*(?:[#;].*)?$/.exec(bare)?.[2];
  return (
    quoted ??
    bare
      .replace(/\s+[#;].*$/, '')
      .replace(/,$/, '')
      .trim()
  );
}
