import { expect, test } from 'vitest';
import { type ConfigMap, UNKNOWN } from '../../src/facts/resource.ts';
import { isLock, protectionsOf } from '../../src/facts/terraform/protection.ts';
import { changeOf } from './terraform-case.ts';

type Row = readonly [sentence: string, type: string, before: ConfigMap, after: ConfigMap | null, ...expected: string[]];

const expiry = (days: number, prefix: string) => ({
  rule: [{ id: 'old', status: 'Enabled', filter: [{ prefix }], expiration: [{ days }] }],
});
const status = (word: string) => ({ versioning_configuration: [{ status: word }] });

const ROWS: readonly Row[] = [
  [
    'protection off',
    'aws_db_instance',
    { deletion_protection: true },
    { deletion_protection: false },
    'deletion certain',
  ],
  [
    'an entrance that speaks TLS 1.0 again',
    'aws_lb_listener',
    { ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
    { ssl_policy: 'ELBSecurityPolicy-2016-08' },
    'encryption certain',
  ],
  [
    'an entrance that asks for TLS 1.3',
    'aws_lb_listener',
    { ssl_policy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
    { ssl_policy: 'ELBSecurityPolicy-TLS13-1-3-2021-06' },
  ],
  ['protection dropped', 'aws_db_instance', { deletion_protection: true }, {}, 'deletion certain'],
  ['protection on', 'aws_db_instance', { deletion_protection: false }, { deletion_protection: true }],
  ['never protected', 'aws_db_instance', {}, { deletion_protection: false }],
  [
    'protection by a variable nobody knows',
    'aws_db_instance',
    { deletion_protection: true },
    { deletion_protection: UNKNOWN },
    'deletion possible',
  ],
  [
    'a load balancer',
    'aws_lb',
    { enable_deletion_protection: true },
    { enable_deletion_protection: false },
    'deletion certain',
  ],
  [
    'a machine',
    'aws_instance',
    { disable_api_termination: true },
    { disable_api_termination: false },
    'deletion certain',
  ],
  [
    'a user pool',
    'aws_cognito_user_pool',
    { deletion_protection: 'ACTIVE' },
    { deletion_protection: 'INACTIVE' },
    'deletion certain',
  ],
  ['Google protects by itself', 'google_sql_database_instance', {}, { deletion_protection: false }, 'deletion certain'],
  ['and still does when it is not said', 'google_sql_database_instance', { deletion_protection: true }, {}],
  [
    'a table with a word',
    'google_bigtable_table',
    { deletion_protection: 'PROTECTED' },
    { deletion_protection: 'UNPROTECTED' },
    'deletion certain',
  ],
  ['force_destroy', 'aws_s3_bucket', {}, { force_destroy: true }, 'deletion certain'],
  ['force_destroy taken back', 'aws_s3_bucket', { force_destroy: true }, { force_destroy: false }],
  [
    'no last snapshot',
    'aws_db_instance',
    { skip_final_snapshot: false, final_snapshot_identifier: 'last' },
    { skip_final_snapshot: true },
    'backup certain',
    'backup likely',
  ],
  [
    'a last snapshot',
    'aws_db_instance',
    { skip_final_snapshot: true },
    { skip_final_snapshot: false, final_snapshot_identifier: 'last' },
  ],
  ['backups go with the database, as by default', 'aws_db_instance', {}, { delete_automated_backups: true }],
  [
    'backups go with the database',
    'aws_db_instance',
    { delete_automated_backups: false },
    { delete_automated_backups: true },
    'backup certain',
  ],
  [
    'fewer days of backups',
    'aws_rds_cluster',
    { backup_retention_period: 30 },
    { backup_retention_period: 7 },
    'backup certain',
  ],
  ['days of backups dropped', 'aws_rds_cluster', { backup_retention_period: 30 }, {}, 'backup certain'],
  ['more days of backups', 'aws_rds_cluster', { backup_retention_period: 7 }, { backup_retention_period: 30 }],
  [
    'no snapshots of a cache',
    'aws_elasticache_replication_group',
    { snapshot_retention_limit: 5 },
    { snapshot_retention_limit: 0 },
    'backup certain',
  ],
  [
    'no point in time',
    'aws_dynamodb_table',
    { point_in_time_recovery: [{ enabled: true }] },
    { point_in_time_recovery: [{ enabled: false }] },
    'backup certain',
  ],
  [
    'no point in time at all',
    'aws_dynamodb_table',
    { point_in_time_recovery: [{ enabled: true }] },
    {},
    'backup certain',
  ],
  ['a secret is gone at once', 'aws_secretsmanager_secret', {}, { recovery_window_in_days: 0 }, 'deletion certain'],
  [
    'a key is gone sooner',
    'aws_kms_key',
    { deletion_window_in_days: 30 },
    { deletion_window_in_days: 7 },
    'deletion certain',
  ],
  ['a key is gone later', 'aws_kms_key', { deletion_window_in_days: 7 }, { deletion_window_in_days: 30 }],
  ['a key is switched off', 'aws_kms_key', {}, { is_enabled: false }, 'encryption certain'],
  ['a key is switched on', 'aws_kms_external_key', { enabled: false }, { enabled: true }],
  ['a key no longer rotates', 'aws_kms_key', { enable_key_rotation: true }, {}, 'encryption possible'],
  ['versions suspended', 'aws_s3_bucket_versioning', status('Enabled'), status('Suspended'), 'versioning certain'],
  ['versions started', 'aws_s3_bucket_versioning', status('Suspended'), status('Enabled')],
  ['versions no longer managed', 'aws_s3_bucket_versioning', status('Enabled'), null, 'versioning certain'],
  ['versions that never were', 'aws_s3_bucket_versioning', status('Disabled'), null],
  [
    'versions inside of the bucket',
    'aws_s3_bucket',
    { versioning: [{ enabled: true }] },
    { versioning: [{ enabled: false }] },
    'versioning certain',
  ],
  [
    'objects expire sooner',
    'aws_s3_bucket_lifecycle_configuration',
    expiry(365, 'logs/'),
    expiry(30, 'logs/'),
    'backup certain',
  ],
  ['objects expire later', 'aws_s3_bucket_lifecycle_configuration', expiry(30, 'logs/'), expiry(365, 'logs/')],
  [
    'more objects expire',
    'aws_s3_bucket_lifecycle_configuration',
    expiry(30, 'logs/'),
    expiry(30, ''),
    'backup certain',
  ],
  ['fewer objects expire', 'aws_s3_bucket_lifecycle_configuration', expiry(30, ''), expiry(30, 'logs/')],
  [
    'a rule that expires is added',
    'aws_s3_bucket_lifecycle_configuration',
    { rule: [] },
    expiry(30, 'tmp/'),
    'backup possible',
  ],
  [
    'logs kept for a shorter time',
    'aws_cloudwatch_log_group',
    { retention_in_days: 365 },
    { retention_in_days: 30 },
    'backup certain',
  ],
  ['logs no longer kept forever', 'aws_cloudwatch_log_group', {}, { retention_in_days: 30 }, 'backup possible'],
  ['logs kept forever', 'aws_cloudwatch_log_group', { retention_in_days: 30 }, { retention_in_days: 0 }],
  ['a smaller database', 'aws_db_instance', { allocated_storage: 100 }, { allocated_storage: 50 }, 'other certain'],
  ['a larger database', 'aws_db_instance', { allocated_storage: 50 }, { allocated_storage: 100 }],
  ['one zone', 'aws_db_instance', { multi_az: true }, { multi_az: false }, 'availability possible'],
  ['the trail stops', 'aws_cloudtrail', {}, { enable_logging: false }, 'audit certain'],
  ['the trail goes', 'aws_cloudtrail', { name: 'all' }, null, 'audit certain'],
  ['flows are not logged', 'aws_flow_log', {}, null, 'audit certain'],
  ['nobody watches', 'aws_guardduty_detector', { enable: true }, { enable: false }, 'audit certain'],
  ['nobody watched', 'aws_guardduty_detector', { enable: false }, null],
  [
    'the disk of a machine goes along',
    'aws_instance',
    { root_block_device: [{ delete_on_termination: false }] },
    { root_block_device: [{ delete_on_termination: true }] },
    'deletion possible',
  ],
  ['the lock goes', 'azurerm_management_lock', { lock_level: 'CanNotDelete' }, null, 'deletion certain'],
  ['the plan of backups goes', 'aws_backup_plan', { name: 'daily' }, null, 'backup certain'],
  ['a database that goes is no protection', 'aws_db_instance', { deletion_protection: true }, null],
  [
    'purge protection',
    'azurerm_key_vault',
    { purge_protection_enabled: true },
    { purge_protection_enabled: false },
    'deletion certain',
  ],
  [
    'days of soft deletion',
    'azurerm_key_vault',
    { soft_delete_retention_days: 90 },
    { soft_delete_retention_days: 7 },
    'deletion certain',
  ],
  [
    'an older TLS',
    'azurerm_storage_account',
    { min_tls_version: 'TLS1_2' },
    { min_tls_version: 'TLS1_0' },
    'encryption likely',
  ],
  ['a newer TLS', 'azurerm_storage_account', { min_tls_version: 'TLS1_0' }, { min_tls_version: 'TLS1_2' }],
  ['no TLS', 'azurerm_storage_account', {}, { https_traffic_only_enabled: false }, 'encryption certain'],
  [
    'blobs are not kept',
    'azurerm_storage_account',
    { blob_properties: [{ delete_retention_policy: [{ days: 30 }] }] },
    { blob_properties: [{ delete_retention_policy: [{ days: 7 }] }] },
    'deletion certain',
  ],
  [
    'no backups of Google',
    'google_sql_database_instance',
    { settings: [{ backup_configuration: [{ enabled: true }] }] },
    { settings: [{ backup_configuration: [{ enabled: false }] }] },
    'backup certain',
  ],
  [
    'a policy of deletion',
    'google_firestore_database',
    { deletion_policy: 'ABANDON' },
    { deletion_policy: 'DELETE' },
    'deletion certain',
  ],
  [
    'a volume is not retained',
    'kubernetes_persistent_volume',
    { spec: [{ persistent_volume_reclaim_policy: 'Retain' }] },
    { spec: [{ persistent_volume_reclaim_policy: 'Delete' }] },
    'deletion certain',
  ],
  ['a protected branch', 'github_branch_protection', { pattern: 'main' }, null, 'admission certain'],
  ['other tags', 'aws_db_instance', { tags: { a: 'b' } }, { tags: {} }],
];

const EACH = ROWS.map(([sentence, type, before, after, ...expected]) => ({ sentence, type, before, after, expected }));

test.each(EACH)('$sentence ($type)', ({ type, before, after, expected }) => {
  const found = protectionsOf(changeOf(type, before, after));
  expect(
    found.map(({ protection, certainty }) => `${protection} ${certainty}`).toSorted((a, b) => a.localeCompare(b)),
  ).toEqual(expected.toSorted((a, b) => a.localeCompare(b)));
});

test('it says what is lost and how to keep it', () => {
  const [one] = protectionsOf(
    changeOf('aws_rds_cluster', { backup_retention_period: 30 }, { backup_retention_period: 7 }),
  );
  expect(one).toMatchObject({
    property: 'backup_retention_period',
    because: 'backup_retention_period goes down from 30 to 7',
    remedy: 'Keep backup_retention_period = 30',
  });
});

test('a new resource has nothing to lose, and a lock is known by its type', () => {
  expect(protectionsOf(changeOf('aws_s3_bucket', null, { force_destroy: true }))).toEqual([]);
  expect(isLock('azurerm_management_lock')).toBe(true);
  expect(isLock('aws_backup_vault')).toBe(false);
});
