import type { Truth } from '../../model/change.ts';
import type { Weight } from '../resource.ts';
import type { Spec } from './spec-table.ts';

/** What a type is worth. A custom resource runs a function of somebody's, which may make anything. */
export function weightOf(type: string, spec: Spec): Weight {
  if (CDK_CUSTOM.test(type)) return { stateful: false, critical: false, reversible: true };
  if (/^(Custom::|AWS::CloudFormation::(CustomResource|Macro))/.test(type)) {
    return { stateful: false, critical: 'unknown', reversible: 'unknown' };
  }
  if (!/^(AWS|Alexa)::/.test(type)) return weightOfForeign(type);
  const name = type.replace(/^AWS::/, '');
  const stateful = spec(type).stateful || STATEFUL.test(name);
  const critical = CRITICAL.test(name);
  return { stateful, critical, reversible: reversibleOf(stateful, critical) };
}

/** Types that others have registered: what they are called is all there is. */
function weightOfForeign(type: string): Weight {
  const stateful = /(cluster|database|bucket|volume|instance|deployment)$/i.test(type);
  return { stateful, critical: 'unknown', reversible: stateful ? false : 'unknown' };
}

/** What the CDK library adds by itself, and leaves out again in another version. */
const CDK_CUSTOM =
  /^Custom::(AWS$|AWSCDK|S3AutoDeleteObjects|S3BucketNotifications|LogRetention|VpcRestrictDefaultSG|CDKBucketDeployment|CrossRegion|DescribeUserPool|DynamoDBReplica|ECRAutoDeleteImages|Provider|EventBridge)/;

/** Networks and entrances come back with other addresses: nobody can tell whether that matters. */
function reversibleOf(stateful: boolean, critical: boolean): Truth {
  if (stateful) return false;
  return critical ? 'unknown' : true;
}

/** Each deployment makes a new one and the old one has served: to replace these is how they work. */
export function isRevision(type: string): boolean {
  return REVISION.test(type.replace(/^AWS::/, ''));
}

/** What it holds cannot be made again from the template. Beside the ones the specification calls stateful. */
const STATEFUL = new RegExp(
  `^(${[
    'ACMPCA::CertificateAuthority',
    'AmazonMQ::Broker',
    'Backup::LogicallyAirGappedBackupVault',
    'Cassandra::(Keyspace|Table)',
    'CloudFormation::StackSet',
    'CloudTrail::EventDataStore',
    'CodeArtifact::(Domain|Repository)',
    'CodeCommit::Repository',
    'Cognito::IdentityPool',
    'DSQL::Cluster',
    'DocDBElastic::Cluster',
    'EC2::Instance',
    'ECR::(Repository|PublicRepository)',
    'ElastiCache::ServerlessCache',
    'ElasticBeanstalk::Environment',
    'FSx::(Volume|Snapshot|StorageVirtualMachine)',
    'Glue::(Database|Table)',
    'HealthLake::FHIRDatastore',
    'IAM::User',
    'KMS::ReplicaKey',
    'Lightsail::(Bucket|Database|Disk|Instance)',
    'MSK::(Cluster|ServerlessCluster)',
    'MemoryDB::Cluster',
    'NeptuneGraph::Graph',
    'OpenSearchServerless::Collection',
    'OpsWorks::(Instance|Volume)',
    'RDS::GlobalCluster',
    'RedshiftServerless::Namespace',
    'S3Express::DirectoryBucket',
    'S3Outposts::Bucket',
    'S3Tables::(TableBucket|Table)',
    'S3Vectors::.*',
    'SageMaker::(NotebookInstance|FeatureGroup|Domain)',
    'Serverless::(SimpleTable|Application)',
    'Timestream::(Database|Table|InfluxDBInstance)',
    'WorkSpaces::Workspace',
  ].join('|')})$`,
);

/** Other things stand on it: networks, clusters, names, entrances, and what runs on the way. */
const CRITICAL = new RegExp(
  `^(${[
    'ApiGateway::(RestApi|DomainName|Stage)',
    'ApiGatewayV2::(Api|DomainName|Stage)',
    'AppRunner::Service',
    'AppSync::GraphQLApi',
    'AutoScaling::AutoScalingGroup',
    'Batch::(ComputeEnvironment|JobQueue)',
    'CertificateManager::Certificate',
    'CloudFront::Distribution',
    'CloudTrail::Trail',
    'Config::(ConfigurationRecorder|DeliveryChannel)',
    'DirectoryService::.*',
    'DMS::Replication(Instance|Task)',
    'EC2::(VPC|Subnet|InternetGateway|NatGateway|EIP|Route|RouteTable|VPNGateway|VPNConnection|ClientVpnEndpoint)',
    'EC2::(TransitGateway|TransitGateway(Vpc)?Attachment|VPCPeeringConnection|VPCEndpoint|VPCGatewayAttachment|NetworkInterface)',
    'ECS::(Cluster|Service)',
    'EKS::(Cluster|Nodegroup|FargateProfile|Addon)',
    'ElasticBeanstalk::Application',
    'ElasticLoadBalancing(V2)?::(LoadBalancer|Listener|TargetGroup)',
    'Events::EventBus',
    'GlobalAccelerator::(Accelerator|Listener)',
    'GuardDuty::Detector',
    'IAM::(Role|OIDCProvider|SAMLProvider)',
    'KMS::Alias',
    'KinesisFirehose::DeliveryStream',
    'Lambda::(Function|Alias)',
    'NetworkFirewall::Firewall',
    'Organizations::.*',
    'RDS::(DBProxy|DBSubnetGroup)',
    'Route53::(HostedZone|RecordSet|RecordSetGroup)',
    'SNS::Topic',
    'Serverless::(Function|Api|HttpApi|StateMachine|GraphQLApi)',
    'S3::BucketPolicy',
    'ServiceDiscovery::.*Namespace',
    'StepFunctions::StateMachine',
    'Transfer::(Server|User)',
    'WAF(v2|Regional)?::WebACL',
  ].join('|')})$`,
  'i',
);

const REVISION = new RegExp(
  `^(${[
    'ApiGateway(V2)?::Deployment',
    'AppConfig::(Deployment|HostedConfigurationVersion)',
    'AutoScaling::LaunchConfiguration',
    'Batch::JobDefinition',
    'CDK::Metadata',
    'CloudFormation::(WaitCondition|WaitConditionHandle|ModuleVersion|ResourceVersion|HookVersion)',
    'EC2::LaunchTemplate',
    'ECS::TaskDefinition',
    'ECS::TaskSet',
    'ImageBuilder::(Component|ContainerRecipe|ImageRecipe|Image)',
    'Lambda::(LayerVersion|LayerVersionPermission|Permission|Version)',
    'SageMaker::(EndpointConfig|Model)',
    'SSM::Document',
    'Serverless::LayerVersion',
    'CodeDeploy::Deployment.*',
  ].join('|')})$`,
);
