import { covers, isGlob } from './glob.ts';
import { type Condition, loosened } from './policy-condition.ts';
import { type Element, type Gap, OPEN, coversPrincipal } from './policy-coverage.ts';
import { type Danger, dangerOf } from './policy-danger.ts';
import type { Statement } from './policy-statement.ts';
import { conditionInWords, elementsInWords, listed, scopeInWords } from './policy-words.ts';
import type { Certainty, How, Reason } from './seen.ts';

export type Said = Reason & { readonly how: How };
export type Context = {
  readonly statement: Statement;
  readonly gap: Gap;
  readonly allowed: readonly Statement[];
  readonly fresh: boolean;
};

/** What the new actions are worth, on the resources they are new on. */
export function judgeActions({ statement, gap, allowed, fresh }: Context): Said | null {
  if (gap.cause === 'principal') return null;
  const everywhere = isEverywhere(gap.resources) && statement.principals === null;
  const graded = gap.actions.map((element): Graded => ({ element, danger: dangerOfElement(element, everywhere) }));
  const top = ORDER.find((danger) => graded.some((one) => one.danger === danger)) ?? 'ordinary';
  const named = graded.filter(({ danger }) => danger === top).map(({ element }) => element);
  const certainty = certaintyOf(top, {
    everywhere,
    fresh,
    known: hasPrincipal(statement),
    narrowed: narrows(named, allowed),
  });
  if (certainty === null || (gap.cause === 'resource' && !SERIOUS.has(top))) return null;
  const how: How = top === 'everything' && everywhere ? 'admin' : top === 'escalation' ? 'privilege' : 'action';
  return {
    how,
    certainty,
    because: `may now do ${elementsInWords(named)} on ${elementsInWords(gap.resources)}${beforehand(gap, allowed)}`,
    remedy: REMEDY[top],
  };
}

type Graded = { readonly element: Element; readonly danger: Danger };
const ORDER: readonly Danger[] = [
  'everything',
  'escalation',
  'service',
  'data',
  'destructive',
  'wild',
  'reading',
  'ordinary',
];
const SERIOUS: ReadonlySet<Danger> = new Set<Danger>(['everything', 'escalation', 'service', 'data']);
const REMEDY: Readonly<Record<Danger, string>> = {
  everything: 'List the actions that are needed, on the resources that are needed',
  escalation: 'Name the one role or policy in Resource, and for iam:PassRole add a Condition on iam:PassedToService',
  service: 'List the actions that are needed in place of the wildcard',
  data: 'Name the resources by their ARN in place of "*"',
  destructive: 'Name the resources by their ARN in place of "*"',
  wild: 'List the actions that are needed in place of the wildcard',
  reading: '',
  ordinary: '',
};

type Grounds = {
  readonly everywhere: boolean;
  readonly fresh: boolean;
  readonly known: boolean;
  /** The new pattern stands where narrower ones stood. */
  readonly narrowed: boolean;
};

function certaintyOf(danger: Danger, grounds: Grounds): Certainty | null {
  const { everywhere, fresh, known, narrowed } = grounds;
  // a new document that names its principal is how access is given, whatever the action
  if (fresh && known) return danger === 'everything' ? 'likely' : null;
  if (fresh) return freshCertainty(danger, everywhere);
  if (danger === 'escalation') return everywhere ? 'certain' : 'likely';
  if (danger === 'wild' || danger === 'reading') return narrowed ? 'likely' : 'possible';
  return FOR_OLD[danger];
}

const FOR_OLD: Readonly<Record<Exclude<Danger, 'escalation' | 'wild' | 'reading'>, Certainty>> = {
  everything: 'certain',
  service: 'certain',
  data: 'likely',
  destructive: 'likely',
  ordinary: 'possible',
};

function freshCertainty(danger: Danger, everywhere: boolean): Certainty {
  if (danger === 'everything') return everywhere ? 'certain' : 'likely';
  if (danger === 'escalation') return everywhere ? 'certain' : 'possible';
  return danger === 'service' && everywhere ? 'likely' : 'possible';
}

