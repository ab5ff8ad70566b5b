import { isRecord } from '../../model/json.ts';
import { snake } from './words.ts';

/** `aws.rds.Instance` is `aws_db_instance`. Null: the library is not made of a provider of Terraform. */
export function terraformType(type: string, table: unknown): string | null {
  const plain = type.replace(/^(awsx\.classic|awsx|aws-native)\./, 'aws.').replace(/^eks\./, 'aws.eks.');
  const [library = '', ...rest] = plain.split('.');
  const told = IRREGULAR[plain];
  if (told !== undefined) return told;
  if (/^(kubernetes|azure-native|command|docker|docker-build|synced-folder|std)$/.test(library)) return null;
  const provider = PROVIDERS[library] ?? library.replaceAll('-', '_');
  const folder = snake(rest.length > 1 ? (rest[0] ?? '') : '');
  const candidates = candidatesFor(provider, folder, snake((rest.at(-1) ?? '').replace(/V2$/, '')));
  const known = candidates.find((one) => isRecord(table) && Object.hasOwn(table, one));
  return known ?? candidates[PLAIN.test(folder) ? candidates.length - 1 : 0] ?? null;
}

function candidatesFor(provider: string, folder: string, name: string): readonly string[] {
  const module = MODULES[`${provider}.${folder}`] ?? folder;
  const whole = module === '' || module === 'index' ? [] : [`${provider}_${module}_${name}`];
  return [...whole, `${provider}_${name}`].map((one) => one.replace(/_([a-z]+)_\1_/, '_$1_'));
}

/** Modules of AWS, Azure and Google whose name is not part of Terraform's. */
const PLAIN = /^(ec2|compute_legacy|core|network|compute|privatedns|core)$/;

const PROVIDERS: Readonly<Record<string, string>> = {
  gcp: 'google',
  'google-native': 'google',
  azure: 'azurerm',
};

const MODULES: Readonly<Record<string, string>> = {
  'aws.rds': 'rds',
  'aws.alb': 'lb',
  'aws.lb': 'lb',
  'aws.elb': 'elb',
  'aws.apigateway': 'api_gateway',
  'aws.cfg': 'config',
  'aws.directconnect': 'dx',
  'aws.directoryservice': 'directory_service',
  'aws.msk': 'msk',
  'aws.acmpca': 'acmpca',
  'aws.ec2transitgateway': 'ec2_transit_gateway',
  'aws.ec2clientvpn': 'ec2_client_vpn',
  'aws.servicediscovery': 'service_discovery',
  'google.sql': 'sql',
  'google.cloudrun': 'cloud_run',
  'google.cloudrunv2': 'cloud_run_v2',
  'google.cloudfunctions': 'cloudfunctions',
  'google.cloudfunctionsv2': 'cloudfunctions2',
  'google.secretmanager': 'secret_manager',
  'google.artifactregistry': 'artifact_registry',
  'google.serviceaccount': 'service_account',
  'google.projects': 'project',
  'google.cloudscheduler': 'cloud_scheduler',
  'google.cloudtasks': 'cloud_tasks',
  'google.certificatemanager': 'certificate_manager',
  'azurerm.keyvault': 'key_vault',
  'azurerm.containerservice': 'container',
  'azurerm.eventhub': 'eventhub',
  'azurerm.appservice': 'app_service',
  'azurerm.operationalinsights': 'log_analytics',
  'azurerm.recoveryservices': 'recovery_services',
  'azurerm.authorization': '',
};

