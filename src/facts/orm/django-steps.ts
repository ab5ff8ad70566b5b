import type { Path } from '../../model/change.ts';
import { addedField, altered } from './django-fields.ts';
import { queriesOf } from './django-queries.ts';
import { appOf, argument, type Fields, fieldsBefore, learn } from './django-state.ts';
import type { Context } from './migration.ts';
import { type Call, classesOf, type Expression, type Fn, type Program, rowOf } from './program.ts';
import { stepsOfSql } from './raw-sql.ts';
import { isValue, labelOf, option } from './scope.ts';
import { creates, drop, lock, rename, type Step, unread } from './step.ts';
import { type Place, walk } from './walk.ts';

/** https://docs.djangoproject.com/en/stable/ref/migration-operations/ */
export function djangoSteps(program: Program, path: Path, context: Context): readonly Step[] {
  const steps: Step[] = [];
  const body = classesOf(program.body).filter(({ bases, name }) => /Migration/.test(bases) || name === 'Migration');
  const fields = fieldsBefore(path, alteredNames(program), context);
  const django: Django = { app: appOf(path), fields, program, context, added: new Set() };
  for (const migration of body)
    walk(program, migration.body, (call, at) => {
      const told = operation(call, at, django);
      if (told !== null) learn(call, program, fields);
      steps.push(...(told ?? []));
      return told !== null;
    });
  return steps;
}

type Django = {
  readonly app: string;
  readonly fields: Fields;
  readonly program: Program;
  readonly context: Context;
  /** Names of the columns this migration adds. */
  readonly added: Set<string>;
};
type Operation = (call: Call, at: Place, django: Django) => readonly Step[];

function alteredNames(program: Program): readonly string[] {
  const names: string[] = [];
  const body = classesOf(program.body).flatMap((one) => one.body);
  walk(program, body, (call, at) => {
    if (call.name === 'AlterField') names.push(at.scope.textOf(argument(call, 1, 'name')) ?? '');
    return false;
  });
  return names.filter((name) => name !== '');
}

/** Null: no operation, or one that holds others. */
function operation(call: Call, at: Place, django: Django): readonly Step[] | null {
  return rowOf(OPERATIONS, call.name)?.(call, at, django) ?? null;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateModel: (call, at, { app }) => [creates(tableOf(call, at, app, 'name', 0))],
  DeleteModel: (call, at, { app }) => {
    const table = tableOf(call, at, app, 'name', 0);
    const remedy =
      'remove it from the state alone (SeparateDatabaseAndState, state_operations), and drop the table a release later';
    return [
      drop('table', table, { line: call.line, because: `the table of ${table} is dropped with all its rows`, remedy }),
    ];
  },
  RemoveField: (call, at, { app }) => {
    const name = columnOf(call, at, app);
    const remedy = 'first null=True and no code that uses it, deployed; then remove it with an approval';
    return [
      drop('column', name, { line: call.line, because: `the column ${name} is dropped with its values`, remedy }),
    ];
  },
  AddField: (call, at, django) => {
    const field = argument(call, 2, 'field');
    const table = tableOf(call, at, django.app, 'model_name', 0);
    const column = at.scope.textOf(argument(call, 1, 'name')) ?? 'a field';
    django.added.add(column);
    return [
      ...(field?.kind === 'call' ? addedField(field, table, column, call.line) : []),
      creates(`${table}.${column}`),
    ];
  },
  AlterField: (call, at, { app, fields }) => {
    const field = argument(call, 2, 'field');
    const key = `${say(call, at, 'model_name', 0)}.${say(call, at, 'name', 1)}`.toLowerCase();
    return field?.kind === 'call' ? altered(fields.get(key) ?? null, field, columnOf(call, at, app), call.line) : [];
  },
  RenameField: (call, at, { app }) => {
    const name = `${tableOf(call, at, app, 'model_name', 0)}.${say(call, at, 'old_name', 1)}`;
    return [rename('column', name, say(call, at, 'new_name', 2), { line: call.line })];
  },
  RenameModel: (call, at, { app }) => [
    rename('table', tableOf(call, at, app, 'old_name', 0), say(call, at, 'new_name', 1), { line: call.line }),
  ],
  AlterModelTable: (call, at, { app }) => [
    rename('table', tableOf(call, at, app, 'name', 0), say(call, at, 'table', 1), { line: call.line }),
  ],
  AddIndex: (call, at, { app }) => [indexOn(call, tableOf(call, at, app, 'model_name', 0))],
  RemoveIndex: (call, at, { app }) => {
    const table = tableOf(call, at, app, 'model_name', 0);
    const because = `the index ${say(call, at, 'name', 1)} of ${table} is dropped`;
    return [drop('index', `${table}.${say(call, at, 'name', 1)}`, { line: call.line, because, certainty: 'possible' })];
  },
  AddConstraint: (call, at, { app }) => [constraintOn(call, tableOf(call, at, app, 'model_name', 0))],
  RemoveConstraint: (call, at, { app }) => {
    const table = tableOf(call, at, app, 'model_name', 0);
    const because = `the constraint ${say(call, at, 'name', 1)} of ${table} is dropped: the database no longer checks it`;
    return [drop('constraint', `${table}.${say(call, at, 'name', 1)}`, { line: call.line, because })];
  },
  AlterUniqueTogether: (call, at, { app }) => together(call, tableOf(call, at, app, 'name', 0)),
  AlterOrderWithRespectTo: (call, at, { app }) => {
    if (!isValue(argument(call, 1, 'order_with_respect_to'), null)) return [];
    const name = `${tableOf(call, at, app, 'name', 0)}._order`;
    return [drop('column', name, { line: call.line, because: `the column ${name} is dropped with its values` })];
  },
  SeparateDatabaseAndState: separated,
  RunSQL: (call, at, { context }) => statements(argument(call, 0, 'sql'), at, call.line, context),
  RunPython: (call, at, django) => runs(argument(call, 0, 'code'), at, call.line, django),
};

