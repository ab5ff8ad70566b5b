import type { Observation } from '../analyzer.ts';
import { nameOf, type Skip, type TestCase, type TestFile } from './case.ts';
import { containment } from './match.ts';
import { skipped, type Where } from './statements.ts';

type Sides = Where & { readonly before: TestFile; readonly after: TestFile };
type Pair = { readonly old: TestCase; readonly now: TestCase };

/** Without pairs it answers for the file as a whole; a suite that is skipped is said once. */
export function newlySkipped(sides: Sides, pairs: readonly Pair[]): readonly Observation[] {
  const { before, after } = sides;
  if (pairs.length === 0)
    return isNew(before.skip, after.skip) && before.cases.length > 0 ? [wholeFile(sides, after.skip)] : [];
  const focus = newFocus(sides);
  const owners = new Set<string>();
  const found: Observation[] = [];
  for (const { old, now } of pairs) {
    if (old.kind === 'helper') continue;
    const skip = now.skip ?? atTop(old, now);
    if (!isNew(old.skip, skip)) continue;
    const name = skip.owner === '' ? nameOf(now) : skip.owner;
    if (owners.has(name)) continue;
    owners.add(name);
    found.push(skipped(sides, { name, range: now.range, certainty: skip.certainty, because: skip.because }));
  }
  return [...focus, ...found];
}

const RANK = { certain: 2, likely: 1, possible: 0 } as const;

function isNew(old: Skip | null, now: Skip | null): now is Skip {
  if (!now) return false;
  return !old || (RANK[old.certainty] < RANK[now.certainty] && now.certainty === 'certain');
}

function wholeFile(sides: Sides, { certainty, because }: Skip): Observation {
  const name = sides.edit.from ?? sides.edit.path;
  return skipped(sides, { name, range: { from: 1, to: 1 }, certainty, because });
}

/** Every assertion stands where it is never reached. */
function atTop(old: TestCase, { checks }: TestCase): Skip | null {
  const [first] = checks;
  const isDead = (some: TestCase['checks']): boolean =>
    some.length > 0 && some.every(({ trap }) => trap?.kind === 'dead');
  if (!first || !isDead(checks) || isDead(old.checks)) return null;
  return {
    certainty: 'certain',
    because: `none of its assertions is reached: ${first.trap?.because ?? ''}`,
    owner: '',
  };
}

function newFocus(sides: Sides): readonly Observation[] {
  const { before, after } = sides;
  if (before.focus !== null || after.focus === null) return [];
  const others = after.cases.filter(({ kind, focused }) => kind === 'case' && !focused);
  const [first] = others;
  if (!first) return [];
  const range = after.cases.find(({ focused }) => focused)?.range ?? null;
  const because = `only ${after.focus} runs, ${others.length} other ${others.length === 1 ? 'test does' : 'tests do'} not`;
  return [skipped(sides, { name: after.focus, range, certainty: 'certain', because })];
}

/** Its text stands in a comment now. */
export function commentedOut(sides: Sides, one: TestCase): Observation | null {
  const { before, after } = sides;
  if (one.title.length < 3 || !after.comments.includes(one.title)) return null;
  const isCode = after.comments
    .split('\n')
    .some(
      (line) =>
        line.includes(one.title) &&
        /\b[xf]?(it|test|specify|Run)\b[\w.]*\s*\(|\bdef\s+test|\bfunc\s.*Test/.test(line) &&
        !before.comments.includes(line),
    );
  if (!isCode) return null;
  return skipped(sides, { name: nameOf(one), range: one.range, certainty: 'certain', because: 'it is commented out' });
}

/** `def disabled_test_total()`: the same test under a name no runner looks for. */
export function uncollected(sides: Sides, one: TestCase, came: readonly TestCase[]): Observation | null {
  const bare = (title: string): string => title.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const heir = came.find(
    ({ kind, title, words }) =>
      kind === 'helper' &&
      bare(title).includes(bare(one.title).replace(/^test/, '')) &&
      containment(one.words, words) >= 0.7,
  );
  if (!heir || one.words.size < 2 || isCalled(heir, sides.after)) return null;
  const because = `it is called ${heir.title} now, which no runner collects`;
  return skipped(sides, { name: nameOf(one), range: heir.range, certainty: 'certain', because });
}

/** What other tests call is a part of them. */
function isCalled({ title }: TestCase, { cases }: TestFile): boolean {
  const own = title.split('.').at(-1) ?? title;
  return cases.some(({ calls }) => [...calls].some((name) => name === own || name.endsWith(`.${own}`)));
}
