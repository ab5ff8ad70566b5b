import type { Weight } from '../resource.ts';
import { typeOf } from './kind.ts';
import type { KubeObject } from './manifest.ts';
import { at, entriesOf, isFalse, itemsOf } from './node.ts';

/** What is lost with an object of this kind. */
export function weightOf(object: KubeObject): Weight {
  const { kind, group, node } = object;
  if (kind === 'StatefulSet' && group === 'apps') return { ...DATA, stateful: holdsVolumes(node) };
  if (kind === 'Kustomization' && isFalse(at(node, 'spec', 'prune'))) return ENTRANCE; // what it made stays behind
  return weightOfType(typeOf(group, kind));
}

/** One that claims no volume is a service like any other; a patch of one does not say. */
function holdsVolumes(node: KubeObject['node']): Weight['stateful'] {
  const spec = at(node, 'spec');
  if (itemsOf(at(spec, 'volumeClaimTemplates')).length > 0) return true;
  if (itemsOf(at(spec, 'template', 'spec', 'volumes')).some((one) => at(one, 'persistentVolumeClaim'))) return true;
  return at(spec, 'selector') && entriesOf(at(spec, 'template')).length > 0 ? 'unknown' : true;
}

export function weightOfType(type: string): Weight {
  const [kind = type] = type.split('.', 1);
  if (STATEFUL.test(kind) || (type !== kind && STATEFUL_CUSTOM.test(kind))) return DATA;
  if (CLOUD.test(type) && CLOUD_DATA.test(kind)) return DATA;
  if (CRITICAL.test(kind)) return ENTRANCE;
  if (APPLICATION.test(kind) && type !== kind) return EVERYTHING_BELOW;
  if (ORDINARY.test(kind) || ORDINARY_GROUPS.test(type)) return ORDINARY_THING;
  if (CLOUD.test(type)) return { stateful: 'unknown', critical: true, reversible: 'unknown' };
  return type === kind ? ORDINARY_THING : { stateful: 'unknown', critical: 'unknown', reversible: 'unknown' };
}

const DATA: Weight = { stateful: true, critical: true, reversible: false };
const ENTRANCE: Weight = { stateful: false, critical: true, reversible: true };
const ORDINARY_THING: Weight = { stateful: false, critical: false, reversible: true };
/** Pruning takes along whatever it deployed, and what that is stands in another repository or folder. */
const EVERYTHING_BELOW: Weight = { stateful: 'unknown', critical: true, reversible: 'unknown' };

const STATEFUL =
  /^(Namespace|PersistentVolume|PersistentVolumeClaim|StatefulSet|CustomResourceDefinition|VolumeSnapshot|VolumeSnapshotContent|HelmChartInflationGenerator)$/;

/** Operators that make the storage of their objects, and delete it with them. */
const STATEFUL_CUSTOM =
  /^(Cluster|Postgresql|PostgresCluster|Postgres|PGCluster|PerconaPGCluster|PerconaServerMongoDB|PerconaXtraDBCluster|PerconaServerMySQL|InnoDBCluster|MySQL|MysqlCluster|MySQLCluster|MariaDB|Galera|Database|Kafka|KafkaTopic|KafkaNodePool|KafkaCluster|ZookeeperCluster|Elasticsearch|OpenSearchCluster|OpensearchCluster|RabbitmqCluster|RabbitMQ|Queue|MongoDB|MongoDBCommunity|MongoDBMultiCluster|Redis|RedisCluster|RedisFailover|RedisReplication|Valkey|Dragonfly|CassandraDatacenter|K8ssandraCluster|ScyllaCluster|CockroachDB|CrdbCluster|YBCluster|TidbCluster|TiDBCluster|ClickHouseInstallation|ClickHouseKeeperInstallation|InfluxDB|Tenant|EtcdCluster|Etcd|Vault|VaultCluster|Neo4jCluster|ArangoDeployment|FoundationDBCluster|NatsCluster|Solr|SolrCloud|Couchbase(Cluster|Bucket)|FlinkCluster|FlinkDeployment|Pulsar(Cluster)?|MinIO|Milvus|Qdrant(Cluster)?|Weaviate|CephCluster|CephBlockPool|CephFilesystem|CephObjectStore|CephObjectStoreUser|ObjectBucketClaim|LonghornVolume|Volume|DataVolume|VirtualMachine|VirtualMachineInstance|ManagedCluster|HCPCluster|MachineSet|Machine|Bucket|.*Database|.*DBCluster|.*DBInstance|StackGresCluster|SGCluster|AerospikeCluster|Memgraph|QuestDB|Victoria.*Cluster|VMCluster|VMSingle|LokiStack|Prometheus|Thanos.*|Jaeger|Keycloak)$/;

