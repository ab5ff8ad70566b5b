import {
  type Check,
  type Comparison,
  nameOf,
  type Skip,
  squeeze,
  type TestCase,
  type TestFile,
  type Trap,
} from './case.ts';
import { lineFinder } from './lines.ts';

export type Span = { readonly start: number; readonly end: number };
export type Scope = Span & {
  readonly kind: 'suite' | 'case' | 'helper';
  readonly title: string;
  readonly body: Span;
  readonly skip: Skip | null;
  readonly focused: boolean;
  readonly rows: readonly string[] | null;
  readonly holes: readonly Span[];
};
/** What a reader of one language found in a file, each thing with where it stands. */
export type Draft = {
  readonly scopes: readonly Scope[];
  readonly checks: readonly (Span & Comparison)[];
  readonly traps: readonly (Span & Trap)[];
  readonly skips: readonly (Span & Skip)[];
  readonly calls: readonly (Span & { readonly name: string })[];
  readonly comments: readonly Span[];
  readonly skip: Skip | null;
  readonly brokenAt: number | null;
};

/** Everything goes to the innermost case around it, and each case to the suites around that. */
export function assemble(text: string, draft: Draft): TestFile {
  const scopes = draft.scopes.toSorted(byStart);
  const lineAt = lineFinder(text);
  const traps = openAt(draft.traps, draft.checks);
  const checks = group(
    scopes,
    draft.checks.map((one, index) => ({ ...one, open: traps[index] ?? [] })),
  );
  const skipTraps = openAt(draft.traps, draft.skips);
  const skips = group(
    scopes,
    draft.skips.map((one, index) => ({ ...one, open: skipTraps[index] ?? [] })),
  );
  const calls = group(scopes, draft.calls);
  const around = openAt(scopes, scopes);
  const holes = [...draft.comments, ...scopes.filter(({ kind }) => kind !== 'suite')].toSorted(byStart);
  const cut = [...holes, ...draft.checks, ...scopes.flatMap((one) => one.holes)].toSorted(byStart);
  const skipOf = (scope: Scope): Skip | null => scope.skip ?? within(scope, skips.get(scope) ?? []) ?? null;
  const suitesOf = (index: number): readonly Scope[] =>
    (around[index] ?? []).filter((one) => one !== scopes[index] && one.kind !== 'helper');
  const cases = scopes.flatMap((scope, index): readonly TestCase[] => {
    if (scope.kind === 'suite') return [];
    const inner = (some: readonly Span[]): string => squeeze(without(text, scope.body, some));
    const body = inner(holes);
    const suites = suitesOf(index);
    return [
      {
        kind: scope.kind,
        suites: suites.map(({ title }) => title),
        title: scope.title,
        skip: skipOf(scope) ?? inherited(suites, skipOf) ?? draft.skip,
        focused: scope.focused || suites.some((one) => one.focused),
        checks: (checks.get(scope) ?? []).map((one) => checkOf(one, scope, text, lineAt)),
        range: { from: lineAt(scope.start), to: lineAt(Math.max(scope.start, scope.end - 1)) },
        body,
        setup: inner(cut),
        words: wordsOf(without(text, scope.body, holes)),
        calls: new Set((calls.get(scope) ?? []).map(({ name }) => name)),
        rows: scope.rows,
      },
    ];
  });
  const focused = scopes.findIndex((one) => one.focused);
  const name =
    focused === -1
      ? null
      : nameOf({ suites: suitesOf(focused).map(({ title }) => title), title: scopes[focused]?.title ?? '' });
  return {
    cases,
    comments: draft.comments.map(({ start, end }) => text.slice(start, end)).join('\n'),
    outside: squeeze(without(text, { start: 0, end: text.length }, holes)),
    focus: name,
    skip: draft.skip ?? within({ start: -1, end: text.length }, skips.get(null) ?? []),
    brokenAt: draft.brokenAt,
  };
}

type Opened<T> = T & { readonly open: readonly (Span & Trap)[] };

