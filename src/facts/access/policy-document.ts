import type { Certainty, How, Reason } from './seen.ts';
import { keepsStrangersOut, loosened } from './policy-condition.ts';
import { type Element, type Gap, gapsOf, implying } from './policy-coverage.ts';
import {
  type Said,
  judgeActions,
  judgeCondition,
  judgePrincipals,
  judgeResources,
  judgeTrust,
} from './policy-judgement.ts';
import { isTooMuch } from './policy-effort.ts';
import type { Policy, Statement } from './policy-statement.ts';
import { elementsInWords, scopeInWords } from './policy-words.ts';

/** One way in which a document allows more than before; `statement` is its place in the document after (before: a deny). */
export type Gain = Reason & { readonly how: How; readonly statement: number };

export type About = {
  /** There was none before: only what is wide from the start counts, a new ordinary one is daily work. */
  readonly fresh: boolean;
  /** What other documents of the same change allowed before and no longer do, so that a move is no news. */
  readonly allowedElsewhere: readonly Statement[];
  /** What other documents of the same change deny now. */
  readonly deniedElsewhere: readonly Statement[];
};

/** What `after` allows and `before` did not. Splitting, joining, sorting and naming statements changes nothing. */
export function gainsOf(before: Policy, after: Policy, about: About): readonly Gain[] {
  const allowed = [...before.statements, ...about.allowedElsewhere].filter(({ effect }) => effect === 'allow');
  const denied = [...after.statements, ...about.deniedElsewhere].filter(({ effect }) => effect === 'deny');
  const grants = unlike(after.statements, allowed).filter(({ effect }) => effect === 'allow');
  const denials = unlike(before.statements, denied).filter(({ effect }) => effect === 'deny');
  if (isTooMuch(grants, allowed) || isTooMuch(denials, denied)) return [TOO_MANY];
  const gains = [
    ...grants.flatMap((one) => grown(one, allowed, about)),
    ...denials.flatMap((one) => lifted(one, denied)),
  ];
  // where a part of either side is not known, the rest proves less
  if (before.unknown || (after.unknown && gains.some(({ how }) => how === 'deny')))
    return gains.map((gain) => ({ ...gain, certainty: gain.certainty === 'certain' ? 'likely' : 'possible' }));
  return after.unknown && !before.unknown && !about.fresh ? [...gains, UNCLEAR] : gains;
}

const TOO_MANY: Gain = {
  how: 'action',
  statement: 0,
  certainty: 'likely',
  because: 'the policy holds more statements than can be compared',
  remedy: 'Split the policy by what it is for',
};

/** Those that do not stand word for word on the other side. */
function unlike(statements: readonly Statement[], others: readonly Statement[]): readonly Statement[] {
  const known = new Set(others.map(written));
  return statements.filter((one) => !known.has(written(one)));
}

/** A statement without its place. */
export function written({ index: _place, ...statement }: Statement): string {
  return JSON.stringify(statement);
}

const UNCLEAR: Gain = {
  how: 'action',
  statement: 0,
  certainty: 'possible',
  because: 'what the policy allows now cannot be worked out here, before it could',
  remedy: '',
};

export function isTrust({ actions, principals }: Statement): boolean {
  return principals !== null && actions.patterns.length > 0 && actions.patterns.every((one) => /^sts:/i.test(one));
}

/** Everybody, and nothing asked that keeps a stranger out. */
export function isPublic({ effect, principals, conditions }: Statement): boolean {
  if (effect !== 'allow' || principals === null || conditions.some(keepsStrangersOut)) return false;
  return principals.form === 'all-but' || principals.patterns.includes('*');
}

function grown(statement: Statement, allowed: readonly Statement[], about: About): readonly Gain[] {
  const gaps = gapsOf(statement, allowed, implying(statement));
  const gains = gaps.flatMap((gap) => judged(statement, gap, allowed, about));
  return about.fresh ? gains.filter(({ certainty }) => certainty !== 'possible') : gains;
}

/** Each gap is told once, by the worst that can be said of it. */
function judged(statement: Statement, gap: Gap, allowed: readonly Statement[], about: About): readonly Gain[] {
  const context = { statement, gap, allowed, fresh: about.fresh };
  const open = isPublic(statement) && !allowed.some((one) => isPublic(one) && sameGround(one, statement));
  const said = open
    ? judgePublic(statement, gap)
    : isTrust(statement)
      ? judgeTrust(context)
      : gap.cause === 'condition'
        ? judgeCondition(context)
        : worst([judgeActions(context), judgeResources(context), judgePrincipals(context)]);
  return said === null ? [] : [{ ...said, statement: statement.index }];
}

function sameGround(one: Statement, statement: Statement): boolean {
  return gapsOf(statement, [one], () => true).every(({ cause }) => cause === 'condition');
}

function judgePublic(statement: Statement, gap: Gap): Said {
  const what = elementsInWords(gap.actions);
  const because = isTrust(statement)
    ? 'lets anyone at all assume this role'
    : `lets anyone on the internet do ${what} on ${elementsInWords(gap.resources)}`;
  return {
    how: isTrust(statement) ? 'trust' : 'public',
    certainty: 'certain',
    because,
    remedy:
      'Name the principal: "Principal": {"AWS": "arn:aws:iam::<account>:role/<role>"}, or add a Condition on aws:PrincipalOrgID',
  };
}

function worst(said: readonly (Said | null)[]): Said | null {
  const rank: Readonly<Record<Certainty, number>> = { certain: 3, likely: 2, possible: 1 };
  return said.reduce((a, b) => (b !== null && (a === null || rank[b.certainty] > rank[a.certainty]) ? b : a), null);
}

function lifted(statement: Statement, denied: readonly Statement[]): readonly Gain[] {
  const gaps = gapsOf(statement, denied, (now) => loosened(now.conditions, statement.conditions) === null);
  if (gaps.length === 0) return [];
  const everything = gaps.every(({ cause }) => cause === 'action');
  const actions = distinct(gaps.flatMap((gap) => gap.actions));
  const resources = distinct(gaps.flatMap((gap) => gap.resources));
  const added = gaps.every(({ cause }) => cause === 'condition');
  const what = `${elementsInWords(actions)} on ${elementsInWords(resources)}`;
  return [
    {
      how: 'deny',
      certainty: everything || !added ? 'certain' : 'likely',
      because: added ? `denies ${what} only under more conditions than before` : `no longer denies ${what}`,
      remedy: `Keep the statement that denies ${scopeInWords(statement.actions)}`,
      statement: statement.index,
    },
  ];
}

function distinct(elements: readonly Element[]): readonly Element[] {
  return [...new Set(elements)];
}
