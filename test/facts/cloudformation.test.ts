import { describe, expect, test } from 'vitest';
import { cloudformation } from '../../src/facts/analyzers/cloudformation.ts';
import { change, edit, factsOf, part, text } from './changes.ts';

type Json = Readonly<Record<string, unknown>>;

/** What one template says about itself when it changes, access left to its own tests. */
function seen(before: string, after: string, path = 'infra/shop.yaml'): readonly string[] {
  const contents = { [path]: { before: text(before), after: text(after), landed: text(before) } };
  return factsOf(change([part([edit({ path })])]), contents, [cloudformation])
    .filter(({ kind }) => kind.startsWith('infra.') || kind === 'unreadable')
    .filter(({ attributes }) => attributes['stateful'] !== undefined || attributes['why'] !== undefined)
    .map(({ kind, subject, attributes: { protection, certainty } }) =>
      [kind.replace('infra.', ''), subject.split(':')[1], protection, certainty === 'certain' ? '' : certainty]
        .filter((word) => word !== undefined && word !== '')
        .join(' '),
    );
}

function stack(resources: Json, more: Json = {}): string {
  return JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', ...more, Resources: resources }, null, 2);
}

function one(type: string, properties: Json, more: Json = {}): string {
  return stack({ X: { Type: `AWS::${type}`, Properties: properties, ...more } });
}

