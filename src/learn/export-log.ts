import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openCurrentLog, openNumbers } from '../log/current.ts';
import { CSV_TABLES, csvOf } from '../log/export-csv.ts';
import { eventsInOrder } from '../log/export-events.ts';
import type { Log } from '../log/open.ts';
import { makeFolder } from '../system/files.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import { momentOf } from './moment.ts';

export type ExportWords = {
  /** Names of tables, or `all`; none: the events themselves. */
  readonly csv: readonly string[];
  readonly since: string | null;
  /** A folder; null: standard output. */
  readonly out: string | null;
};

const HELP = 'guardrail log export --help';

/** `guardrail log export`: events as they are in the chain, or tables for a sheet. What is in them was redacted when it was written. */
export async function exportLog(io: Io, words: ExportWords): Promise<0> {
  const since = words.since === null ? Number.MIN_SAFE_INTEGER : momentOf(words.since, io.now());
  if (since === null)
    throw new UsageError(
      `log export: --since takes 90d, 12w or 2026-01-31, not ${escapeText(words.since ?? '')}`,
      HELP,
    );
  const tables = words.csv.includes('all') ? Object.keys(CSV_TABLES) : words.csv;
  const odd = tables.find((name) => !Object.hasOwn(CSV_TABLES, name));
  if (odd !== undefined)
    throw new UsageError(
      `log export: no table is called ${escapeText(odd)}: ${Object.keys(CSV_TABLES).join(', ')}`,
      HELP,
    );
  if (tables.length > 1 && words.out === null)
    throw new UsageError('log export: several tables are several files: name a folder with -o', HELP);
  const log = tables.length === 0 ? await openCurrentLog(io.env) : await openNumbers(io.env);
  try {
    const names = tables.length === 0 ? ['events'] : tables;
    for (const name of names) await exportOne(io, log, { name, since, out: words.out });
  } finally {
    log.close();
  }
  if (tables.length > 0)
    await io.err("guardrail: texts that begin with = + - or @ stand behind a ', or a sheet would run them\n");
  return 0;
}

async function exportOne(
  io: Io,
  log: Log,
  { name, since, out }: { readonly name: string; readonly since: number; readonly out: string | null },
): Promise<void> {
  const portions = name === 'events' ? linesOf(log, since) : csvOf(log, name, since);
  if (out === null) {
    for (const text of portions) await io.out(text);
    return;
  }
  const folder = resolve(io.cwd, out);
  makeFolder(folder, 0o700);
  const path = join(folder, name === 'events' ? 'events.jsonl' : `${name}.csv`);
  writeAll(path, portions);
  await io.err(`guardrail: wrote ${escapeText(path)}\n`);
}

function* linesOf(log: Log, since: number): Generator<string> {
  for (const events of eventsInOrder(log, since)) yield events.map((event) => `${sayJson(event)}\n`).join('');
}

/** For its owner alone, and never through a link that somebody left there. */
function writeAll(path: string, portions: Iterable<string>): void {
  const { O_CREAT, O_TRUNC, O_WRONLY, O_NOFOLLOW } = constants;
  const file = openSync(path, O_CREAT | O_TRUNC | O_WRONLY | O_NOFOLLOW, 0o600);
  try {
    for (const text of portions) {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
    }
  } finally {
    closeSync(file);
  }
}
