import type { PrismaColumn, PrismaSchema, PrismaTable } from './prisma-schema.ts';
import { drop, lock, rename, rewrite, type Step } from './step.ts';

const NO_MIGRATION = 'and no migration of this change says what becomes of it';
const REMEDY = 'npx prisma migrate dev, and commit the migration it writes';

/** What the next migration, or `prisma db push`, will do to the database. Possible, because none is written here. */
export function droppedBetween(before: PrismaSchema, after: PrismaSchema): readonly Step[] {
  return [
    ...provider(before, after),
    ...[...before.tables].flatMap(([name, table]) => ofTable(name, table, after)),
    ...ofEnums(before, after),
  ];
}

function provider(before: PrismaSchema, after: PrismaSchema): readonly Step[] {
  const from = before.provider;
  const to = after.provider;
  if (from === null || to === null || sameProvider(from.name, to.name)) return [];
  const because = `the provider goes from ${from.name} to ${to.name}: what is stored stays behind`;
  return [drop('database', from.name, { line: to.line, because, certainty: 'possible' })];
}

function sameProvider(a: string, b: string): boolean {
  const long = (name: string): string => (name === 'postgres' ? 'postgresql' : name);
  return long(a) === long(b);
}

function ofTable(name: string, table: PrismaTable, after: PrismaSchema): readonly Step[] {
  const now = after.tables.get(name);
  if (now) return [...table.columns].flatMap(([column, one]) => ofColumn(name, column, one, now));
  const mapped = [...after.tables].find(([, one]) => one.model === table.model);
  if (mapped) return [rename('table', name, mapped[0], { line: mapped[1].line, certainty: 'possible' })];
  return [
    drop('table', name, {
      line: table.line,
      because: `the model ${table.model} is gone, ${NO_MIGRATION}`,
      remedy: REMEDY,
      certainty: 'possible',
    }),
  ];
}

function ofColumn(table: string, column: string, before: PrismaColumn, now: PrismaTable): readonly Step[] {
  const name = `${table}.${column}`;
  const after = now.columns.get(column);
  const certainty = 'possible';
  if (!after) {
    const mapped = [...now.columns].find(([, one]) => one.field === before.field);
    if (mapped) return [rename('column', name, mapped[0], { line: mapped[1].line, certainty })];
    return [
      drop('column', name, {
        line: before.line,
        because: `the field ${name} is gone, ${NO_MIGRATION}`,
        remedy: REMEDY,
        certainty,
      }),
    ];
  }
  const { line } = after;
  if (after.type !== before.type) {
    const because = `${name} goes from ${before.type} to ${after.type}: values are converted, or dropped with the old column`;
    return [rewrite(name, 'unknown', { line, because, remedy: REMEDY, certainty })];
  }
  if (!after.required || before.required || after.filled) return [];
  return [
    lock('column', name, 'fails', {
      line,
      because: `${name} is required now: fails on rows without a value`,
      certainty,
    }),
  ];
}

function ofEnums(before: PrismaSchema, after: PrismaSchema): readonly Step[] {
  return [...before.enums].flatMap(([name, { line, values }]): readonly Step[] => {
    const now = after.enums.get(name);
    const certainty = 'possible';
    if (!now)
      return [
        drop('type', name, { line, because: `the enum ${name} is gone, ${NO_MIGRATION}`, remedy: REMEDY, certainty }),
      ];
    return [...values]
      .filter(([value]) => !now.values.has(value))
      .map(([value, at]) =>
        drop('value', `${name}.${value}`, {
          line: at,
          because: `rows that hold ${value} no longer fit ${name}`,
          remedy: REMEDY,
          certainty,
        }),
      );
  });
}
