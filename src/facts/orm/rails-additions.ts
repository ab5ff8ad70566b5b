import type { Expression } from './program.ts';
import type { Row, RowContext } from './rails-row.ts';
import { isValue, labelOf } from './scope.ts';
import { creates, lock, type Step } from './step.ts';

/** Additions to a table that is in use: harmless to its data, not always to those who write to it meanwhile. */
export const railsAdditions: Readonly<Record<string, Row>> = {
  add_column: ({ rest: [column = 'a column', type = ''], ...at }) => column_(at, column, type),
  add_columns: ({ rest, text, ...at }) =>
    rest.flatMap((column) => column_({ ...at, text }, column, text('type') ?? '')),
  't.type': (at) => at.rest.flatMap((column) => column_(at, column, at.name)),
  add_timestamps: (at) => ['created_at', 'updated_at'].flatMap((column) => column_(at, column, 'timestamps')),
  add_reference: reference,
  add_belongs_to: reference,
  add_index: ({ table, rest, option, line }) => {
    const name = [table, ...rest].join('.');
    return isConcurrent(option('algorithm')) ? [] : [indexLock(table, name, line, isValue(option('unique'), true))];
  },
  add_foreign_key: ({ table, rest, option, line }) =>
    isValue(option('validate'), false)
      ? []
      : [constraintLock(`${table}.${rest[0] ?? 'a table'}`, 'a foreign key', table, line)],
  add_check_constraint: ({ table, text, option, line }) =>
    isValue(option('validate'), false)
      ? []
      : [constraintLock(`${table}.${text('name') ?? 'check'}`, 'a check constraint', table, line)],
  add_exclusion_constraint: ({ table, text, line }) => [
    lock('constraint', `${table}.${text('name') ?? 'exclusion'}`, 'blocks-reads', {
      line,
      because: `an exclusion constraint on ${table} is checked against every row while nobody reads or writes it`,
    }),
  ],
  add_unique_constraint: ({ table, rest, option, text, line }) =>
    option('using_index') === undefined
      ? [
          lock('constraint', `${table}.${text('name') ?? rest[0] ?? 'unique'}`, 'blocks-reads', {
            line,
            because: `a unique constraint builds its index while nobody reads or writes ${table}, and fails on duplicates`,
            remedy: 'add_index unique: true, algorithm: :concurrently; then add_unique_constraint using_index:',
          }),
        ]
      : [],
};

function column_(at: Omit<RowContext, 'rest'>, column: string, type: string): readonly Step[] {
  const { table, line, option, added } = at;
  const name = `${table}.${column}`;
  added.add(column);
  const reason = rewriteReason(at, type);
  const steps: Step[] = [creates(name)];
  if (reason !== null)
    return [lock('table', table, 'rewrites', { line, because: `adding ${name}: ${reason}` }), ...steps];
  const isRequired = type === 'timestamps' ? !isValue(option('null'), true) : isValue(option('null'), false);
  if (isRequired && option('default') === undefined)
    steps.unshift(
      lock('table', table, 'fails', {
        line,
        because: `${name} must not be NULL and has no default: fails where ${table} has rows`,
        remedy: 'give it a default, or add it nullable, fill it and then require it',
      }),
    );
  if (type === 'json')
    steps.unshift(
      lock('table', table, 'fails', {
        line,
        because: `${name} is json, which cannot be compared: SELECT DISTINCT on ${table} fails`,
        remedy: 'use jsonb',
      }),
    );
  return steps;
}

/** Why the whole table is written anew; null where it is not. */
function rewriteReason({ option, text }: Pick<RowContext, 'option' | 'text'>, type: string): string | null {
  if (type === 'virtual' && isValue(option('stored'), true))
    return 'a stored generated column is computed for every row';
  if (/^(primary_key|serial|bigserial|smallserial)$/.test(type) || isValue(option('auto_increment'), true))
    return 'an auto-increment column is filled in every row';
  const value = option('default');
  if (value === undefined) return null;
  const written = value.kind === 'fn' ? value.body : [value];
  const expression = text('default') ?? textIn(written);
  const isComputed = value.kind === 'fn' || value.kind === 'call' || (type === 'uuid' && expression.endsWith('()'));
  return isComputed && !STABLE.test(expression) ? 'its default is computed for every row' : null;
}

function textIn(written: readonly Expression[]): string {
  const [first] = written;
  const [part] = first?.kind === 'text' ? first.parts : [];
  return typeof part === 'string' ? part : '';
}

/** The same value for the whole statement, so PostgreSQL stores it once. */
const STABLE =
  /^\s*(now\(\)|current_(timestamp|date|time)(\(\d*\))?|transaction_timestamp\(\)|localtimestamp|'[^']*'(::\w+)?)\s*$/i;

function isConcurrent(algorithm: Expression | undefined): boolean {
  return algorithm !== undefined && labelOf(algorithm) === 'concurrently';
}

function indexLock(table: string, name: string, line: number, isUnique: boolean): Step {
  const because = `an index on ${table} is built while nobody writes to it${isUnique ? ', and fails on duplicates' : ''}`;
  const remedy = 'disable_ddl_transaction! in the class, and algorithm: :concurrently';
  return lock('index', name, isUnique ? 'fails' : 'blocks-writes', { line, because, remedy });
}

function constraintLock(name: string, what: string, table: string, line: number): Step {
  const because = `${what} on ${table} is checked against every row while nobody writes to it`;
  const remedy = 'validate: false, and validate it in a later migration';
  return lock('constraint', name, 'blocks-writes', { line, because, remedy });
}

function reference(at: RowContext): readonly Step[] {
  const { table, rest, option, line } = at;
  return rest.flatMap((one) => {
    const made = column_({ ...at, option }, `${one}_id`, 'reference');
    const index = option('index');
    const isQuiet =
      isValue(index, false) || (index?.kind === 'dict' && index.entries.some(({ value }) => isConcurrent(value)));
    const key = option('foreign_key');
    const isChecked =
      key !== undefined &&
      !isValue(key, false) &&
      !(key.kind === 'dict' && key.entries.some((entry) => isUnvalidated(entry.key, entry.value)));
    return [
      ...(isQuiet ? [] : [indexLock(table, `${table}.${one}_id`, line, false)]),
      ...(isChecked ? [constraintLock(`${table}.${one}`, 'a foreign key', table, line)] : []),
      ...made,
    ];
  });
}

function isUnvalidated(key: string, value: Expression): boolean {
  return key === 'validate' && isValue(value, false);
}
