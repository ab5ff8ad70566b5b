import { type ColumnType, retype } from './column-type.ts';
import type { Expression } from './program.ts';
import { isValue, labelOf, option } from './scope.ts';
import { creates, drop, lock, rename, rewrite, type Step } from './step.ts';

/** A call of `op`, or of a batch that has said its table already. */
export type Op = {
  readonly line: number;
  readonly table: string | null;
  readonly text: (name: string, index: number) => string;
  readonly given: (name: string, index: number) => Expression | undefined;
  readonly resolve: (one: Expression) => Expression;
};
type Row = (op: Op) => readonly Step[];

export const alembicRows: Readonly<Record<string, Row>> = {
  create_table: (op) => [creates(op.text('table_name', 0))],
  drop_table: (op) => {
    const table = op.text('table_name', 0);
    const remedy = `op.rename_table("${table}", "${table}_gone"), wait a release, keep a dump, then drop it with an approval`;
    return [
      drop('table', table, { line: op.line, because: `the table ${table} is dropped with all its rows`, remedy }),
    ];
  },
  drop_column: (op) => {
    const name = `${tableOf(op, 0)}.${op.text('column_name', op.table === null ? 1 : 0)}`;
    const remedy = 'first no code that reads it, deployed; then drop it with an approval';
    return [drop('column', name, { line: op.line, because: `the column ${name} is dropped with its values`, remedy })];
  },
  rename_table: (op) => [
    rename('table', op.text('old_table_name', 0), op.text('new_table_name', 1), { line: op.line }),
  ],
  alter_column: alterColumn,
  add_column: addColumn,
  create_index: (op) => {
    const table = tableOf(op, 1);
    if (isValue(op.given('postgresql_concurrently', 99), true)) return [];
    const isUnique = isValue(op.given('unique', op.table === null ? 3 : 2), true);
    const because = `an index on ${table} is built while nobody writes to it${isUnique ? ', and fails on duplicates' : ''}`;
    const remedy = 'postgresql_concurrently=True inside with op.get_context().autocommit_block():';
    return [lock('index', table, isUnique ? 'fails' : 'blocks-writes', { line: op.line, because, remedy })];
  },
  drop_index: (op) => {
    const name = op.text('index_name', 0);
    return [drop('index', name, { line: op.line, because: `the index ${name} is dropped`, certainty: 'possible' })];
  },
  drop_constraint: (op) => {
    const name = `${tableOf(op, 1)}.${op.text('constraint_name', 0)}`;
    return [
      drop('constraint', name, {
        line: op.line,
        because: `the constraint ${name} is dropped: the database no longer checks it`,
      }),
    ];
  },
  create_unique_constraint: (op) => constraint(op, 'a unique constraint', 'fails'),
  create_foreign_key: (op) =>
    isValue(op.given('postgresql_not_valid', 99), true) ? [] : constraint(op, 'a foreign key', 'blocks-writes'),
  create_check_constraint: (op) =>
    isValue(op.given('postgresql_not_valid', 99), true) ? [] : constraint(op, 'a check constraint', 'blocks-writes'),
  create_exclude_constraint: (op) => constraint(op, 'an exclusion constraint', 'blocks-reads'),
  create_primary_key: (op) => constraint(op, 'a primary key', 'fails'),
  drop_entity: (op) => [
    drop('other', op.text('entity', 0), {
      line: op.line,
      because: `${op.text('entity', 0)} is dropped`,
      certainty: 'likely',
    }),
  ],
};

function tableOf(op: Op, index: number): string {
  return op.table ?? op.text(index === 1 ? 'source_table' : 'table_name', index);
}

function constraint(op: Op, what: string, how: 'fails' | 'blocks-writes' | 'blocks-reads'): readonly Step[] {
  const table = tableOf(op, 1);
  const because = `${what} on ${table} is checked against every row while nobody writes to it`;
  return [
    lock('constraint', table, how, {
      line: op.line,
      because,
      remedy: 'add it NOT VALID, validate it in a later migration',
    }),
  ];
}

