import type { Grammars } from '../../model/syntax.ts';
import { type Call, type Expression, type Fn, functionsNamed, type Program, rowOf } from './program.ts';
import { stepsOfSql } from './raw-sql.ts';
import { chainOf, isValue, labelOf, rootOf } from './scope.ts';
import { droppedColumn, droppedTable, notNull } from './script-rows.ts';
import { creates, does, drop, lock, rename, rewrite, type Step, unread } from './step.ts';
import { type Place, walk } from './walk.ts';

/** What `up()` of a migration of Laravel or Phinx does: https://laravel.com/docs/migrations */
export function laravelSteps(program: Program, grammars: Grammars): readonly Step[] {
  const said: Said[] = [];
  for (const start of functionsNamed(program.body, /^(up|change|run|safeUp)$/))
    walk(program, start.body, (call, at) => {
      // a chain is judged as a whole: its longest reading takes the place of the shorter ones
      if (said.at(-1)?.call === call.on && call.on !== null) said.pop();
      const steps = stepsOfCall(call, at, grammars);
      said.push({ call, steps: steps ?? [] });
      return steps !== null;
    });
  return said.flatMap(({ steps }) => steps);
}

type Said = { readonly call: Call; readonly steps: readonly Step[] };

function stepsOfCall(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  const root = call.on ? labelOf(call.on) : '';
  const subject = textOf(call.args[0], at);
  if (/(^|\\)Schema$/.test(root) || (call.on?.kind === 'call' && chainOf(call)[0]?.name === 'connection'))
    return ofSchema(call, at, subject);
  if (
    /^(statement|unprepared|execute|raw|delete|update)$/.test(call.name) &&
    call.args.length > 0 &&
    isDatabase(root)
  ) {
    const sql = at.scope.textOf(call.args[0]);
    const line = at.scope.resolve(call.args[0] ?? call).line;
    return sql === null
      ? [unread(call.line, 'SQL in a migration', `${subject} is not written here`)]
      : stepsOfSql(sql, line, grammars);
  }
  return ofRows(call, at);
}

function isDatabase(root: string): boolean {
  return /(^|\\)DB($|\.)|^\$this$|connection/i.test(root);
}

function ofSchema(call: Call, at: Place, table: string): readonly Step[] | null {
  const { line, name } = call;
  if (name === 'drop' || name === 'dropIfExists') return [droppedTable(table, line)];
  if (name === 'dropAllTables') return [drop('database', 'all tables', { line, because: 'every table is dropped' })];
  if (name === 'rename') return [rename('table', table, textOf(call.args[1], at), { line })];
  if (name === 'dropColumns')
    return textsOf(call.args.slice(1), at).map((column) => droppedColumn(table, column, line));
  if (name === 'create') return [creates(table)];
  const fn = call.args.find((arg): arg is Fn => arg.kind === 'fn');
  if (name !== 'table' || !fn) return null;
  const said: Said[] = [];
  at.inside(fn, (one, place) => {
    if (said.at(-1)?.call === one.on) said.pop();
    said.push({ call: one, steps: inTable(one, place, table, fn.params[0] ?? '$table') });
    return false;
  });
  return said.flatMap(({ steps }) => steps);
}

function textOf(one: Expression | undefined, at: Place): string {
  return one === undefined ? 'something' : (at.scope.textOf(one) ?? labelOf(at.scope.resolve(one)));
}

function textsOf(args: readonly Expression[], at: Place): readonly string[] {
  return args.flatMap((arg) => at.scope.itemsOf(arg) ?? [arg]).map((arg) => textOf(arg, at));
}

type InTable = { readonly table: string; readonly names: readonly string[]; readonly line: number };

