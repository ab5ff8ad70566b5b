import type { Weight } from '../resource.ts';
import type { Construct } from './construct.ts';

/** What becomes of it when it leaves the stack. `said`: the program says so itself. */
export type Removal = { readonly policy: 'RETAIN' | 'SNAPSHOT' | 'DESTROY' | 'open'; readonly said: boolean };

export function worthOf(type: string): Weight {
  const stateful = STATEFUL.test(type);
  const critical = CRITICAL.test(type) || type.endsWith('Stack');
  return { stateful, critical, reversible: stateful ? false : critical ? 'unknown' : true };
}

export function removalOf({ props, type }: Construct): Removal {
  const text = props?.get('removalPolicy')?.text;
  if (text !== undefined) return { policy: policyIn(text), said: true };
  if (props === null) return { policy: 'open', said: false };
  if (RETAINED.test(type)) return { policy: 'RETAIN', said: false };
  return { policy: SNAPSHOT.test(type) ? 'SNAPSHOT' : 'DESTROY', said: false };
}

export function policyIn(text: string): Removal['policy'] {
  const found = (['RETAIN', 'SNAPSHOT', 'DESTROY'] as const).filter((policy) => text.includes(policy));
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : 'open';
}

/** https://docs.aws.amazon.com/cdk/v2/guide/resources.html#resources-removal: what the library does unless it is told. */
const RETAINED =
  /^(Bucket|Table|TableV2|LogGroup|Key|UserPool|Repository|FileSystem|Domain|Stream|Volume|BackupVault)$/;
const SNAPSHOT = /^(Database(Instance|Cluster).*|ServerlessCluster.*)$/;

const STATEFUL =
  /^(Database(Instance|Cluster)\w*|ServerlessCluster\w*|Table|TableV2|TableBucket|Bucket|FileSystem|LustreFileSystem|Queue|Stream|LogGroup|Key|Secret|DatabaseSecret|UserPool|Repository|Volume|Domain|BackupVault|Instance|Ledger|Cfn(DBInstance|DBCluster|GlobalCluster|ReplicationGroup|CacheCluster|ServerlessCache|Table|GlobalTable|Bucket|FileSystem|Queue|Stream|LogGroup|Key|Secret|UserPool|Repository|Volume|Domain|Broker|BackupVault|Instance))$/;

const CRITICAL =
  /^(Vpc|Cfn(VPC|Subnet|NatGateway|InternetGateway|LoadBalancer|Distribution|HostedZone|RecordSet|Cluster|Nodegroup|Trail|Detector|WebACL)|(Public|Private)?Subnet|NatGateway|(Application|Network)LoadBalancer|ApplicationTargetGroup|Cluster|FargateCluster|Nodegroup|(Fargate|Ec2|External)Service|\w*LoadBalancedFargateService|(Public|Private)?HostedZone|(A|Aaaa|Cname|Mx|Txt|Ns|Srv|Caa)Record|RecordSet|Distribution|CloudFrontWebDistribution|\w*RestApi|HttpApi|WebSocketApi|DomainName|GraphqlApi|Topic|StateMachine|EventBus|Certificate|AutoScalingGroup|(Nodejs|Python|Go|DockerImage)?Function|Trail|BackupPlan|Role)$/;
