import type { Edit } from '../../model/change.ts';
import { isRecord } from '../../model/json.ts';
import { accessOf } from '../access/resources.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import { folderOf } from '../path.ts';
import { type ConfigMap, type ConfigValue, isMap, type ResourceChange, showValue, UNKNOWN } from '../resource.ts';
import { protectionsOf } from '../terraform/protection.ts';
import { weightOf } from '../terraform/weight.ts';
import { type Json, listOf, notAPlan, planOf, textOf } from './json.ts';

/**
 * `terraform show -json plan`: what Terraform itself would do, with state and credentials. Its format is documented at
 * developer.hashicorp.com/terraform/internals/json-format; OpenTofu writes the same.
 */
export const terraformPlan: Analyzer = {
  id: 'terraform-plan',
  reads: () => true,
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => factsOfPlan(edit, input)),
};

function factsOfPlan(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const plan = planOf(edit, input);
  if (plan === null || 'Changes' in plan) return []; // the reader of change sets says what is no plan at all
  if (!Array.isArray(plan['resource_changes']))
    return [notAPlan(edit, 'it has no resource_changes: write it with terraform show -json')];
  const references = referencesIn(plan['configuration']);
  const planned = listOf(plan['resource_changes'])
    .filter((change) => change['mode'] !== 'data')
    .map((change) => plannedOf(change, edit, references));
  const kept = planned.filter(({ acts }) => acts === 'update' || acts === 'create' || acts === 'replace');
  return [
    ...planned.flatMap(consequenceOf),
    ...kept.flatMap(({ change }) => unprotectionsOf(change)),
    ...accessOf(planned.filter(({ acts }) => acts !== 'nothing').map(({ change }) => change)),
  ];
}

type Acts = 'create' | 'update' | 'destroy' | 'replace' | 'nothing';
type Planned = { readonly acts: Acts; readonly because: string; readonly change: ResourceChange };

function plannedOf(raw: Json, edit: Edit, references: ReadonlyMap<string, number>): Planned {
  const change = isRecord(raw['change']) ? raw['change'] : {};
  const address = textOf(raw['address']);
  const folder = folderOf(edit.path);
  const before = sideOf(change['before'], null, change['before_sensitive'], edit);
  const after = sideOf(change['after'], change['after_unknown'], change['after_sensitive'], edit);
  return {
    acts: actsOf(change['actions']),
    because: reasonOf(raw, change),
    change: {
      technology: 'terraform',
      type: textOf(raw['type']),
      subject: folder === '' ? address : `${folder}:${address}`,
      name: address,
      before,
      after,
      edit,
      environment: environmentOfResource(before?.body ?? after?.body ?? {}, edit),
      landed: before !== null,
      dependents: references.get(address.replace(/\[[^\]]*\]$/, '')) ?? 0,
    },
  };
}

function actsOf(raw: unknown): Acts {
  const actions = Array.isArray(raw) ? raw.map(String) : [];
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'destroy';
  if (actions.includes('update')) return 'update';
  return actions.includes('create') ? 'create' : 'nothing';
}

/** What is not known until it is applied, and what is marked as secret, is no value to compare or to show. */
function sideOf(raw: unknown, unknown: unknown, secret: unknown, edit: Edit): ResourceChange['before'] {
  const body = valueOf(raw, unknown, secret);
  return isMap(body) ? { path: edit.path, range: { from: 1, to: 1 }, body, lineOf: () => null } : null;
}

function valueOf(raw: unknown, unknown: unknown, secret: unknown): ConfigValue {
  if (unknown === true || secret === true) return UNKNOWN;
  if (Array.isArray(raw))
    return raw.map((item: unknown, index) => valueOf(item, at(unknown, index), at(secret, index)));
  if (isRecord(raw)) {
    const missing = isRecord(unknown) ? Object.keys(unknown).filter((key) => unknown[key] === true) : [];
    const keys = [...new Set([...Object.keys(raw), ...missing])];
    return Object.fromEntries(keys.map((key) => [key, valueOf(raw[key], at(unknown, key), at(secret, key))]));
  }
  return typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' ? raw : null;
}

