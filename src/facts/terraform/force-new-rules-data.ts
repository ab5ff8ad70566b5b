import type { ConfigMap } from '../resource.ts';
import { compareVersions, isNothing, numberOf, textOf, valueAt } from './direction.ts';
import {
  becomes,
  changedWhen,
  comesOrGoes,
  downgrade,
  goes,
  replaced,
  type Rule,
  shrink,
  turnedOff,
  turnedOn,
} from './force-new-rule.ts';

/** Elasticsearch can be encrypted in place from 6.7 on, OpenSearch always; nothing is ever decrypted in place. */
const SEARCH: readonly Rule[] = [
  turnedOff('encrypt_at_rest.enabled'),
  turnedOff('node_to_node_encryption.enabled'),
  turnedOff('advanced_security_options.enabled'),
  oldSearch(turnedOn('encrypt_at_rest.enabled')),
  oldSearch(turnedOn('node_to_node_encryption.enabled')),
  comesOrGoes('vpc_options'),
];

export const AWS_DATA_RULES: Readonly<Record<string, readonly Rule[]>> = {
  aws_rds_cluster: [
    changedWhen('storage_type', (before) => !(textOf(before['engine']) ?? 'aurora').startsWith('aurora')),
    downgrade('engine_version', 'possible'),
  ],
  aws_elasticache_replication_group: [
    downgradeOfEngine,
    becomes('engine', /^valkey$/, /^redis$/, 'certain', 'redis'),
    changedWhen('transit_encryption_enabled', (_before, after) => isOldRedis(after)),
    changedWhen('node_group_configuration', () => true, 'possible', false),
  ],
  aws_elasticache_cluster: [
    downgradeOfEngine,
    becomes('engine', /^(redis|valkey)$/, /^memcached$/),
    becomes('engine', /^memcached$/, /^(redis|valkey)$/),
    becomes('engine', /^valkey$/, /^redis$/),
    changedWhen('node_type', (before) => textOf(before['engine']) === 'memcached'),
  ],
  aws_elasticache_serverless_cache: [becomes('engine', /./, /^(memcached|redis)$/), downgrade('major_engine_version')],
  aws_elasticache_global_replication_group: [downgrade('engine_version')],
  aws_memorydb_cluster: [
    downgrade('engine_version', 'likely'),
    becomes('engine', /^valkey$/, /^redis$/, 'likely', 'redis'),
  ],
  aws_opensearch_domain: [
    downgrade('engine_version'),
    becomes('engine_version', /^OpenSearch/i, /^Elasticsearch/i),
    ...SEARCH,
  ],
  aws_elasticsearch_domain: [downgrade('elasticsearch_version'), ...SEARCH],
  aws_msk_cluster: [downgrade('kafka_version'), becomes('storage_mode', /^TIERED$/, /^(LOCAL)?$/, 'likely')],
  aws_fsx_lustre_file_system: [
    shrink('storage_capacity'),
    changedWhen('storage_capacity', (before) => /^(SCRATCH_1)?$/.test(textOf(before['deployment_type']) ?? '')),
    // In place only in the newest releases of the provider, and only upwards.
    changedWhen('file_system_type_version', hadVersion, 'likely'),
    shrink('metadata_configuration.iops'),
    becomes('metadata_configuration.mode', /^USER_PROVISIONED$/, /^AUTOMATIC$/),
  ],
  aws_fsx_ontap_file_system: [
    shrink('ha_pairs', 'likely'),
    changedWhen(
      'ha_pairs',
      (before) => !isNothing(before['ha_pairs']) && !(textOf(before['deployment_type']) ?? '').endsWith('_2'),
      'likely',
    ),
  ],
  aws_ssm_parameter: [becomes('tier', /^Advanced$/, /^Standard$/)],
  aws_cognito_user_pool: [goes('schema', 'possible'), goes('username_configuration', 'likely')],
  aws_dynamodb_table: [turnedBackGlobal],
};

function oldSearch(rule: Rule): Rule {
  return (before, after) => (isOldSearch(after) ? rule(before, after) : []);
}

function isOldSearch(body: ConfigMap): boolean {
  const version = textOf(body['engine_version'] ?? body['elasticsearch_version']) ?? '';
  if (/^opensearch/i.test(version)) return false;
  // Without a version a domain of `aws_elasticsearch_domain` is a 1.5.
  if (version === '') return false;
  return (compareVersions(version.replace(/^Elasticsearch_/i, ''), '6.7') ?? 0) < 0;
}

/** Before 7.0.5 traffic is encrypted from the start or never. */
function isOldRedis(body: ConfigMap): boolean {
  if (textOf(body['engine']) === 'valkey') return false;
  const version = textOf(body['engine_version']);
  if (version === null) return false;
  const order = compareVersions(version.replace(/\.x$/, '.99'), '7.0.5');
  return order !== null && order < 0;
}

function hadVersion(before: ConfigMap, after: ConfigMap): boolean {
  return !isNothing(before['file_system_type_version']) && !isNothing(after['file_system_type_version']);
}

/** A version of Valkey is not one of Redis: 7.1 to 8.0 says nothing when the engine changes too. */
function downgradeOfEngine(before: ConfigMap, after: ConfigMap) {
  const engines = [textOf(before['engine']) ?? 'redis', textOf(after['engine']) ?? 'redis'];
  return engines[0] === engines[1] ? downgrade('engine_version')(before, after) : [];
}

/** Settings of a replica in another region that make DynamoDB delete the replica and make it anew. */
function turnedBackGlobal(before: ConfigMap, after: ConfigMap) {
  const count = (body: ConfigMap) => (Array.isArray(body['replica']) ? body['replica'].length : 0);
  const gone = count(after) < count(before);
  const region = textOf(valueAt(before, 'replica.region_name')) ?? 'another region';
  return gone && numberOf(count(before)) !== null
    ? replaced('replica', `a replica goes with its data (${region})`, 'possible')
    : [];
}
