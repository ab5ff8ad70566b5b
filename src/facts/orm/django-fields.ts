import { retype, type ColumnType } from './column-type.ts';
import { numberIn } from './django-state.ts';
import type { Call } from './program.ts';
import { isValue, labelOf, option } from './scope.ts';
import { lock, rename, rewrite, type Step } from './step.ts';

/** What altering a field does to what is stored. Most of the time nothing: help texts, choices and labels are fields too. */
export function altered(before: Call | null, after: Call, name: string, line: number): readonly Step[] {
  if (before === null) {
    const because = `${name} is altered, and what it was is written nowhere in the migrations before`;
    return [rewrite(name, 'unknown', { line, because, certainty: 'possible' })];
  }
  return [
    ...retyped(before, after, name, line),
    ...required(before, after, name, line),
    ...renamed(before, after, name, line),
  ];
}

function retyped(before: Call, after: Call, name: string, line: number): readonly Step[] {
  const change = isKey(before) && isKey(after) ? 'same' : retype(typeOf(before), typeOf(after));
  const because = `${name} goes from ${show(before)} to ${show(after)}`;
  if (change === 'rewrites')
    return [lock('table', name, 'rewrites', { line, because: `${because}: the whole table is written anew` })];
  if (change !== 'lossy' && change !== 'unknown') return [];
  const remedy = 'add a new field, copy in batches, move the readers, then remove the old one';
  const certainty = change === 'lossy' ? 'certain' : 'likely';
  return [
    rewrite(name, change === 'lossy' ? true : 'unknown', {
      line,
      because: `${because}: values are converted or cut`,
      remedy,
      certainty,
    }),
  ];
}

function required(before: Call, after: Call, name: string, line: number): readonly Step[] {
  const isTold = (call: Call, what: string): boolean => isValue(option(call, what), true);
  if (isTold(before, 'null') && !isTold(after, 'null'))
    return [
      lock('column', name, 'fails', {
        line,
        because: `${name} must not be NULL any more: fails on rows without a value`,
        remedy: 'fill the rows in a migration before this one',
      }),
    ];
  if (isTold(after, 'unique') && !isTold(before, 'unique') && !isTold(before, 'primary_key'))
    return [lock('constraint', name, 'fails', { line, because: `${name} becomes unique: fails on duplicates` })];
  if (isTold(after, 'db_index') && !isTold(before, 'db_index'))
    return [
      lock('index', name, 'blocks-writes', {
        line,
        because: `an index on ${name} is built while nobody writes to its table`,
      }),
    ];
  return [];
}

function renamed(before: Call, after: Call, name: string, line: number): readonly Step[] {
  const from = option(before, 'db_column');
  const to = option(after, 'db_column');
  const old = from ? labelOf(from) : null;
  const now = to ? labelOf(to) : null;
  return old === now ? [] : [rename('column', name, now ?? 'the name of its field', { line })];
}

/** Adding a field to a table that has rows. */
export function addedField(field: Call, table: string, column: string, line: number): readonly Step[] {
  const name = `${table}.${column}`;
  if (field.name === 'ManyToManyField' || isValue(option(field, 'null'), true) || isFilled(field))
    return uniqueDefault(field, name, line);
  const because = `${name} must not be NULL and has no default: fails where ${table} has rows`;
  return [
    lock('table', table, 'fails', { line, because, remedy: 'default=…, or null=True, fill it, then require it' }),
  ];
}

function isFilled(field: Call): boolean {
  const has = (name: string): boolean => option(field, name) !== undefined;
  const isBlankText =
    isValue(option(field, 'blank'), true) && /^(Char|Text|Email|URL|Slug|File|Image|FilePath)Field$/.test(field.name);
  return (
    ['default', 'db_default', 'auto_now', 'auto_now_add', 'primary_key', 'expression'].some(has) ||
    isBlankText ||
    !/Field$|Key$/.test(field.name)
  );
}

function uniqueDefault(field: Call, name: string, line: number): readonly Step[] {
  if (!isValue(option(field, 'unique'), true) || option(field, 'default') === undefined) return [];
  const because = `${name} is unique and every row gets the same default: fails where there are two`;
  return [
    lock('column', name, 'fails', { line, because, remedy: 'add it with null=True, fill it, then make it unique' }),
  ];
}

function isKey(field: Call): boolean {
  return field.name === 'ForeignKey' || field.name === 'OneToOneField';
}

function typeOf(field: Call): ColumnType {
  const length = numberIn(field, 'max_length') ?? numberIn(field, 'max_digits') ?? LENGTHS.get(field.name) ?? null;
  return { name: field.name, length, scale: numberIn(field, 'decimal_places') };
}

const LENGTHS = new Map([
  ['EmailField', 254],
  ['URLField', 200],
  ['SlugField', 50],
  ['FileField', 100],
  ['ImageField', 100],
]);

function show(field: Call): string {
  const { name, length } = typeOf(field);
  return length === null ? name : `${name}(${length})`;
}
