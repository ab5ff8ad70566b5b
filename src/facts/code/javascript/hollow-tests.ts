import type { Certainty } from '../../secret-files.ts';
import { type Check, nameOf, type TestCase } from '../../tests/case.ts';
import type { Sighting } from '../sighting.ts';
import { importsOf } from './imports.ts';
import { looseChecks } from './loose-checks.ts';
import { mockedSubject } from './mocked-subjects.ts';
import { codeOf, type Unit } from './unit.ts';

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
    ...cases.flatMap((one, index) => [
      ...(holdsOther(one, cases[index + 1]) ? [] : withoutCheck(unit, one, helpers, lent)),
      ...tautologies(one),
      ...caughtChecks(one),
    ]),
    ...looseChecks(unit),
    ...mockedSubject(unit),
  ];
}

/** A sighting about one test. */
export function seen(how: string, one: TestCase, certainty: Certainty, because: string, check?: Check): Sighting {
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
  const own = importsOf(unit).filter(
    ({ from }) =>
      /^[.@~]/.test(from) &&
      !/^@[\w-]+\//.test(from) &&
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
  /(?:^|\.)(?:assert\w*|expect\w*|verify\w*|check\w*|should\w*|must\w*|validate\w*|matches|match\w*|snapshot\w*|fail|is|ok|notOk|same|notSame|strictSame|strictEqual|notEqual|notDeepEqual|deepStrictEqual|like|has|resolves|equals?|deepEqual|throws|rejects|plan|done|pass|waitFor\w*|findBy\w*|findAllBy\w*|getBy\w*|getAllBy\w*|run|tester|ruleTester|test\w*|typecheck|compare\w*|ensure\w*|expectType\w*|bench|measure|assertType|toMatch\w*|toBe\w*|toHave\w*|toEqual|exec\w*Test|runTest\w*|cy\..*|see|dontSee)$/;
const SMOKE =
  /\b(?:not? (?:throw|crash|fail|error|panic|hang|warn|leak)\w*|doesn'?t (?:throw|crash|fail|error|hang)\w*|without (?:throw|crash|fail|error|warn|any)\w*|no (?:error|throw|crash|op)\w*|noop|no-op|smoke|compiles?|type ?checks?|types?|renders?|mounts?|starts?|works|safe(?:ly)?|ignores?|infer\w*|accepts?|allows?|should (?:be able|run|work|build|succeed|pass|start|render|mount)|never throws|succeeds|idempotent|graceful\w*|valid|parses?|loads?|terminates)\b/i;

/** Somebody else may ask in its place. */
function mayAsk(calls: readonly string[], body: string, lent: ReadonlySet<string>): boolean {
  return (
    calls.length === 0 ||
    calls.some((name) => THROWS.test(name) || lent.has(name.split('.')[0] ?? '')) ||
    /\bthis\.|\brun\w*\(|\bsetup\w*\(/.test(body)
  );
}

/** It throws where it does not like what it is given: to call it is to ask. `toMatchSnapshot`, `takeSnapshot`, `customAssert`. */
const THROWS =
  /(?:^|\.)(?:(?:safe)?parse\w*|decode\w*|load\w*|compile\w*|validate\w*|lint\w*|build\w*|\w*(?:Snapshot|Assert|Expect|Verify|Should|Check|OrThrow|OrFail)\w*|\w*(?:assert|expect)[A-Z_]\w*)$/;

/** `t.test(…)` inside a test: that one asks. */
function holdsOther(one: TestCase, next: TestCase | undefined): boolean {
  return next !== undefined && next.range.from <= one.range.to && next.range.to <= one.range.to;
}

function withoutCheck(
  unit: Unit,
  one: TestCase,
  helpers: ReadonlySet<string>,
  lent: ReadonlySet<string>,
): readonly Sighting[] {
  if (one.checks.length > 0 || one.body.length < 6 || unit.tests?.skip) return [];
  // the call that declares the test is among them
  const calls = [...one.calls].filter((name) => !/^(?:x?it|x?test|specify|Deno|QUnit|bench)(?:\.\w+)*$/.test(name));
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
  const isLent = mayAsk(calls, one.body, lent);
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
  const isAlone = hollow.length === one.checks.length;
  return hollow.map((check) =>
    seen(
      'tautology',
      one,
      sureOfTautology(one, check, isAlone),
      `${check.text.slice(0, 60)} holds whatever happens`,
      check,
    ),
  );
}

/** `t.ok(true, 'called')` says that a callback was reached, and `f(1) === f(1)` that it answers the same twice. */
function sureOfTautology(one: TestCase, check: Check, isAlone: boolean): Certainty {
  if (
    check.trap !== null ||
    check.operands.some((operand) => operand.includes('(')) ||
    /^(?:ok|assert|true)$/.test(check.matcher)
  )
    return 'possible';
  return isAlone && !SMOKE.test(nameOf(one)) ? 'certain' : 'likely';
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
