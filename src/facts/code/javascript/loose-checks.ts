import type { Sighting } from '../sighting.ts';
import { around, type Bit, FUNCTIONS } from './bits.ts';
import { functionAt, see } from './see.ts';
import { all, codeOf, type Unit } from './unit.ts';

/** Assertions in a promise that nobody waits for, and tests that sleep. */
export function looseChecks(unit: Unit): readonly Sighting[] {
  return [
    ...all(unit, 'expression_statement').flatMap((bit) => unawaited(unit, bit)),
    ...(/useFakeTimers|mock\.timers|fakeAsync|FakeTimers/.test(unit.code)
      ? []
      : all(unit, 'await_expression').flatMap((bit) => sleep(unit, bit))),
  ];
}

/** The function that is handed to `it(…)` around a piece, with nothing in between. */
function testAround(unit: Unit, bit: Bit): Bit | null {
  const func = around(bit, FUNCTIONS);
  const call = func?.up?.type === 'arguments' ? func.up.up : null;
  return call && /^(?:it|test|specify)\b/.test(unit.code.slice(call.start, call.start + 10)) ? func : null;
}

/** `promise.then(() => expect(…))` and `expect(p).resolves…` */
function unawaited(unit: Unit, bit: Bit): readonly Sighting[] {
  const [call] = bit.inside;
  if (call?.type !== 'call_expression' || call.start !== bit.start) return [];
  const text = codeOf(unit, bit, 3000);
  const isPromised = /^expect\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*\.\s*(?:resolves|rejects)\b/.test(
    text.slice(0, 600),
  );
  if (!isPromised && !comparesLater(unit, call)) return [];
  const test = testAround(unit, bit);
  if (test === null || /\bcy\s*\.|\bdone\b/.test(codeOf(unit, test, 3000))) return [];
  return [
    see(unit, 'test-hollow', 'caught-assertion', bit, {
      certainty: isPromised ? 'certain' : 'likely',
      because: 'nobody waits for the promise that compares',
    }),
  ];
}

function comparesLater(unit: Unit, call: Bit): boolean {
  const args = call.inside.findLast(({ type }) => type === 'arguments');
  if (args === undefined || !/\.then\s*$/.test(unit.code.slice(Math.max(call.start, args.start - 10), args.start)))
    return false;
  return /\bexpect\s*\(/.test(codeOf(unit, args, 3000));
}

const PAUSE =
  /^await\s+(?:new\s+Promise(?:<\w+>)?\s*\(\s*\(?\s*(\w+)\s*(?::[^)]{0,40})?\)?\s*=>\s*\{?\s*setTimeout\s*\(\s*\1\s*,\s*([\d_]+)\s*\)|(?:\w+\.)?(?:sleep|delay|wait|pause|waitForTimeout|setTimeout|timeout|wait[mM]s|tick)\s*\(\s*([\d_]+)\s*\))/;
const LOOPS: ReadonlySet<string> = new Set(['while_statement', 'do_statement', 'for_statement', 'for_in_statement']);

/** What is tested is how long something takes, or a person has said why it waits. */
function isAboutTime(unit: Unit, bit: Bit): boolean {
  const line = unit.text.slice(unit.text.lastIndexOf('\n', bit.start) + 1, bit.end + 120).split('\n')[0] ?? '';
  return (
    line.includes('//') ||
    /time-?out|delay|ttl|expir|idle|interval|debounce|throttle|rate|retry|schedul|cron|keep-?alive/i.test(unit.path)
  );
}

function sleep(unit: Unit, bit: Bit): readonly Sighting[] {
  const found = PAUSE.exec(codeOf(unit, bit, 200));
  const ms = Number((found?.[2] ?? found?.[3] ?? '').replaceAll('_', ''));
  if (!found || !(ms >= 20) || testAround(unit, bit) === null || around(bit, LOOPS) !== null) return [];
  const behind = codeOf(unit, { start: bit.end, end: functionAt(unit, bit)?.bit.end ?? bit.end }, 1000);
  if (!/\b(?:expect|assert)\b/.test(behind)) return [];
  return [
    see(unit, 'test-hollow', 'fixed-sleep', bit, {
      name: `${ms} ms`,
      certainty: ms >= 100 && !isAboutTime(unit, bit) ? 'likely' : 'possible',
      because: `it sleeps ${ms} ms and hopes that is enough`,
    }),
  ];
}
