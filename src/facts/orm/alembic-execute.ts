import type { Grammars } from '../../model/syntax.ts';
import type { Call, Expression } from './program.ts';
import { stepsOfSql } from './raw-sql.ts';
import { labelOf, type Scope } from './scope.ts';
import { does, drop, type Step, unread } from './step.ts';
import type { Place } from './walk.ts';

/** `op.execute("…")`, `conn.execute(sa.text(f"…"))`, `op.execute(orders.delete())`, `session.query(Order).delete()` */
export function executed(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  const given = call.args[0] ?? call.named[0]?.value;
  if (given === undefined) return null;
  const sql = at.scope.textOf(given);
  if (sql !== null) return stepsOfSql(sql, at.scope.resolve(given).line, grammars);
  const found = at.scope.resolve(given);
  const links = linksOf(found, at.scope);
  const isKnown = links.some(({ name }) =>
    /^(insert|select|update|delete|values|exists|(Create|Drop|Set|Comment)[A-Z]\w*)$/.test(name),
  );
  return isKnown ? ofQuery(links, call) : unwritten(call, given);
}

type Link = { readonly name: string; readonly args: readonly Expression[] };

function ofQuery(links: readonly Link[], call: Call): readonly Step[] {
  const { line } = call;
  const names = links.map(({ name }) => name);
  const verb = names.find((name) => /^(delete|update)$/.test(name));
  const ddl = names.find((name) => /^Drop[A-Z]/.test(name));
  if (ddl !== undefined) return [drop('other', ddl, { line, because: `${ddl} is executed`, certainty: 'likely' })];
  if (verb === undefined || names.some((name) => FILTERS.test(name))) return [];
  const said = links.find(({ name }) => name === verb || name === 'query')?.args[0];
  const subject = said ? labelOf(said) : (names[0] ?? 'a table');
  if (!isTable(subject, names)) return [];
  const because = verb === 'delete' ? `every row of ${subject} is deleted` : `every row of ${subject} is overwritten`;
  return [
    does('data.delete-all', 'row', subject, { line, because, certainty: verb === 'delete' ? 'likely' : 'possible' }),
  ];
}

const FILTERS = /^(where|filter|filter_by|whereclause|limit|join|get|having)$/;

/** `values.update({…})` is a dictionary; `orders.update().values(…)` and `session.query(Order).update(…)` are not. */
function isTable(subject: string, names: readonly string[]): boolean {
  return subject !== 'something' && (names.includes('delete') || names.includes('values') || names.includes('query'));
}

function unwritten(call: Call, given: Expression): readonly Step[] | null {
  if (!/^execute$|^exec_driver_sql$/.test(call.name)) return null;
  return [unread(call.line, 'SQL in a migration', `${labelOf(given)} is not written here`)];
}

/** From the root on, names that stand for a chain followed: `orders`, `delete`, `where`. */
function linksOf(one: Expression, scope: Scope, depth = 0): readonly Link[] {
  const found = scope.resolve(one);
  if (depth > 40 || (found.kind !== 'call' && found.kind !== 'member'))
    return depth > 0 ? [{ name: labelOf(found), args: [] }] : [];
  const before = found.on ? linksOf(found.on, scope, depth + 1) : [];
  return [...before, { name: found.name, args: found.kind === 'call' ? found.args : [] }];
}
