import { expect, test } from 'vitest';
import { compileGlob, isGlob } from '../../src/policy/glob.ts';

function matches(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern);
  if (!isGlob(glob)) throw new Error(glob.why);
  return glob.matches(path);
}

test.each([
  ['src/[id]/page.tsx', 'src/[id]/page.tsx', true],
  ['src/[id]/**', 'src/[id]/page.tsx', true],
  ['src/[ab].ts', 'src/a.ts', true],
  ['src/(group)/+page.svelte', 'src/(group)/+page.svelte', true],
  ['!important.md', '!important.md', true],
  ['!important.md', 'other.md', false],
  ['#notes.md', '#notes.md', true],
  ['infra/', 'infra/a/b.tf', true],
  ['/infra/**', 'infra/a.tf', true],
  ['./infra/**', 'infra/a.tf', true],
  ['infra/**', 'infra-old/a.tf', false],
  ['**/*.tf', 'main.tf', true],
  ['**/*.tf', '.hidden/.x.tf', true],
  ['*.tf', 'a/main.tf', false],
  ['**/a', 'x\ny/a', true],
  ['*-prod.yaml', 'shop-prod.yaml', true],
  ['{a,b}/**', 'b/x', true],
  ['infra.*', 'infra.stateful.destroy', true],
  ['a/**/b', 'a/b', true],
  ['a/**/b/**/c', 'a/b/c', true],
  ['a/**/*-5*.ts', 'a/x-5/b-15.ts', false],
  ['a-5/**/*-5*.ts', 'a-5/b-45.ts', false],
  ['a-5/**/*-5*.ts', 'a-5/b-54.ts', true],
  ['*a*b*', 'ab', true],
  ['*ab*ab', 'ab', false],
  ['a/\\*.md', 'a/*.md', true],
  ['a/\\*.md', 'a/b.md', false],
])('%s on %j', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected);
});

test('a pattern made to be slow ends at once', () => {
  expect(matches(`${'*a'.repeat(20)}b`, 'a'.repeat(3000))).toBe(false);
  expect(matches(`${'**/a/'.repeat(10)}b`, 'a/'.repeat(500))).toBe(false);
});
