import type { Expression } from './program.ts';
import { isValue, labelOf } from './scope.ts';
import { creates, does, drop, lock, rename, rewrite, type Step } from './step.ts';

export type Schema = {
  readonly line: number;
  readonly table: string;
  /** The table was said before: what is handed over begins with the column. */
  readonly isChained: boolean;
  readonly given: (index: number) => Expression | undefined;
  readonly text: (index: number) => string;
  readonly names: (index: number) => readonly string[];
  readonly option: (name: string) => Expression | undefined;
};
type Row = (at: Schema) => readonly Step[];

export const scriptRows: Readonly<Record<string, Row>> = {
  dropTable: ({ names, line }) => names(0).map((table) => droppedTable(table, line)),
  dropTableIfExists: ({ names, line }) => names(0).map((table) => droppedTable(table, line)),
  dropTables: ({ names, line }) => names(0).map((table) => droppedTable(table, line)),
  dropAllTables: ({ line }) => [whole('database', 'all tables', line)],
  dropAllSchemas: ({ line }) => [whole('database', 'all schemas', line)],
  clearDatabase: ({ line }) => [whole('database', 'every table', line)],
  dropDatabase: ({ text, line }) => [whole('database', text(0), line)],
  dropSchema: ({ text, line }) => [whole('schema', text(0), line)],
  dropSchemaIfExists: ({ text, line }) => [whole('schema', text(0), line)],
  dropType: ({ text, line }) => [whole('type', text(0), line)],
  dropEnum: ({ text, line }) => [whole('type', text(0), line)],
  dropAllEnums: ({ line }) => [whole('type', 'all types', line)],
  dropView: ({ text, line }) => [whole('view', text(0), line)],
  dropMaterializedView: ({ text, line }) => [whole('view', text(0), line)],
  dropFunction: ({ text, line }) => [whole('routine', text(0), line)],
  dropTrigger: ({ text, line }) => [whole('routine', text(0), line)],
  dropExtension: ({ text, line }) => [whole('other', text(0), line)],
  dropColumn: columns,
  dropColumns: columns,
  removeColumn: columns,
  removeColumns: columns,
  clearTable: ({ table, line }) => [
    does('data.truncate', 'table', table, { line, because: `all rows of ${table} are removed` }),
  ],
  renameTable: ({ table, text, line }) => [rename('table', table, text(1), { line })],
  renameColumn: ({ table, text, line }) => [rename('column', `${table}.${text(1)}`, text(2), { line })],
  renameSchema: ({ table, text, line }) => [rename('schema', table, text(1), { line })],
  renameType: ({ table, text, line }) => [rename('type', table, text(1), { line })],
  renameTypeValue: ({ table, text, line }) => [rename('value', `${table}.${text(1)}`, text(2), { line })],
  changeColumn,
  changeColumns: changeColumn,
  alterColumn,
  addColumn: added,
  addColumns: added,
  addIndex: index,
  createIndex: index,
  createIndices: index,
  addConstraint: constraint,
  createConstraint: constraint,
  addUniqueConstraint: constraint,
  createForeignKey: constraint,
  createForeignKeys: constraint,
  addForeignKey: constraint,
  createUniqueConstraint: constraint,
  createCheckConstraint: constraint,
  createPrimaryKey: constraint,
  removeIndex: (at) => dropped(at, 'index'),
  dropIndex: (at) => dropped(at, 'index'),
  removeConstraint: (at) => dropped(at, 'constraint'),
  dropConstraint: (at) => dropped(at, 'constraint'),
  dropForeignKey: (at) => dropped(at, 'constraint'),
  dropForeignKeys: (at) => dropped(at, 'constraint'),
  removeForeignKey: (at) => dropped(at, 'constraint'),
  dropUniqueConstraint: (at) => dropped(at, 'constraint'),
  dropCheckConstraint: (at) => dropped(at, 'constraint'),
  dropPrimaryKey: (at) => dropped(at, 'constraint'),
};

export function droppedTable(table: string, line: number): Step {
  const remedy = `rename ${table} out of the way, wait a release, keep a dump, then drop it with an approval`;
  return drop('table', table, { line, because: `the table ${table} is dropped with all its rows`, remedy });
}

export function droppedColumn(table: string, column: string, line: number): Step {
  const name = `${table}.${column}`;
  const remedy = 'first no code that reads it, deployed; then drop it with an approval';
  return drop('column', name, { line, because: `the column ${name} is dropped with its values`, remedy });
}

function whole(object: string, name: string, line: number): Step {
  return drop(object, name, { line, because: `${name} is dropped` });
}

function columns({ table, names, line }: Schema): readonly Step[] {
  return names(1).map((column) => droppedColumn(table, column, line));
}

