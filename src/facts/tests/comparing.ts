import type { Certainty, Check } from './case.ts';

export type CheckPair = { readonly was: Check; readonly is: Check };
export type PairedChecks = {
  readonly same: readonly CheckPair[];
  /** They ask about the same thing and not the same of it. */
  readonly changed: readonly CheckPair[];
  readonly removed: readonly Check[];
  readonly added: readonly Check[];
};

/** What an assertion asks, whatever the style it is written in. */
export function signature({ operands, strength, matcher, slack }: Check): string {
  const sign = strength === 4 && !/^(fail|t\.Fail|raises|rejects)/.test(matcher) ? 'is' : matcher;
  return `${sign} ${slack ?? ''} ${operands.toSorted().join(' ~ ')}`;
}

export function pairChecks(before: readonly Check[], after: readonly Check[]): PairedChecks {
  const [same, rest] = pairBy(before, after, signature);
  const [changed, left] = pairBy(rest.before, rest.after, (one) => `${one.matcher} ${subjectOf(one)}`);
  const [moved, last] = pairBy(left.before, left.after, subjectOf);
  const [turned, end] = pairBy(last.before, last.after, secondOf, subjectOf);
  return { same, changed: [...changed, ...moved, ...turned], removed: end.before, added: end.after };
}

type Rest = { readonly before: readonly Check[]; readonly after: readonly Check[] };

function pairBy(
  before: readonly Check[],
  after: readonly Check[],
  key: (one: Check) => string | null,
  keyAfter: (one: Check) => string | null = key,
): readonly [readonly CheckPair[], Rest] {
  const waiting = new Map<string, Check[]>();
  for (const one of after) {
    const name = keyAfter(one);
    if (name === null) continue;
    const list = waiting.get(name);
    if (list) list.push(one);
    else waiting.set(name, [one]);
  }
  const pairs: CheckPair[] = [];
  const taken = new Set<Check>();
  const left = before.filter((was) => {
    const name = key(was);
    const is = name === null ? undefined : waiting.get(name)?.shift();
    if (!is) return true;
    pairs.push({ was, is });
    taken.add(is);
    return false;
  });
  return [pairs, { before: left, after: after.filter((one) => !taken.has(one)) }];
}

/** The operand that is no literal: what is tested. Null where nothing else would pair with it. */
function subjectOf({ operands }: Check): string | null {
  const subject = operands.find((one) => !isLiteral(one));
  return subject === undefined || subject === 'response' ? null : subject;
}

/** `assertEqual(expected, actual)` that became `assertTrue(actual)`. */
function secondOf({ operands }: Check): string | null {
  return operands.findLast((one) => !isLiteral(one)) ?? null;
}

export function isLiteral(text: string): boolean {
  return /^(-?\d[\d._]*n?|'[^']*'|[fbru]?'.*'|true|false|null|undefined|None|True|False|nil|[[{].*[\]}]|&?(\[\])?\w*\{.*\})$/s.test(
    text,
  );
}

type Verdict = { readonly certainty: Certainty; readonly why: string };

/** Is the second satisfied by more than the first? */
export function isLooser(was: Check, is: Check): Verdict | null {
  if (was.strength === null || is.strength === null) return null;
  if (is.strength === 0) return was.strength === 0 ? null : { certainty: 'certain', why: 'it asks nothing' };
  if (was.slack !== null && is.slack !== null)
    return is.slack > was.slack * 1.0001 ? { certainty: 'certain', why: 'it may be further off' } : null;
  if (was.strength === 4 && is.slack !== null) return { certainty: 'possible', why: '' };
  return rated(was, is, was.strength - is.strength);
}

function rated(was: Check, is: Check, drop: number): Verdict | null {
  if (drop < 0.5) return null;
  if (isReversed(was, is)) return { certainty: 'possible', why: 'it asks for the opposite' };
  if (is.strength === 3.3) return { certainty: 'likely', why: 'it compares with a recording' };
  if (/^(raises|rejects|toThrow|throw)/.test(was.matcher) && drop <= 1)
    return { certainty: 'likely', why: 'any message will do' };
  const isTruth = was.operands.some((one) => /^(true|false|True|False|null|None|undefined|nil)$/.test(one));
  if (isTruth && (is.strength ?? 0) >= 1.5) return { certainty: 'possible', why: '' };
  return { certainty: 'certain', why: '' };
}

/** `toBe(1)` that became `not.toBe(1)`: the wish has changed. */
function isReversed(was: Check, is: Check): boolean {
  return was.operands.join() === is.operands.join() && was.operands.length > 1 && /^(not\.|!=|is not)/.test(is.matcher);
}
