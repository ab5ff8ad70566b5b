import { expect, test } from 'vitest';
import { ecto } from '../../../src/facts/analyzers/ecto.ts';
import { laravel } from '../../../src/facts/analyzers/laravel.ts';
import { ormSync } from '../../../src/facts/analyzers/orm-sync.ts';
import { prisma } from '../../../src/facts/analyzers/prisma.ts';
import { told } from './tell.ts';

/** What is read without a grammar is bounded by us: quadratic in the size of a large file would not end. */
const PIECES = ['(', '"\\"', "'", '/*', '<<<A\n', '{', 'a.b(', ' ', '\n\n', '@Column() ', '<A::', '#{', '`', '"""\n'];
const PATHS = [
  [laravel, 'database/migrations/2026_01_01_000000_work.php'],
  [ecto, 'priv/repo/migrations/20260101000000_work.exs'],
  [prisma, 'prisma/schema.prisma'],
  [ormSync, 'config/application.yml'],
] as const;

test.each(PATHS.map(([analyzer, path]) => ({ analyzer, path })))('$path ends', ({ analyzer, path }) => {
  for (const piece of PIECES) {
    const after = piece.repeat(Math.ceil(10_000 / piece.length));
    // a text that took for ever would run into the runner's own limit
    expect(Array.isArray(told(analyzer, { [path]: { before: `${after}a`, after } })), piece).toBe(true);
  }
});
