import { type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { parseRange, subtract } from './cidr.ts';
import { covers } from './glob.ts';

/** One key under one operator: `StringLike aws:PrincipalOrgID o-1`. All of a statement must hold. */
export type Condition = {
  /** Without `IfExists` and without the set qualifier, in lower case: `stringequals`. */
  readonly operator: string;
  readonly ifExists: boolean;
  readonly qualifier: string;
  readonly key: string;
  /** The key as it was written, for people. */
  readonly named: string;
  readonly values: readonly string[];
  /** Some of it could not be worked out. */
  readonly open: boolean;
};

export function conditionsOf(value: ConfigValue | undefined): readonly Condition[] {
  if (value === undefined || value === null) return [];
  if (!isMap(value)) return value === UNKNOWN ? [OPEN] : [];
  return Object.entries(value).flatMap(([operator, keys]) =>
    isMap(keys) ? Object.entries(keys).map(([key, values]) => conditionOf(operator, key, values)) : [OPEN],
  );
}

export function conditionOf(operator: string, key: string, value: ConfigValue | undefined): Condition {
  const [, qualifier = '', name = '', ifExists] = /^(?:(\w+):)?(\w*?)(ifexists)?$/i.exec(operator) ?? [];
  const items: readonly ConfigValue[] = Array.isArray(value) ? value : [value ?? null];
  const values = items.flatMap((item) =>
    item === UNKNOWN || item === null || typeof item === 'object' ? [] : [String(item)],
  );
  return {
    operator: name.toLowerCase().replace(/^arn(not)?like$/, 'arn$1equals'),
    ifExists: ifExists !== undefined,
    qualifier: qualifier.toLowerCase(),
    key: key.toLowerCase(),
    named: key,
    values,
    open: values.length < items.length,
  };
}

const OPEN: Condition = { operator: '?', ifExists: false, qualifier: '', key: '?', named: '?', values: [], open: true };

/**
 * The condition of `before` that `after` no longer asks for; null: everything that passes `after` passes `before`.
 * Conditions are joined by "and", so more of them on the side after do no harm.
 */
export function loosened(before: readonly Condition[], after: readonly Condition[]): Condition | null {
  return before.find((condition) => !after.some((now) => implies(now, condition))) ?? null;
}

function implies(now: Condition, then: Condition): boolean {
  if (now.key !== then.key || (now.ifExists && !then.ifExists)) return false;
  if (now.qualifier !== then.qualifier && then.qualifier !== 'foranyvalue') return false;
  // what is not known on both sides is taken for the same, or every template would be news
  if (now.open || then.open) return then.open;
  const family = familyOf(then.operator);
  return family === familyOf(now.operator) && holdsFor(family, now, then);
}

function holdsFor(family: Family, now: Condition, then: Condition): boolean {
  switch (family) {
    case 'equal':
      return now.values.every((value) => then.values.some((one) => meetsValue(then, one, value, now)));
    case 'not-equal':
      return then.values.every((value) => now.values.some((one) => meetsValue(now, one, value, then)));
    case 'address':
      return within(now.values, then.values);
    case 'less':
      return Number(now.values[0]) <= Number(then.values[0]);
    case 'greater':
      return Number(now.values[0]) >= Number(then.values[0]);
    case 'other':
      return now.operator === then.operator && sameTexts(now.values, then.values);
  }
}

type Family = 'equal' | 'not-equal' | 'address' | 'less' | 'greater' | 'other';

function familyOf(operator: string): Family {
  if (/^(string|arn)(equals|equalsignorecase|like)$|^numericequals$|^bool$|^null$/.test(operator)) return 'equal';
  if (/^(string|arn)not(equals|equalsignorecase|like)$/.test(operator)) return 'not-equal';
  if (operator === 'ipaddress') return 'address';
  if (/^numericlessthan(equals)?$/.test(operator)) return 'less';
  if (/^numericgreaterthan(equals)?$/.test(operator)) return 'greater';
  return 'other';
}

/** `*` is a wildcard only where the operator says so: StringEquals takes it literally. */
function meetsValue(wide: Condition, pattern: string, value: string, narrow: Condition): boolean {
  const fold = wide.operator.includes('ignorecase') || /^(bool|null)$/.test(wide.operator);
  const [a, b] = fold ? [pattern.toLowerCase(), value.toLowerCase()] : [pattern, value];
  if (a === b) return takesGlobs(wide) || !takesGlobs(narrow) || !/[*?]/.test(b);
  return takesGlobs(wide) && covers(a, takesGlobs(narrow) ? b : b.replace(/[*?]/g, '_'));
}

function takesGlobs({ operator }: Condition): boolean {
  return operator.includes('like') || operator.startsWith('arn');
}

function within(now: readonly string[], then: readonly string[]): boolean {
  const ranges = (values: readonly string[]): ReturnType<typeof parseRange> => {
    const all = values.map(parseRange);
    return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
  };
  const [inside, outside] = [ranges(now), ranges(then)];
  return inside === null || outside === null ? sameTexts(now, then) : subtract(inside, outside).length === 0;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value) => b.includes(value));
}

/** A condition that keeps strangers out although the principal is everybody. A referer can be written by anyone. */
export function keepsStrangersOut({ operator, key, values, ifExists, open }: Condition): boolean {
  if (ifExists || !OWN.test(key) || /not/.test(operator)) return false;
  return open || !values.some((value) => value === '*' || /^(0\.0\.0\.0|::)\/0$/.test(value));
}

const OWN =
  /^(aws:(sourcearn|sourceaccount|sourceowner|sourceorgid|sourceorgpaths|sourcevpc|sourcevpce|sourceip|vpcsourceip|principalorgid|principalorgpaths|principalarn|principalaccount|principaltag\/.*|principalisawsservice|principalservicename|userid|username|viaawsservice|calledvia)|kms:(calleraccount|viaservice)|s3:dataaccesspointaccount|elasticfilesystem:accesspointarn|lambda:functionurlauthtype|sns:endpoint)$/;
