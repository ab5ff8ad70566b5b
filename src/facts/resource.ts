import type { Edit, Path, Truth } from '../model/change.ts';
import type { LineRange } from '../model/fact.ts';
import type { Environment } from './environment.ts';

/** What could not be worked out. It is never equal to anything, itself included: compare with `sameValue`. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** A value of a configuration after references, variables and functions were followed as far as the repository tells. */
export type ConfigValue =
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | readonly ConfigValue[]
  | { readonly [key: string]: ConfigValue };
export type ConfigMap = { readonly [key: string]: ConfigValue };

/** One resource on one side. Nested blocks of Terraform are lists of maps under their name, also when there is one. */
export type ResourceState = {
  readonly path: Path;
  readonly range: LineRange;
  readonly body: ConfigMap;
  /** Where a property is written, outermost key first (`['ingress', '0', 'cidr_blocks']`); null: not told. */
  readonly lineOf: (property: readonly string[]) => number | null;
};

/** A declared resource before and after a change; null where it is not declared. The same shape for every technology. */
export type ResourceChange = {
  readonly technology: 'terraform' | 'cloudformation' | 'pulumi' | 'bicep' | 'arm';
  /** As the technology writes it: `aws_db_instance`, `AWS::RDS::DBInstance`. */
  readonly type: string;
  /** Unique in the repository and stable while the resource stays: `infra/prod:aws_db_instance.main[0]`. */
  readonly subject: string;
  /** As people call it: `aws_db_instance.main[0]`. */
  readonly name: string;
  readonly before: ResourceState | null;
  readonly after: ResourceState | null;
  /** Where the fact is stated: the edit that caused it, which may be that of a variables file. */
  readonly edit: Edit;
  readonly environment: Environment;
  readonly landed: Truth;
  readonly dependents: number | 'unknown';
};

/** What a type of resource is worth. `unknown` where no table knows the type. */
export type Weight = { readonly stateful: Truth; readonly critical: Truth; readonly reversible: Truth };

export function isKnown(value: ConfigValue | undefined): boolean {
  if (value === undefined || value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every((item: ConfigValue) => isKnown(item));
  return isMap(value) ? Object.values(value).every(isKnown) : true;
}

export function isMap(value: ConfigValue | undefined): value is ConfigMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True or false only where both sides are known as far as it matters: `[1, unknown]` and `[2, unknown]` do differ. */
export function sameValue(a: ConfigValue | undefined, b: ConfigValue | undefined): Truth {
  if (a === UNKNOWN || b === UNKNOWN) return 'unknown';
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a.length !== b.length) return false;
    return all(a.map((item: ConfigValue, index) => sameValue(item, b[index])));
  }
  if (isMap(a) && isMap(b)) {
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return all(keys.map((key) => sameValue(a[key], b[key])));
  }
  return (a ?? null) === (b ?? null);
}

function all(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.includes('unknown') ? 'unknown' : true;
}

/** A value as a refusal may show it: short, and never that of a secret (the log redacts, the terminal may not). */
export function showValue(property: string, value: ConfigValue | undefined): string {
  if (/pass(word|phrase)|secret|token|private|credential|(^|_)key$|user_data|connection_string/i.test(property))
    return 'another value';
  if (value === undefined || value === null) return 'nothing';
  if (value === UNKNOWN) return 'something not known here';
  const text =
    typeof value === 'string'
      ? `"${value}"`
      : JSON.stringify(value, (_key, inner: unknown) => (inner === UNKNOWN ? '?' : inner));
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
