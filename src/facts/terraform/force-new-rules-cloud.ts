import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { compareVersions, difference, isAbsent, numberOf, type Pair, textOf, valueAt } from './direction.ts';
import type { Replacement } from './force-new.ts';
import { becomes, changedWhen, downgrade, goes, replaced, type Rule, shrink, turnedOff } from './force-new-rule.ts';

export const CLOUD_RULES: Readonly<Record<string, readonly Rule[]>> = {
  google_sql_database_instance: [
    shrink('settings.disk_size'),
    changedWhen(
      'settings.ip_configuration.private_network',
      (before) => !isAbsent(valueAt(before, 'settings.ip_configuration.private_network')),
    ),
    versionOfSql,
    becomes('master_instance_name', /^$/, /./, 'likely'),
  ],
  google_compute_disk: [shrink('size')],
  google_compute_region_disk: [shrink('size')],
  google_compute_subnetwork: [narrowerRange],
  google_bigquery_table: [columnsOfTable],
  google_spanner_database: [ddlOfSpanner],
  google_redis_instance: [downgrade('redis_version')],
  google_container_cluster: [becomes('network_policy.provider', /./, /^$/, 'possible')],
  azurerm_storage_account: [
    replicationOfStorage,
    becomes('account_kind', /./, /^(?!StorageV2$)/, 'likely', 'StorageV2'),
    turnedOff('large_file_share_enabled'),
    becomes('account_kind', /^(BlobStorage|BlockBlobStorage|FileStorage)$/, /^StorageV2$/, 'likely', 'StorageV2'),
  ],
  azurerm_postgresql_flexible_server: [
    shrink('storage_mb'),
    downgrade('version'),
    becomes('create_mode', /^(Default)?$/, /^(GeoRestore|PointInTimeRestore|Replica)$/, 'possible'),
    changedWhen('administrator_login', bothHaveLogin),
  ],
  azurerm_mysql_flexible_server: [shrink('storage.size_gb'), changedWhen('version', () => true, 'likely')],
  azurerm_postgresql_server: [shrink('storage_mb', 'likely'), changedWhen('version', () => true)],
  azurerm_mssql_database: [becomes('sku_name', /^HS_/, /^(?!HS_)/), shrink('max_size_gb', 'possible')],
  azurerm_cosmosdb_account: [capabilitiesOfCosmos, becomes('backup.type', /^Continuous$/, /^(Periodic)?$/)],
  azurerm_kubernetes_cluster: [
    becomes('network_profile.network_policy', /./, /^(?!azure$|cilium$)/, 'likely'),
    changedWhen(
      'default_node_pool.name',
      (_before, after) => isAbsent(valueAt(after, 'default_node_pool.temporary_name_for_rotation')),
      'likely',
    ),
    changedWhen(
      'network_profile.pod_cidr',
      (_before, after) => textOf(valueAt(after, 'network_profile.network_plugin_mode')) !== 'overlay',
      'likely',
    ),
    changedWhen(
      'default_node_pool.vm_size',
      (_before, after) => isAbsent(valueAt(after, 'default_node_pool.temporary_name_for_rotation')),
      'likely',
    ),
  ],
  azurerm_redis_cache: [fewerOfRedis],
  azurerm_managed_disk: [shrink('disk_size_gb')],
  azurerm_recovery_services_vault: [turnedOff('cross_region_restore_enabled')],
  azurerm_key_vault: [goes('tenant_id', 'possible')],
  azurerm_eventhub_namespace: [
    becomes('sku', /^Premium$/, /^(Basic|Standard)$/),
    becomes('sku', /^(Basic|Standard)$/, /^Premium$/),
  ],
  azurerm_eventhub: [shrink('partition_count', 'likely')],
  azurerm_servicebus_namespace: [
    becomes('sku', /^Premium$/, /^(Basic|Standard)$/),
    becomes('sku', /^(Basic|Standard)$/, /^Premium$/),
  ],
  digitalocean_database_cluster: [changedWhen('engine', () => true), downgrade('version', 'likely')],
  hcloud_volume: [shrink('size')],
};

function bothHaveLogin(before: ConfigMap, after: ConfigMap): boolean {
  return !isAbsent(before['administrator_login']) && !isAbsent(after['administrator_login']);
}

/** A newer release of the same product is an upgrade in place; another product or an older release is another server. */
function versionOfSql(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [textOf(before['database_version']), textOf(after['database_version'])];
  if (old === null || now === null || old === now) return [];
  const product = (version: string) => version.split('_')[0];
  if (product(old) !== product(now)) return replaced('database_version', `database_version ${old} becomes ${now}`);
  const order = compareVersions(now.replace(/^[A-Z]+_/, ''), old.replace(/^[A-Z]+_/, ''));
  return order !== null && order < 0
    ? replaced('database_version', `database_version goes down from ${old} to ${now}`)
    : [];
}

