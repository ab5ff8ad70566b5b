import type { Grammars } from '../../model/syntax.ts';
import { type Call, type Expression, type Fn, functionsNamed, type Program, rowOf } from './program.ts';
import { deletesAll } from './rails-models.ts';
import type { RowContext } from './rails-row.ts';
import { railsRows } from './rails-rows.ts';
import { stepsOfSql } from './raw-sql.ts';
import { isValue, labelOf, option } from './scope.ts';
import { creates, does, drop, type Step, unread } from './step.ts';
import { type Place, walk } from './walk.ts';

/** What a migration of Active Record does when it runs forward. */
export function railsSteps(program: Program, grammars: Grammars): readonly Step[] {
  const steps: Step[] = [];
  const added = new Set<string>();
  for (const start of forward(program)) {
    walk(program, start.body, (call, at) => {
      const told = stepsOfCall(call, at, { grammars, added, steps });
      if (told === null) return false;
      steps.push(...told);
      return true;
    });
  }
  return steps;
}

export type Railway = { readonly grammars: Grammars; readonly added: Set<string>; readonly steps: Step[] };

/** `down` is run by hand and says so; `change` and `up` run by themselves. */
function forward(program: Program): readonly Fn[] {
  const named = functionsNamed(program.body, /^(up|change|data)$/);
  if (named.length > 0) return named;
  // Sequel: `Sequel.migration do up { … } down { … } end`
  return [{ kind: 'fn', name: null, params: [], body: program.body, line: 1 }];
}

/** Null: not known here, look inside. */
function stepsOfCall(call: Call, at: Place, way: Railway): readonly Step[] | null {
  if (/^(down|down_only)$/.test(call.name) && call.block) return [];
  if (call.name === 'safety_assured') return assured(call, at, way);
  if (call.name === 'revert') return reverted(call, at);
  if (/^(change_table|alter_table|create_table|create_join_table)$/.test(call.name)) return ofTable(call, at, way);
  if (/^(execute|exec_query|exec_update|exec_delete|update_sql|select_all|exec_sql|run)$/.test(call.name))
    return ofSql(call, at, way.grammars);
  if (call.on && !isConnection(call.on)) return deletesAll(call, at, way.added);
  const row = rowOf(railsRows, call.name);
  return row ? row(contextOf(call, at, null, way.added)) : null;
}

function isConnection(on: Expression): boolean {
  return /(^|\.)(connection|lease_connection|self|conn|migration|ActiveRecord::Migration)$/.test(labelOf(on));
}

/** Its inside is judged as everything else; that the check was switched off is worth a line. */
function assured(call: Call, at: Place, way: Railway): readonly Step[] {
  const inner: Step[] = [];
  if (call.block)
    at.inside(call.block, (one, place) => {
      const told = stepsOfCall(one, place, { ...way, steps: inner });
      if (told) inner.push(...told);
      return told !== null;
    });
  const because = 'safety_assured switches the check of strong_migrations off';
  const said = does('data.unprotect', 'setting', 'safety_assured', { line: call.line, because, certainty: 'possible' });
  return [said, ...inner];
}

/** `revert { create_table :orders }` drops it; what a class did is not written here. */
function reverted(call: Call, at: Place): readonly Step[] {
  const { line } = call;
  if (!call.block) {
    const name = call.args.map(labelOf).join(', ') || 'a migration';
    return [drop('other', name, { line, because: `${name} is undone, with all it created`, certainty: 'likely' })];
  }
  const undone: Step[] = [];
  at.inside(call.block, (one, place) => {
    const [table, column] = one.args.map((arg) => place.scope.textOf(arg) ?? labelOf(arg));
    if (table === undefined) return false;
    if (/^create_(join_)?table$/.test(one.name))
      undone.push(drop('table', table, { line: one.line, because: `creating ${table} is undone: it is dropped` }));
    if (/^add_(column|reference|belongs_to)$/.test(one.name) && column !== undefined) {
      const name = `${table}.${column}`;
      undone.push(drop('column', name, { line: one.line, because: `adding ${name} is undone: it is dropped` }));
    }
    return true;
  });
  return undone;
}

