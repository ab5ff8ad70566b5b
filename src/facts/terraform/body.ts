import { type Cursor, accept, acceptWord, cursorOn, fail, inside, lineAt, sees, skip, toLineEnd } from './cursor.ts';
import { readExpression } from './expression.ts';
import type { Attribute, Block, Expression, HclFile, Problem } from './syntax.ts';
import { readQuoted } from './template.ts';

/** After so many mistakes the rest of a file is guesswork; each costs at most one more reading of it. */
const PROBLEMS = 12;

type Reader = Cursor & { readonly problems: Problem[] };

/**
 * The HCL of one file. Mistakes are data: what stands around them is read all the same, because a half-written file must not
 * look like one in which everything was removed. Not through the grammar: its tree loses the blocks behind a mistake, and costs
 * ten times as much (16 KB: 5 ms warm and 50 ms cold; here 230 KB in 70 ms cold, and the same files are found whole).
 */
export function parseHcl(text: string): HclFile {
  const reader: Reader = { ...cursorOn(text.startsWith('\uFEFF') ? text.slice(1) : text), problems: [] };
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  while (readItems(reader, attributes, blocks, false) && reader.problems.length < PROBLEMS) {
    note(reader, 'a "}" too many');
    reader.at++;
  }
  return { body: { attributes, blocks }, problems: reader.problems };
}

/** Until the file or the block ends; true where it stands before a `}`. */
function readItems(reader: Reader, attributes: Map<string, Attribute>, blocks: Block[], isNested: boolean): boolean {
  for (;;) {
    if (reader.problems.length >= PROBLEMS) return false;
    const { at, depth } = reader;
    try {
      skip(reader, true);
      if (reader.at >= reader.text.length) return false;
      if (sees(reader, '}')) return true;
      if (isNested && seesTopLevel(reader)) return false;
      readItem(reader, attributes, blocks);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      recover(reader, at, error.message);
      reader.depth = depth;
    }
  }
}

/** Read on in the line behind the statement that was not understood. */
function recover(reader: Reader, start: number, message: string): void {
  const [line = '0'] = message.split(':');
  reader.problems.push({ line: Number(line), message: message.slice(line.length + 1) });
  reader.wrap = false;
  reader.at = start;
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
  toLineEnd(reader);
}

/** No block of Terraform holds one of these at the beginning of a line: the one around it was never closed. */
const TOP_LEVEL =
  /(?:resource|data|module|variable|output|locals|provider|terraform|moved|removed|import|check|ephemeral)\b[^\n=]*\{/y;

function seesTopLevel(reader: Reader): boolean {
  if (reader.at > 0 && reader.text[reader.at - 1] !== '\n') return false;
  TOP_LEVEL.lastIndex = reader.at;
  return TOP_LEVEL.test(reader.text);
}

function note(reader: Reader, message: string): void {
  reader.problems.push({ line: lineAt(reader, reader.at), message });
}

function readItem(reader: Reader, attributes: Map<string, Attribute>, blocks: Block[]): void {
  const at = reader.at;
  const name = acceptWord(reader) ?? fail(reader, 'a name is missing');
  skip(reader);
  if (accept(reader, '=') && !sees(reader, '=')) {
    const attribute = { name, line: lineAt(reader, at), expression: readExpression(reader) };
    endOfLine(reader);
    if (attributes.has(name)) note(reader, `${name} is set twice`);
    attributes.set(name, attribute);
    return;
  }
  blocks.push(readBlock(reader, name, at));
}

function readBlock(reader: Reader, type: string, at: number): Block {
  const labels: string[] = [];
  for (;;) {
    skip(reader);
    if (accept(reader, '{')) break;
    labels.push(readLabel(reader));
  }
  const attributes = new Map<string, Attribute>();
  const blocks: Block[] = [];
  const problems = reader.problems.length;
  const isClosed = inside(reader, false, () => readItems(reader, attributes, blocks, true));
  if (isClosed) reader.at++;
  else if (reader.problems.length === problems) note(reader, `the block ${type} is not closed`);
  const to = lineAt(reader, Math.max(at, reader.at - 1));
  return { type, labels, body: { attributes, blocks }, from: lineAt(reader, at), to };
}

function readLabel(reader: Reader): string {
  const word = acceptWord(reader);
  if (word !== null) return word;
  if (!accept(reader, '"')) fail(reader, '"=" or "{" is missing');
  const label: Expression = readQuoted(reader, readExpression);
  return label.kind === 'value' ? String(label.value) : fail(reader, 'a name that is worked out');
}

/** `a = 1 b = 2` in one line is a mistake; `{ a = 1 }` is not. */
function endOfLine(reader: Reader): void {
  skip(reader, false);
  if (reader.at >= reader.text.length || sees(reader, '\n') || sees(reader, '}')) return;
  fail(reader, 'something is left over in the line');
}
