import { expect, test } from 'vitest';
import { drawRadius } from '../../src/speak/radius.ts';

test('each dependent stands under what it stands on, once', () => {
  const radius = [
    { name: 'subnet', of: 'vpc' },
    { name: 'gateway', of: 'vpc' },
    { name: 'database', of: 'subnet' },
    { name: 'record', of: 'database' },
    { name: 'record', of: 'gateway' },
  ];
  expect(drawRadius('vpc', radius)).toEqual(['vpc', '├─ subnet', '│  └─ database', '│     └─ record', '└─ gateway']);
});

test('nothing depends on it: nothing is drawn', () => {
  expect(drawRadius('vpc', [])).toEqual([]);
});

test('a circle ends, and a name cannot write to the terminal', () => {
  const lines = drawRadius('a', [
    { name: 'b\u001b[2J', of: 'a' },
    { name: 'a', of: 'b\u001b[2J' },
  ]);
  expect(lines.length).toBe(2);
  expect(lines.join('')).not.toContain('\u001b');
});

test('a large one is cut, and says so', () => {
  const radius = Array.from({ length: 100 }, (_, index) => ({ name: `n${index}`, of: 'a' }));
  expect(drawRadius('a', radius).at(-1)).toBe('and 61 more');
});