/** Before, after, and what is lost on the way; on the way back nothing is. */
const WEAKER: readonly (readonly [string, type: string, before: Json, after: Json, protection: string])[] = [
  ['a database loses its deletion protection', 'RDS::DBInstance', { DeletionProtection: true }, {}, 'deletion'],
  ['a cluster, too', 'RDS::DBCluster', { DeletionProtection: 'true' }, { DeletionProtection: 'false' }, 'deletion'],
  ['backups are kept for less long', 'RDS::DBCluster', { BackupRetentionPeriod: 7 }, {}, 'backup'],
  ['a second zone goes', 'RDS::DBInstance', { MultiAZ: true }, { MultiAZ: false }, 'availability'],
  [
    'logs are no longer exported',
    'RDS::DBInstance',
    { EnableCloudwatchLogsExports: ['audit', 'error'] },
    { EnableCloudwatchLogsExports: ['error'] },
    'audit',
  ],
  ['minor versions stay', 'RDS::DBInstance', {}, { AutoMinorVersionUpgrade: false }, 'other'],
  ['signing in by IAM is off', 'RDS::DBInstance', { EnableIAMDatabaseAuthentication: true }, {}, 'isolation'],
  ['nobody looks closely', 'RDS::DBInstance', { MonitoringInterval: 60 }, { MonitoringInterval: 0 }, 'audit'],
  [
    'a table loses its history',
    'DynamoDB::Table',
    { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
    {},
    'backup',
  ],
  [
    'a table loses its protection',
    'DynamoDB::Table',
    { DeletionProtectionEnabled: true },
    { DeletionProtectionEnabled: false },
    'deletion',
  ],
  [
    'a table is not encrypted with a key',
    'DynamoDB::Table',
    { SSESpecification: { SSEEnabled: true } },
    { SSESpecification: { SSEEnabled: false } },
    'encryption',
  ],
  [
    'a bucket forgets versions',
    'S3::Bucket',
    { VersioningConfiguration: { Status: 'Enabled' } },
    { VersioningConfiguration: { Status: 'Suspended' } },
    'versioning',
  ],
  [
    'a bucket has no versions any more',
    'S3::Bucket',
    { VersioningConfiguration: { Status: 'Enabled' } },
    {},
    'versioning',
  ],
  ['a bucket logs no access', 'S3::Bucket', { LoggingConfiguration: { DestinationBucketName: 'logs' } }, {}, 'audit'],
  [
    'a bucket is not encrypted',
    'S3::Bucket',
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    },
    {},
    'encryption',
  ],
  [
    'a bucket is encrypted with a shared key',
    'S3::Bucket',
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    },
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
    'encryption',
  ],
  [
    'a bucket has no replica',
    'S3::Bucket',
    { ReplicationConfiguration: { Role: 'r', Rules: [{ Id: 'a', Status: 'Enabled' }] } },
    {},
    'backup',
  ],
  [
    'a replica is not kept up',
    'S3::Bucket',
    { ReplicationConfiguration: { Role: 'r', Rules: [{ Id: 'a', Status: 'Enabled' }] } },
    { ReplicationConfiguration: { Role: 'r', Rules: [{ Id: 'a', Status: 'Disabled' }] } },
    'backup',
  ],
  [
    'a lock is held for fewer days',
    'S3::Bucket',
    { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 90 } } } },
    { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: 1 } } } },
    'versioning',
  ],
  [
    'objects are deleted after a month',
    'S3::Bucket',
    {},
    { LifecycleConfiguration: { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: 30 }] } },
    'backup',
  ],
  ['a trail stops', 'CloudTrail::Trail', { IsLogging: true }, { IsLogging: false }, 'audit'],
  ['a trail is not validated', 'CloudTrail::Trail', { EnableLogFileValidation: true }, {}, 'audit'],
  [
    'a trail sees one region',
    'CloudTrail::Trail',
    { IsMultiRegionTrail: true },
    { IsMultiRegionTrail: false },
    'audit',
  ],
  ['a trail is not encrypted', 'CloudTrail::Trail', { KMSKeyId: 'alias/a' }, {}, 'encryption'],
  ['a trail writes to no log group', 'CloudTrail::Trail', { CloudWatchLogsLogGroupArn: 'arn:a' }, {}, 'audit'],
  ['a key is not rotated', 'KMS::Key', { EnableKeyRotation: true }, { EnableKeyRotation: false }, 'encryption'],
  ['a key is switched off', 'KMS::Key', {}, { Enabled: false }, 'other'],
  ['a key goes within a week', 'KMS::Key', {}, { PendingWindowInDays: 7 }, 'deletion'],
  [
    'an entrance loses its protection',
    'ElasticLoadBalancingV2::LoadBalancer',
    { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'true' }] },
    { LoadBalancerAttributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }] },
    'deletion',
  ],
  [
    'an entrance logs nothing',
    'ElasticLoadBalancingV2::LoadBalancer',
    { LoadBalancerAttributes: [{ Key: 'access_logs.s3.enabled', Value: true }] },
    { LoadBalancerAttributes: [] },
    'audit',
  ],
  [
    'an old entrance logs nothing',
    'ElasticLoadBalancing::LoadBalancer',
    { AccessLoggingPolicy: { Enabled: true } },
    { AccessLoggingPolicy: { Enabled: false } },
    'audit',
  ],
  [
    'an entrance is one zone',
    'ElasticLoadBalancing::LoadBalancer',
    { CrossZone: true },
    { CrossZone: false },
    'availability',
  ],
  [
    'an entrance speaks plain text',
    'ElasticLoadBalancingV2::Listener',
    { Protocol: 'HTTPS', LoadBalancerArn: 'a' },
    { Protocol: 'HTTP', LoadBalancerArn: 'a' },
    'encryption',
  ],
  [
    'an entrance takes old versions',
    'ElasticLoadBalancingV2::Listener',
    { SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
    { SslPolicy: 'ELBSecurityPolicy-TLS-1-0-2015-04' },
    'encryption',
  ],
  [
    'an instance may be terminated',
    'EC2::Instance',
    { DisableApiTermination: true },
    { DisableApiTermination: false },
    'deletion',
  ],
  [
    'an instance may be asked for its keys',
    'EC2::LaunchTemplate',
    { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' } } },
    { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'optional' } } },
    'isolation',
  ],
  [
    'a file system is not backed up',
    'EFS::FileSystem',
    { BackupPolicy: { Status: 'ENABLED' } },
    { BackupPolicy: { Status: 'DISABLED' } },
    'backup',
  ],
  ['a cache is not backed up', 'ElastiCache::ReplicationGroup', { SnapshotRetentionLimit: 15 }, {}, 'backup'],
  [
    'a cache does not fail over',
    'ElastiCache::ReplicationGroup',
    { AutomaticFailoverEnabled: true },
    { AutomaticFailoverEnabled: false },
    'availability',
  ],
  ['a warehouse is not encrypted', 'Redshift::Cluster', { Encrypted: true }, { Encrypted: false }, 'encryption'],
  [
    'a warehouse keeps no snapshots',
    'Redshift::Cluster',
    { AutomatedSnapshotRetentionPeriod: 7 },
    { AutomatedSnapshotRetentionPeriod: 0 },
    'backup',
  ],
  ['a warehouse logs nothing', 'Redshift::Cluster', { LoggingProperties: { BucketName: 'logs' } }, {}, 'audit'],
  ['a warehouse leaves the network', 'Redshift::Cluster', { EnhancedVpcRouting: true }, {}, 'isolation'],
  [
    'a graph is not protected',
    'Neptune::DBCluster',
    { DeletionProtection: true },
    { DeletionProtection: false },
    'deletion',
  ],
  [
    'documents are kept for a day',
    'DocDB::DBCluster',
    { BackupRetentionPeriod: 30 },
    { BackupRetentionPeriod: 1 },
    'backup',
  ],
  [
    'a search domain speaks plain text',
    'OpenSearchService::Domain',
    { DomainEndpointOptions: { EnforceHTTPS: true } },
    { DomainEndpointOptions: { EnforceHTTPS: false } },
    'encryption',
  ],
  [
    'a search domain is not encrypted',
    'OpenSearchService::Domain',
    { EncryptionAtRestOptions: { Enabled: true } },
    { EncryptionAtRestOptions: { Enabled: false } },
    'encryption',
  ],
  [
    'its nodes speak plain text',
    'OpenSearchService::Domain',
    { NodeToNodeEncryptionOptions: { Enabled: true } },
    { NodeToNodeEncryptionOptions: { Enabled: false } },
    'encryption',
  ],
  [
    'a search domain leaves the network',
    'OpenSearchService::Domain',
    { VPCOptions: { SubnetIds: ['a'] } },
    {},
    'isolation',
  ],
  [
    'a search domain logs nothing',
    'OpenSearchService::Domain',
    { LogPublishingOptions: { AUDIT_LOGS: { Enabled: true } } },
    { LogPublishingOptions: { AUDIT_LOGS: { Enabled: false } } },
    'audit',
  ],
  ['a topic is not encrypted', 'SNS::Topic', { KmsMasterKeyId: 'alias/a' }, {}, 'encryption'],
  [
    'a queue is not encrypted',
    'SQS::Queue',
    { SqsManagedSseEnabled: true },
    { SqsManagedSseEnabled: false },
    'encryption',
  ],
  ['a queue drops what fails', 'SQS::Queue', { RedrivePolicy: { maxReceiveCount: 3 } }, {}, 'availability'],
  [
    'a stream is not encrypted',
    'Kinesis::Stream',
    { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'a' } },
    {},
    'encryption',
  ],
  ['a stream remembers a day', 'Kinesis::Stream', { RetentionPeriodHours: 168 }, {}, 'backup'],
  ['a secret has no key of ours', 'SecretsManager::Secret', { KmsKeyId: 'alias/a' }, {}, 'encryption'],
  [
    'a build is not encrypted',
    'CodeBuild::Project',
    { Artifacts: { EncryptionDisabled: false } },
    { Artifacts: { EncryptionDisabled: true } },
    'encryption',
  ],
  [
    'a build may do anything',
    'CodeBuild::Project',
    { Environment: { PrivilegedMode: false } },
    { Environment: { PrivilegedMode: true } },
    'isolation',
  ],
  ['a function leaves the network', 'Lambda::Function', { VpcConfig: { SubnetIds: ['a'] } }, {}, 'isolation'],
  ['a function drops what fails', 'Lambda::Function', { DeadLetterConfig: { TargetArn: 'a' } }, {}, 'availability'],
  [
    'instances are healthy while they run',
    'AutoScaling::AutoScalingGroup',
    { HealthCheckType: 'ELB' },
    { HealthCheckType: 'EC2' },
    'availability',
  ],
  [
    'a cache of an API is not encrypted',
    'ApiGateway::Stage',
    { MethodSettings: [{ CacheDataEncrypted: true }] },
    { MethodSettings: [{ CacheDataEncrypted: false }] },
    'encryption',
  ],
  ['an API logs nothing', 'ApiGateway::Stage', { AccessLogSetting: { DestinationArn: 'a' } }, {}, 'audit'],
  [
    'an API logs less',
    'ApiGateway::Stage',
    { MethodSettings: [{ LoggingLevel: 'INFO' }] },
    { MethodSettings: [{ LoggingLevel: 'OFF' }] },
    'audit',
  ],
  [
    'a site takes plain text',
    'CloudFront::Distribution',
    { DistributionConfig: { DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' } } },
    { DistributionConfig: { DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } } },
    'encryption',
  ],
  [
    'a site has no firewall',
    'CloudFront::Distribution',
    { DistributionConfig: { WebACLId: 'a' } },
    { DistributionConfig: {} },
    'isolation',
  ],
  ['a detector sleeps', 'GuardDuty::Detector', { Enable: true }, { Enable: false }, 'audit'],
  [
    'a firewall lets in by default',
    'WAFv2::WebACL',
    { DefaultAction: { Block: {} } },
    { DefaultAction: { Allow: {} } },
    'isolation',
  ],
  [
    'a firewall has fewer rules',
    'WAFv2::WebACL',
    { Rules: [{ Name: 'a' }, { Name: 'b' }] },
    { Rules: [{ Name: 'b' }] },
    'isolation',
  ],
  [
    'a backup is deleted sooner',
    'Backup::BackupPlan',
    { BackupPlan: { BackupPlanRule: [{ RuleName: 'a', Lifecycle: { DeleteAfterDays: 365 } }] } },
    { BackupPlan: { BackupPlanRule: [{ RuleName: 'a', Lifecycle: { DeleteAfterDays: 7 } }] } },
    'backup',
  ],
  ['a vault has no lock', 'Backup::BackupVault', { LockConfiguration: { MinRetentionDays: 30 } }, {}, 'backup'],
  ['logs are kept for a day', 'Logs::LogGroup', { RetentionInDays: 365 }, { RetentionInDays: 1 }, 'backup'],
  ['logs have no key of ours', 'Logs::LogGroup', { KmsKeyId: 'arn:a' }, {}, 'encryption'],
  [
    'a cluster writes fewer logs',
    'EKS::Cluster',
    { Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'api' }, { Type: 'audit' }] } } },
    { Logging: { ClusterLogging: { EnabledTypes: [{ Type: 'api' }] } } },
    'audit',
  ],
  [
    'users need no second factor',
    'Cognito::UserPool',
    { MfaConfiguration: 'ON' },
    { MfaConfiguration: 'OFF' },
    'isolation',
  ],
  [
    'users are not protected',
    'Cognito::UserPool',
    { DeletionProtection: 'ACTIVE' },
    { DeletionProtection: 'INACTIVE' },
    'deletion',
  ],
  [
    'brokers speak plain text',
    'MSK::Cluster',
    { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS' } } },
    { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'PLAINTEXT' } } },
    'encryption',
  ],
  ['an alarm is silent', 'CloudWatch::Alarm', {}, { ActionsEnabled: false }, 'other'],
  [
    'subnets hand out public addresses',
    'EC2::Subnet',
    { VpcId: 'a' },
    { VpcId: 'a', MapPublicIpOnLaunch: true },
    'isolation',
  ],
  [
    'images may be overwritten',
    'ECR::Repository',
    { ImageTagMutability: 'IMMUTABLE' },
    { ImageTagMutability: 'MUTABLE' },
    'versioning',
  ],
  [
    'images are not scanned',
    'ECR::Repository',
    { ImageScanningConfiguration: { ScanOnPush: true } },
    { ImageScanningConfiguration: { ScanOnPush: false } },
    'audit',
  ],
];

