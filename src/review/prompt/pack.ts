import type { Sheet, SheetLine } from '../exchange.ts';
import type { Block, Hunk, Row } from './block.ts';
import { relatedGroups } from './related.ts';
import { tokensOf, weightOf } from './tokens.ts';

/** A part of a file that stands on one sheet. */
type Piece = { readonly block: Block; readonly part: number; readonly hunks: readonly Hunk[]; readonly weight: number };

/**
 * The blocks on as few sheets as keep what is related together. Files are weighed in steps of a quarter, so that a line more in one of
 * them seldom moves another to the next sheet: a sheet that did not change must be the same in the next round, byte for byte.
 */
export function packSheets(blocks: readonly Block[], tokens: number): readonly Sheet[] {
  const sheets: Piece[][] = [];
  let room = 0;
  const put = (pieces: readonly Piece[], weight: number): void => {
    if (weight > room || sheets.length === 0) {
      sheets.push([]);
      room = tokens;
    }
    sheets.at(-1)?.push(...pieces);
    room -= weight;
  };
  for (const group of relatedGroups(blocks)) {
    const wholes = group.map((block) => ({ block, part: 0, hunks: block.hunks, weight: weightOfWhole(block) }));
    const weight = wholes.reduce((sum, one) => sum + stepped(one.weight), 0);
    if (weight <= tokens) {
      put(wholes, weight);
      continue;
    }
    for (const whole of wholes) {
      if (whole.weight <= tokens) put([whole], Math.min(tokens, stepped(whole.weight)));
      else for (const piece of piecesOf(whole.block, tokens)) put([piece], piece.weight);
    }
  }
  return sheets.map((pieces, index) => sheetOf(String(index + 1), pieces));
}

const STEP = Math.log(1.25);

function stepped(weight: number): number {
  return weight < 40 ? weight : Math.exp(Math.ceil(Math.log(weight) / STEP) * STEP);
}

const weightOfHead = (head: string): number => 3 + weightOf(head);

function weightOfHeader(block: Block): number {
  return weightOf(block.header) + 10;
}

function weightOfWhole(block: Block): number {
  return weightOfHeader(block) + block.hunks.reduce((sum, hunk) => sum + weightOfHunk(hunk), 0);
}

function weightOfHunk({ head, rows }: Hunk): number {
  return weightOfHead(head) + rows.reduce((sum, { weight }) => sum + weight, 0);
}

/** By hunk where hunks fit, and else between two lines: best where a definition begins. */
function piecesOf(block: Block, tokens: number): readonly Piece[] {
  const most = tokens - weightOfHeader(block);
  const pieces: Piece[] = [];
  let [hunks, weight]: [Hunk[], number] = [[], 0];
  const close = (): void => {
    if (hunks.length > 0)
      pieces.push({ block, part: pieces.length + 1, hunks, weight: weight + weightOfHeader(block) });
    [hunks, weight] = [[], 0];
  };
  for (const hunk of block.hunks.flatMap((one) => cutHunk(one, most))) {
    const more = weightOfHunk(hunk);
    if (weight + more > most) close();
    hunks.push(hunk);
    weight += more;
  }
  close();
  return pieces;
}

function cutHunk(hunk: Hunk, most: number): readonly Hunk[] {
  if (weightOfHunk(hunk) <= most) return [hunk];
  const room = most - weightOfHead(hunk.head);
  const cuts: Hunk[] = [];
  let [from, weight] = [0, 0];
  for (let at = 0; at < hunk.rows.length; at++) {
    const more = hunk.rows[at]?.weight ?? 0;
    if (weight + more > room && at > from) {
      const end = bestCut(hunk.rows, from, at);
      cuts.push({ head: hunk.head, rows: hunk.rows.slice(from, end) });
      weight = hunk.rows.slice(end, at).reduce((sum, row) => sum + row.weight, 0);
      from = end;
    }
    weight += more;
  }
  return [...cuts, { head: hunk.head, rows: hunk.rows.slice(from) }];
}

/** In the last third of what fits: before a definition at the outermost level there is, else behind an empty line, else where it is full. */
function bestCut(rows: readonly Row[], from: number, end: number): number {
  let best = { at: end, cost: Number.POSITIVE_INFINITY };
  for (let at = end; at > from + ((end - from) * 2) / 3; at--) {
    const [row, above] = [rows[at], rows[at - 1]];
    if (row === undefined || above === undefined) continue;
    const indent = row.line.text.length - row.line.text.trimStart().length;
    const cost = row.opens ? indent : above.line.text.trim() === '' ? 100 + indent : 1_000;
    if (cost < best.cost) best = { at, cost };
  }
  return best.at;
}

function sheetOf(id: string, pieces: readonly Piece[]): Sheet {
  const text = pieces.map(printed).join('');
  const lines = pieces.flatMap(({ hunks }) => hunks.flatMap(({ rows }) => rows.map(({ line }): SheetLine => line)));
  const read = new Map(pieces.filter(({ hunks }) => hunks.length > 0).map(({ block }) => [block.path, block.shown]));
  return {
    id,
    text,
    lines,
    paths: [...read.keys()],
    names: [...read].flatMap(([path, shown]) => (path === shown ? [] : [{ path, shown }])),
    tokens: tokensOf(text),
  };
}

function printed({ block, part, hunks }: Piece): string {
  const header = part === 0 ? block.header : `${block.header} part ${part}`;
  return `${header}\n${hunks.map((hunk, index) => printHunk(hunk, index)).join('')}`;
}

/** Numbers stand where a reader would lose count. */
const EVERY = 2;

export function printHunk({ head, rows }: Hunk, index: number): string {
  let text = head === '' && index === 0 ? '' : head === '' ? '@@\n' : `@@ ${head}\n`;
  let last: Row | null = null;
  for (const row of rows) {
    const { line } = row;
    const follows = last?.mark === row.mark && line.line % EVERY !== 0;
    const number = row.mark === ' ' || follows ? '' : String(line.line);
    // an empty line of context is an empty line
    text += (row.mark === ' ' && line.text === '' ? '' : `${number}${row.mark}${line.text}`) + `\n${row.after}`;
    last = row;
  }
  return text;
}