const BLUEPRINT: Readonly<Record<string, (at: InTable) => readonly Step[]>> = {
  dropColumn: ({ table, names, line }) => names.map((column) => droppedColumn(table, column, line)),
  removeColumn: ({ table, names, line }) => names.map((column) => droppedColumn(table, column, line)),
  dropTimestamps: (at) => gone(at, ['created_at', 'updated_at']),
  dropTimestampsTz: (at) => gone(at, ['created_at', 'updated_at']),
  dropSoftDeletes: (at) => gone(at, ['deleted_at']),
  dropSoftDeletesTz: (at) => gone(at, ['deleted_at']),
  dropRememberToken: (at) => gone(at, ['remember_token']),
  dropConstrainedForeignId: ({ names, ...at }) => gone({ ...at, names }, names),
  dropMorphs: ({ names, ...at }) =>
    gone(
      { ...at, names },
      names.flatMap((name) => [`${name}_type`, `${name}_id`]),
    ),
  renameColumn: ({ table, names: [from = 'a column', to = 'another'], line }) => [
    rename('column', `${table}.${from}`, to, { line }),
  ],
  rename: ({ table, names: [to = 'another'], line }) => [rename('table', table, to, { line })],
  drop: ({ table, line }) => [droppedTable(table, line)],
  dropIfExists: ({ table, line }) => [droppedTable(table, line)],
  dropForeign: (at) => constraint(at),
  dropUnique: (at) => constraint(at),
  dropPrimary: (at) => constraint(at),
  index: ({ table, line }) => [
    lock('index', table, 'blocks-writes', { line, because: `an index on ${table} is built while nobody writes to it` }),
  ],
  unique: ({ table, names, line }) => [
    lock('index', table, 'fails', {
      line,
      because: `${table}.${names.join(', ')} must be unique: fails on duplicates`,
    }),
  ],
  foreign: ({ table, line }) => [
    lock('constraint', table, 'blocks-writes', {
      line,
      because: `a foreign key on ${table} is checked against every row`,
    }),
  ],
};

function gone({ table, line }: InTable, columns: readonly string[]): readonly Step[] {
  return columns.map((column) => droppedColumn(table, column, line));
}

function constraint({ table, names, line }: InTable): readonly Step[] {
  const because = `a constraint of ${table} is dropped: the database no longer checks it`;
  return [drop('constraint', `${table}.${names[0] ?? 'constraint'}`, { line, because })];
}

function inTable(call: Call, at: Place, table: string, param: string): readonly Step[] {
  const root = rootOf(call);
  const links = chainOf(call);
  const [head] = links;
  if (head === undefined || root.kind !== 'name' || root.name !== param) return [];
  const names = textsOf(head.args, at);
  const row = rowOf(BLUEPRINT, head.name);
  if (row) return row({ table, names, line: head.line });
  const name = `${table}.${names[0] ?? 'a column'}`;
  if (!links.some((one) => one.name === 'change')) return [creates(name)];
  const nullable = links.find((one) => one.name === 'nullable');
  const isRequired = nullable !== undefined && isValue(nullable.args[0], false);
  // every value fits a text without a limit
  if (/^(text|mediumText|longText)$/.test(head.name)) return isRequired ? [notNull(name, head.line)] : [];
  const because = `${name} becomes ${head.name}: its values are converted or cut`;
  return [rewrite(name, 'unknown', { line: head.line, because, certainty: 'likely' })];
}

/** `DB::table('orders')->delete()`, `Order::truncate()`, `Order::query()->delete()` */
function ofRows(call: Call, at: Place): readonly Step[] | null {
  const { name, line } = call;
  if (!/^(truncate|delete|forceDelete)$/.test(name) || call.args.length > 0) return null;
  const links = chainOf(call);
  const root = rootOf(call);
  const model = root.kind === 'name' && /^\\?[A-Z]/.test(root.name) ? root.name : null;
  const table = links.find((one) => one.name === 'table' || one.name === 'from');
  const subject = table ? textOf(table.args[0], at) : model;
  const isWhole = links
    .slice(0, -1)
    .every((one) => /^(table|from|query|connection|newQuery|withTrashed|withoutGlobalScopes|all)$/.test(one.name));
  if (subject === null || !isWhole) return null;
  return name === 'truncate'
    ? [does('data.truncate', 'table', subject, { line, because: `all rows of ${subject} are removed` })]
    : [does('data.delete-all', 'row', subject, { line, because: `every row of ${subject} is deleted` })];
}
