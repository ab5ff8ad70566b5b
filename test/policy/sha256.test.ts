import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../src/policy/sha256.ts';

test('every length around the block boundary hashes as node:crypto does', () => {
  const texts = [...Array(200).keys()].map((length) => 'ä€'.repeat(length).slice(0, length));
  for (const text of [...texts, 'x'.repeat(100_000)]) {
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
