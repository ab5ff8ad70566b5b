import { expect, test } from 'vitest';
import { type ConfigMap, UNKNOWN } from '../../src/facts/resource.ts';
import { replacementsOf } from '../../src/facts/terraform/force-new.ts';
import { changeOf, TABLE } from './terraform-case.ts';

type Row = readonly [
  sentence: string,
  type: string,
  before: ConfigMap,
  after: ConfigMap,
  ...expected: readonly string[],
];

const eksNet = (cidr: string) => ({ kubernetes_network_config: [{ ip_family: 'ipv4', service_ipv4_cidr: cidr }] });
const emr = (core: ConfigMap, more: ConfigMap = {}) => ({ name: 'etl', core_instance_group: [core], ...more });
const nlb = (more: ConfigMap) => ({ name: 'edge', load_balancer_type: 'network', ...more });
const columns = (...list: readonly ConfigMap[]) => ({ dataset_id: 'd', table_id: 't', schema: JSON.stringify(list) });

const ROWS: readonly Row[] = [
  // the table
  ['another key of a table', 'aws_dynamodb_table', { hash_key: 'id' }, { hash_key: 'pk' }, 'hash_key certain'],
  [
    'a sort key that is added',
    'aws_dynamodb_table',
    { hash_key: 'id' },
    { hash_key: 'id', range_key: 'at' },
    'range_key certain',
  ],
  ['a sort key that goes', 'aws_dynamodb_table', { range_key: 'at' }, {}, 'range_key certain'],
  [
    'a global index in place',
    'aws_dynamodb_table',
    { global_secondary_index: [] },
    { global_secondary_index: [{ name: 'a', hash_key: 'b' }] },
  ],
  [
    'a local index',
    'aws_dynamodb_table',
    {},
    { local_secondary_index: [{ name: 'a', range_key: 'b' }] },
    'local_secondary_index certain',
  ],
  [
    'local indexes in another order',
    'aws_dynamodb_table',
    { local_secondary_index: [{ name: 'a' }, { name: 'b' }] },
    { local_secondary_index: [{ name: 'b' }, { name: 'a' }] },
  ],
  ['billing of a table', 'aws_dynamodb_table', { billing_mode: 'PROVISIONED' }, { billing_mode: 'PAY_PER_REQUEST' }],
  ['another engine', 'aws_db_instance', { engine: 'mysql' }, { engine: 'postgres' }, 'engine certain'],
  ['a newer engine', 'aws_db_instance', { engine_version: '14.9' }, { engine_version: '15.4' }],
  ['a larger class', 'aws_db_instance', { instance_class: 'db.t3.small' }, { instance_class: 'db.r6g.large' }],
  ['another identifier of an instance', 'aws_db_instance', { identifier: 'a' }, { identifier: 'b' }],
  ['encryption of an instance', 'aws_db_instance', {}, { storage_encrypted: true }, 'storage_encrypted certain'],
  ['encryption off, as it was', 'aws_db_instance', {}, { storage_encrypted: false }],
  ['a snapshot that is let go', 'aws_db_instance', { snapshot_identifier: 'old' }, {}],
  ['a snapshot to start from', 'aws_db_instance', {}, { snapshot_identifier: 'old' }, 'snapshot_identifier certain'],
  [
    'a zone the provider chose',
    'aws_db_instance',
    {},
    { availability_zone: 'eu-west-1a' },
    'availability_zone possible',
  ],
  ['a zone that is left to the provider', 'aws_db_instance', { availability_zone: 'eu-west-1a' }, {}],
  [
    'another zone',
    'aws_db_instance',
    { availability_zone: 'eu-west-1a' },
    { availability_zone: 'eu-west-1b' },
    'availability_zone certain',
  ],
  ['a key where none was', 'aws_db_instance', {}, { kms_key_id: 'arn:aws:kms:eu:1:key/a' }, 'kms_key_id likely'],
  ['the key of the service', 'aws_db_instance', {}, { kms_key_id: 'alias/aws/rds' }],
  ['an unknown name of a user', 'aws_db_instance', { username: 'root' }, { username: UNKNOWN }, 'username possible'],
  ['zones in another order', 'aws_rds_cluster', { availability_zones: ['a', 'b'] }, { availability_zones: ['b', 'a'] }],
  [
    'fewer zones',
    'aws_rds_cluster',
    { availability_zones: ['a', 'b', 'c'] },
    { availability_zones: ['a', 'b'] },
    'availability_zones certain',
  ],
  [
    'another identifier of a cluster',
    'aws_rds_cluster',
    { cluster_identifier: 'a' },
    { cluster_identifier: 'b' },
    'cluster_identifier certain',
  ],
  [
    'storage of a cluster that is not Aurora',
    'aws_rds_cluster',
    { engine: 'mysql', storage_type: 'io1' },
    { engine: 'mysql', storage_type: 'io2' },
    'storage_type certain',
  ],
  [
    'storage of Aurora',
    'aws_rds_cluster',
    { engine: 'aurora-mysql', storage_type: 'aurora' },
    { engine: 'aurora-mysql', storage_type: 'aurora-iopt1' },
  ],
  ['the default said aloud', 'aws_rds_cluster', {}, { engine_mode: 'provisioned' }],
  ['another mode', 'aws_rds_cluster', {}, { engine_mode: 'serverless' }, 'engine_mode certain'],
  [
    'another name in a global cluster',
    'aws_rds_global_cluster',
    { database_name: 'one' },
    { database_name: 'two' },
    'database_name certain',
  ],
  ['a port as text', 'aws_docdb_cluster', { port: 27017 }, { port: '27017' }],
  ['another port', 'aws_docdb_cluster', { port: 27017 }, { port: 27018 }, 'port certain'],
  ['another bucket', 'aws_s3_bucket', { bucket: 'logs' }, { bucket: 'logs-v2' }, 'bucket certain'],
  [
    'a prefix instead of a name',
    'aws_s3_bucket',
    { bucket: 'logs' },
    { bucket_prefix: 'logs-' },
    'bucket_prefix likely',
  ],
  ['tags of a bucket', 'aws_s3_bucket', { bucket: 'a', tags: { a: 'b' } }, { bucket: 'a', tags: { a: 'c' } }],
  ['lock from the start', 'aws_s3_bucket', {}, { object_lock_enabled: true }, 'object_lock_enabled certain'],
  ['encryption of a disk', 'aws_ebs_volume', { encrypted: false }, { encrypted: true }, 'encrypted certain'],
  ['a larger disk', 'aws_ebs_volume', { size: 10 }, { size: 20 }],
  ['a queue becomes fifo', 'aws_sqs_queue', { name: 'a' }, { name: 'a', fifo_queue: true }, 'fifo_queue certain'],
  [
    'another region',
    'aws_sqs_queue',
    { name: 'a', region: 'eu-west-1' },
    { name: 'a', region: 'eu-north-1' },
    'region certain',
  ],
  [
    'a region that may be the one it is in',
    'aws_sqs_queue',
    { name: 'a' },
    { name: 'a', region: 'eu-north-1' },
    'region possible',
  ],
  [
    'registry encryption by default',
    'aws_ecr_repository',
    { name: 'a' },
    { name: 'a', encryption_configuration: [{ encryption_type: 'AES256' }] },
  ],
  [
    'registry with a key of its own',
    'aws_ecr_repository',
    { encryption_configuration: [{ encryption_type: 'KMS' }] },
    { encryption_configuration: [{ encryption_type: 'KMS', kms_key: UNKNOWN }] },
    'encryption_configuration.kms_key likely',
  ],
  ['a description of a group', 'aws_security_group', { description: 'a' }, { description: 'b' }, 'description certain'],
  ['the description Terraform writes', 'aws_security_group', {}, { description: 'Managed by Terraform' }],
  [
    'the address range of a network',
    'aws_vpc',
    { cidr_block: '10.0.0.0/16' },
    { cidr_block: '10.1.0.0/16' },
    'cidr_block certain',
  ],
  ['tenancy to dedicated', 'aws_vpc', {}, { instance_tenancy: 'dedicated' }, 'instance_tenancy certain'],
  ['tenancy to default', 'aws_vpc', { instance_tenancy: 'dedicated' }, { instance_tenancy: 'default' }],
  ['another port of a target group', 'aws_lb_target_group', { port: 443 }, { port: 442 }, 'port certain'],
  ['the same by its old name', 'aws_alb_target_group', { protocol: 'HTTP' }, { protocol: 'HTTPS' }, 'protocol certain'],
  [
    'health checks of a target group',
    'aws_lb_target_group',
    { health_check: [{ path: '/' }] },
    { health_check: [{ path: '/up' }] },
  ],
  ['a type nobody knows', 'acme_thing', { name: 'a' }, { name: 'b' }],
  ['a name in the prototype', 'constructor', { name: 'a' }, { name: 'b' }],
  // versions
  [
    'an older Redis',
    'aws_elasticache_cluster',
    { engine: 'redis', engine_version: '6.2' },
    { engine: 'redis', engine_version: '5.0.6' },
    'engine_version certain',
  ],
  [
    'a newer Redis',
    'aws_elasticache_cluster',
    { engine: 'redis', engine_version: '5.0.6' },
    { engine: 'redis', engine_version: '6.2' },
  ],
  ['ten is more than nine', 'aws_elasticache_replication_group', { engine_version: '9.1' }, { engine_version: '10.0' }],
  [
    'a version without its last part',
    'aws_elasticache_replication_group',
    { engine_version: '7.1.4' },
    { engine_version: '7.1' },
  ],
  [
    'Redis to Valkey',
    'aws_elasticache_replication_group',
    { engine: 'redis', engine_version: '7.1' },
    { engine: 'valkey', engine_version: '7.2' },
  ],
  [
    'Valkey to Redis',
    'aws_elasticache_replication_group',
    { engine: 'valkey', engine_version: '7.2' },
    { engine: 'redis', engine_version: '7.1' },
    'engine certain',
  ],
  ['Redis to Memcached', 'aws_elasticache_cluster', { engine: 'redis' }, { engine: 'memcached' }, 'engine certain'],
  [
    'nodes of Memcached',
    'aws_elasticache_cluster',
    { engine: 'memcached', node_type: 'a' },
    { engine: 'memcached', node_type: 'b' },
    'node_type certain',
  ],
  [
    'nodes of Redis',
    'aws_elasticache_cluster',
    { engine: 'redis', node_type: 'a' },
    { engine: 'redis', node_type: 'b' },
  ],
  [
    'transit encryption of an old Redis',
    'aws_elasticache_replication_group',
    { engine_version: '6.2' },
    { engine_version: '6.2', transit_encryption_enabled: true },
    'transit_encryption_enabled certain',
  ],
  [
    'transit encryption of a new Redis',
    'aws_elasticache_replication_group',
    { engine_version: '7.1' },
    { engine_version: '7.1', transit_encryption_enabled: true },
  ],
  [
    'an older Kafka',
    'aws_msk_cluster',
    { kafka_version: '3.6.0' },
    { kafka_version: '3.5.1' },
    'kafka_version certain',
  ],
  ['a newer Kafka', 'aws_msk_cluster', { kafka_version: '3.5.1' }, { kafka_version: '3.6.0' }],
  [
    'a larger broker',
    'aws_msk_cluster',
    { broker_node_group_info: [{ instance_type: 'a' }] },
    { broker_node_group_info: [{ instance_type: 'b' }] },
  ],
  [
    'other groups of brokers',
    'aws_msk_cluster',
    { broker_node_group_info: [{ security_groups: ['a'] }] },
    { broker_node_group_info: [{ security_groups: ['b'] }] },
    'broker_node_group_info.security_groups certain',
  ],
  [
    'an older search',
    'aws_opensearch_domain',
    { engine_version: 'OpenSearch_2.5' },
    { engine_version: 'OpenSearch_1.3' },
    'engine_version certain',
  ],
  [
    'a newer search',
    'aws_opensearch_domain',
    { engine_version: 'Elasticsearch_7.10' },
    { engine_version: 'OpenSearch_1.3' },
  ],
  [
    'search encrypted in place',
    'aws_opensearch_domain',
    { engine_version: 'OpenSearch_1.1', encrypt_at_rest: [{ enabled: false }] },
    { engine_version: 'OpenSearch_1.1', encrypt_at_rest: [{ enabled: true }] },
  ],
  [
    'an old search encrypted',
    'aws_opensearch_domain',
    { engine_version: 'Elasticsearch_6.0', encrypt_at_rest: [{ enabled: false }] },
    { engine_version: 'Elasticsearch_6.0', encrypt_at_rest: [{ enabled: true }] },
    'encrypt_at_rest.enabled certain',
  ],
  [
    'search decrypted',
    'aws_opensearch_domain',
    { node_to_node_encryption: [{ enabled: true }] },
    { node_to_node_encryption: [{ enabled: false }] },
    'node_to_node_encryption.enabled certain',
  ],
  [
    'search moves into a network',
    'aws_opensearch_domain',
    {},
    { vpc_options: [{ subnet_ids: ['a'] }] },
    'vpc_options certain',
  ],
  [
    'search in other subnets',
    'aws_opensearch_domain',
    { vpc_options: [{ subnet_ids: ['a'] }] },
    { vpc_options: [{ subnet_ids: ['b'] }] },
  ],
  // room
  [
    'less room for Lustre',
    'aws_fsx_lustre_file_system',
    { storage_capacity: 7200, deployment_type: 'PERSISTENT_2' },
    { storage_capacity: 1200, deployment_type: 'PERSISTENT_2' },
    'storage_capacity certain',
  ],
  [
    'more room for Lustre',
    'aws_fsx_lustre_file_system',
    { storage_capacity: 1200, deployment_type: 'PERSISTENT_2' },
    { storage_capacity: 2400, deployment_type: 'PERSISTENT_2' },
  ],
  [
    'any other room for scratch',
    'aws_fsx_lustre_file_system',
    { storage_capacity: 1200 },
    { storage_capacity: 2400 },
    'storage_capacity certain',
  ],
  ['more room for ONTAP', 'aws_fsx_ontap_file_system', { storage_capacity: 1024 }, { storage_capacity: 2048 }],
  ['aliases of a file server', 'aws_fsx_windows_file_system', { aliases: ['a'] }, { aliases: ['b'] }],
  ['a smaller disk of Google', 'google_compute_disk', { size: 100 }, { size: 50 }, 'size certain'],
  [
    'less storage of Azure',
    'azurerm_postgresql_flexible_server',
    { storage_mb: 65536 },
    { storage_mb: 32768 },
    'storage_mb certain',
  ],
  ['more storage of Azure', 'azurerm_postgresql_flexible_server', { storage_mb: 32768 }, { storage_mb: 65536 }],
  // compute
  ['another type of machine', 'aws_instance', { instance_type: 't3.small' }, { instance_type: 't3.large' }],
  ['another image', 'aws_instance', { ami: 'ami-1' }, { ami: 'ami-2' }, 'ami certain'],
  ['a script of the start', 'aws_instance', { user_data: 'a' }, { user_data: 'b' }],
  [
    'a script that replaces',
    'aws_instance',
    { user_data: 'a', user_data_replace_on_change: true },
    { user_data: 'b', user_data_replace_on_change: 'true' },
    'user_data certain',
  ],
  [
    'memory encryption where none was',
    'aws_instance',
    {},
    { cpu_options: [{ amd_sev_snp: 'enabled' }] },
    'cpu_options.amd_sev_snp certain',
  ],
  ['memory encryption off where none was', 'aws_instance', {}, { cpu_options: [{ amd_sev_snp: 'disabled' }] }],
  ['memory encryption no longer said', 'aws_instance', { cpu_options: [{ amd_sev_snp: 'enabled' }] }, {}],
  [
    'a larger first disk',
    'aws_instance',
    { root_block_device: [{ volume_size: 8 }] },
    { root_block_device: [{ volume_size: 16 }] },
  ],
  [
    'an encrypted first disk',
    'aws_instance',
    { root_block_device: [{ volume_size: 8 }] },
    { root_block_device: [{ volume_size: 8, encrypted: true }] },
    'root_block_device.encrypted certain',
  ],
  [
    'another network of services',
    'aws_eks_cluster',
    eksNet('10.1.0.0/16'),
    eksNet('10.2.0.0/16'),
    'kubernetes_network_config.service_ipv4_cidr certain',
  ],
  ['a newer cluster', 'aws_eks_cluster', { version: '1.29' }, { version: '1.30' }],
  [
    'secrets no longer encrypted',
    'aws_eks_cluster',
    { encryption_config: [{ resources: ['secrets'] }] },
    {},
    'encryption_config certain',
  ],
  ['secrets encrypted', 'aws_eks_cluster', {}, { encryption_config: [{ resources: ['secrets'] }] }],
  ['subnets of nodes in another order', 'aws_eks_node_group', { subnet_ids: ['a', 'b'] }, { subnet_ids: ['b', 'a'] }],
  [
    'another template of nodes',
    'aws_eks_node_group',
    { launch_template: [{ id: 'a', version: 1 }] },
    { launch_template: [{ id: 'b', version: 1 }] },
    'launch_template.id certain',
  ],
  [
    'another version of the template',
    'aws_eks_node_group',
    { launch_template: [{ id: 'a', version: 1 }] },
    { launch_template: [{ id: 'a', version: 2 }] },
  ],
  [
    'more nodes',
    'aws_eks_node_group',
    { scaling_config: [{ desired_size: 1 }] },
    { scaling_config: [{ desired_size: 2 }] },
  ],
  [
    'machines of a group',
    'aws_emr_cluster',
    emr({ instance_type: 'a' }),
    emr({ instance_type: 'b' }),
    'core_instance_group.instance_type certain',
  ],
  ['fewer machines of a group', 'aws_emr_cluster', emr({ instance_count: 2 }), emr({ instance_count: 1 })],
  [
    'one subnet in a list',
    'aws_emr_cluster',
    { ec2_attributes: [{ subnet_id: 'a' }] },
    { ec2_attributes: [{ subnet_ids: ['a'] }] },
  ],
  [
    'more subnets',
    'aws_emr_cluster',
    { ec2_attributes: [{ subnet_id: 'a' }] },
    { ec2_attributes: [{ subnet_ids: ['a', 'b'] }] },
    'ec2_attributes.subnet_ids certain',
  ],
  [
    'settings written with other spaces',
    'aws_emr_cluster',
    { configurations_json: '[{"A": 1}]' },
    { configurations_json: '[ { "A":1 } ]' },
  ],
  ['another launch type', 'aws_ecs_service', { launch_type: 'EC2' }, { launch_type: 'FARGATE' }, 'launch_type certain'],
  ['another task', 'aws_ecs_service', { task_definition: 'a:1' }, { task_definition: 'a:2' }],
  ['a definition of a job', 'aws_batch_job_definition', { name: 'a' }, { name: 'b' }],
  [
    'the machines of a batch with a role of its own',
    'aws_batch_compute_environment',
    { service_role: 'arn:role/own', compute_resources: [{ type: 'EC2', instance_type: ['a'] }] },
    { service_role: 'arn:role/own', compute_resources: [{ type: 'EC2', instance_type: ['b'] }] },
    'compute_resources.instance_type likely',
  ],
  [
    'a batch that can be updated',
    'aws_batch_compute_environment',
    { compute_resources: [{ type: 'EC2', allocation_strategy: 'BEST_FIT_PROGRESSIVE', instance_type: ['a'] }] },
    { compute_resources: [{ type: 'EC2', allocation_strategy: 'BEST_FIT_PROGRESSIVE', instance_type: ['b'] }] },
  ],
  [
    'more of a batch',
    'aws_batch_compute_environment',
    { compute_resources: [{ type: 'EC2', max_vcpus: 4 }] },
    { compute_resources: [{ type: 'EC2', max_vcpus: 8 }] },
  ],
  ['steps that are left out', 'aws_emr_cluster', { step: [{ name: 'a' }] }, {}],
  ['steps of which there are none', 'aws_emr_cluster', { step: [{ name: 'a' }] }, { step: [] }, 'step likely'],
  [
    'a script nobody can read',
    'aws_instance',
    { user_data_base64: UNKNOWN, user_data_replace_on_change: true },
    { user_data_base64: UNKNOWN, user_data_replace_on_change: true },
    'user_data_base64 likely',
  ],
  [
    'tags of a disk of a machine',
    'aws_instance',
    { ebs_block_device: [{ device_name: 'sdb', tags: {} }] },
    { ebs_block_device: [{ device_name: 'sdb', tags: { a: 'b' } }] },
  ],
  [
    'disks of a machine in another order',
    'aws_instance',
    {
      ebs_block_device: [
        { device_name: 'sdb', volume_size: 1 },
        { device_name: 'sdc', volume_size: 1 },
      ],
    },
    {
      ebs_block_device: [
        { device_name: 'sdc', volume_size: 1 },
        { device_name: 'sdb', volume_size: 1 },
      ],
    },
  ],
  [
    'another disk of a machine',
    'aws_instance',
    { ebs_block_device: [{ device_name: 'sdb' }] },
    { ebs_block_device: [{ device_name: 'sdb' }, { device_name: 'sdc' }] },
    'ebs_block_device.device_name certain',
  ],
  // load balancers
  ['first security groups', 'aws_lb', nlb({}), nlb({ security_groups: ['a'] }), 'security_groups certain'],
  [
    'no security groups any more',
    'aws_lb',
    nlb({ security_groups: ['a', 'b'] }),
    nlb({ security_groups: [] }),
    'security_groups certain',
  ],
  ['other security groups', 'aws_lb', nlb({ security_groups: ['a', 'b'] }), nlb({ security_groups: ['b'] })],
  ['security groups of an application', 'aws_lb', { security_groups: ['a'] }, { security_groups: [] }],
  ['one subnet less', 'aws_lb', nlb({ subnets: ['a', 'b'] }), nlb({ subnets: ['a'] }), 'subnets certain'],
  ['one subnet more', 'aws_lb', nlb({ subnets: ['a'] }), nlb({ subnets: ['b', 'a'] })],
  ['subnets of an application', 'aws_lb', { subnets: ['a', 'b'] }, { subnets: ['b', 'c'] }],
  ['inside instead of outside', 'aws_lb', {}, { internal: true }, 'internal certain'],
  [
    'a transit gateway that associates',
    'aws_ec2_transit_gateway',
    { default_route_table_association: 'disable' },
    { default_route_table_association: 'enable' },
    'default_route_table_association certain',
  ],
  [
    'a transit gateway that does not',
    'aws_ec2_transit_gateway',
    { default_route_table_association: 'enable' },
    { default_route_table_association: 'disable' },
  ],
  [
    'another number of a transit gateway',
    'aws_ec2_transit_gateway',
    { amazon_side_asn: 64513 },
    { amazon_side_asn: 64514 },
  ],
  // Google and Azure
  [
    'another product',
    'google_sql_database_instance',
    { database_version: 'MYSQL_8_0' },
    { database_version: 'POSTGRES_15' },
    'database_version certain',
  ],
  [
    'a newer release',
    'google_sql_database_instance',
    { database_version: 'POSTGRES_14' },
    { database_version: 'POSTGRES_15' },
  ],
  [
    'an older release',
    'google_sql_database_instance',
    { database_version: 'POSTGRES_15' },
    { database_version: 'POSTGRES_14' },
    'database_version certain',
  ],
  ['a wider range', 'google_compute_subnetwork', { ip_cidr_range: '10.0.4.0/24' }, { ip_cidr_range: '10.0.0.0/20' }],
  [
    'a narrower range',
    'google_compute_subnetwork',
    { ip_cidr_range: '10.0.0.0/20' },
    { ip_cidr_range: '10.0.4.0/24' },
    'ip_cidr_range certain',
  ],
  ['a place written in capitals', 'google_storage_bucket', { location: 'EU' }, { location: 'eu' }],
  ['another place', 'google_storage_bucket', { location: 'EU' }, { location: 'US' }, 'location certain'],
  [
    'a column more',
    'google_bigquery_table',
    columns({ name: 'a', type: 'INT64' }),
    columns({ name: 'a', type: 'INTEGER' }, { name: 'b', type: 'STRING' }),
  ],
  [
    'a column less',
    'google_bigquery_table',
    columns({ name: 'a', type: 'STRING' }, { name: 'b', type: 'STRING' }),
    columns({ name: 'a', type: 'STRING' }),
    'schema likely',
  ],
  [
    'a column of another type',
    'google_bigquery_table',
    columns({ name: 'a', type: 'STRING' }),
    columns({ name: 'a', type: 'INTEGER' }),
    'schema likely',
  ],
  ['statements at the end', 'google_spanner_database', { ddl: ['a'] }, { ddl: ['a', 'b'] }],
  ['statements that have run', 'google_spanner_database', { ddl: ['a'] }, { ddl: ['b', 'a'] }, 'ddl certain'],
  ['a project of another name', 'google_pubsub_schema', { name: 'a' }, { name: 'b' }, 'name likely'],
  [
    'the same place of Azure',
    'azurerm_resource_group',
    { name: 'a', location: 'West Europe' },
    { name: 'a', location: 'westeurope' },
  ],
  [
    'another place of Azure',
    'azurerm_resource_group',
    { location: 'West Europe' },
    { location: 'North Europe' },
    'location certain',
  ],
  [
    'redundancy over zones',
    'azurerm_storage_account',
    { account_replication_type: 'LRS' },
    { account_replication_type: 'ZRS' },
    'account_replication_type certain',
  ],
  [
    'redundancy over regions',
    'azurerm_storage_account',
    { account_replication_type: 'LRS' },
    { account_replication_type: 'GRS' },
  ],
  ['a smaller cache', 'azurerm_redis_cache', { sku_name: 'Premium' }, { sku_name: 'Standard' }, 'sku_name certain'],
  [
    'a capability that is added in place',
    'azurerm_cosmosdb_account',
    { capabilities: [] },
    { capabilities: [{ name: 'EnableServerless' }] },
  ],
  [
    'a capability that makes it another',
    'azurerm_cosmosdb_account',
    { capabilities: [] },
    { capabilities: [{ name: 'EnableCassandra' }] },
    'capabilities certain',
  ],
  [
    'nodes that rotate under a name',
    'azurerm_kubernetes_cluster',
    { default_node_pool: [{ name: 'a' }] },
    { default_node_pool: [{ name: 'b', temporary_name_for_rotation: 'tmp' }] },
  ],
  ['a documented sentence', 'azurerm_mssql_database', { collation: 'A' }, { collation: 'B' }, 'collation likely'],
];