/** Names of which no rule makes the other: https://www.pulumi.com/registry/packages/ */
const IRREGULAR: Readonly<Record<string, string>> = {
  'aws.rds.Instance': 'aws_db_instance',
  'aws.rds.SubnetGroup': 'aws_db_subnet_group',
  'aws.rds.ParameterGroup': 'aws_db_parameter_group',
  'aws.rds.OptionGroup': 'aws_db_option_group',
  'aws.rds.Snapshot': 'aws_db_snapshot',
  'aws.rds.SnapshotCopy': 'aws_db_snapshot_copy',
  'aws.rds.ClusterSnapshot': 'aws_db_cluster_snapshot',
  'aws.rds.Proxy': 'aws_db_proxy',
  'aws.rds.EventSubscription': 'aws_db_event_subscription',
  'aws.rds.ReplicationGroup': 'aws_elasticache_replication_group',
  'aws.s3.Bucket': 'aws_s3_bucket',
  'aws.s3.BucketV2': 'aws_s3_bucket',
  'aws.s3.BucketObject': 'aws_s3_object',
  'aws.s3.BucketObjectv2': 'aws_s3_object',
  'aws.s3.BucketVersioningV2': 'aws_s3_bucket_versioning',
  'aws.s3.BucketAclV2': 'aws_s3_bucket_acl',
  'aws.s3.BucketPublicAccessBlock': 'aws_s3_bucket_public_access_block',
  'aws.s3.BucketServerSideEncryptionConfigurationV2': 'aws_s3_bucket_server_side_encryption_configuration',
  'aws.s3.BucketLifecycleConfigurationV2': 'aws_s3_bucket_lifecycle_configuration',
  'aws.lb.LoadBalancer': 'aws_lb',
  'aws.alb.LoadBalancer': 'aws_lb',
  'aws.lb.ApplicationLoadBalancer': 'aws_lb',
  'aws.lb.NetworkLoadBalancer': 'aws_lb',
  'aws.elb.LoadBalancer': 'aws_elb',
  'aws.applicationloadbalancing.LoadBalancer': 'aws_lb',
  'aws.ec2.Vpc': 'aws_vpc',
  'aws.ec2.DefaultVpc': 'aws_default_vpc',
  'aws.ec2.Instance': 'aws_instance',
  'aws.ec2.Eip': 'aws_eip',
  'aws.ec2.Volume': 'aws_ebs_volume',
  'aws.ec2.VpcEndpoint': 'aws_vpc_endpoint',
  'aws.ec2.PeeringConnection': 'aws_vpc_peering_connection',
  'aws.ec2.TransitGateway': 'aws_ec2_transit_gateway',
  'aws.vpc.SecurityGroupIngressRule': 'aws_vpc_security_group_ingress_rule',
  'aws.vpc.SecurityGroupEgressRule': 'aws_vpc_security_group_egress_rule',
  'aws.appautoscaling.Target': 'aws_appautoscaling_target',
  'aws.appautoscaling.Policy': 'aws_appautoscaling_policy',
  'aws.autoscaling.Group': 'aws_autoscaling_group',
  'aws.eks.Cluster': 'aws_eks_cluster',
  'aws.eks.ManagedNodeGroup': 'aws_eks_node_group',
  'aws.eks.NodeGroupV2': 'aws_autoscaling_group',
  'aws.ecs.FargateService': 'aws_ecs_service',
  'aws.ecs.EC2Service': 'aws_ecs_service',
  'aws.s3control.BucketLifecycleConfiguration': 'aws_s3control_bucket_lifecycle_configuration',
  'aws.lambda.CallbackFunction': 'aws_lambda_function',
  'aws.iam.RolePolicy': 'aws_iam_role_policy',
  'aws.elasticache.User': 'aws_elasticache_user',
  'aws.cloudwatch.LogGroup': 'aws_cloudwatch_log_group',
  'aws.cloudwatch.EventBus': 'aws_cloudwatch_event_bus',
  'aws.mskconnect.Connector': 'aws_mskconnect_connector',
  'aws.ses.DomainIdentity': 'aws_ses_domain_identity',
  'aws.timestreamwrite.Table': 'aws_timestreamwrite_table',
  'gcp.organizations.Project': 'google_project',
  'gcp.organizations.Folder': 'google_folder',
  'gcp.projects.IAMMember': 'google_project_iam_member',
  'gcp.projects.IAMBinding': 'google_project_iam_binding',
  'gcp.projects.IAMPolicy': 'google_project_iam_policy',
  'gcp.projects.Service': 'google_project_service',
  'gcp.serviceaccount.Account': 'google_service_account',
  'gcp.serviceaccount.Key': 'google_service_account_key',
  'gcp.storage.BucketIAMMember': 'google_storage_bucket_iam_member',
  'gcp.storage.BucketIAMBinding': 'google_storage_bucket_iam_binding',
  'gcp.cloudrun.IamMember': 'google_cloud_run_service_iam_member',
  'gcp.cloudrunv2.ServiceIamMember': 'google_cloud_run_v2_service_iam_member',
  'gcp.compute.VPNTunnel': 'google_compute_vpn_tunnel',
  'gcp.compute.SSLCertificate': 'google_compute_ssl_certificate',
  'azure.core.ResourceGroup': 'azurerm_resource_group',
  'azure.storage.Account': 'azurerm_storage_account',
  'azure.storage.Container': 'azurerm_storage_container',
  'azure.keyvault.KeyVault': 'azurerm_key_vault',
  'azure.keyvault.Key': 'azurerm_key_vault_key',
  'azure.keyvault.Secret': 'azurerm_key_vault_secret',
  'azure.containerservice.KubernetesCluster': 'azurerm_kubernetes_cluster',
  'azure.containerservice.KubernetesClusterNodePool': 'azurerm_kubernetes_cluster_node_pool',
  'azure.containerservice.Registry': 'azurerm_container_registry',
  'azure.eventhub.EventHubNamespace': 'azurerm_eventhub_namespace',
  'azure.eventhub.EventHub': 'azurerm_eventhub',
  'azure.management.Lock': 'azurerm_management_lock',
  'azure.authorization.Assignment': 'azurerm_role_assignment',
  'azure.network.NetworkSecurityRule': 'azurerm_network_security_rule',
  'azure.network.NetworkSecurityGroup': 'azurerm_network_security_group',
  'azure.compute.LinuxVirtualMachine': 'azurerm_linux_virtual_machine',
  'azure.compute.WindowsVirtualMachine': 'azurerm_windows_virtual_machine',
  'azure.compute.ManagedDisk': 'azurerm_managed_disk',
  'azure.dns.Zone': 'azurerm_dns_zone',
  'azure.privatedns.Zone': 'azurerm_private_dns_zone',
  'azure.redis.Cache': 'azurerm_redis_cache',
  'azure.cosmosdb.Account': 'azurerm_cosmosdb_account',
  'azure.sql.SqlServer': 'azurerm_sql_server',
  'azure.recoveryservices.Vault': 'azurerm_recovery_services_vault',
};
