import { expect, test } from 'vitest';
import type { Risk } from '../../src/model/risk.ts';
import { tellRisks } from '../../src/speak/risk.ts';
import { styleFor } from '../../src/speak/style.ts';

const plain = styleFor({ NO_COLOR: '1' }, false);
const RISK: Risk = {
  part: 'refs/heads/work',
  weighed: { kind: 'unread', why: 'gone' },
  reach: { blast: 'service', because: 'two areas', areas: ['a', 'b'], dependents: 0 },
  own: { blast: 'service', because: 'two areas', areas: ['a', 'b'], dependents: 0 },
  need: null,
  floor: '',
  formula: ['unread: gone', ['reach: service, code of \u001b[2Jevil and AKIA', 'IOSFODNN7EXAMPLE'].join('')],
};

test('nothing weighed says nothing', () => expect(tellRisks([], plain)).toBe(''));

test('what a stranger wrote acts on no terminal, and no key is shown', () => {
  const text = tellRisks([RISK], plain);
  expect(text).toContain('risk unknown, reach service: needs unknown (it could not be weighed)');
  expect(text).toContain('  unread    gone\n');
  expect(text).not.toContain('\u001b');
  expect(text).not.toContain('IOSFODNN7EXAMPLE');
});

test('of several each is named, and no more than ten', () => {
  const text = tellRisks(
    Array.from({ length: 12 }, (_, i) => ({ ...RISK, part: `refs/heads/${i}`, need: 'two' as const })),
    plain,
  );
  expect(text).toContain('of refs/heads/9, reach service: needs two (two people');
  expect(text).toContain('and 2 more: --json');
  expect(text.split('\n').every((line) => line.length < 120)).toBe(true);
});
