import type { Observation } from '../analyzer.ts';
import { nameOf, type TestCase, type TestFile } from './case.ts';
import { commentedOut, newlySkipped, uncollected } from './skipping.ts';
import { containment, matchCases, type Matched } from './match.ts';
import { deleted, type Where } from './statements.ts';
import { isElsewhere, isExplained, type Surroundings } from './surroundings.ts';
import type { Loosened } from './pair.ts';
import { gainedIn, weakenings } from './weakening.ts';
import { changedValues } from './values.ts';

export type Sides = Where & { readonly before: TestFile; readonly after: TestFile; readonly source: string };

/** A refusal that lists a hundred tests is read no better than one that lists fifty. */
const MOST = 50;

/** What a change costs the tests of one file. */
export function judge(sides: Sides, around: Surroundings): readonly Observation[] {
  const { before, after } = sides;
  const whole = newlySkipped(sides, []);
  if (whole.length > 0) return whole;
  const matched = matchCases(before.cases, after.cases);
  const pairs = matched.pairs.filter(({ old }) => old.kind === 'case' || old.checks.length > 0);
  const skips = newlySkipped(sides, pairs);
  const skipped = new Set(pairs.filter(({ old, now }) => now.skip && !old.skip).map(({ now }) => now));
  const running = pairs.filter(({ now, old }) => !skipped.has(now) && !(old.skip && now.skip));
  const gained = gainedIn(before, after);
  const context: Loosened = { ...sides, around, gained, sameOutside: before.outside === after.outside };
  return [
    ...skips,
    ...losses(sides, matched, around),
    ...running.flatMap((pair) => weakenings(pair, context)),
    ...changedValues(running, context),
  ];
}

/** Cases that are in none of the files any more. */
function losses(sides: Sides, { gone, came, pairs }: Matched, around: Surroundings): readonly Observation[] {
  const { before, after, source } = sides;
  const cases = gone.filter(({ kind, skip }) => kind === 'case' && skip?.certainty !== 'certain');
  const silenced = cases.map((one) => commentedOut(sides, one) ?? uncollected(sides, one, came));
  const lost = cases.filter((_, index) => silenced[index] === null);
  const told = silenced.flatMap((one) => (one ? [one] : []));
  const arrived = came.filter(({ kind }) => kind === 'case').length;
  const isRewritten = arrived >= lost.length || around.deleted.some((name) => before.outside.includes(name));
  if (isRewritten) return told;
  const grown = [...came, ...pairs.filter(({ old, now }) => now.body.length > old.body.length).map(({ now }) => now)];
  const [asserters, lines] = [assertersOf(before), source.split('\n')];
  const isKept = (one: TestCase): boolean =>
    asksNothing(one, asserters) ||
    isExplained(around, one.words, one.body) ||
    isElsewhere(around, sides.edit.path, one, lines.slice(one.range.from - 1, one.range.to)) ||
    grown.some((other) => containment(one.words, other.words) >= 0.75) ||
    after.cases.some((other) => other.kind === 'case' && other.body === one.body && !other.skip);
  const really = lost.filter((one) => !isKept(one));
  if (really.length === 0) return told;
  const hasNone = after.cases.every(({ kind }) => kind === 'helper');
  if (hasNone && really.length > 1) {
    const path = sides.edit.from ?? sides.edit.path;
    return [
      ...told,
      deleted(
        sides,
        path,
        null,
        really.reduce((sum, { range }) => sum + range.to - range.from + 1, 0),
      ),
    ];
  }
  return [
    ...told,
    ...really.slice(0, MOST).map((one) => deleted(sides, nameOf(one), one.range, one.range.to - one.range.from + 1)),
  ];
}

/** Functions of the file that assert for those that call them. */
function assertersOf({ cases }: TestFile): ReadonlySet<string> {
  return new Set(cases.flatMap(({ kind, title, checks }) => (kind === 'helper' && checks.length > 0 ? [title] : [])));
}

/** Neither itself nor by what it calls. */
function asksNothing({ checks, calls }: TestCase, asserters: ReadonlySet<string>): boolean {
  return checks.length === 0 && ![...calls].some((name) => asserters.has(name.split('.').at(-1) ?? name));
}
