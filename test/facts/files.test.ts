import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/model/change.ts';
import type { Content, Sides } from '../../src/model/content.ts';
import { files } from '../../src/facts/analyzers/files.ts';
import { absent, change, edit, factsOf, part, text, version } from './changes.ts';

/** What a folder of cases cannot hold: links that lead out of it, submodules, weights, and what was not counted. */
function seen(one: Edit, after: Content = absent): Record<string, unknown> {
  const contents: Record<string, Partial<Sides>> = { [one.path]: { after } };
  const facts = factsOf(change([part([one])]), contents, [files]);
  return Object.fromEntries(facts.map(({ kind, attributes }) => [kind, attributes]));
}

const LINK = version({ mode: '120000' });
const MODULE = version({ mode: '160000', size: null });

describe('symbolic links', () => {
  test.each([
    ['docs/latest', '../a.md', false],
    ['docs/latest', './b/../c', false],
    ['latest', 'docs', false],
    ['a/b/c', '../../x', false],
    ['docs/latest', '../../etc/passwd', true],
    ['latest', '../other', true],
    ['a/b/c', '../../../a/b', true],
    ['a/b', 'c/../../../d', true],
    ['keys', '/home/ana/.ssh', true],
    ['keys', 'C:\\keys', true],
    ['keys', '\\\\server\\keys', true],
  ])('%s -> %s leaves the repository: %s', (path, target, escapes) => {
    const link = edit({ path, status: 'add', before: null, after: LINK });
    expect(seen(link, text(target))['file.symlink']).toEqual({ landed: true, target, escapes });
  });

  test('a link whose target cannot be read is unknown, and unreadable', () => {
    const link = edit({ path: 'a', status: 'add', before: null, after: LINK });
    const facts = seen(link, { kind: 'unreadable', why: 'no such object' });
    expect(facts['file.symlink']).toMatchObject({ target: 'unknown', escapes: 'unknown' });
    expect(facts['unreadable']).toEqual({ what: 'content', why: 'no such object' });
  });

  test('a file that becomes a link changes its type', () => {
    const facts = seen(edit({ path: 'a', after: LINK }), text('../b'));
    expect(facts['file.mode']).toMatchObject({ before: '100644', after: '120000', type: 'changed', executable: false });
    expect(facts['file.symlink']).toMatchObject({ escapes: true });
  });

  test('a link that is removed is no link', () => {
    expect(seen(edit({ path: 'a', status: 'delete', before: LINK, after: null }))['file.symlink']).toBeUndefined();
  });
});

describe('submodules', () => {
  test.each([
    ['add', null, MODULE],
    ['remove', MODULE, null],
    ['move', version({ mode: '160000', size: null, oid: 'f'.repeat(40) }), MODULE],
    ['add', version(), MODULE],
    ['remove', MODULE, version()],
  ])('%s', (action, before, after) => {
    const status = before === null ? 'add' : after === null ? 'delete' : 'modify';
    const facts = seen(edit({ path: 'lib', status, before, after }));
    expect(facts['file.submodule']).toMatchObject({ action });
    expect(facts['unreadable']).toBeUndefined();
  });

  test('it weighs nothing: an unknown size would meet every limit', () => {
    const facts = seen(edit({ path: 'lib', status: 'add', before: null, after: MODULE }));
    expect(facts['file.add']).toMatchObject({ size: 0 });
  });
});

describe('binaries and weights', () => {
  const added = { path: 'a', status: 'add', before: null } as const;
  test.each([
    ['a binary', edit({ ...added, lines: 'binary' }), absent, { size: 10, lfs: false, binary: true }],
    [
      'a huge text',
      edit({ ...added, after: version({ size: 6_000_000 }) }),
      absent,
      { size: 6_000_000, lfs: false, binary: false },
    ],
    ['a text nobody counted', edit({ ...added, lines: 'unknown' }), text('a'), undefined],
    [
      'a binary nobody counted',
      edit({ ...added, lines: 'unknown' }),
      { kind: 'binary' as const },
      { size: 10, lfs: false, binary: true },
    ],
    [
      'what cannot be read',
      edit({ ...added, lines: 'unknown' }),
      { kind: 'unreadable' as const, why: 'x' },
      { size: 10, lfs: false, binary: 'unknown' },
    ],
    ['a small text', edit(added), absent, undefined],
    [
      'a binary under another name',
      edit({ path: 'b', from: 'a', status: 'rename', before: version(), after: version(), lines: 'binary' }),
      absent,
      undefined,
    ],
    [
      'a binary that is deleted',
      edit({ path: 'a', status: 'delete', after: null, lines: 'binary' }),
      absent,
      undefined,
    ],
    [
      'a text that mentions LFS',
      edit({ ...added, after: version({ size: 130 }) }),
      text('version https://git-lfs.github.com/spec/v1 is a line of a pointer'),
      undefined,
    ],
  ])('%s', (_name, one, after, expected) => {
    const fact = seen(one, after)['file.binary'];
    if (expected === undefined) expect(fact).toBeUndefined();
    else expect(fact).toMatchObject(expected);
  });

  test('lines nobody counted are unknown, and a binary has none', () => {
    expect(seen(edit({ path: 'a', lines: 'unknown' }), text(''))['file.modify']).toMatchObject({ added: 'unknown' });
    expect(seen(edit({ path: 'a', lines: 'binary' }))['file.modify']).toMatchObject({ added: 0, removed: 0 });
  });
});

test('10,000 edits are told without reading one', () => {
  const edits = Array.from({ length: 10_000 }, (_, n) => edit({ path: `src/${n}.ts` }));
  expect(factsOf(change([part(edits)]))).toHaveLength(10_000);
});
