import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';
import { type Condition, conditionsOf } from './policy-condition.ts';

/** `in`: what one of the patterns meets; `all-but`: everything else. `open`: some of it could not be worked out. */
export type Scope = { readonly form: 'in' | 'all-but'; readonly patterns: readonly string[]; readonly open: boolean };

export type Statement = {
  readonly effect: 'allow' | 'deny';
  readonly actions: Scope;
  readonly resources: Scope;
  /** null: the document is attached to whom it is about. */
  readonly principals: Scope | null;
  readonly conditions: readonly Condition[];
  /** Its place in the document, for the line it stands on. */
  readonly index: number;
};

/** `unknown`: there is a document, or a part of it, that could not be worked out. */
export type Policy = { readonly statements: readonly Statement[]; readonly unknown: boolean };

export const NO_POLICY: Policy = { statements: [], unknown: false };
const ANY: Scope = { form: 'in', patterns: ['*'], open: false };

/** A policy document as JSON text or as a value; null: it is none. */
export function parsePolicy(value: ConfigValue | undefined): Policy | null {
  if (value === undefined || value === null || value === '') return NO_POLICY;
  if (value === UNKNOWN) return { statements: [], unknown: true };
  if (typeof value === 'string') return ofText(value);
  if (Array.isArray(value)) return null;
  return isMap(value) ? ofMap(value) : null;
}

function ofText(text: string): Policy | null {
  const parsed = parseJson(text);
  return parsed === undefined || typeof parsed === 'string' ? null : parsePolicy(parsed);
}

function parseJson(text: string): ConfigValue | undefined {
  try {
    return asConfig(JSON.parse(text));
  } catch {
    return undefined; // the caller is told by null that it is no policy
  }
}

/** What JSON.parse gives is of this shape already; the compiler is told by looking. */
export function asConfig(value: unknown): ConfigValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(asConfig);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asConfig(one)]));
  return UNKNOWN;
}

function ofMap(map: ConfigMap): Policy | null {
  const written = property(map, 'Statement');
  if (written === undefined) return null;
  if (written === UNKNOWN) return { statements: [], unknown: true };
  const items = Array.isArray(written) ? written : [written];
  const statements = items.flatMap((item: ConfigValue, index) => (isMap(item) ? [statementOf(item, index)] : []));
  return { statements, unknown: statements.length < items.length };
}

function statementOf(map: ConfigMap, index: number): Statement {
  const effect = property(map, 'Effect');
  const principal = property(map, 'Principal');
  const notPrincipal = property(map, 'NotPrincipal');
  return {
    effect: typeof effect === 'string' && effect.toLowerCase() === 'deny' ? 'deny' : 'allow',
    actions: scopeOf(property(map, 'Action'), property(map, 'NotAction'), same) ?? ANY,
    resources: scopeOf(property(map, 'Resource'), property(map, 'NotResource'), same) ?? ANY,
    principals: scopeOf(flatPrincipals(principal), flatPrincipals(notPrincipal), principalOf),
    conditions: conditionsOf(property(map, 'Condition')),
    index,
  };
}

/** Keys of a policy are written in one case, but AWS takes others. */
export function property(map: ConfigMap, name: string): ConfigValue | undefined {
  if (name in map) return map[name];
  const key = Object.keys(map).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : map[key];
}

export function scopeOf(
  only: ConfigValue | undefined,
  allBut: ConfigValue | undefined,
  write: (text: string) => string,
): Scope | null {
  const given = (value: ConfigValue | undefined): boolean => value !== undefined && value !== null;
  if (!given(only) && !given(allBut)) return null;
  const { texts, open } = textsOf(given(only) ? only : allBut);
  return { form: given(only) ? 'in' : 'all-but', patterns: [...new Set(texts.map(write))], open };
}

export function textsOf(value: ConfigValue | undefined): { readonly texts: readonly string[]; readonly open: boolean } {
  const items: readonly ConfigValue[] = Array.isArray(value) ? value.flat() : [value ?? null];
  const texts = items.flatMap((item) =>
    typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean' ? [String(item)] : [],
  );
  return { texts, open: texts.length < items.filter((item) => item !== null).length };
}

/** `{"AWS": ["1", "2"], "Service": "x"}` as `aws 1`, `aws 2`, `service x`. */
function flatPrincipals(value: ConfigValue | undefined): ConfigValue | undefined {
  if (!isMap(value)) return value;
  return Object.entries(value).flatMap(([kind, ids]) =>
    (Array.isArray(ids) ? ids : [ids]).map((id: ConfigValue) =>
      typeof id === 'string' || typeof id === 'number' ? `${kind.toLowerCase()} ${id}` : UNKNOWN,
    ),
  );
}

/** An account may be written as its number or as its root; `*` alone is the same as any AWS principal, and more. */
export function principalOf(text: string): string {
  if (text === '*' || text === 'aws *') return '*';
  const root = /^(?:aws )?(?:arn:[^:]*(?:::[^:]*)?:iam::)?(\d{12})(?::root)?$/.exec(text);
  if (root) return `aws ${root[1] ?? ''}`;
  return text.includes(' ') ? text : `aws ${text}`;
}

export function same(text: string): string {
  return text;
}