function at(raw: unknown, key: string | number): unknown {
  if (Array.isArray(raw)) return raw[Number(key)];
  return isRecord(raw) ? raw[key] : undefined;
}

function reasonOf(raw: Json, change: Json): string {
  const paths = Array.isArray(change['replace_paths']) ? change['replace_paths'] : [];
  const names = paths.map((path: unknown) => (Array.isArray(path) ? path.map(String) : []));
  if (names.length > 0)
    return `must be replaced: ${names
      .slice(0, 3)
      .map((name) => sayPath(name, change))
      .join('; ')}`;
  const reason = textOf(raw['action_reason']);
  return REASONS[reason] ?? (reason === '' ? 'the plan says so' : reason.replaceAll('_', ' '));
}

function sayPath(path: readonly string[], { before, after }: Json): string {
  const follow = (side: unknown): unknown => path.reduce<unknown>((value, key) => at(value, key), side);
  const name = path.join('.');
  return `${name} becomes ${showValue(name, valueOf(follow(after), null, null))} (now ${showValue(name, valueOf(follow(before), null, null))})`;
}

const REASONS: Readonly<Record<string, string>> = {
  delete_because_no_resource_config: 'its block is gone',
  delete_because_no_module: 'its module is gone',
  delete_because_wrong_repetition: 'it is repeated in another way (count, for_each or neither)',
  delete_because_count_index: 'count no longer reaches it',
  delete_because_each_key: 'its key is gone from for_each',
  delete_because_no_move_target: 'the target of its moved block is not declared',
  replace_because_tainted: 'it is tainted',
  replace_because_cannot_update: 'must be replaced: it cannot be updated in place',
  replace_by_request: 'somebody asked for its replacement',
  replace_by_triggers: 'what triggers its replacement has changed',
};

function consequenceOf({ acts, because, change }: Planned): readonly Observation[] {
  if (acts !== 'destroy' && acts !== 'replace') return [];
  const weight = weightOf(change.type);
  return [fact(change, acts === 'destroy' ? 'infra.destroy' : 'infra.replace', because, weight, {})];
}

function unprotectionsOf(change: ResourceChange): readonly Observation[] {
  const weight = weightOf(change.type);
  return protectionsOf(change).map(({ protection, because, certainty, remedy }) =>
    fact(change, 'infra.unprotect', because, weight, { protection, certainty, remedy }),
  );
}

function fact(
  change: ResourceChange,
  kind: string,
  because: string,
  weight: ReturnType<typeof weightOf>,
  more: Readonly<Record<string, string>>,
): Observation {
  const { technology, type, name, environment, landed, dependents } = change;
  const told = { technology, type, name, environment, landed, dependents, because, certainty: 'certain', remedy: '' };
  return { kind, subject: change.subject, edit: change.edit, range: null, attributes: { ...told, ...weight, ...more } };
}

function environmentOfResource(body: ConfigMap, edit: Edit): ReturnType<typeof environmentOf> {
  const tags = ['tags_all', 'tags', 'labels'].flatMap((name) => (isMap(body[name]) ? [body[name]] : []));
  const hints = tags.flatMap((tag) =>
    Object.entries(tag).flatMap(([key, value]) =>
      /^(env|environment|stage)$/i.test(key) && typeof value === 'string' ? [value] : [],
    ),
  );
  const told = environmentOf(...hints);
  return told === 'unknown' ? environmentOfPath(edit.path) : told;
}

/** How often the configuration of the root module refers to an address. */
function referencesIn(configuration: unknown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const root = isRecord(configuration) ? configuration['root_module'] : null;
  for (const resource of listOf(isRecord(root) ? root['resources'] : [])) {
    for (const name of new Set(namesIn(resource['expressions'], 0))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function namesIn(raw: unknown, depth: number): readonly string[] {
  if (depth > 20) return [];
  if (Array.isArray(raw)) return raw.flatMap((item: unknown) => namesIn(item, depth + 1));
  if (!isRecord(raw)) return [];
  const own = Array.isArray(raw['references']) ? raw['references'].map(String) : [];
  return [...own, ...Object.values(raw).flatMap((inner) => namesIn(inner, depth + 1))];
}
