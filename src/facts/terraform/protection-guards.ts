import type { ConfigMap } from '../resource.ts';
import { isTrue, textOf, valueAt } from './direction.ts';
import type { Protection } from './protection.ts';
import { lost } from './protection-rule.ts';

type Kind = Protection['protection'];

/** Resources that hold nothing and keep others safe; their removal is no loss of their own but a protection that ends. */
export function guardGone(type: string, body: ConfigMap): readonly Protection[] {
  const guard = GUARDS.find(([types]) => types.test(type));
  if (guard === undefined || isOffAlready(type, body)) return [];
  const [, protection, certainty] = guard;
  return [
    {
      ...lost(protection, type, 'is removed', certainty),
      property: '',
      because: `${type} is removed: ${SAYS[protection] ?? 'it kept others safe'}`,
    },
  ];
}

/** Those that others would miss; a log less is no reason to stop. */
export function isGuard(type: string): boolean {
  return GUARDS.some(([types, , certainty]) => certainty === 'certain' && types.test(type));
}

function isOffAlready(type: string, body: ConfigMap): boolean {
  if (type === 'aws_s3_bucket_versioning')
    return !/^Enabled$/.test(textOf(valueAt(body, 'versioning_configuration.status')) ?? 'Enabled');
  if (type === 'aws_guardduty_detector') return body['enable'] === false;
  if (type === 'aws_cloudtrail') return body['enable_logging'] === false;
  if (type === 'aws_ebs_encryption_by_default') return !isTrue(body['enabled'] ?? true);
  if (type === 'aws_efs_backup_policy') return textOf(valueAt(body, 'backup_policy.status')) === 'DISABLED';
  return false;
}

const SAYS: Readonly<Partial<Record<Kind, string>>> = {
  deletion: 'nothing keeps others from being deleted any more',
  backup: 'no more backups are taken or kept',
  versioning: 'what is overwritten or deleted cannot be brought back',
  encryption: 'what is written is no longer encrypted by it',
  audit: 'nobody can see afterwards who did what',
  admission: 'what it refused is let in',
};

const GUARDS: readonly (readonly [RegExp, Kind, Protection['certainty']])[] = [
  [
    /^(azurerm_management_lock|google_resource_manager_lien|aws_backup_vault_lock_configuration)$/,
    'deletion',
    'certain',
  ],
  [
    /^(aws_s3_bucket_versioning|aws_s3_bucket_object_lock_configuration|google_storage_bucket_object_hold)$/,
    'versioning',
    'certain',
  ],
  [
    /^(aws_backup_plan|aws_backup_selection|aws_dlm_lifecycle_policy|aws_efs_backup_policy|aws_db_instance_automated_backups_replication|aws_s3_bucket_replication_configuration|aws_efs_replication_configuration|aws_backup_vault_policy)$/,
    'backup',
    'certain',
  ],
  [
    /^(azurerm_backup_p|azurerm_data_protection_backup_|google_gke_backup_(backup|restore)_plan|google_backup_dr_|google_compute_(region_)?disk_resource_policy_attachment|google_firestore_backup_schedule|google_spanner_backup_schedule)/,
    'backup',
    'certain',
  ],
  [
    /^(aws_cloudtrail|aws_cloudtrail_event_data_store|aws_flow_log|aws_guardduty_(detector|organization_.*)|aws_config_(configuration_recorder|configuration_recorder_status|delivery_channel|configuration_aggregator)|aws_securityhub_(account|standards_subscription|organization_.*)|aws_macie2_account|aws_inspector2_enabler|aws_accessanalyzer_analyzer|aws_detective_graph)$/,
    'audit',
    'certain',
  ],
  [
    /^(azurerm_monitor_diagnostic_setting|azurerm_network_watcher_flow_log|azurerm_security_center_.*|azurerm_mssql_(server|database)_(extended_auditing_policy|security_alert_policy)|google_logging_(project|folder|organization|billing_account)_sink|google_(project|folder|organization)_iam_audit_config|google_scc_.*)$/,
    'audit',
    'certain',
  ],
  [
    /^(aws_wafv2_web_acl_logging_configuration|aws_s3_bucket_logging|aws_route53_query_log|aws_redshift_logging)$/,
    'audit',
    'possible',
  ],
  [/^aws_ebs_encryption_by_default$/, 'encryption', 'certain'],
  [/^aws_s3_bucket_server_side_encryption_configuration$/, 'encryption', 'possible'],
  [
    /^(aws_wafv2_web_acl_association|github_(branch_protection|branch_protection_v3|repository_ruleset|organization_ruleset)|azurerm_(subscription_|resource_group_|management_group_)?policy_assignment|google_binary_authorization_policy|google_org_policy_policy|google_(project|folder|organization)_organization_policy)$/,
    'admission',
    'certain',
  ],
];
