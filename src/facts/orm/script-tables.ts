import type { Call } from './program.ts';
import { chainOf, labelOf, rootOf } from './scope.ts';
import { addedRequired, droppedColumn, notNull } from './script-rows.ts';
import { creates, drop, lock, rename, rewrite, type Step } from './step.ts';
import type { Place } from './walk.ts';

/** Inside Knex's `schema.alterTable("orders", (t) => { … })`: a chain from its first word on, `t.string("note").notNullable()`. */
export function inTable(call: Call, at: Place, table: string, param: string): readonly Step[] {
  const root = rootOf(call);
  const links = chainOf(call);
  const [head] = links;
  if (head === undefined || root.kind !== 'name' || root.name !== param) return [];
  const names = head.args
    .flatMap((arg) => at.scope.itemsOf(arg) ?? [arg])
    .map((arg) => at.scope.textOf(arg) ?? labelOf(arg));
  return ofHead(head, table, names) ?? ofColumn(links, table, names[0] ?? null);
}

/** Null: it is a column. */
function ofHead({ name, line }: Call, table: string, names: readonly string[]): readonly Step[] | null {
  const [first = 'a column', second = 'another'] = names;
  if (/^(dropColumn|dropColumns)$/.test(name)) return names.map((column) => droppedColumn(table, column, line));
  if (name === 'dropTimestamps') return ['created_at', 'updated_at'].map((one) => droppedColumn(table, one, line));
  if (name === 'renameColumn') return [rename('column', `${table}.${first}`, second, { line })];
  if (/^drop(Foreign|Unique|Primary|Checks)$/.test(name)) return [dropped('constraint', table, first, line)];
  if (name === 'dropIndex') return [dropped('index', table, first, line)];
  if (name === 'dropNullable') return [notNull(`${table}.${first}`, line)];
  if (/^(setNullable|comment|engine|charset|collate|inherits|primary|timestamps)$/.test(name)) return [];
  const lockOf = LOCKS.get(name);
  return lockOf
    ? [lock(lockOf.object, table, lockOf.how, { line, because: `${lockOf.what} on ${table} (${names.join(', ')})` })]
    : null;
}

const LOCKS = new Map([
  ['index', { object: 'index', how: 'blocks-writes', what: 'an index is built while nobody writes' } as const],
  ['unique', { object: 'index', how: 'fails', what: 'values must be unique, which fails on duplicates' } as const],
  [
    'foreign',
    { object: 'constraint', how: 'blocks-writes', what: 'a foreign key is checked against every row' } as const,
  ],
  ['check', { object: 'constraint', how: 'blocks-writes', what: 'a check is made of every row' } as const],
]);

function dropped(object: 'index' | 'constraint', table: string, name: string, line: number): Step {
  const because =
    object === 'index'
      ? `an index of ${table} is dropped`
      : `a constraint of ${table} is dropped: the database no longer checks it`;
  return drop(object, `${table}.${name}`, { line, because, certainty: object === 'index' ? 'possible' : 'certain' });
}

function ofColumn(links: readonly Call[], table: string, column: string | null): readonly Step[] {
  const [head] = links;
  if (head === undefined || column === null) return [];
  const has = (words: RegExp): boolean => links.some(({ name }) => words.test(name));
  const name = `${table}.${column}`;
  const { line } = head;
  const isRequired = has(/^(notNullable|notNull)$/);
  if (has(/^alter$/)) return [...retyped(links, name), ...(isRequired ? [notNull(name, line)] : [])];
  const isFilled = has(/^(defaultTo|default)$/) || /^(increments|bigIncrements|timestamps)$/.test(head.name);
  return [...(isRequired && !isFilled ? [addedRequired(table, column, line)] : []), creates(name)];
}

function retyped(links: readonly Call[], name: string): readonly Step[] {
  const [head] = links;
  const alter = links.find((one) => one.name === 'alter');
  const options = (alter?.args ?? []).flatMap((arg) => (arg.kind === 'dict' ? arg.entries : []));
  const keepsType = options.some(
    ({ key, value }) => key === 'alterType' && value.kind === 'value' && value.value === false,
  );
  // every value fits a text without a limit
  if (head === undefined || keepsType || head.name === 'text') return [];
  const because = `${name} becomes ${head.name}: its values are converted or cut`;
  const remedy = 'add a new column, copy in batches, move the readers, then drop the old one';
  return [rewrite(name, 'unknown', { line: head.line, because, remedy, certainty: 'likely' })];
}
