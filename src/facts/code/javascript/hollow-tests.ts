import type { Certainty } from '../../secret-files.ts';
import { type Check, nameOf, type TestCase } from '../../tests/case.ts';
import { baseName } from '../../path.ts';
import type { Sighting } from '../sighting.ts';
import { around, type Bit } from './bits.ts';
import { importsOf } from './imports.ts';
import { functionAt, see } from './see.ts';
import { all, bareOf, codeOf, type Unit } from './unit.ts';

/**
 * Tests that would pass whatever the code does. What a change takes away from a test there was is `test.weaken` of the shipped
 * analyzers: here are the tests that never held anything.
 */
export function hollowTests(unit: Unit): readonly Sighting[] {
  if (unit.tests === null) return [];
  const helpers = new Set(
    unit.tests.cases.filter(({ kind, checks }) => kind === 'helper' && checks.length > 0).map(({ title }) => title),
  );
  const lent = namesFromHelpers(unit);
  const cases = unit.tests.cases.filter(
    ({ kind, skip, rows }) => kind === 'case' && skip === null && rows?.length !== 0,
  );
  return [
    ...cases.flatMap((one) => [...withoutCheck(unit, one, helpers, lent), ...tautologies(one), ...caughtChecks(one)]),
    ...looseChecks(unit),
    ...mockedSubject(unit),
    ...sleeps(unit),
  ];
}

function seen(how: string, one: TestCase, certainty: Certainty, because: string, check?: Check): Sighting {
  return {
    kind: 'code.test-hollow',
    how,
    name: nameOf(one),
    range: check ? { from: check.line, to: check.line } : one.range,
    symbol: nameOf(one),
    text: `${nameOf(one)}${check?.text ?? ''}`,
    certainty,
    because,
  };
}

/** Functions from elsewhere that a test calls: they may ask what the test does not. */
function namesFromHelpers(unit: Unit): ReadonlySet<string> {
  const own = importsOf(unit).filter(({ from }) =>
    /test|spec|helper|util|fixture|assert|expect|support|harness|setup|common|shared|verify|check|suite|runner|conform/i.test(
      from,
    ),
  );
  return new Set(
    own
      .flatMap(({ bit }) => codeOf(unit, bit, 2000).match(/[A-Za-z_$][\w$]*/g) ?? [])
      .filter((name) => !/^(import|from|type|as|const|vi|jest)$/.test(name)),
  );
}

const ASKS =
  /(?:^|\.)(?:assert\w*|expect\w*|verify\w*|check\w*|should\w*|must\w*|validate\w*|matches|match\w*|snapshot\w*|fail|is|ok|equals?|deepEqual|throws|rejects|plan|done|pass|waitFor\w*|findBy\w*|findAllBy\w*|getBy\w*|getAllBy\w*|run|tester|ruleTester|test\w*|typecheck|compare\w*|ensure\w*|expectType\w*|bench|measure|assertType|toMatch\w*|toBe\w*|toHave\w*|toEqual|exec\w*Test|runTest\w*|cy\..*|see|dontSee)$/;
