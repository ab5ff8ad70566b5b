import { describe, expect, test } from 'vitest';
import { prisma } from '../../../src/facts/analyzers/prisma.ts';
import { told } from './tell.ts';

const PATH = 'prisma/schema.prisma';
const HEAD = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL") // where\n}\n\n';
const order = (fields: string): string =>
  `${HEAD}model Order {\n  id Int @id\n${fields}\n}\n\nmodel Shop {\n  id Int @id\n  orders Order[]\n}\n\nenum Mood {\n  SAD\n  HAPPY\n}\n`;
const before = order(
  '  note String?\n  mood Mood\n  shop Shop @relation(fields: [shopId], references: [id])\n  shopId Int',
);
const change = (from: string, to: string): string => before.replace(from, to);

describe('a schema without a migration', () => {
  test.each([
    ['loses a field', change('  note String?\n', ''), ['? drop column Order.note']],
    ['loses a model', before.replace(/model Shop \{[^}]*\}\n/, ''), ['? drop table Shop']],
    ['loses an enum', before.replace(/enum Mood \{[^}]*\}\n/, ''), ['? drop type Mood']],
    ['loses a value', change('  SAD\n', ''), ['? drop value Mood.SAD']],
    ['gives a field another type', change('note String?', 'note Int?'), ['? rewrite column Order.note']],
    [
      'gives a field another native type',
      change('note String?', 'note String? @db.VarChar(20)'),
      ['? rewrite column Order.note'],
    ],
    ['requires a field', change('note String?', 'note String'), ['? lock column Order.note fails']],
    ['requires a field that is filled', change('note String?', 'note String @default("")'), []],
    ['needs a field no longer', change('mood Mood', 'mood Mood?'), []],
    ['renames a field in its own words', change('note String?', 'memo String? @map("note")'), []],
    ['renames a column', change('note String?', 'note String? @map("memo")'), ['? rename column Order.note']],
    [
      'renames a table',
      change('  id Int @id\n  note', '  id Int @id\n  @@map("orders")\n  note'),
      ['? rename table Order'],
    ],
    ['loses a relation', change('  orders Order[]\n', ''), []],
    ['gets a field', change('  mood Mood\n', '  mood Mood\n  memo String?\n'), []],
    ['gets a comment', change('  mood Mood\n', '  mood Mood // how\n  /// more\n'), []],
    [
      'is sorted otherwise',
      order('  shopId Int\n  mood Mood\n  note String?\n  shop Shop @relation(fields: [shopId], references: [id])'),
      [],
    ],
    ['gets another provider', change('"postgresql"', '"sqlite"'), ['? drop database postgresql']],
    ['says the provider otherwise', change('"postgresql"', '"postgres"'), []],
    [
      'is cut off',
      before.slice(0, 150),
      ['unreadable a block is never closed', '? drop column Order.shopId', '? drop table Shop', '? drop type Mood'],
    ],
  ])('%s', (_name, after, expected) => expect(told(prisma, { [PATH]: { before, after } })).toEqual(expected));

  test('is deleted', () => expect(told(prisma, { [PATH]: { before } })).toEqual([`? drop schema ${PATH}`]));
  test('is split', () => {
    const [head = '', ...rest] = before.split('model Shop');
    const files = { [PATH]: { before, after: head }, 'prisma/shop.prisma': { after: `model Shop${rest.join('')}` } };
    expect(told(prisma, files)).toEqual([]);
  });
  test('is made', () => expect(told(prisma, { [PATH]: { after: before } })).toEqual([]));
});

test('a migration of the same change says it', () => {
  const files = {
    [PATH]: { before, after: change('  note String?\n', '') },
    'prisma/migrations/20260101000000_drop/migration.sql': { after: 'ALTER TABLE "Order" DROP COLUMN "note";' },
  };
  expect(told(prisma, files)).toEqual([]);
});
