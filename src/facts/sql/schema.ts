import type { SqlConsequence } from './consequence.ts';
import { type Statement, statementsOf } from './statements.ts';
import { tokenize } from './token.ts';
import type { Dialect } from './consequence.ts';
import { BEFORE_NAME, insideParens, listAt, nameAt, skipWords, wordAt } from './words.ts';

export type SqlTable = { readonly name: string; readonly line: number; readonly columns: ReadonlyMap<string, number> };
/** Tables by their key. */
export type SqlSchema = {
  readonly tables: ReadonlyMap<string, SqlTable>;
  /** Of all its statements how many make something. */ readonly share: number;
};

/** The tables a file declares, for a file that says what there is and not how to get there. */
export function schemaOf(sql: string, dialect: Dialect): SqlSchema {
  const statements = statementsOf(tokenize(sql, dialect), dialect);
  const tables = new Map<string, SqlTable>();
  for (const statement of statements) declare(statement, dialect, tables);
  const making = statements.filter(({ tokens }) =>
    /^(?:create|alter|comment|set|grant|select)$/.test(wordAt(tokens, 0)),
  );
  return { tables, share: statements.length === 0 ? 0 : making.length / statements.length };
}

const TABLE_WORDS: ReadonlySet<string> = new Set(
  'or replace unlogged temporary temp foreign global transient column row external'.split(' '),
);
const NO_COLUMN =
  /^(?:constraint|primary|foreign|unique|check|exclude|key|index|fulltext|spatial|like|partition|period|\))$/;

function declare({ tokens }: Statement, dialect: Dialect, tables: Map<string, SqlTable>): void {
  const at = skipWords(tokens, 1, TABLE_WORDS);
  if (wordAt(tokens, at) !== 'table') return;
  const name = nameAt(tokens, skipWords(tokens, at + 1, BEFORE_NAME), dialect);
  if (!name) return;
  if (wordAt(tokens, 0) === 'create' && wordAt(tokens, name.next) === '(') {
    const columns = listAt(insideParens(tokens, name.next), 0).filter((item) => !NO_COLUMN.test(wordAt(item, 0)));
    const named = columns.flatMap((item): [string, number][] => {
      const column = nameAt(item, 0, dialect);
      return column ? [[column.key, item[0]?.line ?? 1]] : [];
    });
    tables.set(name.key, { name: name.shown, line: tokens[0]?.line ?? 1, columns: new Map(named) });
    return;
  }
  const table = tables.get(name.key);
  if (!table || wordAt(tokens, 0) !== 'alter' || wordAt(tokens, name.next) !== 'add') return;
  const column = nameAt(tokens, skipWords(tokens, name.next + 1, new Set(['column', ...BEFORE_NAME])), dialect);
  if (!column || NO_COLUMN.test(column.key)) return;
  tables.set(name.key, { ...table, columns: new Map([...table.columns, [column.key, tokens[0]?.line ?? 1]]) });
}

/** What was declared before and is declared nowhere after. */
export function vanished(
  before: SqlSchema,
  after: readonly SqlSchema[],
  certainty: 'likely' | 'possible',
): readonly SqlConsequence[] {
  return [...before.tables].flatMap(([key, table]): readonly SqlConsequence[] => {
    const now = after.flatMap(({ tables }) => tables.get(key) ?? []);
    if (now.length === 0) return [gone('table', table.name, table.line, certainty)];
    const columns = new Set(now.flatMap((one) => [...one.columns.keys()]));
    if (columns.size === 0) return [];
    return [...table.columns]
      .filter(([column]) => !columns.has(column))
      .map(([column, line]) => gone('column', `${table.name}.${column}`, line, certainty));
  });
}

function gone(
  object: 'table' | 'column',
  name: string,
  line: number,
  certainty: 'likely' | 'possible',
): SqlConsequence {
  return {
    kind: 'data.drop',
    object,
    name,
    line,
    certainty,
    because: `the ${object} ${name} is no longer in the schema: what applies it drops it with everything in it`,
    remedy: `deploy code that no longer uses it first, keep a copy, then take it out of the schema in a later release with approval`,
  };
}