const SMOKE =
  /\b(?:not? (?:throw|crash|fail|error|panic|hang|warn|leak)\w*|doesn'?t (?:throw|crash|fail|error|hang)\w*|without (?:throw|crash|fail|error|warn|any)\w*|no (?:error|throw|crash|op)\w*|noop|no-op|smoke|compiles?|type ?checks?|types?|renders?|mounts?|starts?|works|safe(?:ly)?|ignores?|infer\w*|accepts?|allows?|should (?:be able|run|work|build|succeed|pass|start|render|mount)|never throws|succeeds|idempotent|graceful\w*|valid|parses?|loads?|terminates)\b/i;

function withoutCheck(
  unit: Unit,
  one: TestCase,
  helpers: ReadonlySet<string>,
  lent: ReadonlySet<string>,
): readonly Sighting[] {
  if (one.checks.length > 0 || one.body.length < 6 || unit.tests?.skip) return [];
  const calls = [...one.calls];
  if (
    calls.some(
      (name) =>
        helpers.has(name) ||
        ASKS.test(name) ||
        (/^(?:t|assert|expect|cy|tap|browser|page|I|QUnit|this)\./.test(name) && !/^this\.(?:timeout|slow)/.test(name)),
    )
  )
    return [];
  if (
    /\b(?:expect|assert|should|throw\s*new|@ts-expect-error|satisfies|done\(|expectType|assertType|Expect<|Equal<)/.test(
      one.body,
    ) ||
    /type-?(?:test|check)|\.test-d\.|types?\.(?:test|spec)/i.test(unit.path)
  )
    return [];
  const text = linesOf(unit, one);
  if (/@ts-expect-error|snapshot/i.test(text)) return [];
  const isLent =
    calls.some((name) => lent.has(name.split('.')[0] ?? '')) ||
    /\bthis\.|\brun\w*\(|\bsetup\w*\(/.test(one.body) ||
    calls.length === 0;
  const certainty: Certainty =
    isLent || SMOKE.test(nameOf(one)) ? 'possible' : unit.place === 'test' ? 'likely' : 'possible';
  return [seen('no-assertion', one, certainty, 'nothing is compared')];
}

function linesOf(unit: Unit, one: TestCase): string {
  const lines = unit.text.split('\n', one.range.to);
  return lines
    .slice(one.range.from - 1)
    .join('\n')
    .slice(0, 4000);
}

const ONE =
  /^(?:toBe|toEqual|toStrictEqual|equal|strictEqual|deepEqual|deepStrictEqual|eq|eql|is|same|equals|toMatchObject)$/;

function tautologies(one: TestCase): readonly Sighting[] {
  const hollow = one.checks.filter((check) => isTautology(check));
  const rest = one.checks.length - hollow.length;
  return hollow.map((check) => {
    const isCall = check.operands.some((operand) => operand.includes('('));
    const isOpen = rest > 0 || check.trap !== null || isCall || SMOKE.test(nameOf(one));
    return seen(
      'tautology',
      one,
      isOpen ? (isCall || check.trap ? 'possible' : 'likely') : 'certain',
      `${check.text.slice(0, 60)} holds whatever happens`,
      check,
    );
  });
}

function isTautology({ strength, operands, matcher }: Check): boolean {
  if (
    strength === 0 &&
    /^(?:not\.)?(?:toBe|toEqual|toStrictEqual|toBeTruthy|toBeFalsy|toBeDefined|ok|equal|strictEqual|assert|is|true)/.test(
      matcher,
    ) &&
    !matcher.startsWith('not.')
  )
    return (
      operands.every((one) => !/^!?false$|^0$|^null$|^undefined$/.test(one)) ||
      (new Set(operands).size === 1 && operands.length > 1)
    );
  const [a, b] = operands;
  return operands.length === 2 && a === b && a !== undefined && a !== '' && ONE.test(matcher);
}

function caughtChecks(one: TestCase): readonly Sighting[] {
  if (
    one.checks.length === 0 ||
    /expect\.(?:assertions|hasAssertions)|\.plan\(|\bfail\(|unreachable|throw\s?new/.test(one.body)
  )
    return [];
  const swallowed = one.checks.filter(({ trap }) => trap?.kind === 'swallowed' || trap?.kind === 'dead');
  const thrown = one.checks.filter(({ trap }) => trap?.kind === 'branch' && trap.because === 'something was thrown');
  if (swallowed.length === one.checks.length)
    return [
      seen(
        'caught-assertion',
        one,
        'certain',
        swallowed[0]?.trap?.because ?? 'a catch swallows the failure',
        swallowed[0],
      ),
    ];
  if (thrown.length === one.checks.length)
    return [seen('caught-assertion', one, 'likely', 'it compares only where something was thrown', thrown[0])];
  return [];
}

const HOLDERS: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'function_declaration',
  'method_definition',
]);

/** `promise.then(() => expect(…))` and `expect(p).resolves…` that nobody waits for. */
function looseChecks(unit: Unit): readonly Sighting[] {
  return all(unit, 'expression_statement').flatMap((bit): readonly Sighting[] => {
    const [call] = bit.inside;
    if (call?.type !== 'call_expression' || call.start !== bit.start) return [];
    const text = codeOf(unit, bit, 3000);
    const isPromised = /^expect\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*\.\s*(?:resolves|rejects)\b/.test(text);
    const args = call.inside.findLast(({ type }) => type === 'arguments');
    const isThen =
      args !== undefined &&
      /\.then\s*$/.test(unit.code.slice(Math.max(call.start, args.start - 10), args.start)) &&
      /\bexpect\s*\(/.test(codeOf(unit, args, 3000));
    if (!isPromised && !isThen) return [];
    const test = around(bit, HOLDERS);
    const func = functionAt(unit, bit);
    const titled =
      test?.up?.type === 'arguments'
        ? /^(?:it|test|specify)\b/.test(unit.code.slice(test.up.up?.start ?? 0, (test.up.up?.start ?? 0) + 10))
        : false;
    if (
      !titled ||
      ((func?.params.length ?? 0) > 0 && /\bdone\b/.test(codeOf(unit, func?.bit ?? bit, 3000))) ||
      /\bcy\s*\./.test(text)
    )
      return [];
    return [
      see(unit, 'test-hollow', 'caught-assertion', bit, {
        certainty: isPromised ? 'certain' : 'likely',
        because: 'nobody waits for the promise that compares',
      }),
    ];
  });
}

/** `vi.mock('./cart')` in cart.test.ts */
function mockedSubject(unit: Unit): readonly Sighting[] {
  const subject = baseName(unit.path)
    .replace(/\.(?:test|spec|cy|e2e|unit|integration)?\.?[mc]?[jt]sx?$/, '')
    .replace(/\.(?:test|spec)$/, '');
  const imports = importsOf(unit);
  const mocks = all(unit, 'call_expression').flatMap((bit) => {
    const [, name = ''] =
      /^(?:jest|vi)\.(?:mock|doMock)\(\s*(?:import\(\s*)?['"`]([^'"`]+)['"`]/.exec(
        unit.bare.slice(bit.start, bit.start + 300),
      ) ?? [];
    return name === '' ? [] : [{ bit, name, text: bareOf(unit, bit, 4000) }];
  });
  const own = mocks.filter(
    ({ name, text }) =>
      /^[./@~]/.test(name) &&
      lastOf(name) === subject &&
      !/importActual|requireActual|importOriginal|\bactual\b|spy\s*:\s*true/i.test(text),
  );
  const isRead = (name: string): boolean => imports.some(({ from, isType }) => from === name && !isType);
  const said = own
    .filter(({ name }) => isRead(name) && subject !== 'index')
    .map(({ bit, name }) =>
      see(unit, 'test-hollow', 'mock-of-subject', bit, {
        name,
        certainty: 'certain',
        because: `${name} is what it tests, and it is mocked whole`,
      }),
    );
  if (said.length > 0) return said;
  const real = imports.filter(
    ({ from, isType }) =>
      /^[./@~]/.test(from) &&
      !isType &&
      /^(?:\.|@\/|~)/.test(from) &&
      !/mock|fixture|helper|util|type|setup|test/i.test(from),
  );
  const mocked = new Set(
    mocks.map(({ name, text }) => (/importActual|requireActual|importOriginal/.test(text) ? '' : name)),
  );
  const [first] = mocks;
  if (
    real.length === 0 ||
    !first ||
    !real.every(({ from }) => mocked.has(from)) ||
    all(unit, 'call_expression').some((bit) =>
      /^(?:await\s+)?(?:import|require)\s*\(\s*['"`][.@~]/.test(unit.bare.slice(bit.start, bit.start + 30)),
    )
  )
    return [];
  return [
    see(unit, 'test-hollow', 'all-mocked', first.bit, {
      name: first.name,
      certainty: 'likely',
      because: 'everything it imports from the project is mocked',
    }),
  ];
}

function lastOf(name: string): string {
  return baseName(name).replace(/\.[mc]?[jt]sx?$/, '');
}

const PAUSE =
  /^await\s+(?:new\s+Promise(?:<\w+>)?\s*\(\s*\(?\s*(\w+)\s*(?::[^)]{0,40})?\)?\s*=>\s*\{?\s*setTimeout\s*\(\s*\1\s*,\s*([\d_]+)\s*\)|(?:\w+\.)?(?:sleep|delay|wait|pause|waitForTimeout|setTimeout|timeout|wait[mM]s|tick)\s*\(\s*([\d_]+)\s*\))/;

function sleeps(unit: Unit): readonly Sighting[] {
  if (/useFakeTimers|mock\.timers|fakeAsync|FakeTimers/.test(unit.code)) return [];
  return all(unit, 'await_expression').flatMap((bit): readonly Sighting[] => {
    const found = PAUSE.exec(codeOf(unit, bit, 200));
    const ms = Number((found?.[2] ?? found?.[3] ?? '').replaceAll('_', ''));
    if (!found || !(ms >= 20)) return [];
    const func = functionAt(unit, bit);
    const test = func?.bit.up;
    const isTest =
      test?.type === 'arguments' &&
      /^(?:it|test|specify)\b/.test(unit.code.slice(test.up?.start ?? 0, (test.up?.start ?? 0) + 10));
    if (
      !isTest ||
      around(bit, new Set(['while_statement', 'do_statement', 'for_statement', 'for_in_statement'])) !== null
    )
      return [];
    const behind = codeOf(unit, { start: bit.end, end: func?.bit.end ?? bit.end }, 1000);
    if (!/\b(?:expect|assert)\b/.test(behind)) return [];
    return [
      see(unit, 'test-hollow', 'fixed-sleep', bit, {
        name: `${ms} ms`,
        certainty: ms >= 100 ? 'likely' : 'possible',
        because: `it sleeps ${ms} ms and hopes that is enough`,
      }),
    ];
  });
}

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
