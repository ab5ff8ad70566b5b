import { expect, test } from 'vitest';
import { editList } from '../../src/system/yaml.ts';

const item = { rules: ['a.b'], level: 'ask' };
const line = '{ rules: [ a.b ], level: ask }';

test.each([
  ['no list yet', 'version: 1 # one\n', 0, `version: 1 # one\noverrides:\n  - ${line}\n`],
  ['no newline at the end', 'version: 1', 0, `version: 1\noverrides:\n  - ${line}\n`],
  ['an empty file', '', 0, `overrides:\n  - ${line}\n`],
  ['at the end', 'overrides:\n- x # why\nlast: 1\n', 1, `overrides:\n- x # why\n- ${line}\nlast: 1\n`],
  ['at the end of the file', 'overrides:\n  - x', 1, `overrides:\n  - x\n  - ${line}\n`],
  [
    'before one with a comment above',
    'overrides:\n  # about x\n  - x\n',
    0,
    `overrides:\n  - ${line}\n  # about x\n  - x\n`,
  ],
  [
    'after a map of several lines',
    'overrides:\n  - path: p\n    level: warn\n',
    1,
    `overrides:\n  - path: p\n    level: warn\n  - ${line}\n`,
  ],
])('every other byte stays: %s', (_name, before, index, after) => {
  expect(editList(before, { key: 'overrides', item, index, how: 'insert' })).toBe(after);
});

test('in place of another', () => {
  const text = 'overrides:\n  - { rules: [a.b], level: warn } # why\n  - x\n';
  expect(editList(text, { key: 'overrides', item, index: 0, how: 'replace' })).toBe(
    `overrides:\n  - ${line} # why\n  - x\n`,
  );
});

test.each([
  ['a list in brackets', 'overrides: [ x ] # why\nlast: 1\n'],
  ['a key without a value', '# why\noverrides:\nlast: 1\n'],
])('written by the YAML package, comments kept: %s', (_name, text) => {
  const edited = editList(text, { key: 'overrides', item, index: 1, how: 'insert' });
  expect(edited).toContain('# why');
  expect(edited).toContain('a.b');
  expect(edited).toContain('last: 1');
});

test('a file that is broken is not touched', () => {
  expect(() => editList('a: [', { key: 'overrides', item, index: 0, how: 'insert' })).toThrow();
});
