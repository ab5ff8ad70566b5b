import type { Cell, Row } from './driver.ts';
import type { Rows } from './open.ts';

type Table = {
  readonly from: string;
  /** In the order of `key`, which goes on where the last portion ended. */
  readonly key: readonly string[];
  readonly first: readonly Cell[];
  readonly time: string;
  readonly columns: readonly string[];
};

const BY_SEQ = { key: ['seq'], first: [-1] };

/** What a person would open in a sheet: one file per table, one row per line. */
export const CSV_TABLES: Readonly<Record<string, Table>> = {
  verdicts: {
    ...BY_SEQ,
    from: 'verdict',
    time: 'ts',
    columns: [
      'seq',
      'id',
      'ts',
      'repo',
      'branch',
      'inlet',
      'hook',
      'actor_kind',
      'agent',
      'role',
      'level',
      'rulings',
      'ms',
    ],
  },
  rulings: {
    from: 'decision',
    key: ['seq', 'n'],
    first: [-1, -1],
    time: 'ts',
    columns: [
      'seq',
      'n',
      'ruling',
      'ts',
      'repo',
      'rule',
      'policy',
      'level',
      'raised',
      'kind',
      'subject',
      'path',
      'line',
    ],
  },
  findings: {
    from: 'finding',
    key: ['loop', 'id'],
    first: ['', ''],
    time: 'last_ts',
    columns: [
      'loop',
      'id',
      'repo',
      'branch',
      'failure_model',
      'path',
      'line',
      'severity',
      'blocking',
      'state',
      'finder',
      'vendor',
      'model',
      'since',
      'last',
      'first_ts',
      'last_ts',
    ],
  },
  labels: {
    ...BY_SEQ,
    from: 'label',
    time: 'ts',
    columns: ['seq', 'target', 'ts', 'repo', 'rule', 'says', 'because', 'actor_kind', 'counts', 'p_sel', 'strategy'],
  },
  calls: {
    ...BY_SEQ,
    from: 'call',
    time: 'ts',
    columns: [
      'seq',
      'ts',
      'repo',
      'loop',
      'topic',
      'purpose',
      'reviewer',
      'vendor',
      'model',
      'outcome',
      'cause',
      'input',
      'cached',
      'output',
      'money',
      'ms',
      'tries',
    ],
  },
  outcomes: {
    from: 'outcome',
    key: ['id'],
    first: [''],
    time: 'ts',
    columns: ['id', 'seq', 'ts', 'repo', 'oid', 'kind', 'weight', 'evidence', 'withdrawn'],
  },
  trials: {
    ...BY_SEQ,
    from: 'trial',
    time: 'ts',
    columns: [
      'seq',
      'ts',
      'repo',
      'failure_model',
      'seed',
      'diff',
      'origin',
      'identity',
      'vendor',
      'model',
      'mode',
      'result',
      'cause',
      'money',
    ],
  },
  approvals: {
    from: 'approval',
    key: ['id'],
    first: [''],
    time: 'at',
    columns: [
      'id',
      'seq',
      'repo',
      'rule',
      'subject',
      'before_oid',
      'after_oid',
      'by_name',
      'by_email',
      'assurance',
      'at',
      'expires',
      'because',
      'revoked',
    ],
  },
};

const TIMES = new Set(['ts', 'first_ts', 'last_ts', 'at', 'expires', 'revoked']);
const PORTION = 2_000;

/** The lines of a table in portions (RFC 4180), so that a log of any size passes through little memory. */
export function* csvOf(log: Rows, name: string, since: number): Generator<string> {
  const table = CSV_TABLES[name];
  if (table === undefined) throw new Error(`export ${name}: there is no such table`);
  const { from, key, first, time, columns } = table;
  yield `${columns.join(',')}\r\n`;
  const wanted = [...new Set([...key, ...columns])].join(', ');
  const sql = `SELECT ${wanted} FROM ${from} WHERE (${key.join(', ')}) > (${key.map(() => '?').join(', ')}) AND ${time} >= ?
    ORDER BY ${key.join(', ')} LIMIT ${PORTION}`;
  for (let after: readonly Cell[] = first; ;) {
    const rows = log.all(sql, [...after, since]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => `${columns.map((column) => cellOf(row, column)).join(',')}\r\n`).join('');
    after = key.map((column) => keyOf(last, column));
  }
}

function keyOf(row: Row, column: string): Cell {
  const value = row[column];
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error(`read column ${column} of the log: expected a key, found ${typeof value}`);
}

function cellOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === 'number') return TIMES.has(column) ? timeOf(value) : String(value);
  return typeof value === 'string' ? csvCell(value) : '';
}

/** A clock may have said anything. */
function timeOf(ts: number): string {
  const date = new Date(ts);
  return Number.isNaN(date.getTime()) ? String(ts) : date.toISOString();
}

/** A sheet takes a text that begins like this for a formula, and runs it: paths and branches are named by strangers. */
const FORMULA = /^[=+\-@\t\r]/;

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
