import type { LineRange } from '../../model/fact.ts';

export type Certainty = 'certain' | 'likely' | 'possible';

/** Why a case does not run. `owner` is the suite or file that says so, empty for the case itself. */
export type Skip = { readonly certainty: Certainty; readonly because: string; readonly owner: string };

/** What an assertion compares, as far as its text tells. */
export type Comparison = {
  readonly matcher: string;
  /** Squeezed texts: what is tested and what is expected, in the order they stand. */
  readonly operands: readonly string[];
  /** 4 an exact value, 3 a part of it, 2 a range or a type, 1 that it is there, 0 nothing; null: not known. */
  readonly strength: number | null;
  /** How far off a number may be; null where the assertion has no tolerance. */
  readonly slack: number | null;
};

/** Why an assertion cannot fail a test although it stands in it. */
export type Trap = { readonly kind: 'dead' | 'swallowed' | 'branch'; readonly because: string };

export type Check = Comparison & {
  readonly text: string;
  readonly line: number;
  readonly trap: Trap | null;
};

export type TestCase = {
  /** A helper is a function that asserts without being a test. */
  readonly kind: 'case' | 'helper';
  readonly suites: readonly string[];
  readonly title: string;
  readonly skip: Skip | null;
  readonly focused: boolean;
  readonly checks: readonly Check[];
  readonly range: LineRange;
  /** Squeezed, without comments and without the cases inside it. */
  readonly body: string;
  /** The body without its assertions and rows: what is done before anything is compared. */
  readonly setup: string;
  readonly words: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** The rows of the table it runs over; null: none that can be read. */
  readonly rows: readonly string[] | null;
};

export type TestFile = {
  readonly cases: readonly TestCase[];
  readonly comments: string;
  /** Squeezed text outside of all cases. */
  readonly outside: string;
  /** Name of what alone still runs. */
  readonly focus: string | null;
  /** The whole file does not run. */
  readonly skip: Skip | null;
  /** Line of the first thing that did not fit the grammar. */
  readonly brokenAt: number | null;
};

export function nameOf({ suites, title }: Pick<TestCase, 'suites' | 'title'>): string {
  const name = [...suites, title].join(' > ');
  return name.length > 160 ? `${name.slice(0, 157)}…` : name;
}

/** One spelling for texts that say the same: blanks, quotes, commas at an end. */
export function squeeze(text: string): string {
  return text
    .replaceAll(/["`]/g, "'")
    .replaceAll(/[\s;]+/g, '')
    .replaceAll(/,(?=[)\]}])/g, '');
}
