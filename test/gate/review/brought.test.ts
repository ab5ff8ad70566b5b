import { describe, expect, test } from 'vitest';
import { broughtUp } from '../../../src/gate/review/brought.ts';
import type { LedgerEntry } from '../../../src/model/review.ts';
import { bringUp, LINES_GONE } from '../../../src/review/ledger.ts';
import type { MaterialFile } from '../../../src/review/material.ts';
import { findingOf } from '../../review/findings.ts';
import { fileOf } from '../../review/prompt/make.ts';
import { materialOf } from '../../review/prompt/material-from-git.ts';

const SAVE = 'function save() {\n  try { write(order); } catch {}\n}\n';
const finding = findingOf({
  id: 'f-1111111',
  path: 'src/a.ts',
  line: 2,
  to: 2,
  quote: 'try { write(order); } catch {}',
});
const open: LedgerEntry = { finding, state: 'confirmed', since: 1, last: 1, reopened: 0, note: '' };
const gone: LedgerEntry = { ...open, state: 'fixed', note: LINES_GONE };

const brought = (files: readonly MaterialFile[], ledger: readonly LedgerEntry[], ended: readonly LedgerEntry[] = []) =>
  broughtUp(materialOf(files), ledger, ended).map(({ finding: { id, path, line }, state, reopened }) => [
    id,
    `${path}:${line}`,
    state,
    reopened,
  ]);

describe('a finding follows its lines', () => {
  test.each<[string, readonly MaterialFile[], LedgerEntry, readonly unknown[]]>([
    [
      'into the file that was renamed',
      [fileOf('src/b.ts', null, `// b\n${SAVE}`)],
      open,
      ['src/b.ts:3', 'confirmed', 0],
    ],
    [
      'into another file',
      [fileOf('src/a.ts', 'x\n', 'y\n'), fileOf('dist/c.js', 'z\n', SAVE)],
      open,
      ['dist/c.js:2', 'confirmed', 0],
    ],
    ['when they are put back', [fileOf('src/a.ts', 'x\n', SAVE)], gone, ['src/a.ts:2', 'reopened', 1]],
  ])('%s', (_name, files, entry, expected) => {
    expect(brought(files, [entry])).toEqual([[finding.id, ...expected]]);
  });

  test('into the part of a split that comes later, when the loop of the first is over', () => {
    const files = [fileOf('src/a.ts', 'x\n', SAVE)];
    expect(brought(files, [], [gone])).toEqual([[finding.id, 'src/a.ts:2', 'reopened', 0]]);
  });
});

test.each<[string, readonly MaterialFile[], LedgerEntry, readonly LedgerEntry[]]>([
  ['that stands where it stood', [fileOf('src/a.ts', 'x\n', SAVE)], open, []],
  ['whose lines are nowhere', [fileOf('src/a.ts', 'x\n', 'y\n')], open, []],
  ['whose words stood in the other file before', [fileOf('src/b.ts', SAVE, `${SAVE}//\n`)], open, []],
  ['that a reader called fixed', [fileOf('src/a.ts', 'x\n', SAVE)], { ...gone, note: 'openai: it is mended' }, []],
  ['of another file of a loop that is over', [fileOf('src/b.ts', 'x\n', SAVE)], open, [gone]],
  [
    'with a quote that stands everywhere',
    [fileOf('src/b.ts', null, '} catch {}\n')],
    { ...open, finding: { ...finding, quote: '} catch {}' } },
    [],
  ],
])('nothing is brought up of a finding %s', (_name, files, entry, ended) => {
  const found = brought(files, ended.length > 0 ? [] : [entry], ended);
  expect(found).toEqual([]);
});

test('what is brought up takes the place of what it was, and the rest stays', () => {
  const other = { ...open, finding: { ...finding, id: 'f-2222222' } };
  const moved = { ...open, finding: { ...finding, path: 'src/b.ts' } };
  const back = { ...gone, finding: { ...finding, id: 'f-3333333' } };
  expect(bringUp([open, other], [moved, back])).toEqual([moved, other, back]);
});
