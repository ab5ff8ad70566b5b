import type { Grammars } from '../../model/syntax.ts';
import type { Call, Expression } from './program.ts';
import { stepsOfSql } from './raw-sql.ts';
import { labelOf, option, optionsOf, type Scope } from './scope.ts';
import { does, lock, type Step } from './step.ts';
import type { Place } from './walk.ts';

/** What a function of RunPython does to all rows: `Order.objects.all().delete()`, `cursor.execute("DELETE FROM …")`. */
export function queriesOf(call: Call, at: Place, added: ReadonlySet<string>, grammars: Grammars): readonly Step[] {
  if (/^execute(many|script)?$/.test(call.name)) {
    const sql = at.scope.textOf(call.args[0]);
    return sql === null ? [] : stepsOfSql(sql, at.scope.resolve(call.args[0] ?? call).line, grammars);
  }
  if (!/^(delete|_raw_delete|update)$/.test(call.name)) return [];
  const words = chainWords(call, at.scope);
  const manager = words.findIndex((word) => /^(objects|_default_manager|_base_manager|all_objects)$/.test(word));
  if (manager === -1 || words.some((word) => FILTERS.test(word))) return [];
  const model = words[manager - 1] ?? 'a model';
  return [call.name === 'update' ? updated(call, model, added) : deleted(call, model)];
}

const FILTERS = /^(filter|exclude|get|first|last|none|get_or_create|earliest|latest|distinct|complex_filter)$/;

function deleted({ line }: Call, model: string): Step {
  return does('data.delete-all', 'row', model, { line, because: `every row of ${model} is deleted` });
}

function updated(call: Call, model: string, added: ReadonlySet<string>): Step {
  const { line } = call;
  const columns = optionsOf(call).map(({ key }) => key);
  if (columns.length > 0 && columns.every((one) => added.has(one))) {
    const because = `every row of ${model} is written in the transaction that holds the lock of the table`;
    return lock('table', model, 'blocks-writes', {
      line,
      because,
      certainty: 'likely',
      remedy: 'fill it in a migration of its own, in batches',
    });
  }
  const because = `every row of ${model} is overwritten${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`;
  return does('data.delete-all', 'row', model, { line, because, certainty: 'possible' });
}

/** `[Order, objects, all, delete]`; variables and `apps.get_model("shop", "Order")` are followed. */
function chainWords(one: Expression, scope: Scope, depth = 0): readonly string[] {
  const found = scope.resolve(one);
  if (depth > 40) return [];
  if (found.kind === 'call' && found.name === 'get_model') {
    const name = scope.textOf(option(found, 'model_name') ?? found.args[1] ?? found.args[0]);
    return [name?.split('.').at(-1) ?? 'a model'];
  }
  if (found.kind === 'call') return [...(found.on ? chainWords(found.on, scope, depth + 1) : []), found.name];
  if (found.kind === 'member') return [...chainWords(found.on, scope, depth + 1), found.name];
  return [labelOf(found)];
}