const CRITICAL =
  /^(Deployment|DaemonSet|ReplicaSet|ReplicationController|DeploymentConfig|Rollout|CronJob|Pod|Service|Ingress|IngressRoute|IngressRouteTCP|IngressRouteUDP|Gateway|HTTPRoute|GRPCRoute|TCPRoute|TLSRoute|Route|VirtualService|HTTPProxy|Mapping|Secret|SealedSecret|ExternalSecret|ClusterExternalSecret|SecretStore|ClusterSecretStore|StorageClass|APIService|ClusterIssuer|MutatingWebhookConfiguration|GitRepository|Endpoints|ServiceEntry|DestinationRule|ServiceImport|MultiClusterIngress|NodePool|MachineDeployment|MachinePool|IPAddressPool|BGPPeer|BGPPeeringPolicy|DNSEndpoint|ClusterConfig|ScheduledBackup|ReplicationSource|Schedule|BackupStorageLocation|CronWorkflow|CSIDriver|SparkApplication|InferenceService|RayCluster|RayService|TriggerAuthentication)$/;

const APPLICATION =
  /^(Application|ApplicationSet|AppProject|Kustomization|HelmRelease|HelmChart|App|PackageInstall|Bundle|GitRepo)$/;

const ORDINARY =
  /^(ConfigMap|ServiceAccount|Role|ClusterRole|RoleBinding|ClusterRoleBinding|HorizontalPodAutoscaler|VerticalPodAutoscaler|ScaledObject|ScaledJob|Job|ServiceMonitor|PodMonitor|PrometheusRule|Probe|ScrapeConfig|AlertmanagerConfig|VMRule|VMServiceScrape|VMPodScrape|GrafanaDashboard|GrafanaDatasource|GrafanaFolder|Certificate|CertificateRequest|Issuer|Middleware|MiddlewareTCP|TLSOption|TLSStore|ServersTransport|HelmRepository|OCIRepository|ImageRepository|ImagePolicy|ImageUpdateAutomation|Receiver|Alert|Provider|PriorityClass|IngressClass|RuntimeClass|Event|Lease|EndpointSlice|ControllerRevision|NodeFeatureRule|ReferenceGrant|BackendTrafficPolicy|ClientTrafficPolicy|EnvoyFilter|Telemetry|Sidecar|WorkflowTemplate|ClusterWorkflowTemplate|Workflow|Pipeline|Task|PipelineRun|TaskRun|EventListener|TriggerBinding|TriggerTemplate|EventSource|Sensor|AnalysisTemplate|ClusterAnalysisTemplate|ReplicationDestination|PodTemplate|Component|ConfigMapGenerator|GeneratorOptions|VolumeSnapshotClass|L2Advertisement|BGPAdvertisement|Schema|Test|TestSuite)$/;
const ORDINARY_GROUPS =
  /\.(monitoring\.coreos\.com|notification\.toolkit\.fluxcd\.io|image\.toolkit\.fluxcd\.io|grafana\.integreatly\.org)$/;

/** Operators whose objects are resources of a cloud: deleting the object deletes the resource. */
const CLOUD =
  /\.(([a-z0-9-]+\.)*(crossplane\.io|upbound\.io)|[a-z0-9]+\.services\.k8s\.aws|[a-z0-9]+\.cnrm\.cloud\.google\.com|[a-z0-9]*\.azure\.com|infra\.contrib\.fluxcd\.io|([a-z0-9]+\.)*tf\.galleybytes\.com)$/;
const CLOUD_DATA =
  /(Instance|Cluster|Database|DB|Bucket|Table|Disk|Volume|FileSystem|Cache|Topic|Queue|Key|KeyRing|Vault|Server|Storage|Account|Domain|Zone|Project|Repository|Registry|Terraform)/;
