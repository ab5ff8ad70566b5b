import type { Invocation } from '../shell/invocation.ts';
import { type Grammar, type Options, readOptions } from './options.ts';

/** One command as a row of a table is held against it. */
export type Said = {
  readonly run: Invocation;
  readonly options: Options;
  /** What stands without a dash: `db:drop shop`. */
  readonly words: string;
  /** Everything after the program: `-n shop db:drop`. */
  readonly line: string;
};

/** When a row of a table is meant. Patterns are anchored where they mean the first word. */
export type Deed = {
  /** Names as `Invocation.tool` writes them, with spaces between. */
  readonly tools: string;
  readonly words?: RegExp;
  readonly line?: RegExp;
  readonly not?: RegExp;
};

/** A command line longer than this is no command that a table knows. */
const LONG = 4000;

/** Null where it only explains itself or only says what it would do. */
export function saidBy(run: Invocation, grammar: Grammar = {}): Said | null {
  const options = readOptions(run.args, grammar);
  if (isHelp(options) || isDry(options)) return null;
  const line = run.args.map(({ text }) => text).join(' ');
  return { run, options, words: options.words.join(' ').slice(0, LONG), line: line.slice(0, LONG) };
}

/** `cargo yank --version 1.0.0` names a version. */
function isHelp({ isHelp: asked, words, has }: Options): boolean {
  return asked && (words.length === 0 || words[0] === 'help' || has('--help'));
}

/** `--dry-run=false` is none; one that only a variable tells may be. */
function isDry(options: Options): boolean {
  return options.has(...DRY) && !options.values(...DRY).some((value) => /^(?:false|none|0|no|off)$/i.test(value));
}

const DRY = ['--dry-run', '--dryrun', '--dry', '--simulate', '--just-print', '--whatif', '-WhatIf', '--what-if'];

/** Rows by the programs they are about. */
export type Table<T> = ReadonlyMap<string, readonly T[]>;

export function tableOf<T extends Pick<Deed, 'tools'>>(rows: readonly T[]): Table<T> {
  const table = new Map<string, T[]>();
  for (const row of rows) for (const tool of row.tools.split(' ')) table.set(tool, [...(table.get(tool) ?? []), row]);
  return table;
}

/** The first row that is meant: the exact ones stand before the general ones. */
export function findDeed<T extends Deed>(table: Table<T>, said: Said): T | undefined {
  return table.get(said.run.tool)?.find((row) => isMeant(row, said));
}

function isMeant({ words, line, not }: Deed, said: Said): boolean {
  if (words !== undefined && !words.test(said.words)) return false;
  if (line !== undefined && !line.test(said.line)) return false;
  return not === undefined || !not.test(said.line);
}
