import type { ConfigMap, ConfigValue } from '../resource.ts';
import { type Rule, betweenPorts, blocksAt, listOf, pick, protocolOf, rangesOf } from './rule.ts';
import type { At } from './seen.ts';

/** Rules of AWS, as Terraform and CloudFormation write them. */
export const awsRules: Readonly<Record<string, (body: ConfigMap) => readonly Rule[]>> = {
  aws_security_group: group,
  aws_default_security_group: group,
  aws_security_group_rule: (body) => [ruleOf(body, [], body['type'] === 'egress' ? 'out' : 'in')],
  aws_vpc_security_group_ingress_rule: (body) => [ruleOf(body, [], 'in')],
  aws_vpc_security_group_egress_rule: (body) => [ruleOf(body, [], 'out')],
  aws_db_security_group: (body) => blocksAt(body, 'ingress').map(({ map, at }) => database(map, at)),
  aws_redshift_security_group: (body) => blocksAt(body, 'ingress').map(({ map, at }) => database(map, at)),
  aws_network_acl: acl,
  aws_default_network_acl: acl,
  aws_network_acl_rule: (body) => allowing(body, [], body['egress'] === true ? 'out' : 'in'),
  'AWS::EC2::SecurityGroup': (body) => [
    ...blocksAt(body, 'SecurityGroupIngress').map(({ map, at }) => ruleOf(map, at, 'in')),
    ...blocksAt(body, 'SecurityGroupEgress').map(({ map, at }) => ruleOf(map, at, 'out')),
  ],
  'AWS::EC2::SecurityGroupIngress': (body) => [ruleOf(body, [], 'in')],
  'AWS::EC2::SecurityGroupEgress': (body) => [ruleOf(body, [], 'out')],
  'AWS::EC2::NetworkAclEntry': (body) =>
    allowing(body, [], body['Egress'] === true || body['Egress'] === 'true' ? 'out' : 'in'),
  'AWS::RDS::DBSecurityGroup': (body) =>
    blocksAt(body, 'DBSecurityGroupIngress').map(({ map, at }) => database(map, at)),
  'AWS::RDS::DBSecurityGroupIngress': (body) => [database(body, [])],
  'AWS::Redshift::ClusterSecurityGroupIngress': (body) => [database(body, [])],
};

function group(body: ConfigMap): readonly Rule[] {
  return [
    ...blocksAt(body, 'ingress').map(({ map, at }) => ruleOf(map, at, 'in')),
    ...blocksAt(body, 'egress').map(({ map, at }) => ruleOf(map, at, 'out')),
  ];
}

function acl(body: ConfigMap): readonly Rule[] {
  return [
    ...blocksAt(body, 'ingress').flatMap(({ map, at }) => allowing(map, at, 'in')),
    ...blocksAt(body, 'egress').flatMap(({ map, at }) => allowing(map, at, 'out')),
  ];
}

function allowing(map: ConfigMap, at: At, direction: Rule['direction']): readonly Rule[] {
  const action = pick(map, 'action', 'rule_action', 'RuleAction');
  return typeof action === 'string' && action.toLowerCase() === 'deny' ? [] : [ruleOf(map, at, direction)];
}

const SOURCES = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_block', 'ipv6_cidr_block', 'cidr_ipv4', 'cidr_ipv6'] as const;
const PASCAL = ['CidrIp', 'CidrIpv6', 'CidrBlock', 'Ipv6CidrBlock'] as const;

function ruleOf(map: ConfigMap, at: At, direction: Rule['direction']): Rule {
  const protocol = protocolOf(pick(map, 'protocol', 'ip_protocol', 'IpProtocol', 'Protocol'));
  const [from, to] = portPair(map);
  const values = listOf(...[...SOURCES, ...PASCAL].map((name) => map[name]));
  return { direction, protocol, ...betweenPorts(from, to, protocol), ...rangesOf(values), at };
}

function portPair(map: ConfigMap): readonly [ConfigValue | undefined, ConfigValue | undefined] {
  const [range] = blocksAt(map, 'PortRange');
  if (range) return [range.map['From'], range.map['To']];
  return [pick(map, 'from_port', 'FromPort'), pick(map, 'to_port', 'ToPort')];
}

/** A security group from before there were networks: it opens the port of the database. */
function database(map: ConfigMap, at: At): Rule {
  const values = listOf(pick(map, 'cidr', 'CIDRIP'));
  return { direction: 'in', protocol: 'tcp', from: 0, to: 65_535, ...rangesOf(values), at };
}