function dangerOfElement(element: Element, everywhere: boolean): Danger {
  if (element.form === 'all-but') return 'everything';
  return element.pattern === OPEN ? 'ordinary' : dangerOf(element.pattern, everywhere);
}

function isEverywhere(resources: readonly Element[]): boolean {
  return resources.some((one) => one.form === 'all-but' || EVERYWHERE.test(one.pattern));
}

/** `*`, and a name that is only a wildcard: `arn:aws:iam::*:role/*`, `arn:aws:s3:::*`, but not `arn:aws:s3:::orders/*`. */
const EVERYWHERE =
  /^(\*|arn:[^:]*:\*.*|arn:[^:]*:s3:::\*(\/\*)?|arn:[^:]*:(?!s3:)[\w-]*:[^:]*:[^:]*:(\*|[\w-]+[/:]\*(:\*)?))$/;

function hasPrincipal({ principals }: Statement): boolean {
  return principals !== null && principals.form === 'in' && !principals.patterns.includes('*');
}

/** A wildcard that takes the place of something narrower, not just a new one beside it. */
function narrows(elements: readonly Element[], allowed: readonly Statement[]): boolean {
  const before = allowed.flatMap(({ actions }) => (actions.form === 'in' ? actions.patterns : []));
  return elements.some(
    (element) =>
      element.form === 'in' &&
      isGlob(element.pattern) &&
      before.some((one) => covers(element.pattern.toLowerCase(), one.toLowerCase())),
  );
}

function beforehand({ cause }: Gap, allowed: readonly Statement[]): string {
  const scopes = allowed.map(({ actions, resources }) => (cause === 'resource' ? resources : actions));
  const before = scopes.flatMap((scope) => (scope.form === 'in' ? scope.patterns : [scopeInWords(scope)]));
  return before.length === 0 ? '' : ` (before: ${cause === 'resource' ? 'on ' : ''}${listed(before.map(shown))})`;
}

/** The same actions on more: everything, a wider pattern, or one more resource. */
export function judgeResources({ gap, allowed, fresh }: Context): Said | null {
  if (gap.cause !== 'resource' || fresh) return null;
  const before = allowed.flatMap(({ resources }) => (resources.form === 'in' ? resources.patterns : []));
  const wider = gap.resources.filter(
    (one) => one.form === 'all-but' || before.some((old) => old !== one.pattern && covers(one.pattern, old)),
  );
  const harmless = gap.actions.every((one) => one.form === 'in' && /^(reading)$/.test(dangerOf(one.pattern, false)));
  const all = isEverywhere(gap.resources);
  const certainty: Certainty =
    all && !harmless ? 'certain' : wider.length > 0 && !(all && harmless) ? 'likely' : 'possible';
  return {
    how: 'resource',
    certainty,
    because: `may now do ${elementsInWords(gap.actions)} on ${elementsInWords(gap.resources)} (before: on ${listed(before.map(shown))})`,
    remedy: certainty === 'possible' ? '' : `Keep Resource at ${listed(before.map(shown))}`,
  };
}

function shown(pattern: string): string {
  return pattern === OPEN ? 'something not known here' : pattern;
}

/** Who is new in a policy that stands on a resource. */
export function judgePrincipals({ statement, gap, allowed, fresh }: Context): Said | null {
  if (statement.principals === null || fresh || gap.cause === 'resource') return null;
  const before = allowed.flatMap(({ principals }) => principals?.patterns ?? []);
  const added = gap.principals.filter(
    (one) => one.form === 'all-but' || !before.some((old) => coversPrincipal(old, one.pattern)),
  );
  if (added.length === 0) return null;
  return {
    how: 'principal',
    certainty: strangest(added, before),
    because: `lets ${elementsInWords(added)} do ${elementsInWords(gap.actions)} on ${elementsInWords(gap.resources)}`,
    remedy: 'Name the role that needs it, not the account or everybody',
  };
}

function strangest(added: readonly Element[], before: readonly string[]): Certainty {
  const grades = added.map((one) => (one.form === 'all-but' ? 'certain' : strangeness(one.pattern, before)));
  return grades.includes('certain') ? 'certain' : grades.includes('likely') ? 'likely' : 'possible';
}

