import type { TestCase } from './case.ts';

export type Matched = {
  readonly pairs: readonly { readonly old: TestCase; readonly now: TestCase }[];
  readonly gone: readonly TestCase[];
  readonly came: readonly TestCase[];
};

/** Enough that two bodies are one test with another name. */
const SAME_TEST = 0.6;
/** Beyond this a file was written anew and nobody is helped by comparing each with each. */
const MOST = 150;

/** Which case is which: by its whole name, by its title, by its body. */
export function matchCases(before: readonly TestCase[], after: readonly TestCase[]): Matched {
  const pairs: { old: TestCase; now: TestCase }[] = [];
  let [gone, came] = [before, after];
  for (const key of [wholeName, title, exactBody]) {
    const round = byKey(gone, came, key);
    pairs.push(...round.pairs);
    [gone, came] = [round.gone, round.came];
  }
  const round = bySimilarity(gone, came);
  return { pairs: [...pairs, ...round.pairs], gone: round.gone, came: round.came };
}

function wholeName({ kind, suites, title: own }: TestCase): string {
  return JSON.stringify([kind, ...suites, own]);
}

function title({ kind, title: own }: TestCase): string {
  return `${kind} ${own
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
    .trim()}`;
}

function exactBody({ kind, body }: TestCase): string {
  return body.length < 12 ? '' : `${kind} ${body}`;
}

function byKey(before: readonly TestCase[], after: readonly TestCase[], key: (one: TestCase) => string): Matched {
  const waiting = new Map<string, TestCase[]>();
  for (const one of after) {
    const list = waiting.get(key(one));
    if (list) list.push(one);
    else waiting.set(key(one), [one]);
  }
  const pairs: { old: TestCase; now: TestCase }[] = [];
  const taken = new Set<TestCase>();
  const gone = before.filter((old) => {
    const list = key(old) === '' ? [] : (waiting.get(key(old)) ?? []);
    const exact = list.slice(0, MOST).findIndex(({ body }) => body === old.body);
    const [now] = list.splice(Math.max(0, exact), 1);
    if (!now) return true;
    pairs.push({ old, now });
    taken.add(now);
    return false;
  });
  return { pairs, gone, came: after.filter((one) => !taken.has(one)) };
}

function bySimilarity(before: readonly TestCase[], after: readonly TestCase[]): Matched {
  if (before.length > MOST || after.length > MOST) return { pairs: [], gone: before, came: after };
  const scored = before.flatMap((old) =>
    after.flatMap((now) => (old.kind === now.kind ? [{ old, now, score: likeness(old.words, now.words) }] : [])),
  );
  const pairs: { old: TestCase; now: TestCase }[] = [];
  const taken = new Set<TestCase>();
  for (const { old, now, score } of scored.toSorted((a, b) => b.score - a.score)) {
    if (score < SAME_TEST || taken.has(old) || taken.has(now)) continue;
    pairs.push({ old, now });
    taken.add(old).add(now);
  }
  return { pairs, gone: before.filter((one) => !taken.has(one)), came: after.filter((one) => !taken.has(one)) };
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - both;
  return all < 3 ? 0 : both / all;
}

/** How much of the first is also in the second: a test that was merged into a larger one is in there. */
export function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return a.size === 0 ? 0 : [...a].filter((word) => b.has(word)).length / a.size;
}
