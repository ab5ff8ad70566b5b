import { mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command as logCommand } from '../../src/commands/log.ts';
import { csvCell, csvOf, CSV_TABLES } from '../../src/log/export-csv.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Environment } from '../../src/system/git.ts';
import { AT, context, freshEnvironment, ruling, verdict } from './events.ts';
import { run } from './seen.ts';

const DAY = 86_400_000;

/** As RFC 4180 says it, by hand and from the other side: rows of cells. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  for (let [at, row, cell] = [0, [''], ''] as [number, string[], string]; at < text.length;) {
    const quoted = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(text.slice(at));
    const plain = /^([^",\r\n]*)(,|\r\n)/.exec(text.slice(at));
    const found = quoted ?? plain;
    if (found === null) throw new Error(`not CSV at ${at}: ${text.slice(at, at + 40)}`);
    cell = (found[1] ?? '').replaceAll('""', '"');
    row[row.length - 1] = cell;
    if (found[2] === ',') row.push('');
    else {
      rows.push(row);
      row = [''];
    }
    at += found[0].length;
  }
  return rows;
}

async function filled(): Promise<Environment> {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const denied = (at: number, subject: string): NewEvent =>
    verdictEvent(
      verdict({
        at,
        level: 'deny',
        branch: '=HYPERLINK("x")',
        rulings: [ruling({ fact: { subject } }), ruling({ id: 'r-2' })],
      }),
      context(),
    );
  const odd = ['a,b', 'he said "no"', 'two\nlines', '@cmd', '-1+2', '+x', '\tx', 'plain'];
  log.append(odd.map((subject, i) => denied(AT - i * DAY, subject)));
  const where = { repo: 'one', checkout: '', actor: 'human:ana@shop.example', subject: '', ts: AT };
  const label = { target: 'r-2', rule: 'x', says: 'wrong', because: '=1+1', p_sel: 0.25 };
  log.append([{ ...where, kind: 'label', payload: label }]);
  log.append(
    ['b', 'a', 'c'].map((id) => ({
      ...where,
      kind: 'outcome' as const,
      payload: { id, commit: 'c1', kind: 'revert', weight: 1 },
    })),
  );
  log.close();
  return env;
}

test('every table is one, whatever its texts are, and no text is a formula', async () => {
  const env = await filled();
  const log = await openLog({ env, readOnly: true });
  const tables = Object.keys(CSV_TABLES).map((name) => parseCsv([...csvOf(log, name, 0)].join('')));
  expect(tables.map((rows) => rows.length - 1)).toEqual([8, 16, 0, 1, 0, 3, 0, 0]);
  expect(tables.flat().every((row) => row.every((cell) => !/^[=+\-@\t]/.test(cell)))).toBe(true);
  expect(tables.every(([head, ...rows]) => rows.every((row) => row.length === head?.length))).toBe(true);
  const subjects = (tables[1] ?? []).map((row) => row[10]);
  for (const subject of ['a,b', 'he said "no"', 'two\nlines', "'@cmd", "'-1+2", "'+x", "'\tx", 'plain'])
    expect(subjects).toContain(subject);
  expect(tables[3]?.[1]?.slice(6, 10)).toEqual(["'=1+1", 'human', '1', '0.25']);
  expect(tables[0]?.[1]?.slice(2, 5)).toEqual([
    new Date(AT).toISOString(),
    '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    `'=HYPERLINK("x")`,
  ]);
  expect([...csvOf(log, 'verdicts', AT - DAY)].join('').split('\r\n')).toHaveLength(4);
  log.close();
});

test('more rows than fit a portion go on where the last one ended, also in the middle of a verdict', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const many = (n: number): NewEvent =>
    verdictEvent(verdict({ rulings: Array.from({ length: 900 }, (_, i) => ruling({ id: `r-${n}-${i}` })) }), context());
  log.append([1, 2, 3, 4, 5].map(many));
  const portions = [...csvOf(log, 'rulings', 0)];
  const rows = parseCsv(portions.join('')).slice(1);
  expect([rows.length, new Set(rows.map((row) => row[2])).size]).toEqual([4_500, 4_500]);
  expect(portions.length).toBe(4);
  log.close();
});

test('a cell is quoted only where it must be', () => {
  expect([csvCell(''), csvCell("it's"), csvCell('a"b'), csvCell('=a,b')]).toEqual(['', "it's", '"a""b"', '"\'=a,b"']);
});

test('as a command: to standard output, into a folder for its owner alone, never through a link', async () => {
  const env = await filled();
  const home = env['HOME'] ?? '';
  const one = await run(logCommand, ['export', '--csv', 'labels'], env, AT, home);
  expect([one.exit, one.out.split('\r\n').length, one.err]).toEqual([
    0,
    3,
    expect.stringContaining("stand behind a '"),
  ]);
  expect((await run(logCommand, ['export', '--since', '3d'], env, AT, home)).out.trim().split('\n')).toHaveLength(8);
  const all = await run(logCommand, ['export', '--csv', 'all', '-o', 'out'], env, AT, home);
  expect(all.err.match(/wrote/g)).toHaveLength(8);
  expect(readFileSync(join(home, 'out/rulings.csv'), 'utf8').split('\r\n').length).toBeGreaterThan(16);
  expect(statSync(join(home, 'out/labels.csv')).mode & 0o777).toBe(0o600);
  await run(logCommand, ['export', '-o', 'out'], env, AT, home);
  expect(readFileSync(join(home, 'out/events.jsonl'), 'utf8').trim().split('\n')).toHaveLength(12);
  mkdirSync(join(home, 'linked'));
  symlinkSync(join(home, 'victim'), join(home, 'linked/labels.csv'));
  await expect(run(logCommand, ['export', '--csv', 'labels', '-o', 'linked'], env, AT, home)).rejects.toThrow('ELOOP');
  for (const argv of [
    ['--csv', 'moons'],
    ['--csv', 'all'],
    ['--csv', 'labels', '--since', 'soon'],
  ])
    await expect(run(logCommand, ['export', ...argv], env, AT, home)).rejects.toThrow('log export');
});
