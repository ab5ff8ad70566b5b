import { GONE } from './databases.ts';
import { destroys, type Effect, stops } from './effect.ts';
import { argument, isOn, isTemplate, type Task } from './task.ts';
import { textAt } from '../pipelines/yaml-view.ts';

const words = (some: string): RegExp => new RegExp(`^(${some})$`);

/** Modules whose things hold what cannot be made again. */
const HOLDS_DATA: readonly RegExp[] = [
  words(
    'rds_(instance|cluster|instance_snapshot|cluster_snapshot|snapshot)|rds|s3_bucket|aws_s3_bucket|dynamodb_table|elasticache|efs|ec2_(vol|snapshot|instance|ami)|ec2|redshift|opensearch|es|ecs_ecr|kms_key|aws_kms|kinesis_stream|backup_(vault|plan)|secretsmanager_secret|aws_secret|docdb_\\w+|memorydb_\\w+|lightsail|fsx\\w*|glacier\\w*|msk_cluster|eks_cluster|cloudformation|cloudformation_stack_set',
  ),
  words(
    'azure_rm_(resourcegroup|postgresql\\w*server|mysql\\w*server|mariadbserver|sqlserver|sqlmanagedinstance|cosmosdbaccount|storageaccount|storageblob|storageshare|manageddisk|snapshot|keyvault|keyvaultkey|keyvaultsecret|virtualmachine|virtualmachinescaleset|rediscache|recoveryservicesvault|backupazurevm|containerregistry|aks|datalakestore|eventhub|servicebus|hdinsightcluster)',
  ),
  words(
    'gcp_(sql_instance|storage_bucket|storage_object|bigquery_dataset|spanner_instance|compute_(disk|instance|snapshot|region_disk)|kms_\\w+|bigtable_\\w+|filestore_instance|redis_instance|pubsub_topic|container_cluster|firestore\\w*)|gc_storage',
  ),
  words('(os_)?(volume|volume_snapshot|volume_backup|server|object|object_container|stack)|server_volume|share'),
  words(
    'docker_volume|podman_volume|virt|virt_volume|virt_pool|proxmox|proxmox_kvm|proxmox_disk|proxmox_snap|vmware_guest|vmware_guest_disk|vmware_datastore\\w*|vsphere_\\w+|lxd_container|lxc_container|ovirt_(vm|disk|storage_domain)|nutanix_vm\\w*|hcloud_(server|volume)|hetzner_\\w+|(digital_ocean|digitalocean)(_droplet|_block_storage|_database|_kubernetes|_spaces|_snapshot)?|droplet|linode|linode_v4|instance|volume|vultr_(instance|server|block_storage)|scaleway_(compute|volume|database\\w*)|upcloud_server|rax|one_vm|na_ontap_(volume|lun|svm|aggregate)|purefa_\\w+|netapp_\\w+|ceph_pool|gluster_volume|zabbix_host|rabbitmq_vhost|terraform|minio_bucket|vault_kv\\w*|hashivault_secret|consul_kv|nomad_volume|acme_account',
  ),
];
const CLOUD =
  /^(ec2_|elb_|elbv2_|iam_|aws_|route53|cloudfront|lambda|ecs_|eks_|autoscaling_|azure_rm_|gcp_|gce|os_|hcloud_|digital_ocean|cloudflare_dns|vultr_|linode|scaleway_|ali_|oci_|ibm_|vmware_|vcenter_|k8s|sns|sqs|api_gateway|acm_|network|subnet|router|security_group|loadbalancer|keycloak_|docker_network|docker_swarm|nomad_job|nsupdate|ipa_|katello|foreman)/;

const RUNS =
  /^(docker_container|podman_container|docker_swarm_service|nomad_job|ecs_service|docker_stack|docker_compose|docker_compose_v2|podman_pod)$/;
const NAMES = [
  'name',
  'id',
  'db_instance_identifier',
  'db_cluster_identifier',
  'cluster_id',
  'bucket',
  'volume_name',
  'instance_ids',
  'instance_id',
  'stack_name',
  'container_name',
  'vmid',
  'uuid',
  'resource_group',
  'project_path',
  'project_src',
  'key',
  'path',
  'record',
  'zone',
  'group_id',
  'vpc_id',
  'identifier',
];

