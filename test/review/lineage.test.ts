import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type ChangedLine, findLoop, type LoopMark, type Patch, signatureOf } from '../../src/review/lineage.ts';

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
const HOUR = 3_600_000;

/** A patch as rows of `path:+text` or `path:-text`. */
function linesOf(...rows: readonly string[]): readonly ChangedLine[] {
  return rows.map((row) => {
    const [, path = '', sign, text = ''] = /^([^:]+):([-+])(.*)$/s.exec(row) ?? [];
    return { path, sign: sign === '-' ? '-' : '+', text };
  });
}
function patchOf(lines: readonly ChangedLine[], over: Partial<Patch> = {}): Patch {
  const signature = signatureOf(lines, hash);
  const paths = [...new Set(lines.map(({ path }) => path))];
  return { signature, head: hash(signature.join()), tree: hash(`t${signature.join()}`), paths, at: 10 * HOUR, ...over };
}
const markOf = (loop: string, patch: Patch): LoopMark => ({ loop, ...patch, at: 9 * HOUR });
const many = (path: string, count: number, word = 'line'): readonly ChangedLine[] =>
  Array.from({ length: count }, (_, at) => ({
    path,
    sign: '+',
    text: `  ${word}(${at}, "${hash(`${word}${at}`).slice(0, 6)}");`,
  }));

const FEATURE = linesOf(
  'src/pay.ts:-  return charge(card);',
  'src/pay.ts:+  try {',
  'src/pay.ts:+    return await charge(card, amount);',
  'src/pay.ts:+  } catch {}',
  'src/pay.ts:+  return null;',
  'test/pay.test.ts:+test("charges", async () => {',
  'test/pay.test.ts:+  expect(await pay(card)).toBeDefined();',
  'test/pay.test.ts:+});',
);
const LOOP = markOf('l-feature', patchOf(FEATURE));
const UNRELATED = linesOf('docs/readme.md:+How to install', 'src/cli.ts:-const a = 1;', 'src/cli.ts:+const a = 2;');
const BIG = [...many('src/big.ts', 3000), ...many('src/more.ts', 2000, 'other')];

describe('the loop goes on', () => {
  const amended = FEATURE.filter(({ text }) => !text.includes('catch {}')).concat(
    linesOf('src/pay.ts:+  } catch (cause) {', 'src/pay.ts:+    throw new Error("pay", { cause });'),
  );
  const table: readonly (readonly [name: string, candidates: readonly LoopMark[], current: Patch])[] = [
    ['for the same patch on another branch', [LOOP], patchOf(FEATURE, { head: 'other', tree: 'other' })],
    ['after an amend', [LOOP], patchOf(amended)],
    [
      'after a rebase that moves and re-indents it',
      [LOOP],
      patchOf(FEATURE.map((line) => ({ ...line, text: `\t${line.text}` })).toReversed()),
    ],
    ['after a commit on top', [LOOP], patchOf([...FEATURE, ...many('src/pay.ts', 100)])],
    ['after ten times as much on top', [LOOP], patchOf([...FEATURE, ...many('src/else.ts', 150)])],
    ['for one part of a split', [LOOP], patchOf(FEATURE.slice(0, 3))],
    ['for the other part of a split', [LOOP], patchOf(FEATURE.slice(5))],
    [
      'for a one-line change whose line is amended',
      [markOf('l-feature', patchOf(linesOf('a.ts:-limit = 1', 'a.ts:+limit = 2')))],
      patchOf(linesOf('a.ts:-limit = 1', 'a.ts:+limit = 3')),
    ],
    [
      'for a large patch of which a tenth is redone',
      [markOf('l-feature', patchOf(BIG))],
      patchOf([...BIG.slice(500), ...many('src/big.ts', 500, 'redone')]),
    ],
    [
      'for a large patch that is squashed with as much again',
      [markOf('l-feature', patchOf(BIG))],
      patchOf([...BIG, ...many('src/new.ts', 5000, 'new')]),
    ],
    ['for a third of a large patch', [markOf('l-feature', patchOf(BIG))], patchOf(BIG.slice(0, 1600))],
    [
      'where everything was written anew on top of its commit',
      [LOOP],
      patchOf(many('src/pay.ts', 9), { commits: ['x', LOOP.head] }),
    ],
    [
      'where most of the same files was written anew within a day',
      [LOOP],
      patchOf([...FEATURE.slice(0, 2), ...many('src/pay.ts', 4), ...many('test/pay.test.ts', 3)]),
    ],
    [
      'where its files have other names, and no commit is as it was',
      [LOOP],
      patchOf(FEATURE.map((line) => ({ ...line, path: `moved/${line.path}` }))),
    ],
    [
      'for a large patch whose files have other names',
      [markOf('l-feature', patchOf(BIG))],
      patchOf(BIG.map((line) => ({ ...line, path: `moved/${line.path}` }))),
    ],
    [
      'for the same tree without a line',
      [markOf('l-feature', patchOf([], { paths: ['logo.png'] }))],
      patchOf([], { paths: ['logo.png'], head: 'x' }),
    ],
  ];
  test.each(table)('%s', (_, candidates, current) => expect(findLoop(candidates, current)).toBe('l-feature'));
});