describe('a protection that goes', () => {
  test.each(WEAKER)('%s', (_name, type, before, after, protection) => {
    const facts = seen(one(type, before), one(type, after)).filter((fact) => fact.startsWith('unprotect'));
    expect(facts).toEqual([`unprotect X ${protection}`]);
  });
});

describe('a protection that comes', () => {
  test.each(WEAKER)('not: %s', (_name, type, before, after) => {
    const facts = seen(one(type, after), one(type, before)).filter((fact) => fact.startsWith('unprotect'));
    expect(facts).toEqual([]);
  });
});

const SAME: readonly (readonly [string, type: string, before: Json, after: Json])[] = [
  ['the capacity of a table', 'DynamoDB::Table', { BillingMode: 'PROVISIONED' }, { BillingMode: 'PAY_PER_REQUEST' }],
  [
    'the class of a database',
    'RDS::DBInstance',
    { DBInstanceClass: 'db.t3.small' },
    { DBInstanceClass: 'db.r6g.large' },
  ],
  ['a newer version', 'RDS::DBInstance', { EngineVersion: '15.3' }, { EngineVersion: '15.4' }],
  [
    'the image of a task',
    'ECS::TaskDefinition',
    { ContainerDefinitions: [{ Name: 'a', Image: 'a:1' }] },
    { ContainerDefinitions: [{ Name: 'a', Image: 'a:2' }] },
  ],
  ['the order of groups', 'EC2::Instance', { SecurityGroupIds: ['a', 'b'] }, { SecurityGroupIds: ['b', 'a'] }],
  ['tags', 'S3::Bucket', { Tags: [{ Key: 'team', Value: 'a' }] }, { Tags: [{ Key: 'team', Value: 'b' }] }],
  ['what is off by default', 'RDS::DBInstance', { StorageEncrypted: false }, {}],
  [
    'two ways to write a join',
    'S3::Bucket',
    { BucketName: { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] } },
    { BucketName: { 'Fn::Sub': 'a-${AWS::Region}' } },
  ],
  ['a text with nothing in it to fill', 'S3::Bucket', { BucketName: 'a' }, { BucketName: { 'Fn::Sub': 'a' } }],
  ['the engine under its newer name', 'RDS::DBCluster', { Engine: 'aurora' }, { Engine: 'aurora-mysql' }],
  ['the memory of a function', 'Lambda::Function', { MemorySize: 128 }, { MemorySize: '256' }],
  ['a lock that is put on', 'S3::Bucket', { ObjectLockEnabled: false }, { ObjectLockEnabled: true }],
  ['more tasks', 'ECS::Service', { DesiredCount: 1 }, { DesiredCount: 3 }],
  ['a maintenance window', 'RDS::DBInstance', { PreferredMaintenanceWindow: 'a' }, { PreferredMaintenanceWindow: 'b' }],
  ['a second standby', 'RDS::DBInstance', { MultiAZ: false }, { MultiAZ: true }],
];

