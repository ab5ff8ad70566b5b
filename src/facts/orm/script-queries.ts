import type { Call, Expression } from './program.ts';
import { isValue, labelOf, option } from './scope.ts';
import { does, type Step } from './step.ts';
import type { Place } from './walk.ts';

/** A word that says which rows: with it nothing is about all of them. */
export const CHOOSES: RegExp =
  /^(where\w*|andWhere\w*|orWhere\w*|whereInIds|limit|having|join|innerJoin|leftJoin|using|match|first|filter)$/;

/** Null: not about rows. `knex("orders").del()`, `manager.clear(Order)`, `queryInterface.bulkDelete("orders", null)`, `Order.destroy({ where: {} })` */
export function queriedRows(call: Call, at: Place, chain: readonly Call[], nameOf: NameOf): readonly Step[] | null {
  const { name, line } = call;
  const named = nameOf(call.args[0]);
  if (/^(bulkDelete|bulkUpdate)$/.test(name)) return bulk(call, at, named);
  if (name === 'deleteFrom') return [deleted(named, line)];
  if (name === 'updateTable') return [overwritten(named, line)];
  if (/^(destroy|deleteMany|updateMany)$/.test(name)) return destroyed(call, at);
  return chain.some((one) => CHOOSES.test(one.name)) ? null : unchosen(call, at, chain, nameOf);
}

type NameOf = (one: Expression | undefined) => string;

function unchosen(call: Call, at: Place, chain: readonly Call[], nameOf: NameOf): readonly Step[] | null {
  const { name, line } = call;
  const table = tableIn(chain, at, nameOf);
  if (/^(truncate|clear)$/.test(name)) {
    const subject = table ?? nameOf(call.args[0] ?? call.on ?? undefined);
    return [does('data.truncate', 'table', subject, { line, because: `all rows of ${subject} are removed` })];
  }
  if (name === 'update') return table === null ? null : [overwritten(table, line)];
  if (!/^(del|delete)$/.test(name) || !isEverything(call, at)) return null;
  return table !== null || isBuilder(call, chain) ? [deleted(table ?? first(call, nameOf), line)] : null;
}

function first(call: Call, nameOf: NameOf): string {
  return call.args.length > 0 ? nameOf(call.args[0]) : 'an entity';
}

function deleted(table: string, line: number): Step {
  return does('data.delete-all', 'row', table, { line, because: `every row of ${table} is deleted` });
}

function overwritten(table: string, line: number): Step {
  return does('data.delete-all', 'row', table, {
    line,
    because: `every row of ${table} is overwritten`,
    certainty: 'possible',
  });
}

/** `knex("orders")`, `trx.from("orders")`, `getRepository(Order)` */
function tableIn(chain: readonly Call[], at: Place, nameOf: NameOf): string | null {
  const [head] = chain;
  const source = chain.find(({ name }) => /^(from|table|into|getRepository|getTreeRepository|collection)$/.test(name));
  if (source) return nameOf(source.args[0]);
  if (head === undefined || head.on !== null || head === chain.at(-1)) return null;
  return at.scope.textOf(head.args[0]);
}

/** `manager.createQueryBuilder().delete()`, `queryRunner.manager.delete(Order, {})` */
function isBuilder(call: Call, chain: readonly Call[]): boolean {
  if (chain.some(({ name }) => name === 'createQueryBuilder')) return true;
  return chain.length === 1 && call.on !== null && labelOf(call.on).endsWith('manager');
}

/** `manager.delete(Order, {})` takes all, `manager.delete(Order, { id })` one. */
function isEverything(call: Call, at: Place): boolean {
  return call.args.slice(call.args.length > 1 ? 1 : 0).every((arg) => {
    const found = at.scope.resolve(arg);
    return (
      isValue(found, null) ||
      (found.kind === 'dict' && found.entries.length === 0) ||
      (call.args.length === 1 && found.kind === 'name')
    );
  });
}

function isEmpty(one: Expression | undefined): boolean {
  return (
    one === undefined ||
    isValue(one, null) ||
    (one.kind === 'dict' && one.entries.length === 0) ||
    (one.kind === 'name' && one.name === 'undefined')
  );
}

function bulk(call: Call, at: Place, table: string): readonly Step[] {
  const chosen = call.args[call.name === 'bulkDelete' ? 1 : 2];
  const found = chosen && at.scope.resolve(chosen);
  if (!isEmpty(found)) return [];
  return [call.name === 'bulkDelete' ? deleted(table, call.line) : overwritten(table, call.line)];
}

/** `Order.destroy({ truncate: true })`, `Order.destroy({ where: {} })`, `prisma.order.deleteMany()` */
function destroyed(call: Call, at: Place): readonly Step[] | null {
  const { line, on } = call;
  const model = on ? labelOf(on) : 'a model';
  if (isValue(option(call, 'truncate'), true))
    return [does('data.truncate', 'table', model, { line, because: `all rows of ${model} are removed` })];
  const where = option(call, 'where');
  const isAll = where === undefined ? call.name.endsWith('Many') : isEmpty(at.scope.resolve(where));
  if (!isAll) return [];
  return [call.name === 'updateMany' ? overwritten(model, line) : deleted(model, line)];
}
