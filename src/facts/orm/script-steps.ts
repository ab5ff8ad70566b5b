import type { Grammars } from '../../model/syntax.ts';
import { CHOOSES, queriedRows } from './script-queries.ts';
import { type Schema, scriptRows } from './script-rows.ts';
import { inTable } from './script-tables.ts';
import { type Call, type Expression, type Fn, functionsNamed, type Program, rowOf } from './program.ts';
import { stepsOfSql } from './raw-sql.ts';
import { chainOf, labelOf, option } from './scope.ts';
import { creates, type Step, unread } from './step.ts';
import { type Place, walk } from './walk.ts';

/**
 * What `up` does, in the words of Knex, Kysely, TypeORM, MikroORM, Sequelize, node-pg-migrate and db-migrate. One table serves them
 * all: where two of them share a name they mean the same by it.
 */
export function scriptSteps(program: Program, grammars: Grammars): readonly Step[] {
  const said: Said[] = [];
  for (const start of functionsNamed(program.body, UP))
    walk(program, start.body, (call, at) => {
      narrow(call, said);
      const steps = stepsOfCall(call, at, grammars);
      if (steps !== null) said.push({ call, steps });
      return steps !== null;
    });
  return said.flatMap(({ steps }) => steps);
}

export const UP: RegExp = /^(up|exports\.up|module\.exports\.up|_up|safeUp)$/;

type Said = { readonly call: Call; readonly steps: readonly Step[] };

/** `db.deleteFrom("orders").where(…)`: what chooses rows may stand behind what deletes them. */
function narrow(call: Call, said: Said[]): void {
  const last = said.at(-1);
  if (!last || !CHOOSES.test(call.name) || !chainOf(call).includes(last.call)) return;
  if (last.steps.every((step) => step.kind === 'does' && step.consequence.kind === 'data.delete-all')) said.pop();
}

function stepsOfCall(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  if (call.on === null) return call.name === 'sql' ? raw(call, at, grammars) : null;
  if (/^(createTable|createTableIfNotExists|createTableLike)$/.test(call.name))
    return [creates(tableOf(call.args[0], at))];
  if (/^(table|alterTable|editTable)$/.test(call.name)) return tableCallback(call, at);
  if (RAW.test(call.name)) return raw(call, at, grammars);
  const rows = queriedRows(call, at, chainOf(call), (one) => tableOf(one, at));
  if (rows !== null) return rows;
  const row = rowOf(scriptRows, call.name);
  return row ? row(schemaOf(call, at)) : null;
}

const RAW =
  /^(raw|query|addSql|sql|runSql|unprepared|execute|executeSql|\$executeRaw|\$executeRawUnsafe|\$queryRawUnsafe)$/;

/** `knex.schema.raw("…")`, `queryRunner.query("…")`, `this.addSql("…")`; `.execute()` at the end of a chain has no text. */
function raw(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  const [given] = call.args;
  if (given === undefined || given.kind === 'fn') return null;
  const object = at.scope.resolve(given);
  const inner =
    object.kind === 'dict'
      ? (object.entries.find(({ key }) => key === 'query' || key === 'sql')?.value ?? given)
      : given;
  const sql = at.scope.textOf(inner);
  if (sql !== null) return stepsOfSql(sql, at.scope.resolve(inner).line, grammars);
  // `.execute(db)` ends a chain, and whoever built a query said above what it is
  if (/^execute$/.test(call.name) || object.kind === 'call') return null;
  return [unread(call.line, 'SQL in a migration', `${labelOf(given)} is not written here`)];
}

/** Knex says what changes inside a function, Kysely and node-pg-migrate behind it. */
function tableCallback(call: Call, at: Place): readonly Step[] | null {
  const fn = call.args.find((arg): arg is Fn => arg.kind === 'fn');
  if (!fn) return call.name === 'table' ? null : [];
  const table = tableOf(call.args[0], at);
  const said: Said[] = [];
  at.inside(fn, (one, place) => {
    // a chain is judged as a whole: its longest reading takes the place of the shorter ones
    if (said.at(-1)?.call === one.on) said.pop();
    said.push({ call: one, steps: inTable(one, place, table, fn.params[0] ?? '') });
    return false;
  });
  return said.flatMap(({ steps }) => steps);
}

function schemaOf(call: Call, at: Place): Schema {
  // Kysely: `db.schema.alterTable("orders").dropColumn("note")`
  const before = chainOf(call)
    .slice(0, -1)
    .findLast(({ name }) => /^(alterTable|table)$/.test(name));
  const shift = before ? 1 : 0;
  const args = before ? [before.args[0] ?? call, ...call.args] : call.args;
  const given = (index: number): Expression | undefined => {
    const one = args[index];
    return one && at.scope.resolve(one);
  };
  return {
    line: call.line,
    table: tableOf(args[0], at),
    isChained: shift === 1,
    given,
    text: (index) => nameOf(args[index], at),
    names: (index) => namesOf(args[index], at),
    option: (name) => {
      const found = option({ ...call, args: args.flatMap((one) => [at.scope.resolve(one)]) }, name);
      return found && at.scope.resolve(found);
    },
  };
}

/** `"orders"`, `{ schema: "shop", tableName: "orders" }`, `new Table({ name: "orders" })` */
export function tableOf(one: Expression | undefined, at: Place): string {
  if (one === undefined) return 'something';
  const found = at.scope.resolve(one);
  const entries =
    found.kind === 'dict'
      ? found.entries
      : found.kind === 'call' && found.args[0]?.kind === 'dict'
        ? found.args[0].entries
        : [];
  const name = entries.find(({ key }) => /^(tableName|table|name)$/.test(key))?.value;
  return nameOf(name ?? found, at);
}

function nameOf(one: Expression | undefined, at: Place): string {
  return one === undefined ? 'something' : (at.scope.textOf(one) ?? labelOf(at.scope.resolve(one)));
}

/** `"note"`, `["note", "memo"]`, `{ note: …, memo: … }` */
function namesOf(one: Expression | undefined, at: Place): readonly string[] {
  if (one === undefined) return [];
  const found = at.scope.resolve(one);
  if (found.kind === 'list') return found.items.map((item) => tableOf(item, at));
  if (found.kind === 'dict' && !found.entries.some(({ key }) => /^(tableName|name)$/.test(key)))
    return found.entries.map(({ key }) => key);
  return [tableOf(found, at)];
}
