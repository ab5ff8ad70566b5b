import { expect, test } from 'vitest';
import type { Node } from '../../src/model/document.ts';
import { readWindow } from '../../src/policy/window.ts';

function windowOf(from: string, to: string, zone = 'Europe/Berlin') {
  const value = (text: string): Node => ({ kind: 'value', line: 1, value: text });
  const entries = Object.entries({ from, to, zone }).map(([key, text]) => ({ key, line: 1, value: value(text) }));
  const fail = (line: number, message: string): never => {
    throw new Error(`${line}: ${message}`);
  };
  return readWindow({ file: 'config.yaml', report: fail }, 'freeze', { kind: 'map', line: 1, entries });
}

test.each([
  ['Fri 16:00', 'Mon 08:00', '2026-01-16T14:59:00Z', false], // Friday, 15:59 in Berlin
  ['Fri 16:00', 'Mon 08:00', '2026-01-16T15:00:00Z', true],
  ['Fri 16:00', 'Mon 08:00', '2026-01-19T06:59:00Z', true],
  ['Fri 16:00', 'Mon 08:00', '2026-01-19T07:00:00Z', false],
  ['Fri 16:00', 'Mon 08:00', '2026-07-17T14:00:00Z', true], // summer time: 16:00
  ['Friday 16:00', 'Monday 08:00', '2026-07-17T13:59:00Z', false],
  ['22:00', '06:00', '2026-01-16T22:30:00Z', true],
  ['22:00', '06:00', '2026-01-16T05:30:00Z', false],
  ['00:00', '24:00', '2026-01-16T23:30:00Z', true],
  ['2026-12-20', '2027-01-02', '2026-12-31T12:00:00Z', true],
  ['2026-12-20 18:00', '2027-01-02', '2026-12-20T16:59:00Z', false],
])('from %s to %s: %s is inside: %s', (from, to, at, inside) => {
  expect(windowOf(from, to).contains(Date.parse(at))).toBe(inside);
});

test('a dated window that lies behind us says so', () => {
  expect(windowOf('2026-01-01', '2026-01-05').isOver(Date.UTC(2026, 0, 6))).toBe(true);
  expect(windowOf('2026-01-01', '2026-01-05').isOver(Date.UTC(2026, 0, 3))).toBe(false);
  expect(windowOf('Fri 16:00', 'Mon 08:00').isOver(Date.UTC(2026, 0, 6))).toBe(false);
});
