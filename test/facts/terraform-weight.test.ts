import { expect, test } from 'vitest';
import { weightOf } from '../../src/facts/terraform/weight.ts';

const TYPES: Readonly<Record<string, string>> = {
  data: 'aws_db_instance aws_s3_bucket aws_dynamodb_table aws_kms_key aws_efs_file_system aws_cloudwatch_log_group aws_route53_zone aws_fsx_ontap_volume aws_emr_cluster google_sql_database_instance google_storage_bucket azurerm_resource_group azurerm_key_vault kubernetes_namespace helm_release github_repository mongodbatlas_cluster postgresql_database cloudflare_zone vault_mount hcloud_server',
  stands:
    'aws_vpc aws_subnet aws_lb aws_alb_target_group aws_eks_node_group aws_instance aws_route53_record aws_lambda_function aws_ecs_service aws_ec2_transit_gateway google_container_cluster azurerm_virtual_network azurerm_kubernetes_cluster kubernetes_deployment cloudflare_record',
  guard: 'aws_s3_bucket_versioning aws_backup_plan aws_cloudtrail azurerm_management_lock',
  glue: 'aws_iam_role_policy_attachment random_id null_resource terraform_data aws_batch_job_definition aws_cloudwatch_metric_alarm aws_route_table_association aws_lambda_permission datadog_monitor local_file aws_s3_bucket_policy azurerm_role_assignment',
  plain:
    'aws_iam_user aws_security_group aws_ssm_maintenance_window google_monitoring_uptime_check_config azurerm_user_assigned_identity',
  unknown: 'acme_thing spacelift_stack thing',
};

test.each(Object.entries(TYPES).flatMap(([weight, types]) => types.split(' ').map((type) => [type, weight] as const)))(
  '%s is %s',
  (type, weight) => {
    expect(nameOf(type)).toBe(weight);
  },
);

test('what sounds like data is taken for data, whoever provides it', () => {
  expect(weightOf('acme_database')).toMatchObject({ stateful: true });
});

function nameOf(type: string): string {
  const { stateful, critical, reversible } = weightOf(type);
  if (stateful === 'unknown') return 'unknown';
  if (stateful) return 'data';
  if (critical === true) return reversible === true ? 'guard' : 'stands';
  return reversible === true ? 'glue' : 'plain';
}