export function cloudEffects(task: Task): readonly Effect[] {
  const isObject = OBJECTS.test(task.module);
  const state = argument(task, isObject ? 'mode' : 'state');
  const isGone = GONE.test(state);
  const name = argument(task, ...NAMES) || 'unknown';
  const certainty = isTemplate(name) || name === 'unknown' ? ('likely' as const) : ('certain' as const);
  const said = { type: task.module, name, certainty, because: `state: ${state} destroys ${name}` };
  if (RUNS.test(task.module)) return containers(task, said, state);
  if (task.module === 'virt') return virtual(task, said);
  if (CLUSTER.test(task.module)) return isGone ? [cluster(task)] : [];
  if (isObject)
    return /^(delete|delobj)$/.test(state)
      ? [destroys({ ...said, certainty: 'likely', because: `mode: ${state} deletes what is in ${name}` }, true)]
      : [];
  return isGone ? managed(task, said, state) : [];
}

const OBJECTS = /^(s3_object|aws_s3|gc_storage)$/;
const CLUSTER = /^(k8s|kubernetes|openshift|kubernetes_core)$/;

type Thing = Pick<Effect, 'type' | 'name' | 'certainty' | 'because'>;

function managed(task: Task, said: Thing, state: string): readonly Effect[] {
  if (task.module === 'helm') return [release(task, state)];
  if (task.module === 'terraform')
    return [destroys({ ...said, because: 'terraform destroys all that is in its state' }, true)];
  if (HOLDS_DATA.some((row) => row.test(task.module))) return [destroys(said, true)];
  return CLOUD.test(task.module) ? [destroys({ ...said, certainty: 'likely' }, false, critical(task.module))] : [];
}

function virtual(task: Task, said: Thing): readonly Effect[] {
  const command = argument(task, 'command');
  const isGone = command === 'undefine' || GONE.test(argument(task, 'state'));
  return isGone ? [destroys({ ...said, because: `the machine ${said.name} is deleted` }, true)] : [];
}

const STANDS_ON =
  /vpc|subnet|virtualnetwork|network|cluster|route53|dns|loadbalancer|elb|cloudfront|iam_role|nat_gateway|router|hosted|zone|gateway|security_group|ec2_group|autoscaling|certificate|acm|lambda|nsupdate/;

function critical(module: string): boolean {
  return STANDS_ON.test(module);
}

/** Namespaces and claims take data along; a deployment that is gone runs nothing. */
function cluster(task: Task): Effect {
  const given = task.given;
  const kind =
    argument(task, 'kind') ||
    (textAt(given, 'definition', 'kind') ?? textAt(given, 'resource_definition', 'kind') ?? '');
  const name =
    argument(task, 'name') ||
    (textAt(given, 'definition', 'metadata', 'name') ?? argument(task, 'src', 'namespace')) ||
    'unknown';
  const stateful =
    /^(namespace|project|persistentvolume(claim)?|pvc?|statefulset|customresourcedefinition|crd|storageclass|secret|cluster|postgresql|database|ns)$/i.test(
      kind,
    );
  const because = /^(namespace|ns|project)$/i.test(kind)
    ? `the ${kind} takes all its objects along`
    : `${kind || 'the object'} ${name} is deleted`;
  return destroys(
    { type: `k8s ${kind}`.trim(), name, certainty: isTemplate(name) || kind === '' ? 'likely' : 'certain', because },
    stateful,
    true,
  );
}

function release(task: Task, state: string): Effect {
  const name = argument(task, 'release_name', 'name') || 'unknown';
  return destroys(
    { type: 'helm', name, certainty: 'likely', because: `state: ${state} uninstalls the release ${name}` },
    'unknown',
    true,
  );
}

function containers(task: Task, said: Pick<Effect, 'type' | 'name' | 'certainty'>, state: string): readonly Effect[] {
  if (!GONE.test(state) && state !== 'stopped') return [];
  if (isOn(task, 'remove_volumes') && GONE.test(state))
    return [destroys({ ...said, because: 'remove_volumes deletes the volumes with what is in them' }, true)];
  return [
    stops({ ...said, certainty: 'likely', because: `state: ${state} leaves ${said.name} running nowhere` }, true),
  ];
}
