import { expect, test } from 'vitest';
import { withinBounds } from '../../../src/gate/review/material.ts';

test('no message is so long that nobody could be asked about it', () => {
  const long = `Fix the login\n\n${'x'.repeat(5_000_000)}\n\nAll tests pass`;
  const [short = ''] = withinBounds([long]);
  expect(short.length).toBeLessThan(5_000);
  expect(short).toMatch(/^Fix the login\n[^]*\nAll tests pass$/);
  expect(withinBounds(Array.from({ length: 50 }, () => long)).join('').length).toBeLessThan(25_000);
  expect(withinBounds(['a', 'b'])).toEqual(['a', 'b']);
});
