import { type ConfigMap, type ConfigValue, type ResourceState, UNKNOWN, isMap } from '../resource.ts';
import { conditionOf } from './policy-condition.ts';
import { type Policy, type Statement, parsePolicy, principalOf, same, scopeOf } from './policy-statement.ts';
import type { At } from './seen.ts';

/** A policy document found in a resource. A role has two sorts: whom it trusts, and what it may do. */
export type Document = { readonly at: At; readonly sort: 'trust' | 'grant'; readonly policy: Policy };
/** Text where a policy is due that is none. */
export type Broken = { readonly at: At; readonly why: string };
export type Found = { readonly documents: readonly Document[]; readonly broken: readonly Broken[] };

const NOTHING: Found = { documents: [], broken: [] };
const DEEPEST = 6;
const KEY = /^(policy|.*_?policies|.*polic(y|ies)|policy_?document|.*policy_?document|.*policy_?(json|text)|content)$/i;
/** Where only a policy can stand, so that a value that is not known is a policy that is not known. */
const SURE =
  /^(policy|assume_role_policy|access_policies|policy_?document|.*policydocument|keypolicy|resourcepolicy)$/i;

export function documentsOf(type: string, state: ResourceState | null): Found {
  if (state === null) return NOTHING;
  if (type === 'data.aws_iam_policy_document') return dataDocument(state.body);
  if (/^(aws_lambda_permission|AWS::Lambda::(Layer(Version))?Permission)$/.test(type))
    return lambdaPermission(state.body);
  return /^(aws_|AWS::|Custom::)/.test(type) ? within(state.body, [], false) : NOTHING;
}

function within(value: ConfigValue, at: At, below: boolean): Found {
  if (at.length > DEEPEST) return NOTHING;
  const entries: readonly (readonly [string, ConfigValue])[] = Array.isArray(value)
    ? value.map((one: ConfigValue, index): readonly [string, ConfigValue] => [String(index), one])
    : isMap(value)
      ? Object.entries(value)
      : [];
  const found = entries.map(([key, one]) => inEntry(key, one, [...at, key], below || Array.isArray(value)));
  return { documents: found.flatMap((one) => one.documents), broken: found.flatMap((one) => one.broken) };
}

function inEntry(key: string, value: ConfigValue, at: At, below: boolean): Found {
  if (!KEY.test(key) && !isStatementHolder(value)) return within(value, at, below);
  const sort = /assume|trust/i.test(key) ? 'trust' : 'grant';
  if (value === UNKNOWN || isReference(value))
    return SURE.test(key) ? just({ at, sort, policy: { statements: [], unknown: true } }) : NOTHING;
  const isText = typeof value === 'string' && value.trimStart().startsWith('{');
  if (!isMap(value) && !isText) return within(value, at, below);
  const policy = parsePolicy(value);
  if (policy !== null) return just({ at, sort, policy });
  return isText && /"Statement"|"Effect"/.test(value)
    ? { documents: [], broken: [{ at, why: 'the policy is not valid JSON' }] }
    : within(value, at, below);
}

/** In a list of policies a document has no key of its own. */
function isStatementHolder(value: ConfigValue): boolean {
  return isMap(value) && ('Statement' in value || 'statement' in value) && !('statement' in value && 'name' in value);
}

/** What only a plan knows, by its name: `${data.aws_iam_policy_document.app.json}`. */
function isReference(value: ConfigValue): boolean {
  return typeof value === 'string' && value.startsWith('${') && !value.includes('"Statement"');
}

function just(document: Document): Found {
  return { documents: [document], broken: [] };
}

