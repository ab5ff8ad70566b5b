import type { Actor } from '../../model/actor.ts';
import type { Change, Part, Path, Truth } from '../../model/change.ts';
import type { Node } from '../../model/document.ts';
import type { Fact } from '../../model/fact.ts';
import type { Reader } from '../read.ts';
import type { Size } from '../size.ts';
import type { Window } from '../window.ts';

/** One key of `when:`. Growth is this one file, its line in index.ts and its cases in test/policy/conditions.test.ts. */
export type Condition = {
  readonly key: string;
  /** For `policy new` and error messages: what may stand behind the key. */
  readonly takes: string;
  readonly parse: (node: Node, parsing: Parsing) => Test;
};

/** A condition with its value filled in. `unknown` is an answer: the level of the rule says what it costs. */
export type Test = {
  /** For `explain`: `landed: true`. */
  readonly says: string;
  readonly holds: (seen: Seen) => Truth;
  /** Depends on who did it, so it is asked once per suspect. */
  readonly personal: boolean;
  /** Looks only at the change as a whole, not at one fact. */
  readonly wide: boolean;
  /** What the shell must find out before this can be answered, and otherwise need not. */
  readonly asks?: readonly Question[];
};

export type Question = 'spec' | 'risk';

/** What a condition may look at. */
export type Seen = {
  readonly fact: Fact;
  readonly who: Actor;
  readonly roles: readonly string[];
  readonly change: Change;
  /** The size of the part the fact was seen in. */
  readonly size: Size;
  /** Of the same part; unknown where the shell did not look. */
  readonly spec: NonNullable<Part['spec']>;
  readonly environmentOf: (path: Path) => string | null;
};

/** What a condition may refer to while it is read. */
export type Parsing = {
  readonly reader: Reader;
  /** Kinds the rule's `fact:` selects; null when it names none. */
  readonly kinds: readonly string[] | null;
  readonly windows: ReadonlyMap<string, Window>;
  readonly roles: readonly string[];
  /** Attributes that the inventory adds to those of the kinds. */
  readonly inventory: readonly string[];
  /** Environments that the config adds to the well-known ones. */
  readonly environments: readonly string[];
  /** The key of every condition, to suggest the nearest. */
  readonly keys: readonly string[];
  /** Reads a nested `when:`, for `not` and `any`. */
  readonly when: (node: Node) => Test;
};

export function allOf(tests: readonly Test[]): Test {
  return {
    says: tests.map((test) => test.says).join(', '),
    personal: tests.some((test) => test.personal),
    wide: tests.every((test) => test.wide),
    ...asked(tests),
    holds: (seen) => and(tests, seen),
  };
}

function asked(tests: readonly Test[]): Pick<Test, 'asks'> {
  const asks = [...new Set(tests.flatMap((test) => test.asks ?? []))];
  return asks.length === 0 ? {} : { asks };
}

/** Kleene's "and": false if one is false, else unknown if one is unknown. */
function and(tests: readonly Test[], seen: Seen): Truth {
  let all: Truth = true;
  for (const test of tests) {
    const one = test.holds(seen);
    if (one === false) return false;
    if (one === 'unknown') all = 'unknown';
  }
  return all;
}

export function anyOf(tests: readonly Test[]): Test {
  return {
    says: `any of (${tests.map((test) => test.says).join(' | ')})`,
    personal: tests.some((test) => test.personal),
    wide: tests.every((test) => test.wide),
    ...asked(tests),
    holds: (seen) => or(tests, seen),
  };
}

function or(tests: readonly Test[], seen: Seen): Truth {
  let any: Truth = false;
  for (const test of tests) {
    const one = test.holds(seen);
    if (one === true) return true;
    if (one === 'unknown') any = 'unknown';
  }
  return any;
}
