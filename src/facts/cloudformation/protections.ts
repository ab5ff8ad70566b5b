import { type ConfigValue, isMap } from '../resource.ts';
import type { Protection } from './finding.ts';
import { type Judge, atLeast, off, on, present, ranked, tlsVersion, whole } from './judges.ts';

/**
 * What protects a resource: the first row that fits a path decides about it. `type` is without `AWS::`; the names of
 * properties are alike over the services, so most rows are about any type, also one that is invented tomorrow.
 */
export type Row = readonly [path: RegExp, protection: Protection, judge: Judge, type?: RegExp];

export const PROTECTIONS: readonly Row[] = [
  // deletion
  [/(^|\.)deletion_protection\.enabled$/, 'deletion', on()],
  [
    /(^|\.)(DeletionProtection(Enabled)?|EnableTerminationProtection|TerminationProtect(ed|ion)(Enabled)?)$/,
    'deletion',
    on(),
  ],
  [
    /(^|\.)(DisableApiTermination|DisableApiStop|DeleteProtection|FirewallPolicyChangeProtection|SubnetChangeProtection)$/,
    'deletion',
    on(),
  ],
  [/(^|\.)(NewInstancesProtectedFromScaleIn|ManagedTerminationProtection)$/, 'deletion', on()],
  [/(^|\.)PendingWindowInDays$/, 'deletion', atLeast(30), /^KMS::/],
  [/(^|\.)(ForceDelete(d|RepositoryContents)?|EmptyOnDelete|ForceDestroy|RecursiveDeleteOption)$/, 'deletion', off()],
  // backups
  [/(^|\.)BackupRetentionPeriod$/, 'backup', atLeast(1)],
  [/(^|\.)(Automated|Manual)SnapshotRetentionPeriod$/, 'backup', atLeast(1)],
  [
    /(^|\.)(SnapshotRetentionLimit|AutomaticBackupRetentionDays|DailyAutomaticBackupRetention\w*)$/,
    'backup',
    atLeast(0),
  ],
  [/(^|\.)RetentionPeriodHours$/, 'backup', atLeast(24), /^Kinesis::Stream$/],
  [/(^|\.)(PointInTimeRecoveryEnabled|ContinuousBackups?(Enabled)?|EnableContinuousBackup)$/, 'backup', on()],
  [/(^|\.)RecoveryPeriodInDays$/, 'backup', atLeast(35)],
  [/(^|\.)DeleteAfterDays$/, 'backup', atLeast(null), /^Backup::/],
  [/(^|\.)(LockConfiguration|MinRetentionDays|MaxRetentionDays)$/, 'backup', present, /^Backup::/],
  [/^BackupPolicy\.Status$/, 'backup', on(), /^EFS::/],
  [/^BackupPolicy$/, 'backup', present, /^EFS::/],
  [/(^|\.)DeleteAutomatedBackups$/, 'backup', off(true)],
  [/^ReplicationConfiguration$/, 'backup', present, /^(S3::Bucket|EFS::FileSystem)$/],
  [/^ReplicationConfiguration\.Rules\.[^.]+\.Status$/, 'backup', on(), /^S3::Bucket$/],
  [/^Replicas$/, 'backup', whole, /^DynamoDB::GlobalTable$/],
  [/(^|\.)RetentionInDays$/, 'backup', atLeast(null)],
  [
    /(^|\.)(MemoryStoreRetentionPeriodInHours|MagneticStoreRetentionPeriodInDays|MessageRetentionPeriod)$/,
    'backup',
    atLeast(null),
  ],
  [/^LifecycleConfiguration$/, 'backup', expiresSooner, /^S3::Bucket$/],
  // versions and locks
  [/^VersioningConfiguration$/, 'versioning', present, /^S3/],
  [/^VersioningConfiguration\.Status$/, 'versioning', on(), /^S3/],
  [/(^|\.)(ObjectLockEnabled|ObjectLockConfiguration)$/, 'versioning', present],
  [/^ObjectLockConfiguration\.Rule(\.DefaultRetention)?$/, 'versioning', present],
  [/^ObjectLockConfiguration\..*\.(Days|Years)$/, 'versioning', atLeast(null)],
  [/^ObjectLockConfiguration\..*\.Mode$/, 'versioning', ranked(['GOVERNANCE', 'COMPLIANCE'])],
  [/^ImageTagMutability$/, 'versioning', ranked(['MUTABLE', 'IMMUTABLE'], 'MUTABLE'), /^ECR::/],
  // encryption: whatever says so by its name, on any type
  [/(^|\.)(EncryptionDisabled|DisableEncryption)$/, 'encryption', off()],
  [/(^|\.)SSEAlgorithm$/, 'encryption', ranked(['AES256', 'aws:kms', 'aws:kms:dsse'])],
  [/(^|\.)ClientBroker$/, 'encryption', ranked(['PLAINTEXT', 'TLS_PLAINTEXT', 'TLS'], 'TLS')],
  [/(^|\.)(EncryptionType|SseType|SSEType)$/, 'encryption', ranked(['NONE', 'AES256', 'KMS'])],
  [/^BucketEncryption(\.ServerSideEncryptionConfiguration)?$/, 'encryption', present],
  [
    /(^|\.)(Encrypted|StorageEncrypted|VolumeEncryptionEnabled|\w*Encrypt(ed|ion)(AtRest|InTransit)?(Enabled)?|\w*EncryptionAtRestEnabled|SSEEnabled|\w*SseEnabled|CacheDataEncrypted|InCluster|EncryptionAtRestOptions\.Enabled|NodeToNodeEncryptionOptions\.Enabled|EncryptionOptions\.\w+)$/,
    'encryption',
    flagOrThere,
  ],
  [
    /(^|\.)\w*(Encryption|Encrypt)(Config|Configuration|Specification|Settings|Options|Info|AtRest|InTransit|Key|KeyArn|KeyId|KMSKeyId)?$/,
    'encryption',
    present,
  ],
  [/(^|\.)(SSESpecification|SSEDescription)$/, 'encryption', present],
  [/(^|\.)(Kms|KMS)\w*$|(^|\.)\w+K(ms|MS)(Master)?Key(Id|Arn|ID|ARN)?$/, 'encryption', present],
  [
    /(^|\.)(EnableKeyRotation|EnforceHTTPS|RequireTLS|TransitEncryption(Enabled)?|EnforceSecureTransport|require_ssl)$/i,
    'encryption',
    on(),
  ],
  [/^Enabled$/, 'other', on(true), /^(KMS::|Lambda::EventSourceMapping)/],
  [/(^|\.)RotationRules$|(^|\.)(RotationLambdaARN|HostedRotationLambda)$/, 'encryption', present],
  [
    /(^|\.)(SslPolicy|MinimumProtocolVersion|TLSSecurityPolicy|SecurityPolicy(Name)?|MinimumTlsVersion|ReferenceSecurityPolicy)$/,
    'encryption',
    tlsVersion,
  ],
  [/(^|\.)ViewerProtocolPolicy$/, 'encryption', ranked(['allow-all', 'redirect-to-https', 'https-only'])],
  [/(^|\.)OriginProtocolPolicy$/, 'encryption', ranked(['http-only', 'match-viewer', 'https-only'])],
  [/^Protocol$/, 'encryption', ranked(['HTTP', 'HTTPS']), /^ElasticLoadBalancingV2::Listener$/],
  [/^Protocol$/, 'encryption', ranked(['TCP', 'TLS']), /^ElasticLoadBalancingV2::Listener$/],
  [/^Listeners\.[^.]+\.Protocol$/, 'encryption', ranked(['HTTP', 'HTTPS'])],
  [/^Listeners\.[^.]+\.Protocol$/, 'encryption', ranked(['TCP', 'SSL'])],
  [
    /(^|\.)(ViewerCertificate|Certificates|SSLCertificateId|ClientCertificateId|KerberosAttributes|SecurityConfiguration)$/,
    'encryption',
    present,
  ],
  // what is written down
  [/^IsLogging$/, 'audit', on()],
  [/(^|\.)(EnableLogFileValidation|IsMultiRegionTrail|IncludeGlobalServiceEvents|IsOrganizationTrail)$/, 'audit', on()],
  [/^IncludeManagementEvents$/, 'audit', on(true)],
  [/^(EventSelectors|AdvancedEventSelectors)$/, 'audit', whole, /^CloudTrail::/],
  [/(^|\.)(CloudWatchLogsLogGroupArn|CloudWatchLogsRoleArn|CloudWatchRoleArn)$/, 'audit', present],
  [/(^|\.)(EnableCloudwatchLogsExports|EnabledTypes|LogTypes|EnableLogTypes)$/, 'audit', whole],
  [/^(Enable|DataSources\..*\.Enable|Features\..*\.Status)$/, 'audit', on(), /^GuardDuty::/],
  [/(^|\.)access_logs\.s3\.enabled$|^AccessLoggingPolicy\.Enabled$|(^|\.)Logs\.(Audit|General)$/, 'audit', on()],
  [
    /(^|\.)(Logging|LogConfig|LogsConfig|LoggingConfiguration|LoggingConfig|LogConfiguration|LoggingProperties|LoggingInfo|AccessLogSettings?|AccessLoggingPolicy|LogPublishingOptions|LogSettings)$/,
    'audit',
    present,
  ],
  [/^LogPublishingOptions\.[^.]+(\.Enabled)?$/, 'audit', flagOrThere],
  [/(^|\.)(CloudWatchLogs|S3Logs)\.Status$/, 'audit', on()],
  [/(^|\.)LoggingLevel$/, 'audit', ranked(['OFF', 'ERROR', 'INFO'], 'OFF')],
  [
    /(^|\.)Level$/,
    'audit',
    ranked(['OFF', 'FATAL', 'ERROR', 'ALL'], 'OFF'),
    /^(Serverless::StateMachine|StepFunctions::)/,
  ],
  [
    /(^|\.)(TracingEnabled|EnablePerformanceInsights|ScanOnPush|DetailedMonitoringEnabled|MetricsEnabled|CloudWatchMetricsEnabled|containerInsights)$/,
    'audit',
    on(),
  ],
  [/^Monitoring$/, 'audit', on(), /^EC2::Instance$/],
  [
    /(^|\.)Tracing(Config|Configuration)?(\.(Enabled|Mode))?$/,
    'audit',
    ranked(['false', 'PassThrough', 'Active', 'true'], 'false'),
  ],
  [/^(MonitoringInterval)$/, 'audit', (then, now) => (now === 0 || now === undefined ? atLeast(0)(then, now) : null)],
  [/^(ActionsEnabled)$/, 'other', on(true), /^CloudWatch::/],
  [/^AlarmActions$/, 'other', present, /^CloudWatch::/],
  [/^RecordingGroup\.(AllSupported|IncludeGlobalResourceTypes)$/, 'audit', on(), /^Config::/],
  // walls around it
  [/(^|\.)(BlockPublicAcls|BlockPublicPolicy|IgnorePublicAcls|RestrictPublicBuckets)$/, 'isolation', on()],
  [/^PublicAccessBlockConfiguration$/, 'isolation', present],
  [
    /(^|\.)(EnhancedVpcRouting|EndpointPrivateAccess|drop_invalid_header_fields\.enabled|EnableIAMDatabaseAuthentication|IamAuthEnabled|EnableNetworkIsolation|ReadonlyRootFilesystem)$/,
    'isolation',
    on(),
  ],
  [/(^|\.)AdvancedSecurityOptions\.(Enabled|InternalUserDatabaseEnabled)$/, 'isolation', on()],
  [/(^|\.)(AdvancedSecurityOptions|AdvancedSecurityMode)$/, 'isolation', present],
  [/^DirectInternetAccess$/, 'isolation', off(true)],
  [/^RootAccess$/, 'isolation', off(true), /^SageMaker::/],
  [/(^|\.)(AssociatePublicIpAddress|MapPublicIpOnLaunch|AutoAssignPublicIp|AssociatePublicIp)$/, 'isolation', off()],
  [/(^|\.)(PrivilegedMode|Privileged)$/, 'isolation', off()],
  [/(^|\.)HttpTokens$/, 'isolation', ranked(['optional', 'required'])],
  [/(^|\.)MetadataOptions$/, 'isolation', present],
  [/(^|\.)MfaConfiguration$/, 'isolation', ranked(['OFF', 'OPTIONAL', 'ON'], 'OFF')],
  [
    /^(VpcConfig|VPCOptions|VpcOptions|DBSubnetGroupName|ClusterSubnetGroupName|CacheSubnetGroupName)$/,
    'isolation',
    present,
  ],
  [/^SubnetId$/, 'isolation', present, /^SageMaker::/],
  [/(^|\.)(WebACLId|WebAclId|WebACLArn)$/, 'isolation', present],
  [
    /^DefaultAction\.Block$/,
    'isolation',
    (then, now) => (then !== undefined && now === undefined ? 'weaker' : null),
    /^WAF/,
  ],
  [/^DefaultAction\.Type$/, 'isolation', ranked(['ALLOW', 'BLOCK']), /^WAF/],
  [/^Rules$/, 'isolation', whole, /^WAF/],
  [
    /^Rules\.[^.]+\.Action\.Block$/,
    'isolation',
    (then, now) => (then !== undefined && now === undefined ? 'weaker' : null),
    /^WAF/,
  ],
  [/(^|\.)(OriginAccessControlId|OriginAccessIdentity|TrustedSigners|TrustedKeyGroups)$/, 'isolation', present],
  [/^(PosixUser|RootDirectory)$/, 'isolation', present, /^EFS::AccessPoint$/],
  [/^NetworkMode$/, 'isolation', ranked(['host', 'bridge', 'awsvpc']), /^ECS::/],
  [/^EndpointConfiguration\.Types\.PRIVATE$/, 'isolation', present, /^ApiGateway::/],
  [/^AccessPolicy$/, 'deletion', present, /^Backup::/],
  [/^DisableExecuteApiEndpoint$/, 'isolation', on()],
  // more than one of it
  [
    /(^|\.)(MultiAZ|MultiAZEnabled|MultiAzEnabled|AutomaticFailoverEnabled|ZoneAwarenessEnabled|DedicatedMasterEnabled|MultiAZWithStandbyEnabled)$/,
    'availability',
    on(),
  ],
  [
    /^(CrossZone|load_balancing\.cross_zone\.enabled)$|\.load_balancing\.cross_zone\.enabled$|^ConnectionDrainingPolicy\.Enabled$/,
    'availability',
    on(),
  ],
  [/^(ReplicasPerNodeGroup|NumCacheClusters|NumReplicasPerShard|ReplicationFactor)$/, 'availability', atLeast(null)],
  [
    /^DeploymentMode$/,
    'availability',
    ranked(['SINGLE_INSTANCE', 'ACTIVE_STANDBY_MULTI_AZ', 'CLUSTER_MULTI_AZ']),
    /^AmazonMQ::/,
  ],
  [/^HealthCheckType$/, 'availability', ranked(['EC2', 'ELB'], 'EC2'), /^AutoScaling::/],
  [/(^|\.)(DeadLetterConfig|DeadLetterQueue|RedrivePolicy|OriginGroups)$/, 'availability', present],
  [/^AutoMinorVersionUpgrade$/, 'other', on(true)],
  [/^AllowVersionUpgrade$/, 'other', on(true), /^Redshift::/],
  [/(^|\.)ManagedActionsEnabled$/, 'other', on()],
  [/(^|\.)SystemType$/, 'audit', ranked(['basic', 'enhanced'], 'basic'), /^ElasticBeanstalk::/],
  [/^AutoRollbackConfiguration\.Enabled$/, 'availability', on(), /^CodeDeploy::/],
  [/^DeploymentConfiguration\.DeploymentCircuitBreaker\.Rollback$/, 'availability', on(), /^ECS::/],
  [/^NotificationConfiguration$/, 'other', present, /^S3::Bucket$/],
  [/^(Subnets|SubnetMappings|AvailabilityZones|VPCZoneIdentifier)$/, 'availability', severalToOne],
  [
    /(^|\.)(ClusterConfig|ElasticsearchClusterConfig)\.InstanceCount$/,
    'availability',
    (then, now) => (now === 1 ? atLeast(null)(then, now) : null),
  ],
];

