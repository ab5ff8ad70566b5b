/** By provider, what follows its name: types that hold what cannot be made again. */
export const STATEFUL: Readonly<Record<string, RegExp>> = {
  aws_: words(
    // databases
    'db_instance|db_snapshot|db_snapshot_copy|db_cluster_snapshot|rds_cluster|rds_cluster_instance|rds_global_cluster|rds_custom_db_engine_version|rds_shard_group|docdb_cluster|docdb_cluster_instance|docdb_cluster_snapshot|docdb_global_cluster|docdbelastic_cluster|neptune_cluster|neptune_cluster_instance|neptune_cluster_snapshot|neptune_global_cluster|neptunegraph_graph|redshift_cluster|redshift_cluster_snapshot|redshiftserverless_namespace|redshiftserverless_workgroup|redshiftserverless_snapshot|dynamodb_table|dynamodb_global_table|dynamodb_table_replica|dynamodb_table_item|keyspaces_keyspace|keyspaces_table|timestreamwrite_database|timestreamwrite_table|timestreaminfluxdb_db_instance|qldb_ledger|memorydb_cluster|memorydb_multi_region_cluster|memorydb_snapshot|elasticache_cluster|elasticache_replication_group|elasticache_global_replication_group|elasticache_serverless_cache|dax_cluster|simpledb_domain|lightsail_database|lightsail_disk|lightsail_bucket|lightsail_instance|dsql_cluster|odb_.*',
    // files and disks
    's3_bucket|s3_directory_bucket|s3control_bucket|s3tables_table_bucket|s3tables_table|s3tables_namespace|s3vectors_.*|glacier_vault|ebs_volume|ebs_snapshot|ebs_snapshot_copy|efs_file_system|fsx_.*_(file_system|volume|snapshot|machine)|fsx_file_cache|fsx_backup|backup_vault|backup_logically_air_gapped_vault|storagegateway_gateway|storagegateway_.*_volume|ecr_repository|ecrpublic_repository|codeartifact_domain|codeartifact_repository|codecommit_repository|workspaces_workspace|finspace_kx_(environment|database|volume)',
    // streams, queues, searches, logs
    'kinesis_stream|kinesis_video_stream|sqs_queue|msk_cluster|msk_serverless_cluster|mq_broker|opensearch_domain|elasticsearch_domain|opensearchserverless_collection|cloudsearch_domain|cloudwatch_log_group|cloudwatch_event_archive|kendra_index|prometheus_workspace|grafana_workspace|emr_cluster|mwaa_environment|connect_instance|transfer_server|quicksight_(data_set|analysis|data_source)|healthlake_fhir_datastore|sagemaker_(domain|feature_group|notebook_instance|user_profile|model_package_group|app_image_config|code_repository)|bedrockagent_knowledge_base|glue_(catalog_database|catalog_table|registry|schema|data_catalog)|athena_database|lakeformation_resource',
    // secrets, keys, people, names
    'kms_key|kms_external_key|kms_replica_key|kms_replica_external_key|kms_custom_key_store|cloudhsm_v2_cluster|cloudhsm_v2_hsm|secretsmanager_secret|ssm_parameter|cognito_user_pool|cognito_identity_pool|cognito_user|acmpca_certificate_authority|directory_service_directory|identitystore_user|identitystore_group|iot_thing|iot_thing_group|iotanalytics_datastore|route53_zone|organizations_account|organizations_organization|servicecatalog_portfolio|appstream_.*_stack',
  ),
  google_: words(
    'sql_database_instance|sql_database|sql_user|storage_bucket|bigquery_dataset|bigquery_table|spanner_(instance|database)|spanner_instance_config|bigtable_(instance|table)|firestore_(database|document)|datastore_index|alloydb_(cluster|instance|backup)|redis_(instance|cluster)|memcache_instance|memorystore_instance|filestore_(instance|backup|snapshot)|netapp_(volume|storage_pool|backup|backup_vault)|compute_(disk|region_disk|snapshot|image|machine_image)|kms_(key_ring|crypto_key|crypto_key_version)|secret_manager_(regional_)?secret|pubsub_(topic|subscription|lite_topic|lite_subscription|schema)|artifact_registry_repository|container_registry|sourcerepo_repository|dns_managed_zone|logging_(project|folder|organization|billing_account)_bucket_config|dataproc_(cluster|metastore_service)|composer_environment|data_fusion_instance|healthcare_.*_store|healthcare_dataset|managed_kafka_(cluster|topic)|backup_dr_backup_vault|privateca_(ca_pool|certificate_authority)|project|folder|identity_platform_(config|tenant)|looker_instance|notebooks_instance|workbench_instance|vertex_ai_(dataset|featurestore|feature_store|index)|firebase_(project|database_instance|storage_bucket)|active_directory_domain|lustre_instance|parallelstore_instance|app_engine_application|oracle_database_.*',
  ),
  azurerm_: words(
    'resource_group|storage_(account|container|share|share_directory|share_file|table|table_entity|queue|blob|data_lake_gen2_filesystem|data_lake_gen2_path)|mssql_(server|database|managed_instance|managed_database|elasticpool|virtual_machine)|sql_(server|database|managed_instance)|postgresql_(server|database|flexible_server|flexible_server_database)|mysql_(server|database|flexible_server|flexible_database)|mariadb_(server|database)|cosmosdb_.*(account|database|container|collection|table|keyspace|graph|cluster|datacenter)|redis_(cache|enterprise_cluster|enterprise_database)|managed_redis|managed_disk|disk_.*|snapshot|image|shared_image(_gallery|_version)?|key_vault|key_vault_(key|secret|certificate|managed_hardware_security_module|managed_hardware_security_module_key)|container_registry|recovery_services_vault|data_protection_backup_vault|backup_container_.*|log_analytics_workspace|application_insights|eventhub|eventhub_namespace|servicebus_(namespace|queue|topic|subscription)|search_service|kusto_(cluster|database)|synapse_(workspace|sql_pool|spark_pool)|data_factory|data_lake_store|databricks_workspace|machine_learning_workspace|dns_zone|private_dns_zone|netapp_(account|pool|volume|snapshot)|hpc_cache|iothub|iotcentral_application|app_configuration|automation_account|api_management|signalr_service|purview_account|healthcare_.*service|elastic_cloud_elasticsearch|hdinsight_.*_cluster|aadb2c_directory|subscription|storage_sync|mongo_cluster|oracle_.*|linux_virtual_machine|windows_virtual_machine|virtual_machine|fabric_capacity|cognitive_account|grafana|dashboard_grafana',
  ),
  azuread_: words(
    'user|group|application|application_registration|service_principal|application_password|administrative_unit',
  ),
  azapi_: words('resource'),
  kubernetes_: words(
    'namespace(_v1)?|persistent_volume(_v1)?|persistent_volume_claim(_v1)?|stateful_set(_v1)?|secret(_v1)?|manifest',
  ),
  helm_: words('release'),
  digitalocean_: words(
    'database_(cluster|db|user|replica)|spaces_bucket|volume|volume_snapshot|droplet|droplet_snapshot|container_registry|domain|project',
  ),
  hcloud_: words('volume|server|snapshot'),
  linode_: words('database_.*|volume|instance|object_storage_bucket|domain'),
  vultr_: words('database.*|block_storage|instance|object_storage|dns_domain'),
  scaleway_: words(
    'rdb_(instance|database)|object_bucket|block_volume|instance_(server|volume|snapshot)|redis_cluster|registry_namespace|mnq_.*|secret|documentdb_instance|mongodb_instance|domain_zone|key_manager_key',
  ),
  oci_: words(
    'core_(volume|boot_volume|instance)|database_.*|mysql_mysql_db_system|psql_db_system|objectstorage_bucket|file_storage_file_system|kms_(key|vault)|vault_secret|nosql_table|streaming_stream|dns_zone|artifacts_container_repository|identity_compartment|redis_redis_cluster',
  ),
  alicloud_: words(
    'db_instance|db_database|polardb_cluster|oss_bucket|kvstore_instance|mongodb_instance|ecs_disk|disk|instance|nas_file_system|kms_key|kms_secret|dns_domain|alidns_domain|cr_repo|log_project|log_store',
  ),
  ibm_: words('database|cos_bucket|is_volume|is_instance|kms_key|sm_.*secret|cloudant.*|resource_instance'),
  openstack_: words(
    'blockstorage_volume_v[23]|compute_instance_v2|objectstorage_container_v1|db_(instance|database)_v1|dns_zone_v2|keymanager_secret_v1|sharedfilesystem_share_v2|images_image_v2',
  ),
  proxmox_: words('vm_qemu|lxc|virtual_environment_(vm|container)'),
  vsphere_: words('virtual_machine|virtual_disk|.*datastore.*|vmfs_datastore'),
  libvirt_: words('volume|domain|pool'),
  cloudflare_: words('zone|r2_bucket|workers_kv_namespace|workers_kv|d1_database|queue|pages_project|stream'),
  mongodbatlas_: words(
    'cluster|advanced_cluster|flex_cluster|serverless_instance|project|global_cluster_config|cloud_backup_snapshot|search_index|stream_instance',
  ),
  postgresql_: words('database|schema|role|extension'),
  mysql_: words('database|user'),
  mssql_: words('database|user|login'),
  snowflake_: words(
    'database|schema|table|dynamic_table|stage|warehouse|external_table|materialized_view|user|share|stream|sequence|secret',
  ),
  databricks_: words(
    'cluster|catalog|schema|sql_table|volume|metastore|secret|secret_scope|mlflow_.*|external_location|mws_workspaces',
  ),
  confluent_: words('kafka_(cluster|topic)|environment|schema|schema_registry_cluster|ksql_cluster|flink_.*'),
  aiven_: words(
    'pg|mysql|kafka|kafka_topic|opensearch|redis|valkey|cassandra|clickhouse|m3db|influxdb|grafana|dragonfly|project|pg_database|mysql_database|opensearch_.*',
  ),
  elasticstack_: words('elasticsearch_(index|data_stream|snapshot_repository)'),
  ec_: words('deployment'),
  influxdb_: words('bucket|database'),
  redis_: words('database'),
  rediscloud_: words('.*subscription|.*database'),
  neon_: words('project|branch|database|role'),
  planetscale_: words('database|branch'),
  supabase_: words('project|branch'),
  cockroach_: words('cluster|database|sql_user'),
  heroku_: words('app|addon|space'),
  vercel_: words('project|blob_store'),
  netlify_: words('site'),
  fly_: words('app|volume|machine'),
  render_: words('postgres|redis|keyvalue|web_service'),
  railway_: words('project|volume'),
  github_: words('repository|team|organization_project|organization|actions_(organization_|environment_)?secret'),
  gitlab_: words('project|group|project_variable|group_variable'),
  bitbucket_: words('repository|project'),
  okta_: words('user|group|app_.*|auth_server|user_schema_property'),
  auth0_: words('connection|client|tenant|user|organization|resource_server|custom_domain|signing_keys'),
  vault_: words(
    'mount|secrets_mount|kv_secret.*|generic_secret|pki_secret_backend_root_cert|transit_secret_backend_key|auth_backend|identity_(entity|group)|namespace|.*_secret_backend|raft_snapshot_agent_config',
  ),
  consul_: words('keys|key_prefix|namespace'),
  nomad_: words('csi_volume.*|volume|dynamic_host_volume|namespace'),
  rabbitmq_: words('queue|vhost|exchange|user'),
  kafka_: words('topic'),
  rancher2_: words('cluster|cluster_v2|namespace|project|secret'),
  docker_: words('volume'),
  grafana_: words('organization|cloud_stack|folder'),
  sentry_: words('project|organization'),
  datadog_: words('logs_archive|logs_index'),
  minio_: words('s3_bucket|s3_object|iam_user'),
  b2_: words('bucket|bucket_file_version'),
  wasabi_: words('bucket'),
  hcp_: words('vault_cluster|consul_cluster|boundary_cluster|packer_bucket|project|vault_secrets_.*'),
  tfe_: words('workspace|organization|project|variable|variable_set'),
};

