import { railsAdditions } from './rails-additions.ts';
import type { Row, RowContext } from './rails-row.ts';
import { isValue } from './scope.ts';
import { does, drop, lock, rename, rewrite, type Step } from './step.ts';

/** https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html, and Sequel where names differ. */
export const railsRows: Readonly<Record<string, Row>> = {
  ...railsAdditions,
  drop_table: ({ table, rest, line }) => [table, ...rest].map((name) => droppedTable(name, line)),
  drop_join_table: ({ table, rest, line, text }) => [
    droppedTable(text('table_name') ?? [table, ...rest.slice(0, 1)].sort().join('_'), line),
  ],
  drop_column: columns,
  remove_column: ({ rest, ...at }) => columns({ ...at, rest: rest.slice(0, 1) }),
  remove_columns: columns,
  remove_timestamps: (at) => columns({ ...at, rest: ['created_at', 'updated_at'] }),
  remove_reference: reference,
  remove_belongs_to: reference,
  remove_attachment: (at) => columns({ ...at, rest: at.rest.map((one) => `${one}_file_name`) }),
  remove_index: index,
  drop_index: index,
  remove_foreign_key: (at) => constraint(at, 'foreign key'),
  remove_check_constraint: (at) => constraint(at, 'check constraint'),
  remove_exclusion_constraint: (at) => constraint(at, 'exclusion constraint'),
  remove_unique_constraint: (at) => constraint(at, 'unique constraint'),
  remove_constraint: (at) => constraint(at, 'constraint'),
  drop_schema: (at) => whole(at, 'schema'),
  drop_database: (at) => whole(at, 'database'),
  drop_enum: (at) => whole(at, 'type'),
  drop_enum_value: (at) => whole(at, 'value'),
  drop_view: (at) => whole(at, 'view'),
  drop_function: (at) => whole(at, 'routine'),
  drop_trigger: (at) => whole(at, 'routine'),
  disable_extension: (at) => [
    drop('other', at.table, { line: at.line, because: `the extension ${at.table} goes with all columns of its types` }),
  ],
  truncate: truncated,
  truncate_tables: truncated,
  rename_column: ({ table, rest: [from = 'a column', to = 'another'], line }) => [
    rename('column', `${table}.${from}`, to, {
      line,
      remedy: `alias_attribute :${to}, :${from} in the model, without renaming the column`,
    }),
  ],
  rename_table: ({ table, rest: [to = 'another'], line }) => [rename('table', table, to, { line })],
  rename_schema: ({ table, rest: [to = 'another'], line }) => [rename('schema', table, to, { line })],
  rename_enum: ({ table, rest: [to = 'another'], line, text }) => [rename('type', table, text('to') ?? to, { line })],
  rename_enum_value: ({ table, line, text }) => [
    rename('value', `${table}.${text('from') ?? 'a value'}`, text('to') ?? 'another', { line }),
  ],
  change_column: changeColumn,
  change_column_null: ({ table, rest: [column = 'a column'], args, line }) =>
    args.some((arg) => isValue(arg, false)) || args.length < 2 ? [notNull(`${table}.${column}`, line)] : [],
};

function droppedTable(name: string, line: number): Step {
  const because = `the table ${name} is dropped with all its rows`;
  return drop('table', name, {
    line,
    because,
    remedy: `keep a dump of ${name}, and drop it only when no code has read it for a release`,
  });
}

function columns({ table, rest, line }: RowContext): readonly Step[] {
  return rest.map((column) =>
    drop('column', `${table}.${column}`, {
      line,
      because: `the column ${table}.${column} is dropped with its values`,
      remedy: `first self.ignored_columns += ["${column}"] in the model, deployed; then drop it with an approval`,
    }),
  );
}

function reference(at: RowContext): readonly Step[] {
  const polymorphic = at.option('polymorphic');
  const hasType = polymorphic !== undefined && !isValue(polymorphic, false);
  return columns({ ...at, rest: at.rest.flatMap((one) => [`${one}_id`, ...(hasType ? [`${one}_type`] : [])]) });
}

function index({ table, rest, line, option, text }: RowContext): readonly Step[] {
  const name = text('name') ?? [table, ...rest].join('.');
  const isUnique = isValue(option('unique'), true);
  const because = isUnique ? `the index ${name} no longer keeps values unique` : `the index ${name} is dropped`;
  return [drop('index', name, { line, because, certainty: isUnique ? 'certain' : 'possible' })];
}

function constraint({ table, rest, line, text }: RowContext, what: string): readonly Step[] {
  const name = `${table}.${text('name') ?? text('column') ?? rest[0] ?? what}`;
  return [
    drop('constraint', name, { line, because: `the ${what} of ${table} is dropped: the database no longer checks it` }),
  ];
}

function whole({ table, line }: RowContext, object: string): readonly Step[] {
  return [drop(object, table, { line, because: `the ${object} ${table} is dropped` })];
}

function truncated({ table, rest, line }: RowContext): readonly Step[] {
  return [table, ...rest].map((name) =>
    does('data.truncate', 'table', name, { line, because: `all rows of ${name} are removed` }),
  );
}

function changeColumn({
  table,
  rest: [column = 'a column', type = 'another type'],
  option,
  line,
}: RowContext): readonly Step[] {
  const name = `${table}.${column}`;
  const nullable = isValue(option('null'), false) ? [notNull(name, line)] : [];
  // every value fits a text without a limit
  if (/^(text|citext|String)$/.test(type) && option('limit') === undefined) return nullable;
  const remedy = `add a new column, write both, copy in batches, move the readers, then drop ${column}`;
  const because = `${name} becomes ${type}: its values are converted or cut, the table is rewritten under a lock`;
  return [rewrite(name, 'unknown', { line, because, remedy, certainty: 'likely' }), ...nullable];
}

export function notNull(name: string, line: number): Step {
  const because = `${name} must not be NULL any more: fails on rows without a value, and reads the whole table under a lock`;
  const remedy =
    'add_check_constraint "… IS NOT NULL", validate: false; validate_check_constraint; then change_column_null';
  return lock('column', name, 'fails', { line, because, remedy });
}