const EACH = ROWS.map(([sentence, type, before, after, ...expected]) => ({ sentence, type, before, after, expected }));

test.each(EACH)('$sentence ($type)', ({ type, before, after, expected }) => {
  const found = replacementsOf(changeOf(type, before, after), TABLE);
  expect(found.map(({ property, certainty }) => `${property} ${certainty}`)).toEqual(expected);
});

test('it is said in the words of a plan', () => {
  const because = (type: string, before: ConfigMap, after: ConfigMap) =>
    replacementsOf(changeOf(type, before, after), TABLE).map((one) => one.because);
  expect(because('aws_dynamodb_table', { hash_key: 'id' }, { hash_key: 'pk' })).toEqual([
    'must be replaced: hash_key "id" becomes "pk"',
  ]);
  expect(because('aws_msk_cluster', { kafka_version: '3.6.0' }, { kafka_version: '3.5.1' })).toEqual([
    'must be replaced: kafka_version goes down from 3.6.0 to 3.5.1',
  ]);
  expect(
    because('aws_kms_external_key', { key_material_base64: 'YQ==' }, { key_material_base64: 'Yg==' }).join(),
  ).not.toContain('YQ');
});

test('nothing is replaced that is only on one side, or that nothing is known about', () => {
  expect(replacementsOf(changeOf('aws_db_instance', null, { engine: 'mysql' }), TABLE)).toEqual([]);
  expect(replacementsOf(changeOf('aws_db_instance', { engine: 'mysql' }, null), TABLE)).toEqual([]);
  expect(replacementsOf(changeOf('aws_db_instance', { engine: 'a' }, { engine: 'b' }), null)).toEqual([]);
});

test('the table says what it was made from, and every word of it can be read', () => {
  expect(TABLE).toMatchObject({ _made_from: expect.arrayContaining([expect.stringContaining('@pulumi/azure')]) });
  const entries = Object.entries(TABLE ?? {}).filter(([type]) => type !== '_made_from');
  expect(entries.length).toBeGreaterThan(1500);
  const odd = entries.flatMap(([, words]) =>
    String(words)
      .split(' ')
      .filter((word) => word !== '' && !/^[a-z][\w.]*[~!*?-]*(=\S*)?$/.test(word)),
  );
  expect(odd).toEqual([]);
});