test.each(SAME)('nothing happens by %s', (_name, type, before, after) => {
  expect(seen(one(type, before), one(type, after))).toEqual([]);
});

const HAPPENS: readonly (readonly [string, type: string, before: Json, after: Json, fact: string])[] = [
  ['a bucket is renamed', 'S3::Bucket', { BucketName: 'a' }, { BucketName: 'b' }, 'replace X'],
  ['a bucket is named', 'S3::Bucket', {}, { BucketName: 'b' }, 'replace X'],
  [
    'a bucket takes its name from elsewhere',
    'S3::Bucket',
    { BucketName: 'a' },
    { BucketName: { 'Fn::ImportValue': 'n' } },
    'replace X possible',
  ],
  ['a file system is encrypted with another key', 'EFS::FileSystem', { KmsKeyId: 'a' }, { KmsKeyId: 'b' }, 'replace X'],
  ['a network gets another range', 'EC2::VPC', { CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.1.0.0/16' }, 'replace X'],
  [
    'an engine is another one',
    'RDS::DBCluster',
    { Engine: 'aurora-mysql' },
    { Engine: 'aurora-postgresql' },
    'replace X',
  ],
  ['a database comes from a snapshot', 'RDS::DBInstance', {}, { DBSnapshotIdentifier: 's' }, 'replace X likely'],
  ['a service stops', 'ECS::Service', { DesiredCount: 2 }, { DesiredCount: 0 }, 'scale-zero X'],
  [
    'a group is emptied',
    'AutoScaling::AutoScalingGroup',
    { MinSize: '1', MaxSize: '3' },
    { MinSize: '0', MaxSize: '0' },
    'scale-zero X',
  ],
  [
    'a group may be empty',
    'AutoScaling::AutoScalingGroup',
    { MinSize: '1', MaxSize: '3' },
    { MinSize: '0', MaxSize: '3' },
    'scale-zero X possible',
  ],
  [
    'nodes go',
    'EKS::Nodegroup',
    { ScalingConfig: { DesiredSize: 3 } },
    { ScalingConfig: { DesiredSize: 0 } },
    'scale-zero X',
  ],
  ['a function may not run', 'Lambda::Function', {}, { ReservedConcurrentExecutions: 0 }, 'scale-zero X'],
  [
    'a subnet moves to another zone',
    'EC2::Subnet',
    { AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } },
    { AvailabilityZone: { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] } },
    'replace X likely',
  ],
  [
    'a subnet moves to a zone by its place',
    'EC2::Subnet',
    { AvailabilityZone: 'eu-west-1a' },
    { AvailabilityZone: { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] } },
    'replace X possible',
  ],
];