/** The blocks of `data "aws_iam_policy_document"` in the terms of the JSON they make. */
function dataDocument(body: ConfigMap): Found {
  const written = body['statement'];
  const items: readonly ConfigValue[] = Array.isArray(written) ? written : written === undefined ? [] : [written];
  const statements = items.flatMap((item, index) => (isMap(item) ? [dataStatement(item, index)] : []));
  const others = ['source_json', 'override_json', 'source_policy_documents', 'override_policy_documents'];
  const merged = others.map((key) => body[key]).filter((value) => value !== undefined && value !== null);
  const parsed = merged.flat().map((value: ConfigValue | undefined) => parsePolicy(value));
  const unknown = statements.length < items.length || parsed.some((policy) => policy === null || policy.unknown);
  const all = [...statements, ...parsed.flatMap((policy) => policy?.statements ?? [])];
  return just({ at: ['statement'], sort: 'grant', policy: { statements: all, unknown } });
}

function dataStatement(map: ConfigMap, index: number): Statement {
  const effect = map['effect'];
  return {
    effect: typeof effect === 'string' && effect.toLowerCase() === 'deny' ? 'deny' : 'allow',
    actions: scopeOf(map['actions'], map['not_actions'], same) ?? { form: 'in', patterns: [], open: false },
    resources: scopeOf(map['resources'], map['not_resources'], same) ?? { form: 'in', patterns: ['*'], open: false },
    principals: scopeOf(principalsOf(map['principals']), principalsOf(map['not_principals']), principalOf),
    conditions: blocks(map['condition']).map((one) =>
      conditionOf(textOr(one['test'], '?'), textOr(one['variable'], '?'), one['values']),
    ),
    index,
  };
}

function principalsOf(value: ConfigValue | undefined): ConfigValue | undefined {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return undefined;
  if (value === UNKNOWN) return [UNKNOWN];
  return blocks(value).flatMap((one) => {
    const ids = one['identifiers'];
    const kind = textOr(one['type'], 'aws').toLowerCase();
    return (Array.isArray(ids) ? ids : [ids ?? UNKNOWN]).map((id: ConfigValue) => {
      if (typeof id !== 'string' && typeof id !== 'number') return UNKNOWN;
      return kind === '*' || id === '*' ? '*' : `${kind} ${id}`;
    });
  });
}

export function blocks(value: ConfigValue | undefined): readonly ConfigMap[] {
  const items: readonly ConfigValue[] = Array.isArray(value) ? value : [value ?? null];
  return items.filter(isMap);
}

export function textOr(value: ConfigValue | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** A permission of a function is a statement written with other words. */
function lambdaPermission(body: ConfigMap): Found {
  const get = (snake: string, pascal: string): ConfigValue | undefined => body[snake] ?? body[pascal];
  const conditions = [
    ['aws:SourceArn', get('source_arn', 'SourceArn')] as const,
    ['aws:SourceAccount', get('source_account', 'SourceAccount')] as const,
    ['aws:PrincipalOrgID', get('principal_org_id', 'PrincipalOrgID')] as const,
    ['lambda:EventSourceToken', get('event_source_token', 'EventSourceToken')] as const,
  ].flatMap(([key, value]) => (value === undefined || value === null ? [] : [conditionOf('ArnLike', key, value)]));
  const auth = get('function_url_auth_type', 'FunctionUrlAuthType');
  const iam = auth === 'AWS_IAM' ? [conditionOf('StringEquals', 'lambda:FunctionUrlAuthType', auth)] : [];
  const statement: Statement = {
    effect: 'allow',
    actions: scopeOf(get('action', 'Action'), undefined, same) ?? { form: 'in', patterns: ['*'], open: false },
    resources: { form: 'in', patterns: ['*'], open: false },
    principals: scopeOf(lambdaPrincipal(get('principal', 'Principal')), undefined, principalOf),
    conditions: [...conditions, ...iam],
    index: 0,
  };
  return just({ at: ['principal'], sort: 'grant', policy: { statements: [statement], unknown: false } });
}

function lambdaPrincipal(value: ConfigValue | undefined): ConfigValue {
  if (typeof value !== 'string') return UNKNOWN;
  return /\.(amazonaws|amazon)\.com/.test(value) ? `service ${value}` : value;
}