/** `Encryption: true`, and `Encryption: {…}`: of the first it matters what it says, of the second that it is there. */
function flagOrThere(...[then, now]: Parameters<Judge>): ReturnType<Judge> {
  const isThing = (value: typeof then): boolean => typeof value === 'object' && value !== null;
  return isThing(then) || isThing(now) ? present(then, now) : on()(then, now);
}

/** In two zones it outlives one of them. */
function severalToOne(...[then, now]: Parameters<Judge>): ReturnType<Judge> {
  const count = (value: typeof then): number => (Array.isArray(value) ? value.length : 0);
  return count(then) > 1 && count(now) === 1 ? 'weaker' : null;
}

/** Objects are deleted after fewer days than before, or at all. */
function expiresSooner(...[then, now]: Parameters<Judge>): ReturnType<Judge> {
  return shortestLife(now) < shortestLife(then) ? 'weaker' : null;
}

function shortestLife(lifecycle: ConfigValue | undefined): number {
  const rules = isMap(lifecycle) ? lifecycle['Rules'] : null;
  const days = (Array.isArray(rules) ? rules : []).map((rule: ConfigValue) => {
    if (!isMap(rule) || rule['Status'] === 'Disabled') return Infinity;
    if (rule['ExpirationDate'] !== undefined) return 0;
    return typeof rule['ExpirationInDays'] === 'number' ? rule['ExpirationInDays'] : Infinity;
  });
  return Math.min(Infinity, ...days);
}
