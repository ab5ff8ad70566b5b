import { describe, expect, test } from 'vitest';
import { parsePushLines, parseReceiveLines } from '../../src/changes/push-lines.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(64);
const ZERO = '0'.repeat(40);
const ZERO_256 = '0'.repeat(64);

describe('lines of a push', () => {
  test.each([
    [
      'a new branch',
      `refs/heads/x ${A} refs/heads/x ${ZERO}\n`,
      { local: 'refs/heads/x', after: A, ref: 'refs/heads/x', before: null },
    ],
    [
      'a deletion',
      `(delete) ${ZERO} refs/heads/x ${A}\n`,
      { local: null, after: null, ref: 'refs/heads/x', before: A },
    ],
    [
      'a local ref with spaces',
      `:/two words ${A} refs/heads/x ${ZERO}\n`,
      { local: ':/two words', after: A, ref: 'refs/heads/x', before: null },
    ],
    [
      'a local ref that looks like a line',
      `:/${A} refs/heads/y ${A} ${A} refs/heads/x ${A}\n`,
      { local: `:/${A} refs/heads/y ${A}`, after: A, ref: 'refs/heads/x', before: A },
    ],
    ['SHA-256', `HEAD ${B} refs/heads/x ${ZERO_256}\n`, { local: 'HEAD', after: B, ref: 'refs/heads/x', before: null }],
    [
      'a wrapper that lost the last newline',
      `HEAD ${A} refs/heads/x ${ZERO}`,
      { local: 'HEAD', after: A, ref: 'refs/heads/x', before: null },
    ],
  ])('%s', (_name, stdin, line) => {
    expect(parsePushLines(Buffer.from(stdin))).toEqual([line]);
  });

  test('nothing handed over is nothing to judge', () => {
    expect(parsePushLines(Buffer.from(''))).toEqual([]);
    expect(parseReceiveLines(Buffer.from(''))).toEqual([]);
  });

  test.each([
    ['cut in the last id', `HEAD ${A} refs/heads/x ${ZERO.slice(1)}`],
    ['a SHA-256 id cut to the length of SHA-1', `HEAD ${B} refs/heads/x ${ZERO_256.slice(24)}`],
    ['cut after the second field', `HEAD ${A}\n`],
    ['not ids', 'HEAD refs/heads/x refs/heads/x refs/heads/x\n'],
  ])('%s is an error', (_name, stdin) => {
    expect(() => parsePushLines(Buffer.from(stdin))).toThrow(/pre-push: not a complete line/);
  });

  test('a server is handed old, new and ref', () => {
    const lines = parseReceiveLines(Buffer.from(`${A} ${ZERO} refs/heads/x\n${ZERO} ${A} refs/tags/v1\n`));
    expect(lines.map(({ before, after, ref }) => [before, after, ref])).toEqual([
      [A, null, 'refs/heads/x'],
      [null, A, 'refs/tags/v1'],
    ]);
    expect(() => parseReceiveLines(Buffer.from(`${A} refs/heads/x\n`))).toThrow(/pre-receive/);
  });
});
