import type { ConfigMap } from '../resource.ts';
import type { Protection } from './protection.ts';
import { kept, keptOff, notLess, type ProtectionRule, word } from './protection-rule.ts';

/** Attributes that mean the same on whatever resource they stand, looked up by their name. */
export function everywhere(type: string, before: ConfigMap, after: ConfigMap): readonly Protection[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) => ruleFor(type, name)?.(before, after) ?? []);
}

function ruleFor(type: string, name: string): ProtectionRule | undefined {
  if (name === 'deletion_protection' && ON_BY_DEFAULT.test(type)) return kept('deletion', name, true);
  return EVERYWHERE.get(name);
}

/** Types of Google on which absent means protected. */
const ON_BY_DEFAULT =
  /^(google_(sql_database_instance|container_cluster|bigtable_instance|spanner_database|bigquery_table|alloydb_cluster|cloud_run_v2_(service|job|worker_pool)|workflows_workflow|folder|privateca_certificate_authority|active_directory_.*|managed_kafka.*|redis_cluster|memorystore_instance)|aws_qldb_ledger)$/;

const EVERYWHERE: ReadonlyMap<string, ProtectionRule> = new Map<string, ProtectionRule>([
  ...[
    'deletion_protection',
    'deletion_protection_enabled',
    'enable_deletion_protection',
    'delete_protection',
    'delete_protection_enabled',
    'rebuild_protection',
    'disable_api_termination',
    'disable_api_stop',
    'termination_protection',
    'termination_protection_enabled',
    'enable_termination_protection',
    'enable_drop_protection',
    'purge_protection_enabled',
    'skip_destroy',
    'retain_on_delete',
    'archive_on_destroy',
    'prevent_destroy',
    'protection_against_deletion',
  ].map((name): [string, ProtectionRule] => [name, kept('deletion', name)]),
  ...[
    'force_destroy',
    'force_delete',
    'force_destroy_versioned_objects',
    'delete_contents_on_destroy',
    'deletion_allowed',
    'purge_on_destroy',
    'delete_os_disk_on_termination',
    'delete_data_disks_on_termination',
  ].map((name): [string, ProtectionRule] => [name, keptOff('deletion', name)]),
  ['skip_final_snapshot', keptOff('backup', 'skip_final_snapshot')],
  ['skip_final_backup', keptOff('backup', 'skip_final_backup')],
  ['skip_final_backup_on_deletion', keptOff('backup', 'skip_final_backup_on_deletion')],
  ['final_snapshot', kept('backup', 'final_snapshot')],
  ['delete_automated_backups', keptOff('backup', 'delete_automated_backups', true)],
  ['final_snapshot_identifier', finalSnapshot],
  ['recovery_window_in_days', notLess('deletion', 'recovery_window_in_days', 30)],
  ['deletion_window_in_days', notLess('deletion', 'deletion_window_in_days', 30)],
  ['backup_retention_period', notLess('backup', 'backup_retention_period')],
  ['backup_retention_days', notLess('backup', 'backup_retention_days', 7)],
  ['automated_snapshot_retention_period', notLess('backup', 'automated_snapshot_retention_period', 1)],
  ['automatic_backup_retention_days', notLess('backup', 'automatic_backup_retention_days')],
  ['snapshot_retention_limit', notLess('backup', 'snapshot_retention_limit', 0)],
  ['backtrack_window', notLess('backup', 'backtrack_window', 0)],
  ['soft_delete_retention_days', notLess('deletion', 'soft_delete_retention_days', 90)],
  ['soft_delete_enabled', kept('deletion', 'soft_delete_enabled', true)],
  ['retention_in_days', retention],
  ['deletion_policy', word('deletion', 'deletion_policy', /^(PREVENT|ABANDON)$/, /^(DELETE|FORCE)$/)],
  ['storage_encrypted', kept('encryption', 'storage_encrypted')],
  ['at_rest_encryption_enabled', kept('encryption', 'at_rest_encryption_enabled')],
  ['transit_encryption_enabled', kept('encryption', 'transit_encryption_enabled')],
  ['encrypted', kept('encryption', 'encrypted')],
  ['enable_key_rotation', kept('encryption', 'enable_key_rotation', false, 'possible')],
  ['ssl_enforcement_enabled', kept('encryption', 'ssl_enforcement_enabled')],
  ['https_only', kept('encryption', 'https_only')],
  ['https_traffic_only_enabled', kept('encryption', 'https_traffic_only_enabled', true)],
  ['enable_https_traffic_only', kept('encryption', 'enable_https_traffic_only', true)],
  ['non_ssl_port_enabled', keptOff('encryption', 'non_ssl_port_enabled')],
  ['enable_non_ssl_port', keptOff('encryption', 'enable_non_ssl_port')],
  ['transparent_data_encryption_enabled', kept('encryption', 'transparent_data_encryption_enabled', true)],
  ['min_tls_version', tls('min_tls_version')],
  ['minimum_tls_version', tls('minimum_tls_version')],
  ['allocated_storage', notLess('other', 'allocated_storage')],
  ['multi_az', kept('availability', 'multi_az', false, 'possible')],
  ['multi_az_enabled', kept('availability', 'multi_az_enabled', false, 'possible')],
  ['automatic_failover_enabled', kept('availability', 'automatic_failover_enabled', false, 'possible')],
]);

/** Nothing written means forever, of which a day less is not seen in the text. */
function retention(before: ConfigMap, after: ConfigMap): readonly Protection[] {
  const days = (body: ConfigMap) => {
    const value = body['retention_in_days'];
    return value === 0 || value === '0' ? null : value;
  };
  const [old, now] = [days(before), days(after)];
  if (old === undefined || old === null) return now === undefined || now === null ? [] : [RETENTION_SET];
  if (now === undefined || now === null) return [];
  return notLess('backup', 'retention_in_days')(before, after);
}

const RETENTION_SET: Protection = {
  protection: 'backup',
  property: 'retention_in_days',
  because: 'what was kept forever is kept for some days: retention_in_days is set',
  remedy: '',
  certainty: 'possible',
};

/** Dropping the name together with the last snapshot is said by `skip_final_snapshot`. */
function finalSnapshot(before: ConfigMap, after: ConfigMap): readonly Protection[] {
  const name = 'final_snapshot_identifier';
  const isDropped = typeof before[name] === 'string' && before[name] !== '' && (after[name] ?? '') === '';
  if (!isDropped || before['skip_final_snapshot'] === true) return [];
  return [
    {
      protection: 'backup',
      property: name,
      because: `${name} goes: no last snapshot can be taken`,
      remedy: `Keep ${name}`,
      certainty: 'likely',
    },
  ];
}

function tls(property: string): ProtectionRule {
  return word(
    'encryption',
    property,
    /(1[._]?[23]|TLSv1\.[23])$/,
    /^$|(^|[^.\d])(1[._][01]|TLS1_[01]|Disabled)$/i,
    'likely',
    '1.2',
  );
}
