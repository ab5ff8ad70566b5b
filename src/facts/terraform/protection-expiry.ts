import { type ConfigMap, type ConfigValue, isMap, UNKNOWN } from '../resource.ts';
import { isAbsent, numberOf, textOf, valueAt } from './direction.ts';
import type { Protection } from './protection.ts';
import { lost } from './protection-rule.ts';

/** What a rule of a lifecycle throws away. */
type Expiry = { readonly id: string; readonly path: string; readonly days: number; readonly prefix: string };

/** Rules that delete objects after some days: sooner than before, or more of them. */
export function expiriesOf(type: string, before: ConfigMap, after: ConfigMap): readonly Protection[] {
  const read = READERS.get(type);
  if (read === undefined) return [];
  const old = new Map(read(before).map((one) => [`${one.id} ${one.path}`, one]));
  return read(after).flatMap((now) => worse(old.get(`${now.id} ${now.path}`), now, old.size));
}

function worse(old: Expiry | undefined, now: Expiry, others: number): readonly Protection[] {
  const name = now.id === '' ? now.path : `${now.path} of the rule ${now.id}`;
  if (old === undefined) {
    const what = `is added: objects are deleted after ${now.days} days`;
    return [{ ...lost('backup', now.path, what, 'possible'), because: `${name} ${what}` }];
  }
  if (now.days < old.days) return [sooner(name, now.path, old.days, now.days)];
  const isWider = now.prefix.length < old.prefix.length && old.prefix.startsWith(now.prefix);
  const wider = `covers more: "${old.prefix}" becomes "${now.prefix}"`;
  return isWider && others > 0 ? [{ ...lost('backup', now.path, wider, 'certain'), because: `${name} ${wider}` }] : [];
}

function sooner(name: string, path: string, old: number, now: number): Protection {
  const what = `goes down from ${old} to ${now} days: what is older is deleted`;
  return { ...lost('backup', path, what, 'certain', `Keep ${old} days`), because: `${name} ${what}` };
}

const READERS: ReadonlyMap<string, (body: ConfigMap) => readonly Expiry[]> = new Map(
  Object.entries({
    aws_s3_bucket_lifecycle_configuration: (body: ConfigMap) => blocks(body['rule']).flatMap(ofS3),
    aws_s3_bucket: (body: ConfigMap) => blocks(body['lifecycle_rule']).flatMap(ofS3),
    google_storage_bucket: (body: ConfigMap) => blocks(body['lifecycle_rule']).flatMap(ofGoogle),
    azurerm_storage_management_policy: (body: ConfigMap) => blocks(body['rule']).flatMap(ofAzure),
  }),
);

function ofS3(rule: ConfigMap, at: number): readonly Expiry[] {
  if (textOf(rule['status']) === 'Disabled' || rule['enabled'] === false) return [];
  const id = textOf(rule['id']) ?? `${at + 1}`;
  const prefix = textOf(rule['prefix'] ?? valueAt(rule, 'filter.prefix') ?? valueAt(rule, 'filter.and.prefix')) ?? '';
  return EXPIRY_OF_S3.flatMap((path) => {
    const days = numberOf(valueAt(rule, path));
    return days === null ? [] : [{ id, path, days, prefix }];
  });
}

const EXPIRY_OF_S3 = [
  'expiration.days',
  'noncurrent_version_expiration.noncurrent_days',
  'noncurrent_version_expiration.days',
];

function ofGoogle(rule: ConfigMap, at: number): readonly Expiry[] {
  if (textOf(valueAt(rule, 'action.type')) !== 'Delete') return [];
  const days = numberOf(valueAt(rule, 'condition.age'));
  const prefix = textOf(valueAt(rule, 'condition.matches_prefix.0')) ?? '';
  return days === null ? [] : [{ id: `${at + 1}`, path: 'condition.age', days, prefix }];
}

function ofAzure(rule: ConfigMap, at: number): readonly Expiry[] {
  if (rule['enabled'] === false) return [];
  const id = textOf(rule['name']) ?? `${at + 1}`;
  const matches = valueAt(rule, 'filters.prefix_match');
  const prefix = Array.isArray(matches) ? (textOf(matches[0]) ?? '') : '';
  return EXPIRY_OF_AZURE.flatMap((path) => {
    const days = numberOf(valueAt(rule, path));
    return days === null ? [] : [{ id, path, days, prefix }];
  });
}

const EXPIRY_OF_AZURE = [
  'actions.base_blob.delete_after_days_since_modification_greater_than',
  'actions.base_blob.delete_after_days_since_creation_greater_than',
  'actions.snapshot.delete_after_days_since_creation_greater_than',
  'actions.version.delete_after_days_since_creation',
];

function blocks(value: ConfigValue | undefined): readonly ConfigMap[] {
  if (isAbsent(value) || value === UNKNOWN) return [];
  return (Array.isArray(value) ? value : [value]).flatMap((one: ConfigValue | undefined) => (isMap(one) ? [one] : []));
}