/** Another account is a stranger; another role of the same account, or a service, is daily work. */
function strangeness(principal: string, before: readonly string[]): Certainty {
  if (principal === OPEN) return 'possible';
  const account = accountOf(principal);
  if (account !== null) {
    const known = before.flatMap((one) => accountOf(one) ?? []);
    if (!known.includes(account)) return known.length > 0 ? 'certain' : 'likely';
    return /^aws \d{12}$/.test(principal) ? 'likely' : 'possible';
  }
  if (isGlob(principal)) return 'likely';
  return principal.startsWith('federated ') ? 'likely' : 'possible';
}

function accountOf(principal: string): string | null {
  return /^aws (?:arn:[^:]*(?:::[^:]*)?:(?:iam|sts)::)?(\d{12})\b/.exec(principal)?.[1] ?? null;
}

/** Who may take on a role. */
export function judgeTrust(context: Context): Said | null {
  const { statement, gap, fresh } = context;
  if (fresh) return openFederation(statement);
  if (gap.cause === 'condition') return judgeCondition(context);
  const said = judgePrincipals(context);
  const wide = openFederation(statement);
  if (wide !== null && gap.cause !== 'action') return wide;
  if (said !== null)
    return { ...said, how: 'trust', because: `the role now trusts ${elementsInWords(gap.principals)}` };
  return {
    how: 'trust',
    certainty: 'possible',
    because: `the role may now be taken on by ${elementsInWords(gap.actions)}`,
    remedy: '',
  };
}

/** A provider of identities serves all its customers: without a look at `sub` every one of them may take the role. */
function openFederation({ principals, conditions }: Statement): Said | null {
  if (!principals?.patterns.some((one) => /^federated .*oidc-provider\//s.test(one))) return null;
  const subject = conditions.filter(({ key }) =>
    /:(sub|repository|repository_owner|job_workflow_ref|repository_id|project_path|environment)$/.test(key),
  );
  if (conditions.some(({ open }) => open) || subject.some(({ values }) => values.every(namesOne))) return null;
  return {
    how: 'trust',
    certainty: 'certain',
    because:
      subject.length === 0
        ? 'trusts an identity provider without asking whose token it is (no condition on its sub)'
        : `the trust condition on ${listed(subject.flatMap(({ values }) => values))} meets strangers too`,
    remedy: 'Ask for one subject: StringEquals "<provider>:sub" = "repo:<owner>/<repository>:ref:refs/heads/main"',
  };
}

/** `repo:shop/api:*` names a repository; `repo:shop/*` an owner, which is wide but not open to strangers; `*` nobody. */
function namesOne(value: string): boolean {
  return !/^[*?]+$|^[\w-]+:[*?]/.test(value);
}

/** The same grant under fewer or looser conditions. */
export function judgeCondition({ statement, gap, allowed }: Context): Said | null {
  const lost = allowed.flatMap((before) => loosened(before.conditions, statement.conditions) ?? []);
  const [first] = lost;
  if (first === undefined) return null;
  const now = statement.conditions.filter(({ key }) => key === first.key);
  const trust = statement.principals !== null || !/tag|region|prefix|encryption|instancetype|service$/.test(first.key);
  return {
    how: trust ? 'trust' : 'resource',
    certainty: now.length === 0 ? 'certain' : loosenedBy(first, now),
    because:
      now.length === 0
        ? `may do ${elementsInWords(gap.actions)} without the condition on ${conditionInWords(first)}`
        : `the condition on ${conditionInWords(first)} is now met by ${listed(now.map(conditionInWords))}`,
    remedy: `Keep the condition on ${first.named}`,
  };
}

/** A wider pattern is certain; one more plain value is a second one beside the first. */
function loosenedBy(before: Condition, now: readonly Condition[]): Certainty {
  const values = now.flatMap((one) => one.values);
  if (now.some(({ open }) => open)) return 'possible';
  const pattern = values.some((value) => isGlob(value) && !before.values.includes(value));
  const wider = now.some((one) => one.ifExists && !before.ifExists) || /address|less|greater/.test(before.operator);
  return pattern || wider ? 'certain' : 'possible';
}