function say(call: Call, at: Place, name: string, index: number): string {
  const given = argument(call, index, name);
  return given ? (at.scope.textOf(given) ?? labelOf(given)) : 'something';
}

/** As Django names it where nobody says otherwise: `shop_order`. */
function tableOf(call: Call, at: Place, app: string, name: string, index: number): string {
  const options = option(call, 'options');
  const given = options?.kind === 'dict' ? options.entries.find(({ key }) => key === 'db_table')?.value : undefined;
  return at.scope.textOf(given) ?? `${app}_${say(call, at, name, index).toLowerCase()}`;
}

function columnOf(call: Call, at: Place, app: string): string {
  return `${tableOf(call, at, app, 'model_name', 0)}.${say(call, at, 'name', 1)}`;
}

function indexOn(call: Call, table: string): Step {
  const because = `an index on ${table} is built while nobody writes to it`;
  const remedy = 'AddIndexConcurrently of django.contrib.postgres.operations, with atomic = False';
  return lock('index', table, 'blocks-writes', { line: call.line, because, remedy });
}

function constraintOn(call: Call, table: string): Step {
  const because = `a constraint on ${table} is checked against every row while nobody writes to it`;
  const remedy = 'AddConstraintNotValid, then ValidateConstraint in a later migration';
  return lock('constraint', table, 'blocks-writes', { line: call.line, because, remedy });
}

function together(call: Call, table: string): readonly Step[] {
  const given = argument(call, 1, 'unique_together');
  const isEmpty = given?.kind === 'call' || (given?.kind === 'list' && given.items.length === 0);
  const { line } = call;
  if (isEmpty)
    return [
      drop('constraint', table, {
        line,
        because: `columns of ${table} need not be unique together any more`,
        certainty: 'likely',
      }),
    ];
  return [
    lock('constraint', table, 'fails', {
      line,
      because: `columns of ${table} must be unique together: fails on duplicates`,
      certainty: 'likely',
    }),
  ];
}

/** What is said about the state alone never reaches the database. */
function separated(call: Call, at: Place, django: Django): readonly Step[] {
  const inner = argument(call, 0, 'database_operations');
  const steps: Step[] = [];
  const body: Fn = { kind: 'fn', name: null, params: [], body: inner ? [inner] : [], line: call.line };
  at.inside(body, (one, place) => {
    const told = operation(one, place, django);
    steps.push(...(told ?? []));
    return told !== null;
  });
  return steps;
}

/** A text, or a list of texts and of pairs with parameters. What stands second undoes it. */
function statements(sql: Expression | undefined, at: Place, line: number, { grammars }: Context): readonly Step[] {
  if (sql === undefined || /(^|\.)noop$/.test(labelOf(sql))) return [];
  const items = at.scope.itemsOf(sql) ?? [sql];
  return items.flatMap((item) => {
    const [first = item] = at.scope.itemsOf(item) ?? [item];
    const text = at.scope.textOf(first);
    if (text === null) return [unread(line, 'SQL in a migration', `${labelOf(first)} is not written here`)];
    return stepsOfSql(text, at.scope.resolve(first).line, grammars);
  });
}

function runs(code: Expression | undefined, at: Place, line: number, django: Django): readonly Step[] {
  if (code === undefined || /(^|\.)noop$/.test(labelOf(code))) return [];
  const fn = code.kind === 'fn' ? code : at.scope.functionOf(labelOf(code).replace(/^\w+\./, ''));
  if (!fn) return [unread(line, 'code in a migration', `${labelOf(code)} is not written here`)];
  const steps: Step[] = [];
  at.inside(fn, (call, place) => {
    steps.push(...queriesOf(call, place, django.added, django.context.grammars));
    return false;
  });
  return steps;
}