/** Types on which others stand: networks, clusters, names, entrances, what serves. */
export const CRITICAL: Readonly<Record<string, RegExp>> = {
  aws_: words(
    'vpc|default_vpc|subnet|internet_gateway|egress_only_internet_gateway|nat_gateway|eip|route_table|vpn_gateway|vpn_connection|customer_gateway|vpc_endpoint|vpc_endpoint_service|vpc_peering_connection|vpc_ipam|vpc_ipam_pool|ec2_transit_gateway|ec2_transit_gateway_.*attachment|ec2_transit_gateway_route_table|ec2_transit_gateway_connect|ec2_transit_gateway_multicast_domain|ec2_client_vpn_endpoint|dx_.*(gateway|connection|lag|interface)|networkfirewall_firewall|networkmanager_.*|globalaccelerator_(accelerator|listener|endpoint_group)|carrier_gateway|ec2_carrier_gateway|vpclattice_service(_network)?|directory_service_.*',
    'lb|alb|elb|lb_listener|alb_listener|lb_target_group|alb_target_group|cloudfront_(distribution|multitenant_distribution|function|origin_access_identity|vpc_origin)|api_gateway_(rest_api|domain_name|stage|vpc_link)|apigatewayv2_(api|domain_name|stage|vpc_link)|appsync_graphql_api|route53_record|route53_resolver_.*|route53_health_check|route53domains_.*|acm_certificate|iam_server_certificate|service_discovery_.*|wafv2_web_acl|waf_web_acl|wafregional_web_acl|shield_protection|apprunner_service|amplify_(app|branch|domain_association)|lightsail_.*',
    'instance|spot_instance_request|spot_fleet_request|ec2_fleet|autoscaling_group|eks_(cluster|node_group|fargate_profile|addon|identity_provider_config)|ecs_(cluster|service|capacity_provider)|lambda_(function|function_url)|batch_(compute_environment|job_queue)|elastic_beanstalk_(application|environment)|emr_(instance_group|instance_fleet|studio)|emrserverless_application|emrcontainers_virtual_cluster|sagemaker_endpoint|dms_(replication_instance|replication_task|replication_config)|db_proxy|rds_cluster_endpoint|sfn_state_machine|cloudformation_stack|ec2_host|placement_group|gamelift_fleet|appmesh_.*',
    'iam_openid_connect_provider|iam_saml_provider|cognito_user_pool_(client|domain)|cognito_identity_provider|sns_topic|kinesis_firehose_delivery_stream|cloudwatch_event_bus|pipes_pipe|scheduler_schedule_group|ses_domain_identity|sesv2_email_identity|efs_mount_target|efs_access_point|s3_access_point|s3_bucket_website_configuration|fsx_data_repository_association|organizations_organizational_unit|ssoadmin_.*permission_set|controltower_.*|kinesisanalyticsv2_application|elasticache_user_group|msk_configuration|msk_replicator|mskconnect_connector',
  ),
  google_: words(
    'compute_(network|subnetwork|router|router_nat|address|global_address|instance|instance_group|instance_group_manager|region_instance_group_manager|forwarding_rule|global_forwarding_rule|backend_service|region_backend_service|backend_bucket|url_map|region_url_map|target_.*|vpn_.*|ha_vpn_gateway|external_vpn_gateway|interconnect.*|network_peering|security_policy|health_check|network_endpoint_group|region_network_endpoint_group|service_attachment|firewall)|container_(cluster|node_pool)|gke_hub_.*|dns_record_set|cloud_run_service|cloud_run_v2_(service|job)|cloudfunctions_function|cloudfunctions2_function|app_engine_.*|api_gateway_.*|apigee_.*|service_networking_connection|vpc_access_connector|service_account|iam_workload_identity_pool|iam_workload_identity_pool_provider|certificate_manager_.*|cloud_tasks_queue|cloud_scheduler_job|dataflow_.*|workflows_workflow|eventarc_trigger|network_connectivity_.*|network_services_.*|vertex_ai_endpoint|iap_.*client|access_context_manager_.*|tpu_.*|gkeonprem_.*|edgecontainer_.*',
  ),
  azurerm_: words(
    'virtual_network|subnet|virtual_network_gateway|virtual_network_gateway_connection|local_network_gateway|virtual_network_peering|virtual_hub.*|virtual_wan|vpn_gateway.*|express_route_.*|nat_gateway|public_ip|public_ip_prefix|route_table|firewall|firewall_policy|bastion_host|private_endpoint|private_link_service|lb|application_gateway|web_application_firewall_policy|frontdoor|cdn_.*(profile|endpoint|custom_domain|origin.*)|traffic_manager_profile|dns_.*_record|private_dns_.*_record|private_dns_resolver.*|kubernetes_cluster|kubernetes_cluster_node_pool|kubernetes_fleet_manager|.*virtual_machine_scale_set|availability_set|app_service.*|service_plan|.*web_app(_slot)?|.*function_app(_slot)?|static_site|static_web_app|container_group|container_app|container_app_environment|logic_app_.*|batch_(account|pool)|redhat_openshift_cluster|spring_cloud_.*|management_group|eventgrid_(topic|domain|system_topic)|notification_hub.*|service_fabric_.*|dedicated_host.*|proximity_placement_group|stream_analytics_job|data_factory_.*|web_pubsub|relay_namespace|communication_service|vmware_.*|arc_.*|disk_encryption_set',
  ),
  kubernetes_: words(
    'deployment(_v1)?|daemonset|daemon_set_v1|service(_v1)?|ingress(_v1|_class.*)?|cron_job(_v1)?|storage_class(_v1)?|service_account(_v1)?|network_policy(_v1)?|horizontal_pod_autoscaler.*|pod(_v1)?|replication_controller.*',
  ),
  digitalocean_: words(
    'kubernetes_(cluster|node_pool)|loadbalancer|vpc|floating_ip|reserved_ip|app|record|certificate|cdn|firewall|droplet_autoscale|vpc_peering',
  ),
  hcloud_: words(
    'network|network_subnet|load_balancer.*|floating_ip|primary_ip|firewall|managed_certificate|placement_group',
  ),
  linode_: words('lke_cluster|lke_node_pool|nodebalancer.*|vpc.*|domain_record|firewall|ipv6_range|networking_ip'),
  vultr_: words('kubernetes.*|load_balancer|vpc.*|reserved_ip|dns_record|firewall_group'),
  scaleway_: words('k8s_(cluster|pool)|lb.*|vpc.*|domain_record|container|function|instance_(ip|security_group)'),
  oci_: words(
    'core_(vcn|subnet|.*gateway|route_table|public_ip|drg.*|instance_pool|security_list|network_security_group)|containerengine_(cluster|node_pool)|load_balancer.*|network_load_balancer.*|dns_rrset|functions_.*|apigateway_.*',
  ),
  alicloud_: words(
    'vpc|vswitch|slb.*|alb.*|nlb.*|eip.*|nat_gateway|cs_.*|ess_scaling_group|security_group|alidns_record|fc.*|cdn_domain.*|ram_role',
  ),
  openstack_: words('networking_.*|lb_.*|containerinfra_cluster_v1|dns_recordset_v2|compute_floatingip.*'),
  cloudflare_: words(
    'record|dns_record|load_balancer.*|worker_script|workers_script|worker_route|workers_route|ruleset|page_rule|tunnel|zero_trust_tunnel_cloudflared|access_application|zero_trust_access_application|custom_hostname|certificate_pack|argo|spectrum_application|healthcheck',
  ),
  mongodbatlas_: words(
    'network_container|network_peering|privatelink_endpoint|private_endpoint.*|project_ip_access_list|encryption_at_rest',
  ),
  confluent_: words('network|connector|private_link_access|peering|identity_provider'),
  heroku_: words('domain|formation|build|pipeline|cert|ssl'),
  vercel_: words('project_domain|dns_record|deployment'),
  github_: words(
    'branch_default|branch|team_repository|repository_environment|repository_webhook|actions_runner_group|membership|organization_webhook',
  ),
  gitlab_: words('branch_protection|project_hook|deploy_key'),
  okta_: words('idp_.*|policy_.*|domain|network_zone'),
  vault_: words('policy|jwt_auth_backend.*|kubernetes_auth_backend.*|aws_auth_backend.*|approle.*'),
  nomad_: words('job'),
  docker_: words('container|service|network'),
  aiven_: words('project_vpc|transit_gateway.*|connection_pool'),
  rancher2_: words('node_pool|app.*|machine_config.*'),
  datadog_: words('integration_.*'),
  databricks_: words('sql_endpoint|sql_warehouse|instance_pool|mws_.*|metastore_assignment'),
};

function words(...lists: readonly string[]): RegExp {
  return new RegExp(`^(?:${lists.join('|')})$`);
}
