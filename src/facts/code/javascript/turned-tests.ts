import { nameOf, type TestCase } from '../../tests/case.ts';
import type { Sighting } from '../sighting.ts';
import type { Bit } from './bits.ts';
import { seen } from './hollow-tests.ts';
import { see } from './see.ts';
import type { Unit } from './unit.ts';

/** Of one file before and after: expectations turned with the code, and more time to get there. */
export function turnedTests(before: Unit, after: Unit, sourceChanges: boolean): readonly Sighting[] {
  if (before.tests === null || after.tests === null) return [];
  const had = new Map(before.tests.cases.map((one) => [nameOf(one), one]));
  const flipped = after.tests.cases.flatMap((one) => {
    const then = had.get(nameOf(one));
    return then && sourceChanges ? flippedIn(then, one) : [];
  });
  return [...flipped, ...longer(before, after)];
}

function flippedIn(then: TestCase, now: TestCase): readonly Sighting[] {
  if (then.checks.length !== now.checks.length || then.setup !== now.setup) return [];
  return now.checks.flatMap((check, index): readonly Sighting[] => {
    const old = then.checks[index];
    if (!old || old.text === check.text || old.operands[0] !== check.operands[0] || old.operands.length < 2) return [];
    if (
      !/^[\d'"[{-]|^(?:true|false|null|undefined)/.test(check.operands[1] ?? '') ||
      old.matcher.replace('not.', '') !== check.matcher.replace('not.', '')
    )
      return [];
    // `t.is(x, null)` that is now written `assert.equal(x, null)` asks the same
    if (old.operands[1] === check.operands[1] && old.matcher.includes('not') === check.matcher.includes('not'))
      return [];
    return [seen('flipped', now, 'possible', 'the expected value changes together with the code', check)];
  });
}

const LIMIT =
  /\b(?:setTimeout\(\s*|timeout\s*:\s*|testTimeout\s*:\s*|this\.timeout\(\s*|retries\s*:\s*|retry\s*:\s*)(\d[\d_]*)/g;

function longer(before: Unit, after: Unit): readonly Sighting[] {
  const read = (unit: Unit): readonly { readonly ms: number; readonly at: number; readonly word: string }[] =>
    [...unit.code.matchAll(LIMIT)]
      .filter(
        ({ 0: text, index }) =>
          !text.startsWith('setTimeout') || /(?:jest|vi|test)\.$/.test(unit.code.slice(Math.max(0, index - 5), index)),
      )
      .map(({ 0: text, 1: ms = '0', index }) => ({
        ms: Number(ms.replaceAll('_', '')),
        at: index,
        word: text.replace(/\d.*/, ''),
      }));
  const [then, now] = [read(before), read(after)];
  if (then.length !== now.length) return [];
  return now.flatMap(({ ms, at, word }, index): readonly Sighting[] => {
    const old = then[index];
    if (!old || old.word !== word || ms <= old.ms) return [];
    const bit: Bit = { type: 'limit', start: at, end: at + word.length + 1, up: null, inside: [] };
    return [
      see(after, 'test-hollow', 'longer-timeout', bit, {
        name: `${old.ms} to ${ms}`,
        certainty: 'likely',
        because: `${word.replaceAll(/\W/g, '')} goes from ${old.ms} to ${ms}`,
        text: `${word}${ms}`,
      }),
    ];
  });
}
