import type { Grammars } from '../../model/syntax.ts';
import { isRecord } from '../../model/json.ts';
import type { SqlConsequence } from './consequence.ts';
import type { SqlReading } from './consequences.ts';

/** A text in which PostgreSQL's own parser could see something go. */
export function mayDestroy(sql: string): boolean {
  return /\b(?:drop|truncate|delete)\b/i.test(sql);
}

/**
 * The second reader of PostgreSQL: what its own parser calls a drop, a truncation or a DELETE without a condition, and the reader by
 * tokens has passed over. Two readers do not make the same mistake. It reads whole files or nothing: one command of psql, one
 * `GO`, one template, and there is only the first.
 */
export function passedOver(sql: string, reading: SqlReading, grammars: Grammars): readonly SqlConsequence[] {
  const file = grammars.postgresql(sql);
  if (file.kind === 'broken') return [];
  const known = new Set(reading.consequences.map(({ kind, name }) => `${kind} ${plain(name)}`));
  const made = new Set(
    [...reading.creates, ...file.statements.flatMap(({ statement }) => madeBy(statement))].map(plain),
  );
  return file.statements.flatMap(({ statement, from }) =>
    seenIn(statement)
      .filter(({ kind, name, table }) => !known.has(`${kind} ${plain(name)}`) && !made.has(plain(table)))
      .map(({ kind, object, name }) => ({
        kind,
        object,
        name,
        line: lineAt(sql, from),
        certainty: 'likely' as const,
        because: `PostgreSQL's own parser reads it so: ${WORDS[kind]} ${name}`,
        remedy: '',
      })),
  );
}

/** Also a temporary table, which is nobody's data, and a schema called after its owner. */
function madeBy(statement: Json): readonly string[] {
  const made = statement['CreateStmt'] ?? inside(statement['CreateTableAsStmt'], 'into');
  const target = inside(made, 'relation') ?? inside(made, 'rel');
  if (isRecord(target)) return [relation(target)];
  const schema = statement['CreateSchemaStmt'];
  if (!isRecord(schema)) return [];
  return [schema['schemaname'], inside(schema['authrole'], 'rolename')].filter((name) => typeof name === 'string');
}

type Seen = Pick<SqlConsequence, 'kind' | 'object' | 'name'> & { readonly table: string };

const WORDS: Partial<Readonly<Record<SqlConsequence['kind'], string>>> = {
  'data.drop': 'drops',
  'data.truncate': 'empties',
  'data.delete-all': 'deletes every row of',
};

function seenIn(statement: Readonly<Record<string, unknown>>): readonly Seen[] {
  const [[node, value] = ['', null]] = Object.entries(statement);
  return isRecord(value) ? (READERS.get(node)?.(value) ?? []) : [];
}

type Json = Readonly<Record<string, unknown>>;

const OBJECTS: ReadonlyMap<unknown, string> = new Map([
  ['OBJECT_TABLE', 'table'],
  ['OBJECT_FOREIGN_TABLE', 'table'],
  ['OBJECT_SCHEMA', 'schema'],
]);

const READERS: ReadonlyMap<string, (node: Json) => readonly Seen[]> = new Map([
  ['DropStmt', ({ objects, removeType }) => drops(objects, OBJECTS.get(removeType))],
  [
    'DropdbStmt',
    ({ dbname }) => [{ kind: 'data.drop', object: 'database', name: String(dbname), table: String(dbname) }],
  ],
  [
    'TruncateStmt',
    ({ relations }) => list(relations).map((one) => about('data.truncate', 'table', relation(inside(one, 'RangeVar')))),
  ],
  [
    'DeleteStmt',
    (node) =>
      'whereClause' in node || 'usingClause' in node
        ? []
        : [about('data.delete-all', 'row', relation(node['relation']))],
  ],
  ['AlterTableStmt', droppedColumns],
]);

function drops(objects: unknown, object: string | undefined): readonly Seen[] {
  return object === undefined ? [] : list(objects).map((one) => about('data.drop', object, strings(one).join('.')));
}

function droppedColumns(node: Json): readonly Seen[] {
  const table = relation(node['relation']);
  return list(node['cmds'])
    .map((one) => inside(one, 'AlterTableCmd'))
    .filter((command) => isRecord(command) && command['subtype'] === 'AT_DropColumn')
    .map((command) => `${table}.${isRecord(command) ? String(command['name']) : ''}`)
    .map((name) => ({ kind: 'data.drop', object: 'column', name, table }));
}

function about(kind: SqlConsequence['kind'], object: string, name: string): Seen {
  return { kind, object, name, table: name };
}

function relation(value: unknown): string {
  if (!isRecord(value)) return '';
  return [value['schemaname'], value['relname']].filter((part) => typeof part === 'string').join('.');
}

function inside(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : null;
}

function strings(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(strings);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === 'sval' ? [String(inner)] : strings(inner)));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The reader by tokens leaves out the default schema and folds the case. */
function plain(name: string): string {
  return name.toLowerCase().replace(/^public\./, '');
}

function lineAt(sql: string, index: number): number {
  const lead = /^\s*/.exec(sql.slice(index))?.[0].length ?? 0;
  return sql.slice(0, index + lead).split('\n').length;
}
