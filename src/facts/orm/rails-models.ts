import { type Call } from './program.ts';
import { chainOf, labelOf, optionsOf, rootOf } from './scope.ts';
import { does, lock, type Step } from './step.ts';
import type { Place } from './walk.ts';

const FILTERS =
  /^(where|where!|rewhere|find_by|find|limit|not|joins|left_joins|having|merge|with|first|last|find_or_initialize_by|or|none|missing|associated|in_order_of|only|by_.*|for_.*)$/;
const WHOLE =
  /^(all|unscoped|unscope|in_batches|find_each|find_in_batches|each|order|reorder|find_all|to_a|includes|reset_column_information)$/;

/** Null: not about the rows of a model. `Order.delete_all`, `Order.unscoped.in_batches.update_all(…)`, `Order.find_each(&:destroy)`. */
export function deletesAll(call: Call, at: Place, added: ReadonlySet<string>): readonly Step[] | null {
  const root = rootOf(call);
  if (root.kind !== 'name' || !/^(::)?[A-Z]/.test(root.name)) return null;
  const links = chainOf(call);
  if (links.some(({ name, args, named }) => FILTERS.test(name) && args.length + named.length > 0)) return null;
  const isPlain = links.slice(0, -1).every(({ name }) => WHOLE.test(name));
  const { name, line } = call;
  const model = root.name;
  if (/^(delete_all|destroy_all|delete_by|destroy_by)$/.test(name) && call.args.length + call.named.length === 0) {
    const because = `every row of ${model} is deleted`;
    return [does('data.delete-all', 'row', model, { line, because, certainty: isPlain ? 'certain' : 'possible' })];
  }
  if (name === 'update_all' || name === 'update') return updated(call, at, model, added);
  const isEach = /^(find_each|each|find_in_batches)$/.test(name);
  if (!isEach || !isPlain) return null;
  return destroysEach(call) ? [each(model, line)] : null;
}

function destroysEach(call: Call): boolean {
  if (call.args.some((arg) => /^(destroy|delete)!?$/.test(labelOf(arg)))) return true;
  const param = call.block?.params[0];
  const body = call.block?.body ?? [];
  return (
    body.length === 1 &&
    body.every(
      (one) =>
        one.kind === 'call' && /^(destroy|delete)!?$/.test(one.name) && one.on !== null && labelOf(one.on) === param,
    )
  );
}

function each(model: string, line: number): Step {
  return does('data.delete-all', 'row', model, {
    line,
    because: `every row of ${model} is deleted, one by one`,
    certainty: 'possible',
  });
}

/** Filling a column that was added just now loses nothing. */
function updated(call: Call, at: Place, model: string, added: ReadonlySet<string>): readonly Step[] {
  const { line } = call;
  const sql = at.scope.textOf(call.args[0]);
  const columns =
    sql === null
      ? optionsOf(call).map(({ key }) => key)
      : [.../(\w+)\s*=/g[Symbol.matchAll](sql)].map(([, one = '']) => one);
  if (columns.length > 0 && columns.every((one) => added.has(one))) {
    const because = `every row of ${model} is written in the transaction that holds the lock of the table`;
    const remedy = 'fill it in a migration of its own: disable_ddl_transaction!, in_batches';
    return [lock('table', model, 'blocks-writes', { line, because, remedy, certainty: 'likely' })];
  }
  const because = `every row of ${model} is overwritten${columns.length > 0 ? ` (${columns.join(', ')})` : ''}`;
  return [
    does('data.delete-all', 'row', model, {
      line,
      because,
      certainty: call.name === 'update_all' ? 'likely' : 'possible',
    }),
  ];
}