function addColumn(op: Op): readonly Step[] {
  const column = op.given('column', op.table === null ? 1 : 0);
  if (column?.kind !== 'call') return [];
  const table = tableOf(op, 0);
  const [given] = column.args;
  const name = `${table}.${given ? labelOf(op.resolve(given)) : 'something'}`;
  const fallback = option(column, 'server_default');
  const steps: Step[] = [creates(name)];
  const { line } = op;
  const isComputed = column.args.some((arg) => arg.kind === 'call' && /^(Computed|Identity)$/.test(arg.name));
  const isVolatile = fallback !== undefined && VOLATILE.test(labelOf(unwrap(op.resolve(fallback))));
  if (isComputed || isVolatile)
    return [
      lock('table', table, 'rewrites', {
        line,
        because: `${name} is computed for every row: the table is rewritten under a lock`,
      }),
      ...steps,
    ];
  if (!isValue(option(column, 'nullable'), false) || fallback !== undefined) return steps;
  const because = `${name} must not be NULL and has no default: fails where ${table} has rows`;
  return [
    lock('table', table, 'fails', {
      line,
      because,
      remedy: 'server_default=…, or add it nullable, fill it, then require it',
    }),
    ...steps,
  ];
}

const VOLATILE = /gen_random_uuid|uuid_generate|random\s*\(|nextval|clock_timestamp/i;

function unwrap(one: Expression): Expression {
  return one.kind === 'call' && one.args[0] ? one.args[0] : one;
}

function alterColumn(op: Op): readonly Step[] {
  const name = `${tableOf(op, 0)}.${op.text('column_name', op.table === null ? 1 : 0)}`;
  const to = op.given('new_column_name', 99);
  const type = op.given('type_', 99);
  const { line } = op;
  const steps: Step[] = [];
  if (to) steps.push(rename('column', name, labelOf(to), { line }));
  if (type) steps.push(...retyped(name, op.given('existing_type', 99), type, line));
  if (isValue(op.given('nullable', 99), false) && !isValue(op.given('existing_nullable', 99), false)) {
    const because = `${name} must not be NULL any more: fails on rows without a value, and reads the whole table under a lock`;
    steps.push(
      lock('column', name, 'fails', { line, because, remedy: 'fill the rows in a migration before, in batches' }),
    );
  }
  return steps;
}

function retyped(name: string, before: Expression | undefined, after: Expression, line: number): readonly Step[] {
  const change = before ? retype(typeOf(before), typeOf(after)) : 'unknown';
  const because = `${name} goes from ${before ? show(before) : 'a type that is not written here'} to ${show(after)}`;
  if (change === 'rewrites')
    return [
      lock('table', name, 'rewrites', { line, because: `${because}: the whole table is written anew under a lock` }),
    ];
  if (change !== 'lossy' && change !== 'unknown') return [];
  const remedy = 'add a new column, copy in batches, move the readers, then drop the old one';
  const isLossy = change === 'lossy';
  return [
    rewrite(name, isLossy ? true : 'unknown', {
      line,
      because: `${because}: values are converted or cut`,
      remedy,
      certainty: isLossy ? 'certain' : 'likely',
    }),
  ];
}

/** `sa.String(length=50)`, `sa.Integer()`, `sa.Text` */
function typeOf(type: Expression): ColumnType {
  if (type.kind !== 'call') return { name: labelOf(type).split('.').at(-1) ?? '', length: null, scale: null };
  const number = (one: Expression | undefined): number | null =>
    one?.kind === 'value' && typeof one.value === 'number' ? one.value : null;
  return {
    name: type.name.split('.').at(-1) ?? '',
    length: number(option(type, 'length') ?? option(type, 'precision') ?? type.args[0]),
    scale: number(option(type, 'scale') ?? type.args[1]),
  };
}

function show(type: Expression): string {
  const { name, length } = typeOf(type);
  return length === null ? name : `${name}(${length})`;
}