/** A range can be widened in place. */
function narrowerRange(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [textOf(before['ip_cidr_range']), textOf(after['ip_cidr_range'])];
  if (old === null || now === null || old === now) return [];
  const bits = (range: string) => numberOf(range.split('/')[1] ?? null) ?? 32;
  const shared = Math.min(bits(now), bits(old));
  const isWider = bits(now) < bits(old) && networkOf(old, shared) === networkOf(now, shared);
  return isWider ? [] : replaced('ip_cidr_range', `ip_cidr_range ${old} becomes ${now}`);
}

function networkOf(range: string, bits: number): string {
  const parts = (range.split('/')[0] ?? '').split('.').map(Number);
  const binary = parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  return binary.slice(0, bits);
}

type Column = { readonly type: string; readonly mode: string };

/** Columns are added in place; one that goes or changes its type takes the table along, or at least its own data. */
function columnsOfTable(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [columnsIn(before['schema']), columnsIn(after['schema'])];
  if (old === null || now === null) return [];
  const lost = [...old].find(([name, column]) => isLost(column, now.get(name)));
  if (lost === undefined) return [];
  const how = now.has(lost[0]) ? 'changes its type or mode' : 'goes';
  return replaced('schema', `the column ${lost[0]} of the schema ${how}`, 'likely');
}

function isLost(column: Column, now: Column | undefined): boolean {
  if (now === undefined) return true;
  const alias = (type: string) => SAME_TYPE[type] ?? type;
  if (alias(column.type) !== alias(now.type)) return true;
  return column.mode !== now.mode && !(column.mode === 'REQUIRED' && now.mode === 'NULLABLE');
}

const SAME_TYPE: Readonly<Record<string, string>> = {
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
  STRUCT: 'RECORD',
};

function columnsIn(schema: ConfigValue | undefined): ReadonlyMap<string, Column> | null {
  const text = textOf(schema);
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? new Map(parsed.flatMap(columnOf)) : null;
  } catch {
    return null;
  }
}

function columnOf(column: unknown): readonly (readonly [string, Column])[] {
  if (typeof column !== 'object' || column === null || !('name' in column)) return [];
  const found = new Map<string, unknown>(Object.entries(column));
  const word = (key: string) => {
    const value = found.get(key);
    return typeof value === 'string' ? value.toUpperCase() : '';
  };
  return [[word('name'), { type: word('type'), mode: word('mode') || 'NULLABLE' }]];
}

/** Statements are run one after the other: more at the end is an update, anything else starts over. */
function ddlOfSpanner(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now]: Pair = [before['ddl'], after['ddl']];
  if (!Array.isArray(old) || !Array.isArray(now) || old.length === 0) return [];
  const isPrefix =
    old.every((one: ConfigValue, index) => difference(one, now[index]) !== 'differs') && now.length >= old.length;
  return isPrefix ? [] : replaced('ddl', 'statements that have run are changed: ddl is not only added to');
}

/** Between redundancy in one place and zones (ZRS, GZRS) lies a migration that the provider does not do. */
function replicationOfStorage(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [textOf(before['account_replication_type']), textOf(after['account_replication_type'])];
  if (old === null || now === null || old === now) return [];
  const isZoned = (kind: string) => /ZRS$/i.test(kind);
  return isZoned(old) === isZoned(now)
    ? []
    : replaced('account_replication_type', `account_replication_type ${old} becomes ${now}`);
}

const ADDED_IN_PLACE =
  /^(EnableAggregationPipeline|MongoDBv3\.4|EnableMongo16MBDocumentSupport|mongoEnableDocLevelTTL|DisableRateLimitingResponses|AllowSelfServeUpgradeToMongo36|EnableMongoRetryableWrites|EnableMongoRoleBasedAccessControl|EnableNoSQLVectorSearch|EnableNoSQLFullTextSearch|EnableUniqueCompoundNestedDocs|EnableTtlOnCustomPath|EnablePartialUniqueIndex|EnableServerless)$/;

function capabilitiesOfCosmos(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const [old, now] = [capabilitiesIn(before), capabilitiesIn(after)];
  const gone = old.find((one) => !now.includes(one));
  if (gone !== undefined) return replaced('capabilities', `the capability ${gone} goes`);
  const added = now.find((one) => !old.includes(one) && !ADDED_IN_PLACE.test(one));
  return added === undefined ? [] : replaced('capabilities', `the capability ${added} is added`);
}

function capabilitiesIn(body: ConfigMap): readonly string[] {
  const blocks = body['capabilities'];
  if (!Array.isArray(blocks)) return [];
  return blocks.flatMap((block: ConfigValue) => (isMap(block) ? (textOf(block['name']) ?? []) : []));
}

/** Basic to Standard to Premium is in place, the other way is not. */
function fewerOfRedis(before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const order = ['Basic', 'Standard', 'Premium'];
  const [old, now] = [order.indexOf(textOf(before['sku_name']) ?? ''), order.indexOf(textOf(after['sku_name']) ?? '')];
  return now >= 0 && now < old ? replaced('sku_name', `sku_name goes down from ${order[old]} to ${order[now]}`) : [];
}
