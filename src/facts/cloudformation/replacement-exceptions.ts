import type { ConfigMap, ConfigValue } from '../resource.ts';
import { wordOf } from './expression.ts';
import { canonical, type Certainty } from './difference.ts';

export type PropertyChange = {
  readonly type: string;
  readonly path: string;
  readonly was: ConfigValue | undefined;
  readonly now: ConfigValue | undefined;
  readonly before: ConfigMap;
  readonly after: ConfigMap;
};

/**
 * Where the specification knows less than the documentation: a direction, an interruption that is no replacement, a property
 * that answers to every small edit with "maybe". Null: the specification holds.
 */
export function exceptionTo(change: PropertyChange): Certainty | 'never' | null {
  const name = change.type.replace(/^AWS::/, '');
  const rule = RULES.find(([type, path]) => type.test(name) && path.test(change.path));
  return rule ? rule[2](change) : null;
}

type Rule = readonly [type: RegExp, path: RegExp, say: (change: PropertyChange) => Certainty | 'never' | null];

const never = (): 'never' => 'never';
const RULES: readonly Rule[] = [
  // an existing bucket can be locked since November 2023; a lock cannot be taken off
  [/^S3::Bucket$/, /^ObjectLockEnabled$/, ({ now }) => (now === true ? 'never' : null)],
  [
    /^RDS::DBInstance$/,
    /^(AutoMinorVersionUpgrade|BackupRetentionPeriod|DBParameterGroupName|MultiAZ|PreferredMaintenanceWindow|StorageType)$/,
    never,
  ],
  [
    /^RDS::DBInstance$/,
    /^(PerformanceInsightsKMSKeyId|AvailabilityZone|RestoreTime|UseLatestRestorableTime)$/,
    () => 'possible',
  ],
  // to leave out the source promotes a replica; another snapshot is another database
  [/^RDS::DBInstance$/, /^SourceDB/, ({ now }) => (now === undefined ? 'never' : 'likely')],
  [/^RDS::DBInstance$/, /^DB(Cluster)?SnapshotIdentifier$/, ({ now }) => (now === undefined ? 'possible' : 'likely')],
  [/^RDS::DB(Instance|Cluster)$/, /^Engine$/, ({ was, now }) => (isSameEngine(was, now) ? 'never' : 'certain')],
  [/^RDS::DBCluster$/, /^GlobalClusterIdentifier$/, never],
  // the instances of a cluster take these from it, whatever they say
  [
    /^RDS::DBInstance$/,
    /^(StorageEncrypted|KmsKeyId|MasterUsername)$/,
    ({ after }) => (after['DBClusterIdentifier'] === undefined ? null : 'never'),
  ],
  [/^EC2::Instance$/, /^(AdditionalInfo|Affinity|EbsOptimized|SecurityGroupIds|PrivateDnsNameOptions|HostId)$/, never],
  // with a root volume of EBS, and nearly all have one, it is stopped and started
  [/^EC2::Instance$/, /^(InstanceType|UserData|Tenancy|KernelId|RamdiskId)$/, never],
  [/^EC2::VPC$/, /^InstanceTenancy$/, ({ now }) => (now === 'dedicated' ? 'likely' : 'never')],
  [/^EKS::Cluster$/, /^(ResourcesVpcConfig|AccessConfig)\./, never],
  // can be turned on in place
  [/^EKS::Cluster$/, /^EncryptionConfig$/, ({ was }) => (canonical(was) === 'null' ? 'never' : null)],
  [
    /^ElastiCache::ReplicationGroup$/,
    /^(AuthToken|NumNodeGroups|ReplicasPerNodeGroup|NodeGroupConfiguration)$/,
    () => 'possible',
  ],
  [/^ElastiCache::CacheCluster$/, /^(NumCacheNodes|AZMode|PreferredAvailabilityZones?)$/, () => 'possible'],
  [/^ElasticLoadBalancing::LoadBalancer$/, /^(HealthCheck|Subnets|AvailabilityZones)$/, never],
  [/^Elasticsearch::Domain$/, /^(ElasticsearchVersion|AdvancedSecurityOptions)$/, never],
  [/^(EMRServerless::Application|SSM::Document)$/, /./, never],
  [/^CodeCommit::Repository$/, /^Triggers$/, never],
  [/^CloudFormation::(CustomResource|Stack)$/, /./, never],
];

/** `aurora-mysql` is what `aurora` came to be called. */
function isSameEngine(then: ConfigValue | undefined, now: ConfigValue | undefined): boolean {
  const name = (engine: ConfigValue | undefined): string => wordOf(engine).replace(/^aurora$/, 'aurora-mysql');
  return name(then).toLowerCase() === name(now).toLowerCase();
}

/** SAM's own schema marks every property; these are handed on to a property that replaces. */
export function serverlessRow(
  type: string,
): { readonly yes: readonly string[]; readonly maybe: readonly string[] } | null {
  const yes = SERVERLESS[type];
  return yes ? { yes, maybe: [] } : null;
}

const SERVERLESS: Readonly<Record<string, readonly string[]>> = {
  'AWS::Serverless::Function': ['FunctionName', 'PackageType'],
  'AWS::Serverless::SimpleTable': ['PrimaryKey', 'TableName'],
  'AWS::Serverless::StateMachine': ['Name', 'Type'],
  'AWS::Serverless::HttpApi': [],
  'AWS::Serverless::Api': [],
};
