import type { Path } from '../../model/change.ts';
import { baseName, folderOf } from '../path.ts';
import type { Context } from './migration.ts';
import { type Call, type Expression, classesOf, type Program } from './program.ts';
import { readPython } from './python.ts';
import { option, type Scope, scopeOf } from './scope.ts';

/** `order.note` -> its field as the migrations before said last. Models and fields are lower case: Django does not tell them apart. */
export type Fields = Map<string, Call>;

export function appOf(path: Path): string {
  return baseName(folderOf(folderOf(path))) || 'app';
}

/** Only migrations of the same app that run before and speak of one of these names. */
export function fieldsBefore(path: Path, names: readonly string[], { grammars, known }: Context): Fields {
  const fields: Fields = new Map();
  const quoted = names.flatMap((name) => [`'${name}'`, `"${name}"`]);
  const earlier = [...known]
    .filter(
      ([one, text]) => folderOf(one) === folderOf(path) && one < path && quoted.some((name) => text.includes(name)),
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [, text] of earlier) {
    const program = grammars.visit('python', text, readPython);
    for (const operation of operationsOf(program)) learn(operation, program, fields);
  }
  return fields;
}

export function operationsOf(program: Program): readonly Call[] {
  return classesOf(program.body).flatMap(({ body }) => callsIn(body));
}

function callsIn(parts: readonly Expression[]): readonly Call[] {
  return parts.flatMap((one): readonly Call[] => {
    if (one.kind === 'call')
      return [one, ...one.named.flatMap(({ value }) => (value.kind === 'list' ? callsIn(value.items) : []))];
    if (one.kind === 'assign') return callsIn([one.value]);
    if (one.kind === 'list') return callsIn(one.items);
    return one.kind === 'group' ? callsIn(one.parts) : [];
  });
}

export function argument(call: Call, index: number, name: string): Expression | undefined {
  return call.named.find(({ key }) => key === name)?.value ?? call.args[index];
}

export function learn(operation: Call, program: Program, fields: Fields): void {
  const scope = scopeOf(program);
  const say = (index: number, name: string): string =>
    (scope.textOf(argument(operation, index, name)) ?? '').toLowerCase();
  if (operation.name === 'CreateModel') learnModel(operation, scope, say(0, 'name'), fields);
  if (operation.name === 'AddField' || operation.name === 'AlterField') {
    const field = argument(operation, 2, 'field');
    if (field?.kind === 'call') fields.set(`${say(0, 'model_name')}.${say(1, 'name')}`, field);
  }
  if (operation.name === 'RenameField') {
    const model = say(0, 'model_name');
    const field = fields.get(`${model}.${say(1, 'old_name')}`);
    if (field) fields.set(`${model}.${say(2, 'new_name')}`, field);
  }
}

function learnModel(operation: Call, scope: Scope, model: string, fields: Fields): void {
  const list = argument(operation, 1, 'fields');
  for (const pair of list?.kind === 'list' ? list.items : []) {
    const [name, field] = pair.kind === 'list' ? pair.items : [];
    if (field?.kind === 'call') fields.set(`${model}.${(scope.textOf(name) ?? '').toLowerCase()}`, field);
  }
}

export function numberIn(call: Call, name: string): number | null {
  const value = option(call, name);
  return value?.kind === 'value' && typeof value.value === 'number' ? value.value : null;
}
