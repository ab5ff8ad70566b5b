import { covers, meets } from './glob.ts';
import { loosened } from './policy-condition.ts';
import type { Scope, Statement } from './policy-statement.ts';

/** Stands for what could not be worked out; the same on both sides is taken for no change. */
export const OPEN = '\u0000';
const SELF: Scope = { form: 'in', patterns: ['\u0001'], open: false };

/** One thing a statement speaks of: what a pattern meets, or everything but some patterns. */
export type Element =
  | { readonly form: 'in'; readonly pattern: string }
  | { readonly form: 'all-but'; readonly scope: Scope };
export type Cause = 'action' | 'resource' | 'principal' | 'condition';
export type Gap = {
  readonly cause: Cause;
  readonly actions: readonly Element[];
  readonly resources: readonly Element[];
  readonly principals: readonly Element[];
};

type Match = {
  readonly covers: (wide: string, narrow: string) => boolean;
  readonly meets: (a: string, b: string) => boolean;
};
const PLAIN: Match = { covers, meets };
/** `S3:getobject` is `s3:GetObject`, and is shown as it was written. */
const FOLDED: Match = {
  covers: (wide, narrow) => covers(wide.toLowerCase(), narrow.toLowerCase()),
  meets: (a, b) => meets(a.toLowerCase(), b.toLowerCase()),
};
type Group = { readonly elements: readonly Element[]; readonly by: ReadonlySet<number> };
/** Groups, not elements, are combined; past this a stranger plays with us and the whole statement counts as a gap. */
const COMBINATIONS = 20_000;

/** What `statement` says that none of `others` says already. `implied`: whose conditions are no obstacle. */
export function gapsOf(
  statement: Statement,
  others: readonly Statement[],
  implied: (other: Statement) => boolean,
): readonly Gap[] {
  const actions = groupsOf(statement.actions, others, (other) => other.actions, FOLDED);
  const resources = groupsOf(statement.resources, others, (other) => other.resources, PLAIN);
  const principals = groupsOf(statement.principals ?? SELF, others, (other) => other.principals ?? SELF, {
    covers: coversPrincipal,
    meets,
  });
  const free = new Set(others.flatMap((other, index) => (implied(other) ? [index] : [])));
  if (actions.length * resources.length * principals.length > COMBINATIONS)
    return [{ cause: 'action', actions: all(actions), resources: all(resources), principals: all(principals) }];
  return merged(
    actions.flatMap((action) =>
      principals.flatMap((principal) =>
        resources.flatMap((resource) => {
          const cause = causeOf(action, resource, principal, free);
          if (cause === null) return [];
          return [{ cause, actions: action.elements, resources: resource.elements, principals: principal.elements }];
        }),
      ),
    ),
  );
}

export function implying(now: Statement): (before: Statement) => boolean {
  return (before) => loosened(before.conditions, now.conditions) === null;
}

function causeOf(action: Group, resource: Group, principal: Group, free: ReadonlySet<number>): Cause | null {
  const meet = (...sets: readonly ReadonlySet<number>[]): boolean => {
    const [first = new Set<number>(), ...rest] = sets;
    return [...first].some((one) => rest.every((set) => set.has(one)));
  };
  if (meet(action.by, resource.by, principal.by, free)) return null;
  if (meet(action.by, resource.by, principal.by)) return 'condition';
  if (meet(action.by, principal.by)) return 'resource';
  return meet(action.by, resource.by) || (principal.by.size === 0 && action.by.size > 0) ? 'principal' : 'action';
}

function groupsOf(
  scope: Scope,
  others: readonly Statement[],
  ofOther: (other: Statement) => Scope,
  match: Match,
): readonly Group[] {
  const groups = new Map<string, { elements: Element[]; by: Set<number> }>();
  for (const element of elementsOf(scope)) {
    const by = others.flatMap((other, index) => (holds(ofOther(other), element, match) ? [index] : []));
    const key = by.join();
    const group = groups.get(key) ?? { elements: [], by: new Set(by) };
    group.elements.push(element);
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function elementsOf(scope: Scope): readonly Element[] {
  if (scope.form === 'all-but') return [{ form: 'all-but', scope }];
  const patterns = scope.open ? [...scope.patterns, OPEN] : scope.patterns;
  return patterns.map((pattern) => ({ form: 'in', pattern }));
}

function holds(scope: Scope, element: Element, match: Match): boolean {
  const patterns = scope.open ? [...scope.patterns, OPEN] : scope.patterns;
  if (scope.form === 'in') {
    if (element.form === 'in') return patterns.some((pattern) => match.covers(pattern, element.pattern));
    return patterns.includes('*');
  }
  if (element.form === 'in') return !patterns.some((pattern) => match.meets(pattern, element.pattern));
  // it leaves out no more than the other does
  return patterns.every((pattern) => holds({ ...element.scope, form: 'in' }, { form: 'in', pattern }, match));
}

/** Whoever trusts an account trusts its roles. */
export function coversPrincipal(wide: string, narrow: string): boolean {
  if (covers(wide, narrow)) return true;
  const account = /^aws (\d{12})$/.exec(wide)?.[1];
  return account !== undefined && /^aws arn:[^:]*(?:::[^:]*)?:(?:iam|sts)::(\d{12}):/.exec(narrow)?.[1] === account;
}

function merged(gaps: readonly Gap[]): readonly Gap[] {
  const byCause = new Map<Cause, Gap>();
  for (const gap of gaps) {
    const known = byCause.get(gap.cause);
    byCause.set(gap.cause, known ? joined(known, gap) : gap);
  }
  return [...byCause.values()];
}

function joined(a: Gap, b: Gap): Gap {
  return {
    cause: a.cause,
    actions: [...new Set([...a.actions, ...b.actions])],
    resources: [...new Set([...a.resources, ...b.resources])],
    principals: [...new Set([...a.principals, ...b.principals])],
  };
}

function all(groups: readonly Group[]): readonly Element[] {
  return groups.flatMap(({ elements }) => elements);
}