test.each(HAPPENS)('%s', (_name, type, before, after, fact) => {
  expect(seen(one(type, before), one(type, after))).toEqual([fact]);
});

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: {} };
const DB = { Type: 'AWS::RDS::DBInstance', Properties: { Engine: 'postgres' } };

describe('whole templates', () => {
  test('a resource that is removed', () => {
    expect(seen(stack({ A: QUEUE, B: DB }), stack({ A: QUEUE }))).toEqual(['destroy B']);
  });
  test('each policy that keeps it', () => {
    for (const DeletionPolicy of ['Retain', 'RetainExceptOnCreate'])
      expect(seen(stack({ A: QUEUE, B: { ...DB, DeletionPolicy } }), stack({ A: QUEUE }))).toEqual([]);
  });
  test('a policy that is dropped', () => {
    expect(seen(stack({ B: { ...DB, DeletionPolicy: 'Retain' } }), stack({ B: DB }))).toEqual(['unprotect B deletion']);
    expect(seen(stack({ B: DB }), stack({ B: { ...DB, DeletionPolicy: 'Retain' } }))).toEqual([]);
    expect(seen(stack({ B: DB }), stack({ B: { ...DB, DeletionPolicy: 'Snapshot' } }))).toEqual([]);
  });
  test('a policy by a condition of production', () => {
    const more = (policy: unknown): string => stack({ B: { ...DB, DeletionPolicy: policy } }, PROD);
    const kept = { 'Fn::If': ['IsProd', 'Retain', 'Delete'] };
    expect(seen(more(kept), more('Delete'))).toEqual(['unprotect B deletion likely']);
    expect(seen(more('Delete'), more(kept))).toEqual([]);
  });
  test('a switch that is on until somebody turns it off', () => {
    const more = {
      Parameters: { Use: { Type: 'String', Default: 'yes', AllowedValues: ['yes', 'no'] } },
      Conditions: { On: { 'Fn::Equals': [{ Ref: 'Use' }, 'yes'] } },
    };
    expect(seen(stack({ B: DB }), stack({ B: { ...DB, Condition: 'On' } }, more))).toEqual([]);
  });
  test('a type that changes', () => {
    expect(seen(stack({ A: DB }), stack({ A: QUEUE }))).toEqual(['destroy A']);
  });
  test('SAM and what SAM makes of it are one', () => {
    const sam = { Type: 'AWS::Serverless::SimpleTable' };
    expect(seen(stack({ A: sam }), stack({ A: { Type: 'AWS::DynamoDB::Table' } }))).toEqual([]);
  });
  test('a version of a function comes and goes', () => {
    const version = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: 'a' } };
    expect(seen(stack({ A: QUEUE, V1: version }), stack({ A: QUEUE, V2: version }))).toEqual([]);
  });
  test('the default of a parameter empties the template', () => {
    const made = (value: string): string =>
      stack(
        { B: { ...DB, Condition: 'On' } },
        {
          Parameters: { Use: { Type: 'String', Default: value } },
          Conditions: { On: { 'Fn::Equals': [{ Ref: 'Use' }, 'yes'] } },
        },
      );
    expect(seen(made('yes'), made('no'))).toEqual(['destroy B']);
    expect(seen(made('no'), made('yes'))).toEqual([]);
  });
  test('the default of a parameter is a name', () => {
    const made = (value: string): string =>
      stack(
        { B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${Name}-x' } } } },
        { Parameters: { Name: { Type: 'String', Default: value } } },
      );
    expect(seen(made('a'), made('b'))).toEqual(['replace B']);
    expect(seen(made('a'), stack({ B: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'a-x' } } }))).toEqual([]);
  });
  test('a value of a map that only production has', () => {
    const made = (key: string): string =>
      stack(
        {
          B: {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketName: { 'Fn::FindInMap': ['M', { Ref: 'Stage' }, 'Name'] } },
          },
        },
        { ...PROD, Mappings: { M: { dev: { Name: 'd' }, prod: { Name: key } } } },
      );
    expect(seen(made('p'), made('q'))).toEqual(['replace B likely']);
  });
  test('a replacement is followed through references, cycles included', () => {
    const at = (name: string): string =>
      stack({
        A: { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } },
        B: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'A' } } },
        C: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::GetAtt': 'B.QueueName' } } },
        D: { Type: 'AWS::Lambda::Function', Properties: { Environment: { Variables: { A: { Ref: 'A' } } } } },
        E: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${F}' } } },
        F: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { 'Fn::Sub': '${E}${A}' } } },
      });
    const facts = ['replace A', 'replace B likely', 'replace C likely', 'replace E likely', 'replace F likely'];
    expect([...seen(at('a'), at('b'))].sort()).toEqual(facts);
  });
  test('one of a loop is removed', () => {
    const made = (names: readonly string[]): string =>
      stack({
        'Fn::ForEach::Tables': ['Name', names, { 'T${Name}': { Type: 'AWS::DynamoDB::Table', Properties: {} } }],
      });
    expect(seen(made(['A', 'B']), made(['A']))).toEqual(['destroy TB']);
    expect(seen(made(['A']), made(['A', 'B']))).toEqual([]);
  });
  test('conditions that stand on each other decide nothing', () => {
    const made = stack(
      { B: { ...DB, Condition: 'A' } },
      { Conditions: { A: { Condition: 'B' }, B: { Condition: 'A' } } },
    );
    expect(seen(made, made.replace('postgres', 'mysql'))).toEqual(['replace B']);
  });
  test('a trail that is removed was a protection, too', () => {
    const trail = { Type: 'AWS::CloudTrail::Trail', Properties: { IsLogging: true } };
    expect(seen(stack({ A: QUEUE, T: trail }), stack({ A: QUEUE }))).toEqual(['destroy T', 'unprotect T audit']);
  });
});

describe('what cannot be read', () => {
  const good = stack({ A: QUEUE, B: DB });
  test.each([3, 4, 8, 12, 14])('a template cut off after line %i', (lines) => {
    const cut = good.split('\n').slice(0, lines).join('\n');
    expect(seen(good, cut).length).toBeGreaterThan(0);
  });
  test('no template at all', () => {
    expect(seen(good, '')).toEqual(['destroy A likely', 'destroy B likely']);
  });
  test('line ends and a byte order mark of Windows', () => {
    expect(seen(good, `\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual([]);
  });
  test('tabs', () => {
    const yaml = 'Resources:\n  A:\n    Type: AWS::SQS::Queue\n';
    expect(seen(yaml, yaml.replace('    Type', '\tType'))).toContain('unreadable');
  });
});

const PROD = {
  Parameters: { Stage: { Type: 'String', Default: 'dev' } },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
};