function dropped({ table, text, isChained, line }: Schema, object: 'index' | 'constraint'): readonly Step[] {
  const name = isChained ? `${table}.${text(1)}` : table;
  const because =
    object === 'index'
      ? `an index of ${table} is dropped`
      : `a constraint of ${table} is dropped: the database no longer checks it`;
  return [drop(object, name, { line, because, certainty: object === 'index' ? 'possible' : 'certain' })];
}

function changeColumn({ table, text, option, line }: Schema): readonly Step[] {
  const name = `${table}.${text(1)}`;
  const remedy = 'add a new column, copy in batches, move the readers, then drop the old one';
  const because = `${name} gets another definition: its values are converted, or dropped with the old column`;
  const steps = isSmall(option) ? [] : [rewrite(name, 'unknown', { line, because, remedy, certainty: 'likely' })];
  return [...steps, ...(isRequired(option) ? [notNull(name, line)] : [])];
}

/** A text without a limit holds whatever was there. */
function isSmall(option: Schema['option']): boolean {
  const type = option('type');
  return type !== undefined && /(^|\.)text$/i.test(labelOf(type));
}

function alterColumn({ table, text, option, given, isChained, line }: Schema): readonly Step[] {
  const name = `${table}.${text(1)}`;
  // Kysely: `alterColumn("note", (col) => col.setDataType("integer"))`
  const inner = given(2);
  const words = inner?.kind === 'fn' ? inner.body.flatMap((one) => (one.kind === 'call' ? [one.name] : [])) : [];
  const isRetyped = isChained ? words.includes('setDataType') : option('type') !== undefined && !isSmall(option);
  const because = `${name} gets another type: its values are converted or cut`;
  return [
    ...(isRetyped ? [rewrite(name, 'unknown', { line, because, certainty: 'likely' })] : []),
    ...(words.includes('setNotNull') || isRequired(option) ? [notNull(name, line)] : []),
  ];
}

function isRequired(option: Schema['option']): boolean {
  return (
    isValue(option('allowNull'), false) || isValue(option('isNullable'), false) || isValue(option('notNull'), true)
  );
}

export function notNull(name: string, line: number): Step {
  const because = `${name} must not be NULL any more: fails on rows without a value`;
  return lock('column', name, 'fails', { line, because, remedy: 'fill the rows in a migration before, in batches' });
}

function added({ table, names, given, option, line }: Schema): readonly Step[] {
  const made = names(1).map((column) => creates(`${table}.${column}`));
  const definition = given(1)?.kind === 'dict' || given(1)?.kind === 'call' ? given(1) : undefined;
  const inside = definition ? entriesIn(definition) : [];
  const has = (name: string, value: boolean): boolean =>
    isValue(option(name), value) || inside.some((one) => one.key === name && isValue(one.value, value));
  const required = has('allowNull', false) || has('isNullable', false) || has('notNull', true);
  const filled = ['default', 'defaultValue'].some(
    (name) => option(name) !== undefined || inside.some(({ key }) => key === name),
  );
  if (!required || filled) return made;
  return [addedRequired(table, names(1).join(', '), line), ...made];
}

export function addedRequired(table: string, column: string, line: number): Step {
  const because = `${table}.${column} must not be NULL and has no default: fails where ${table} has rows`;
  return lock('table', table, 'fails', {
    line,
    because,
    remedy: 'give it a default, or add it nullable, fill it, then require it',
  });
}

/** `new TableColumn({ … })`, `{ note: { type: "text", notNull: true } }` */
function entriesIn(one: Expression): readonly { readonly key: string; readonly value: Expression }[] {
  if (one.kind === 'dict')
    return one.entries.flatMap((entry) => [entry, ...(entry.value.kind === 'dict' ? entry.value.entries : [])]);
  return one.kind === 'call' ? one.args.flatMap(entriesIn) : [];
}

function index({ table, option, line }: Schema): readonly Step[] {
  if (isValue(option('concurrently'), true) || isValue(option('isConcurrent'), true)) return [];
  const isUnique = isValue(option('unique'), true) || isValue(option('isUnique'), true);
  const because = `an index on ${table} is built while nobody writes to it${isUnique ? ', and fails on duplicates' : ''}`;
  return [
    lock('index', table, isUnique ? 'fails' : 'blocks-writes', {
      line,
      because,
      remedy: 'concurrently: true, outside of a transaction',
    }),
  ];
}

function constraint({ table, line }: Schema): readonly Step[] {
  const because = `a constraint on ${table} is checked against every row while nobody writes to it`;
  return [
    lock('constraint', table, 'blocks-writes', {
      line,
      because,
      remedy: 'add it NOT VALID, validate it in a later migration',
    }),
  ];
}
