import type { Observation } from '../analyzer.ts';
import { type Certainty, type Check, squeeze, type TestCase, type TestFile } from './case.ts';
import { isLooser, pairChecks, signature } from './comparing.ts';
import { lostRows } from './rows.ts';
import { type Loosened, type Pair, state } from './pair.ts';
import { shown } from './statements.ts';
import { isExplained } from './surroundings.ts';

export function gainedIn(before: TestFile, after: TestFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of after.cases.flatMap(({ checks }) => checks))
    counts.set(signature(one), (counts.get(signature(one)) ?? 0) + 1);
  for (const one of before.cases.flatMap(({ checks }) => checks))
    counts.set(signature(one), (counts.get(signature(one)) ?? 0) - 1);
  return counts;
}

/** What one case asks less than before. */
export function weakenings(pair: Pair, context: Loosened): readonly Observation[] {
  const { old, now } = pair;
  if (isHollow(now.body) && !isHollow(old.body) && now.kind === 'case')
    return [state(context, now, 'certain', 'its body is empty', now.range.from, old.checks.length)];
  const { same, changed, removed, added } = pairChecks(old.checks, now.checks);
  const elsewhere = new Map(context.gained);
  const still = new Set(now.checks.map(signature));
  const lost = removed.filter((one) => {
    const left = elsewhere.get(signature(one)) ?? 0;
    elsewhere.set(signature(one), left - 1);
    if (left > 0 || still.has(signature(one)) || cameElsewhere(context, one)) return false;
    return !isExplained(context.around, new Set(one.text.match(/\w{3,}/g)), squeeze(one.text));
  });
  const looser = changed.flatMap(({ was, is }) => looserCheck({ was, is }, pair, added, context));
  return [
    ...same.flatMap(({ was, is }) => trapped(was, is, now, context)).slice(0, 1),
    ...looser,
    ...(looser.length > 0 && lost.length === 0 ? [] : removal(pair, lost, added, context)),
    ...lostRows(pair, context),
  ];
}

/** Into another file of tests. */
function cameElsewhere({ around, edit }: Loosened, { text }: Check): boolean {
  const line = text.split('\n')[0]?.trim() ?? '';
  return (
    line.length > 14 && [...around.arrivals].some(([path, came]) => path !== edit.path && came.text.includes(line))
  );
}

function isHollow(body: string): boolean {
  return /^(\{\}|pass|\.\.\.|return|\{return\}|)$/.test(body);
}

/** The same assertion, and now it cannot fail. */
function trapped(was: Check, is: Check, now: TestCase, context: Loosened): readonly Observation[] {
  const [old, after] = [was.trap?.kind ?? 'open', is.trap?.kind ?? 'open'];
  if (old === after || !is.trap) return [];
  const allDead = now.checks.every(({ trap }) => trap?.kind === 'dead');
  if (after === 'dead' && !allDead)
    return [state(context, now, 'certain', `${shown(is.text)}: ${is.trap.because}`, is.line, 1)];
  if (after === 'swallowed')
    return [state(context, now, 'certain', `${shown(is.text)}: ${is.trap.because}`, is.line, 1)];
  if (after === 'branch' && old === 'open') {
    const because = `${shown(is.text)} is only asked if ${shown(is.trap.because)}`;
    return [state(context, now, 'possible', because, is.line, 0)];
  }
  return [];
}

function looserCheck(
  { was, is }: { was: Check; is: Check },
  { old, now }: Pair,
  added: readonly Check[],
  context: Loosened,
): readonly Observation[] {
  const verdict = isLooser(was, is);
  if (!verdict) return [];
  const subject = was.operands[0] ?? '';
  // the whole is now asked in parts: `toEqual({ a, b })` became one assertion for each
  if (
    added.some(
      ({ operands: [first = ''], strength }) => first !== subject && first.startsWith(subject) && (strength ?? 3) >= 3,
    )
  )
    return [];
  const isSame = old.setup === now.setup;
  const certainty = verdict.certainty === 'certain' && !isSame ? 'likely' : verdict.certainty;
  const because = `${shown(is.text)} instead of ${shown(was.text)}${verdict.why === '' ? '' : `: ${verdict.why}`}`;
  return [state(context, now, certainty, because, is.line, 0)];
}

/** Assertions that went and that nothing took the place of. */
function removal(
  { old, now }: Pair,
  lost: readonly Check[],
  added: readonly Check[],
  context: Loosened,
): readonly Observation[] {
  const [first] = lost;
  if (!first) return [];
  const real = added.filter(({ strength }) => strength !== 0);
  const calls = [...now.calls].filter((name) => !old.calls.has(name) && !ASKS_OR_TELLS.test(name));
  const helped = context.after.cases.some(
    ({ kind, title, checks }) =>
      kind === 'helper' && checks.length > 0 && calls.some((name) => name === title || name.endsWith(`.${title}`)),
  );
  if (helped) return [];
  const certainty = howSure(old, now, lost, real, calls);
  const isCommented = lost.every(
    ({ text }) => saysIn(context.after.comments, text) && !saysIn(context.before.comments, text),
  );
  if (isCommented)
    return [state(context, now, 'certain', `${shown(first.text)} is commented out`, now.range.from, lost.length)];
  if (!certainty) return [];
  const hollow =
    added.length > 0 && real.length === 0 ? `, ${shown(added[0]?.text ?? '')} in its place asks nothing` : '';
  const more = lost.length === 1 ? '' : ` and ${lost.length - 1} more`;
  return [
    state(
      context,
      now,
      certainty,
      `${shown(first.text)}${more} ${lost.length === 1 ? 'is' : 'are'} gone${hollow}`,
      now.range.from,
      lost.length,
    ),
  ];
}

/** Assertions are counted by themselves, and what is only printed asks nothing. */
const ASKS_OR_TELLS = /^(expect|assert|require|chai|should|t|s|self\.assert\w*|console|print|log|logger|logging)\b/;

function howSure(
  old: TestCase,
  now: TestCase,
  lost: readonly Check[],
  real: readonly Check[],
  calls: readonly string[],
): Certainty | null {
  const isSame = old.setup === now.setup;
  if (real.length === 0)
    return isSame && calls.length === 0 ? 'certain' : calls.length === 0 || isSame ? 'likely' : 'possible';
  if (real.length >= lost.length || lost.every((one) => real.some((other) => covers(other, one)))) return null;
  if (isSame) return 'likely';
  return real.length * 2 >= lost.length ? null : 'possible';
}

/** One exact comparison of the whole asks what several of its parts asked. */
function covers({ operands: [whole = ''], strength }: Check, { operands }: Check): boolean {
  return (strength ?? 4) >= 3 && whole.length > 1 && operands.some((part) => part.startsWith(whole));
}

function saysIn(comments: string, text: string): boolean {
  const [line = ''] = text.split('\n');
  return line.length > 5 && comments.includes(line);
}