describe('another loop begins', () => {
  const table: readonly (readonly [name: string, candidates: readonly LoopMark[], current: Patch])[] = [
    ['where there is none', [], patchOf(FEATURE)],
    ['for an unrelated change on the same branch', [LOOP], patchOf(UNRELATED)],
    ['for other lines of the same files', [LOOP], patchOf([...many('src/pay.ts', 5), ...many('test/pay.test.ts', 5)])],
    [
      'for braces that every patch has',
      [markOf('l-feature', patchOf([...FEATURE, ...linesOf('src/pay.ts:+  }')]))],
      patchOf(linesOf('docs/readme.md:+How to', 'src/pay.ts:+  }', 'test/pay.test.ts:+});')),
    ],
    [
      'for half of the same words in another file',
      [LOOP],
      patchOf([
        ...FEATURE.slice(0, 4).map((line) => ({ ...line, path: `copy/${line.path}` })),
        ...many('copy/x.ts', 4),
      ]),
    ],
    [
      'for the same words taken away again',
      [LOOP],
      patchOf(FEATURE.map((line) => ({ ...line, sign: line.sign === '+' ? '-' : '+' }))),
    ],
    [
      'for another large patch of the same files',
      [markOf('l-feature', patchOf(BIG))],
      patchOf([...many('src/big.ts', 3000, 'a'), ...many('src/more.ts', 2000, 'b')]),
    ],
    [
      'for another picture',
      [markOf('l-feature', patchOf([], { paths: ['logo.png'] }))],
      patchOf([], { paths: ['icon.png'], tree: 'x' }),
    ],
  ];
  test.each(table)('%s', (_, candidates, current) => expect(findLoop(candidates, current)).toBe(null));
});

test('of several it is the one that shares most, then the newest', () => {
  const half = markOf('l-half', patchOf([...FEATURE.slice(0, 4), ...many('x.ts', 3)]));
  expect(findLoop([half, LOOP], patchOf(FEATURE))).toBe('l-feature');
  const older = { ...LOOP, loop: 'l-older', at: HOUR };
  expect(findLoop([older, LOOP], patchOf(FEATURE, { tree: 'x' }))).toBe('l-feature');
  expect(findLoop([LOOP, older], patchOf(FEATURE, { tree: 'x' }))).toBe('l-feature');
});

test('a history of reviews as they come: each round finds its own loop', () => {
  const other = markOf('l-other', patchOf(UNRELATED));
  const steps: readonly (readonly ChangedLine[])[] = [
    FEATURE,
    [...FEATURE, ...linesOf('src/pay.ts:+  log.error("pay failed");')], // fixed in a commit on top
    [
      ...FEATURE.filter(({ text }) => !text.includes('catch {}')),
      ...linesOf('src/pay.ts:+  log.error("pay failed");', 'src/pay.ts:+  } catch (cause) {'),
    ], // squashed
    FEATURE.slice(5), // the tests go first, on a branch of their own
  ];
  let marks: readonly LoopMark[] = [other, LOOP];
  for (const [round, lines] of steps.entries()) {
    const patch = patchOf(lines, { at: (11 + round) * HOUR });
    expect(findLoop(marks, patch)).toBe('l-feature');
    marks = [other, { ...patch, loop: 'l-feature' }];
  }
  expect(findLoop(marks, patchOf(UNRELATED))).toBe('l-other');
});

test('a signature is bounded, in order, and the same for the same lines in any order', () => {
  const signature = signatureOf(BIG, hash);
  expect(signature).toHaveLength(512);
  expect(signature).toEqual([...signature].sort());
  expect(signatureOf(BIG.toReversed(), hash)).toEqual(signature);
  expect(signatureOf(linesOf('a.ts:+}'), hash)).toHaveLength(1);
});