function ofTable(call: Call, at: Place, way: Railway): readonly Step[] {
  const table = tableOf(call, at);
  const isNew = call.name.startsWith('create');
  const force = isNew ? option(call, 'force') : undefined;
  const steps: Step[] = [];
  if (force && !isValue(force, false) && !isValue(force, null)) {
    const because = `force: drops the table ${table} that is there before it is created anew`;
    steps.push(drop('table', table, { line: call.line, because, remedy: 'leave force: out' }));
  }
  if (isNew) steps.push(creates(table));
  else if (call.block) {
    const [param] = call.block.params;
    at.inside(call.block, (one, place) => {
      const row = isOn(one, param) ? rowOf(railsRows, inTable(one.name)) : null;
      if (row) steps.push(...row(contextOf(one, place, table, way.added)));
      const told = row ? null : stepsOfCall(one, place, way);
      if (told) steps.push(...told);
      return row !== null || told !== null;
    });
  }
  return steps;
}

/** Sequel's blocks have no parameter: `alter_table(:orders) { drop_column :note }`. */
function isOn(call: Call, param: string | undefined): boolean {
  return param === undefined ? call.on === null : call.on?.kind === 'name' && call.on.name === param;
}

/** `t.remove` in `change_table` is `remove_columns`; the rest are columns of that type. */
function inTable(name: string): string {
  const known = rowOf(IN_TABLE, name);
  if (known !== null) return known;
  return TYPES.test(name) ? 't.type' : name;
}

const IN_TABLE: Readonly<Record<string, string>> = {
  remove: 'remove_columns',
  remove_column: 'remove_columns',
  drop_column: 'remove_columns',
  remove_timestamps: 'remove_timestamps',
  remove_references: 'remove_reference',
  remove_belongs_to: 'remove_reference',
  remove_index: 'remove_index',
  remove_foreign_key: 'remove_foreign_key',
  remove_check_constraint: 'remove_check_constraint',
  drop_constraint: 'remove_check_constraint',
  change: 'change_column',
  set_column_type: 'change_column',
  change_null: 'change_column_null',
  set_column_not_null: 'change_column_null',
  rename: 'rename_column',
  index: 'add_index',
  references: 'add_reference',
  belongs_to: 'add_reference',
  foreign_key: 'add_foreign_key',
  check_constraint: 'add_check_constraint',
  exclusion_constraint: 'add_exclusion_constraint',
  unique_constraint: 'add_unique_constraint',
  timestamps: 'add_timestamps',
  column: 'add_column',
};
const TYPES =
  /^(string|text|citext|integer|bigint|float|decimal|numeric|datetime|timestamp|timestamptz|time|date|binary|blob|boolean|json|jsonb|uuid|inet|hstore|virtual|primary_key|serial|bigserial|enum|point|daterange|int4range|tsvector|xml|money|interval)$/;

function tableOf(call: Call, at: Place): string {
  const explicit = at.scope.textOf(option(call, 'table_name'));
  const names = call.args
    .filter(({ kind }) => kind !== 'dict' && kind !== 'fn')
    .map((arg) => at.scope.textOf(arg) ?? labelOf(arg));
  if (call.name !== 'create_join_table') return names[0] ?? 'something';
  return explicit ?? names.slice(0, 2).sort().join('_');
}

function ofSql(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  const [given] = call.args;
  if (given === undefined) return null;
  const sql = at.scope.textOf(given);
  const found = at.scope.resolve(given);
  if (sql === null) return [unread(call.line, 'SQL in a migration', `${labelOf(given)} is not written here`)];
  return stepsOfSql(sql, found.line, grammars);
}

export function contextOf(call: Call, at: Place, table: string | null, added: Set<string>): RowContext {
  const names = call.args
    .filter(({ kind }) => kind !== 'dict' && kind !== 'fn')
    .flatMap((arg) => at.scope.itemsOf(arg) ?? [arg])
    .map((arg) => at.scope.textOf(arg) ?? labelOf(arg));
  return {
    line: call.line,
    name: call.name,
    table: table ?? names[0] ?? 'something',
    rest: table === null ? names.slice(1) : names,
    args: table === null ? call.args.slice(1) : call.args,
    added,
    option: (key) => {
      const found = option(call, key);
      return found && at.scope.resolve(found);
    },
    text: (key) => at.scope.textOf(option(call, key)),
  };
}
