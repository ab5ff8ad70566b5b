import type { YamlFile, YamlNode } from '../../model/syntax.ts';
import type { Tag } from './changelog.ts';

export type ChangelogFile = {
  readonly root: Tag;
  readonly problem: { readonly line: number; readonly why: string } | null;
};

type Open = { name: string; attributes: ReadonlyMap<string, string>; text: string; line: number; children: Tag[] };

/** As much of XML as a changelog uses: tags, attributes, text, CDATA, comments. Moves on with every step. */
export function changelogOfXml(text: string): ChangelogFile {
  const stack: Open[] = [{ name: '', attributes: new Map(), text: '', line: 1, children: [] }];
  let line = 1;
  let at = 0;
  const problem = (why: string): ChangelogFile => ({ root: rootOf(stack), problem: { line, why } });
  while (at < text.length) {
    const piece = pieceAt(text, at);
    if (piece === null) return problem('a tag or a comment is opened and never closed');
    const top = stack.at(-1);
    if (piece.kind === 'text' && top) top.text += piece.text;
    if (piece.kind === 'tag') take(piece.text, line, stack);
    line += newlines(text, at, piece.end);
    at = piece.end;
  }
  return stack.length > 1
    ? problem(`<${stack.at(-1)?.name ?? ''}> is opened and never closed`)
    : { root: rootOf(stack), problem: null };
}

type Piece = { readonly kind: 'text' | 'tag' | 'aside'; readonly text: string; readonly end: number };

function pieceAt(text: string, at: number): Piece | null {
  if (text.startsWith('<!--', at)) return until(text, at, 4, '-->', 'aside');
  if (text.startsWith('<![CDATA[', at)) return until(text, at, 9, ']]>', 'text');
  if (text.startsWith('<?', at) || text.startsWith('<!', at)) return until(text, at, 2, '>', 'aside');
  if (text[at] === '<') return until(text, at, 1, '>', 'tag');
  const end = text.indexOf('<', at);
  const to = end === -1 ? text.length : end;
  return { kind: 'text', text: unescape(text.slice(at, to)), end: to };
}

function until(text: string, at: number, skip: number, closer: string, kind: Piece['kind']): Piece | null {
  const end = text.indexOf(closer, at + skip);
  return end === -1 ? null : { kind, text: text.slice(at + skip, end), end: end + closer.length };
}

function take(tag: string, line: number, stack: Open[]): void {
  if (tag.startsWith('/')) {
    close(stack);
    return;
  }
  const name = (/^[\w:.-]+/.exec(tag)?.[0] ?? '').replace(/^\w+:/, '');
  const attributes = new Map(
    [...tag.matchAll(/([\w:.-]{1,100})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/g)].map((one) => [
      one[1] ?? '',
      unescape(one[2] ?? one[3] ?? ''),
    ]),
  );
  stack.push({ name, attributes, text: '', line, children: [] });
  if (tag.endsWith('/')) close(stack);
}

function close(stack: Open[]): void {
  if (stack.length < 2) return;
  const done = stack.pop();
  if (done) stack.at(-1)?.children.push(done);
}

function rootOf(stack: Open[]): Tag {
  while (stack.length > 1) close(stack);
  const [root] = stack;
  const log = root?.children.find(({ name }) => name === 'databaseChangeLog');
  return log ?? { name: '', attributes: new Map(), text: '', line: 1, children: [] };
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/** `databaseChangeLog: [{changeSet: {id: …, changes: [{dropTable: {tableName: …}}]}}]`. */
export function changelogOfYaml({ documents, problems }: YamlFile): ChangelogFile {
  const [first] = problems;
  const log = documents.flatMap((node) =>
    node.kind === 'map' ? node.entries.filter(({ key }) => key === 'databaseChangeLog') : [],
  );
  const children = log.flatMap(({ value }) => tagsOf(value, 0));
  const root = { name: 'databaseChangeLog', attributes: new Map<string, string>(), text: '', line: 1, children };
  return { root, problem: first ? { line: first.line, why: first.message } : null };
}

/** Deeper than any changelog; aliases may make a small file endless. */
const DEEP = 12;

/** A list of maps with one key each; `changes` and `columns` only hold others, and stand for what they hold. */
function tagsOf(node: YamlNode, depth: number): readonly Tag[] {
  if (node.kind === 'value' || depth > DEEP) return [];
  if (node.kind === 'list') return node.items.flatMap((item) => tagsOf(item, depth + 1));
  return node.entries.flatMap(({ key, value, line }): readonly Tag[] => {
    if (key === 'changes' || key === 'columns') return tagsOf(value, depth + 1);
    if (value.kind !== 'value') return [tagOf(key, value, line, depth)];
    return key === 'sql' ? [{ name: key, attributes: new Map(), text: String(value.value), line, children: [] }] : [];
  });
}

function tagOf(name: string, node: YamlNode, line: number, depth: number): Tag {
  const entries = node.kind === 'map' ? node.entries : [];
  const attributes = new Map(
    entries.flatMap(({ key, value }): [string, string][] =>
      value.kind === 'value' ? [[key, String(value.value)]] : [],
    ),
  );
  return { name, attributes, text: '', line, children: tagsOf(node, depth + 1) };
}
