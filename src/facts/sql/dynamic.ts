import type { Statement } from './statements.ts';
import type { Token } from './scan.ts';
import { wordAt } from './words.ts';

export type Inner = { readonly sql: string; readonly line: number; readonly certainty: 'certain' | 'likely' };

const DESTROYS = /^\s*(?:drop|truncate|delete|update|alter|grant|merge)\b/i;

/**
 * SQL that stands in a string and is run from there: `DO $$…$$`, `EXECUTE IMMEDIATE '…'`, `EXEC(@sql)`, `PREPARE s FROM '…'`.
 * What is joined to a string when it runs stands as `?`.
 */
export function innerOf({ tokens }: Statement, executes: boolean): readonly Inner[] {
  const verb = wordAt(tokens, 0);
  const strings = tokens.filter(({ kind }) => kind === 'string');
  if (verb === 'do') return strings.filter(({ text }) => /\s/.test(text)).map((one) => inner(one, 'certain'));
  if (verb === 'execute' || verb === 'exec' || verb === 'prepare') return joined(tokens.slice(1));
  if (executes && ASSIGNS.test(verb) && strings.some(({ text }) => DESTROYS.test(text)))
    return joined(tokens.slice(tokens.findIndex(({ kind, text }) => kind === 'string' && DESTROYS.test(text))));
  if (tokens.some(({ lower }) => RUNS.test(lower)))
    return strings.filter(({ text }) => DESTROYS.test(text)).map((one) => inner(one, 'likely'));
  return tokens.some(({ lower }) => lower === 'execute') && verb !== 'create' && verb !== 'grant' && verb !== 'alter'
    ? joined(tokens.slice(tokens.findIndex(({ lower }) => lower === 'execute') + 1))
    : [];
}

const ASSIGNS = /^(?:set|select|declare|[a-z_@]\w*)$/;
const RUNS = /^(?:dblink_exec|dblink|run_command_on_workers|sp_executesql|query_to_xml)$/;

export function isExecutor({ tokens }: Statement): boolean {
  return tokens.some(
    ({ lower }) => lower === 'execute' || lower === 'exec' || lower === 'prepare' || lower === 'sp_executesql',
  );
}

function inner({ text, line }: Token, certainty: Inner['certainty']): Inner {
  return { sql: text, line, certainty };
}

/** `'DROP TABLE ' || quote_ident(t) || ' CASCADE'` becomes `DROP TABLE ? CASCADE`. */
function joined(tokens: readonly Token[]): readonly Inner[] {
  const first = tokens.findIndex(({ kind, text }) => kind === 'string' && /\s|^\w+$/.test(text));
  const head = tokens[first];
  if (!head) return [];
  let sql = '';
  let hole = false;
  for (const { kind, text, lower } of tokens.slice(first)) {
    if (kind === 'string') {
      sql += hole && !sql.endsWith('dynamic_name') ? `dynamic_name${text}` : text;
      hole = false;
    } else if (lower === 'using' || lower === 'into') break;
    else hole ||= kind === 'word' || kind === 'quoted';
  }
  if (hole && /(?:\s|\.|["'`[])$/.test(sql)) sql += 'dynamic_name';
  const whole = sql.replaceAll(/%(?:\d\$)?[ILs]/g, 'dynamic_name');
  const certainty = whole.includes('dynamic_name') ? 'likely' : 'certain';
  return [{ sql: whole, line: head.line, certainty }];
}
