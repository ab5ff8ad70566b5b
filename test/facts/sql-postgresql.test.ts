import { expect, test } from 'vitest';
import { consequencesOfSql } from '../../src/facts/sql/consequences.ts';
import { passedOver } from '../../src/facts/sql/postgresql.ts';
import { grammars } from './changes.ts';

/**
 * The reader by tokens held to PostgreSQL's own parser: whatever the parser calls a drop, a truncation, a DELETE or an UPDATE
 * without a condition, the reader must see, under the same name, and nothing else of the sort.
 */
const STATEMENTS = [
  'DROP TABLE IF EXISTS a.b, "C" CASCADE',
  'DROP FOREIGN TABLE f',
  'DROP SCHEMA a, b RESTRICT',
  'DROP TYPE mood, other.mood',
  'DROP DOMAIN d',
  'TRUNCATE a',
  'TRUNCATE TABLE ONLY a.b, c * RESTART IDENTITY CASCADE',
  'DELETE FROM a',
  'DELETE FROM ONLY a AS b',
  'DELETE FROM a.b USING c RETURNING *',
  'DELETE FROM a WHERE b IN (SELECT c FROM d)',
  'UPDATE a SET b = 1',
  'UPDATE ONLY a.b AS c SET (d, e) = (SELECT 1, 2)',
  'UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END WHERE d',
  'UPDATE a SET b = (SELECT max(c) FROM d WHERE d.e = a.e)',
  'ALTER TABLE a DROP COLUMN b, DROP c CASCADE, ADD d int',
  'ALTER TABLE IF EXISTS ONLY a.b DROP COLUMN IF EXISTS "C"',
  'ALTER TABLE a ALTER b DROP DEFAULT, DROP CONSTRAINT c, ALTER d DROP NOT NULL',
  "INSERT INTO a VALUES ('DELETE FROM b') ON CONFLICT (c) DO UPDATE SET d = 1",
  "COMMENT ON TABLE a IS 'DROP TABLE a'",
  'CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE ON UPDATE SET NULL)',
  'CREATE RULE r AS ON DELETE TO a DO INSTEAD UPDATE b SET c = 1',
  'CREATE TRIGGER t AFTER DELETE OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f()',
  'GRANT DELETE, TRUNCATE ON a TO b',
  'SELECT * FROM a FOR UPDATE',
  'EXPLAIN DELETE FROM a',
] as const;

test.each(STATEMENTS)('%s', (sql) => {
  const { consequences, unread } = consequencesOfSql(sql, { dialect: 'postgresql', grammars });
  const destroys = /^data\.(?:drop|truncate|delete-all)$/;
  const read = consequences.filter(({ kind, object }) => destroys.test(kind) && object !== 'constraint');
  expect(unread).toEqual([]);
  expect(read.map(({ kind, name }) => `${kind} ${name}`)).toEqual(parsed(sql));
});

test.each(STATEMENTS)('the second reader by itself: %s', (sql) => {
  const nothing = { consequences: [], unread: [], creates: [] };
  const destroys = parsed(sql).filter(() => !sql.startsWith('UPDATE') && !/TYPE|DOMAIN|USING/.test(sql));
  expect(passedOver(sql, nothing, grammars).map(({ kind, name }) => `${kind} ${name}`)).toEqual(destroys);
  expect(passedOver(sql, consequencesOfSql(sql, { dialect: 'postgresql', grammars }), grammars)).toEqual([]);
});

test('the second reader leaves alone what the text makes itself, and what it cannot read', () => {
  const both = (sql: string): readonly string[] =>
    passedOver(sql, consequencesOfSql(sql, { dialect: 'postgresql', grammars }), grammars).map(({ name }) => name);
  expect(both('CREATE TABLE a (b int);\nDELETE FROM a;\nDROP TABLE a;')).toEqual([]);
  expect(both('CREATE TEMP TABLE a (b int);\nTRUNCATE a;')).toEqual([]);
  expect(both('\\connect x\nDROP TABLE a;')).toEqual([]);
});

type Json = Readonly<Record<string, unknown>>;

/** The same in the words of the parser's own tree. */
function parsed(sql: string): readonly string[] {
  const file = grammars.postgresql(sql);
  if (file.kind === 'broken') throw new Error(`${sql}: ${file.message}`);
  return file.statements.flatMap(({ statement }) => {
    const [[node, value] = ['', {}]] = Object.entries(statement);
    return WORDS[node]?.(json(value)) ?? [];
  });
}

const WORDS: Readonly<Record<string, (node: Json) => readonly string[]>> = {
  DropStmt: ({ objects }) => list(objects).map((object) => `data.drop ${strings(object).join('.')}`),
  TruncateStmt: ({ relations }) =>
    list(relations).map((one) => `data.truncate ${relation(json(json(one)['RangeVar']))}`),
  DeleteStmt: (node) => ('whereClause' in node ? [] : [`data.delete-all ${relation(json(node['relation']))}`]),
  UpdateStmt: (node) => ('whereClause' in node ? [] : [`data.delete-all ${relation(json(node['relation']))}`]),
  AlterTableStmt: (node) =>
    list(node['cmds'])
      .map((one) => json(json(one)['AlterTableCmd']))
      .filter(({ subtype }) => subtype === 'AT_DropColumn')
      .map(({ name }) => `data.drop ${relation(json(node['relation']))}.${String(name)}`),
};

function relation({ schemaname, relname }: Json): string {
  return [schemaname, relname].flatMap((part) => (typeof part === 'string' ? [part] : [])).join('.');
}

function strings(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'sval' ? [String(inner)] : strings(inner)));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function json(value: unknown): Json {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