function checkOf(found: Opened<Span & Comparison>, scope: Scope, text: string, lineAt: (at: number) => number): Check {
  const { start, end, open, ...comparison } = found;
  const inside = open.filter((one) => one.start >= scope.start);
  const worst = inside.find(({ kind }) => kind !== 'branch') ?? inside.at(-1);
  const trap = worst ? { kind: worst.kind, because: worst.because } : null;
  return { ...comparison, text: text.slice(start, Math.min(end, start + 2000)), line: lineAt(start), trap };
}

/** A skip in the body: on its own it is certain, behind a condition only possible. */
function within(scope: Span, found: readonly Opened<Span & Skip>[]): Skip | null {
  const [first] = found;
  if (!first) return null;
  const { certainty, because, owner } = first;
  const branch = first.open.findLast(({ start }) => start >= scope.start);
  if (branch?.kind !== 'branch' || certainty !== 'certain') return { certainty, because, owner };
  return { ...conditionalSkip(branch.because), owner };
}

/** Where an environment has to ask for it, it does not run by default; where the platform decides, it runs elsewhere. */
export function conditionalSkip(condition: string): Omit<Skip, 'owner'> {
  const shown = condition.replaceAll(/\s+/g, ' ').slice(0, 60);
  const bare = shown.replaceAll(/^\(|\)$/g, '').trim();
  if (/^(!?(true|True|1|!0)|not False|['"][^'"]*['"])$/.test(bare) && !/^!(true|True|1)$/.test(bare))
    return { certainty: 'certain', because: `it is skipped when ${bare}, which is always` };
  const asks = /process\.env|import\.meta\.env|os\.environ|getenv|LookupEnv|Deno\.env/i.test(condition);
  const platform = /platform|win32|darwin|linux|windows|GOOS|version|arch/i.test(condition);
  return { certainty: asks && !platform ? 'likely' : 'possible', because: `it is skipped when ${shown}` };
}

function inherited(suites: readonly Scope[], skipOf: (scope: Scope) => Skip | null): Skip | null {
  for (const [index, suite] of suites.entries()) {
    const skip = skipOf(suite);
    if (skip)
      return {
        ...skip,
        owner: nameOf({ suites: suites.slice(0, index).map(({ title }) => title), title: suite.title }),
      };
  }
  return null;
}

function byStart(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end;
}

/** For each position what is open around it, outermost first. Spans come from a tree: they nest. */
function openAt<T extends Span>(spans: readonly T[], positions: readonly Span[]): readonly (readonly T[])[] {
  const sorted = spans.toSorted(byStart);
  const order = positions
    .map((_, index) => index)
    .toSorted((a, b) => byStart(positions[a] ?? ZERO, positions[b] ?? ZERO));
  const found: (readonly T[])[] = [];
  const open: T[] = [];
  let next = 0;
  for (const index of order) {
    const at = positions[index]?.start ?? 0;
    for (let span = sorted[next]; span && span.start <= at; span = sorted[++next]) {
      while ((open.at(-1)?.end ?? Infinity) <= span.start) open.pop();
      open.push(span);
    }
    found[index] = open.filter(({ end }) => end > at);
  }
  return found;
}

const ZERO: Span = { start: 0, end: 0 };

function group<T extends Span>(scopes: readonly Scope[], items: readonly T[]): ReadonlyMap<Scope | null, readonly T[]> {
  const owners = openAt(scopes, items);
  const groups = new Map<Scope | null, T[]>();
  for (const [index, item] of items.entries()) {
    const owner = owners[index]?.at(-1) ?? null;
    const list = groups.get(owner);
    if (list) list.push(item);
    else groups.set(owner, [item]);
  }
  return groups;
}

/** The text of a span without the holes in it. */
function without(text: string, { start, end }: Span, holes: readonly Span[]): string {
  const parts: string[] = [];
  let at = start;
  for (let index = firstFrom(holes, start); index < holes.length; index++) {
    const hole = holes[index] ?? ZERO;
    if (hole.start >= end) break;
    if (hole.start < at) continue;
    parts.push(text.slice(at, hole.start));
    at = Math.min(hole.end, end);
  }
  parts.push(text.slice(at, end));
  return parts.join(' ');
}

function firstFrom(spans: readonly Span[], start: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.slice(0, 200_000).match(/[A-Za-z_][\w]{2,}|\d{2,}/g));
}
