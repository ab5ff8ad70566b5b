import type { Grammars } from '../../model/syntax.ts';
import { alembicRows, type Op } from './alembic-rows.ts';
import { executed } from './alembic-execute.ts';
import { type Call, functionsNamed, type Program, rowOf } from './program.ts';
import { labelOf, option } from './scope.ts';
import { does, drop, type Step } from './step.ts';
import { type Place, walk } from './walk.ts';

/** What `upgrade()` does: https://alembic.sqlalchemy.org/en/latest/ops.html */
export function alembicSteps(program: Program, grammars: Grammars): readonly Step[] {
  const steps: Step[] = [];
  for (const start of functionsNamed(program.body, /^(upgrade|data_upgrades|schema_upgrades|upgrade_\w+)$/))
    walk(program, start.body, (call, at) => {
      const told = stepsOfCall(call, at, grammars);
      steps.push(...(told ?? []));
      return told !== null;
    });
  return steps;
}

function stepsOfCall(call: Call, at: Place, grammars: Grammars): readonly Step[] | null {
  if (call.name === 'batch_alter_table') return batch(call, at, grammars);
  if (/^(execute|exec_driver_sql|scalar|scalars)$/.test(call.name) && call.on) return executed(call, at, grammars);
  if (/^(delete|update)$/.test(call.name) && call.on) return executed({ ...call, args: [call] }, at, grammars);
  if (call.name === 'drop' || call.name === 'drop_all') return dropped(call, at);
  const row = call.on || call.name.startsWith('op.') ? rowOf(alembicRows, call.name) : null;
  return row ? row(opOf(call, at, null)) : null;
}

/** `with op.batch_alter_table("orders") as batch_op:` says the table once. */
function batch(call: Call, at: Place, grammars: Grammars): readonly Step[] {
  const table = at.scope.textOf(call.args[0] ?? option(call, 'table_name')) ?? 'something';
  const steps: Step[] = [];
  if (call.block)
    at.inside(call.block, (one, place) => {
      const isOn = one.on?.kind === 'name' && one.on.name === call.block?.params[0];
      const row = isOn ? rowOf(alembicRows, one.name) : null;
      const told = row ? row(opOf(one, place, table)) : stepsOfCall(one, place, grammars);
      steps.push(...(told ?? []));
      return told !== null;
    });
  return steps;
}

/** `sa.Enum(name="mood").drop(op.get_bind())`, `metadata.drop_all(bind)` */
function dropped(call: Call, at: Place): readonly Step[] | null {
  const { on, line } = call;
  if (on === null) return null;
  if (call.name === 'drop_all')
    return [drop('database', labelOf(on), { line, because: 'every table of the metadata is dropped' })];
  const found = at.scope.resolve(on);
  if (found.kind !== 'call')
    return [drop('other', labelOf(on), { line, because: `${labelOf(on)} is dropped`, certainty: 'possible' })];
  const isType = /enum|domain/i.test(found.name);
  const name = at.scope.textOf(option(found, 'name')) ?? at.scope.textOf(found.args[0]) ?? labelOf(on);
  const object = isType ? 'type' : /^Table$/.test(found.name) ? 'table' : 'other';
  const certainty = object === 'other' ? 'possible' : 'certain';
  return [does('data.drop', object, name, { line, because: `the ${object} ${name} is dropped`, certainty })];
}

function opOf(call: Call, at: Place, table: string | null): Op {
  const text = (name: string, index: number): string => {
    const given = call.named.find(({ key }) => key === name)?.value ?? call.args[index];
    return given ? (at.scope.textOf(given) ?? labelOf(given)) : 'something';
  };
  return {
    line: call.line,
    table,
    text,
    given: (name, index) => {
      const found = call.named.find(({ key }) => key === name)?.value ?? call.args[index];
      return found && at.scope.resolve(found);
    },
    resolve: (one) => at.scope.resolve(one),
  };
}
