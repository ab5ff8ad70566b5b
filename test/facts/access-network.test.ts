import { describe, expect, test } from 'vitest';
import { accessFacts } from './access-stamp.ts';
import { type ConfigMap, type ConfigValue, type ResourceChange, UNKNOWN } from '../../src/facts/resource.ts';
import { resource } from './resources.ts';

function told(changes: readonly ResourceChange[]): readonly string[] {
  return accessFacts(changes).map(({ attributes: { world, ports, sensitive, certainty } }) =>
    [
      world === true ? 'world' : world === false ? 'some' : 'unknown',
      ports,
      sensitive === true ? 'sensitive' : 'plain',
      certainty,
    ].join(' '),
  );
}

const rule = (from: number, to: number, ...cidrs: readonly ConfigValue[]): ConfigMap => ({
  protocol: 'tcp',
  from_port: from,
  to_port: to,
  cidr_blocks: cidrs,
});
const OFFICE = '203.0.113.0/24';
const WORLD = '0.0.0.0/0';
const ssh = rule(22, 22, OFFICE);

describe('a security group', () => {
  const group = (...ingress: readonly ConfigMap[]): ConfigMap => ({ name: 'app', ingress });
  test.each<[string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['ssh to everybody', group(ssh), group(rule(22, 22, WORLD)), ['world 22 sensitive certain']],
    [
      'ssh to everybody in IPv6',
      group(ssh),
      group(ssh, { ...rule(22, 22), ipv6_cidr_blocks: ['::/0'] }),
      ['world 22 sensitive certain'],
    ],
    ['ssh to both halves', group(ssh), group(rule(22, 22, '0.0.0.0/1', '128.0.0.0/1')), ['world 22 sensitive certain']],
    [
      'ssh to both halves in two rules',
      group(ssh),
      group(rule(22, 22, '0.0.0.0/1'), rule(22, 22, '128.0.0.0/1')),
      ['world 22 sensitive certain'],
    ],
    [
      'a database to a dozen large networks',
      group(),
      group(rule(5432, 5432, '3.0.0.0/8', '18.0.0.0/8', '52.0.0.0/8')),
      ['world 5432 sensitive certain'],
    ],
    ['https to everybody', group(ssh), group(ssh, rule(443, 443, WORLD)), ['world 443 plain certain']],
    ['a range that holds more than the web', group(), group(rule(80, 443, WORLD)), ['world 80-443 sensitive certain']],
    [
      'every port',
      group(ssh),
      group({ protocol: '-1', from_port: 0, to_port: 0, cidr_blocks: [WORLD] }),
      ['world all sensitive certain'],
    ],
    ['every port of tcp', group(ssh), group(rule(0, 65535, WORLD)), ['world all sensitive certain']],
    ['from the start', null, group(rule(22, 22, WORLD)), ['world 22 sensitive certain']],
    ['the web from the start', null, group(rule(443, 443, WORLD)), ['world 443 plain possible']],
    ['a new group for the office', null, group(ssh), []],
    ['it was open before', group(rule(22, 22, WORLD)), group(rule(22, 22, WORLD), rule(22, 22, OFFICE)), []],
    ['it becomes narrower', group(rule(22, 22, WORLD)), group(ssh), []],
    ['fewer ports', group(rule(0, 65535, WORLD)), group(rule(443, 443, WORLD), rule(22, 22, WORLD)), []],
    [
      'more ports',
      group(rule(443, 443, WORLD)),
      group(rule(440, 450, WORLD)),
      ['world 440-442 sensitive certain', 'world 444-450 sensitive certain'],
    ],
    ['rules in another order', group(ssh, rule(443, 443, WORLD)), group(rule(443, 443, WORLD), ssh), []],
    ['two ranges joined', group(rule(80, 80, WORLD), rule(81, 90, WORLD)), group(rule(80, 90, WORLD)), []],
    ['a description', group(ssh), group({ ...ssh, description: 'office' }), []],
    ['one more private network', group(ssh), group(rule(22, 22, OFFICE, '10.0.0.0/8')), []],
    ['one more public address', group(ssh), group(rule(22, 22, OFFICE, '198.51.100.7/32')), ['some 22 plain possible']],
    [
      'one more group',
      group(ssh),
      group(ssh, { protocol: 'tcp', from_port: 22, to_port: 22, security_groups: ['sg-1'] }),
      [],
    ],
    [
      'udp beside tcp',
      group(rule(53, 53, WORLD)),
      group(rule(53, 53, WORLD), { ...rule(53, 53, WORLD), protocol: 'udp' }),
      ['world 53 sensitive certain'],
    ],
    [
      'ping',
      group(ssh),
      group(ssh, { protocol: 'icmp', from_port: -1, to_port: -1, cidr_blocks: [WORLD] }),
      ['world icmp plain certain'],
    ],
    ['addresses that are not known any more', group(ssh), group(rule(22, 22, UNKNOWN)), ['unknown 22 plain possible']],
    [
      'addresses that were never known',
      group(rule(22, 22, UNKNOWN)),
      group(rule(22, 22, UNKNOWN), { ...ssh, from_port: 23, to_port: 23 }),
      ['some 23 plain possible'],
    ],
    [
      'IPv6 beside an IPv4 that is open',
      group(rule(443, 443, WORLD)),
      group({ ...rule(443, 443, WORLD), ipv6_cidr_blocks: ['::/0'] }),
      ['world 443 plain possible'],
    ],
    ['the group goes', group(ssh), null, []],
  ])('%s', (_name, before, after, expected) => {
    expect(told([resource('aws_security_group', before, after)])).toEqual(expected);
  });

  test('a way out is wider', () => {
    const way = (...egress: readonly ConfigMap[]): ConfigMap => ({ egress });
    expect(told([resource('aws_security_group', way(rule(443, 443, OFFICE)), way(rule(443, 443, WORLD)))])).toEqual([
      'some 443 plain possible',
    ]);
    expect(told([resource('aws_security_group', null, way(rule(443, 443, WORLD)))])).toEqual([]);
  });
});

describe('a rule by itself', () => {
  const byItself = (type: string, cidr: string): ConfigMap => ({ ...rule(22, 22, cidr), type });
  test('of a group that was there', () => {
    expect(told([resource('aws_security_group_rule', null, byItself('ingress', WORLD))])).toEqual([
      'world 22 sensitive certain',
    ]);
    expect(told([resource('aws_security_group_rule', null, byItself('egress', WORLD))])).toEqual([]);
    expect(told([resource('aws_security_group_rule', null, byItself('ingress', OFFICE))])).toEqual([]);
  });
  test('that stood within the group', () => {
    const moved = { ip_protocol: 'tcp', from_port: 22, to_port: 22, cidr_ipv4: WORLD };
    const changes = [
      resource('aws_security_group', { ingress: [rule(22, 22, WORLD)] }, { ingress: [] }),
      resource('aws_vpc_security_group_ingress_rule', null, moved),
    ];
    expect(told(changes)).toEqual([]);
  });
  test('that another group has kept', () => {
    const kept = resource(
      'aws_security_group',
      { ingress: [rule(22, 22, WORLD)] },
      { ingress: [rule(22, 22, WORLD), ssh] },
    );
    const opened = resource(
      'aws_security_group',
      { ingress: [] },
      { ingress: [rule(22, 22, WORLD)] },
      { subject: 'b' },
    );
    expect(told([kept, opened])).toEqual(['world 22 sensitive certain']);
  });
  test('for the web, of a group that is new too', () => {
    const changes = [
      resource('aws_security_group', null, {}),
      resource('aws_security_group_rule', null, { ...rule(443, 443, WORLD), type: 'ingress' }),
    ];
    expect(told(changes)).toEqual(['world 443 plain possible']);
  });
});

describe('firewalls of others', () => {
  const google = (more: ConfigMap): ConfigMap => ({ allow: [{ protocol: 'tcp', ports: ['22'] }], ...more });
  const azure = (source: string, port = '22'): ConfigMap => ({
    access: 'Allow',
    direction: 'Inbound',
    protocol: 'Tcp',
    source_address_prefix: source,
    destination_port_range: port,
  });
  const cfn = (cidr: ConfigValue, port: number | string = 22): ConfigMap => ({
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: cidr }],
  });
  test.each<[string, string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['AWS::EC2::SecurityGroup', 'ssh', cfn(OFFICE), cfn(WORLD), ['world 22 sensitive certain']],
    ['AWS::EC2::SecurityGroup', 'ports as text', cfn(OFFICE, '22'), cfn(WORLD, '22'), ['world 22 sensitive certain']],
    ['AWS::EC2::SecurityGroup', 'narrower', cfn(WORLD), cfn(OFFICE), []],
    [
      'AWS::EC2::SecurityGroupIngress',
      'new',
      null,
      { IpProtocol: '-1', CidrIp: WORLD },
      ['world all sensitive certain'],
    ],
    ['AWS::EC2::NetworkAclEntry', 'denies', null, { RuleAction: 'deny', Protocol: -1, CidrBlock: WORLD }, []],
    [
      'aws_network_acl_rule',
      'opens',
      { rule_action: 'allow', protocol: '-1', cidr_block: '10.0.0.0/8' },
      { rule_action: 'allow', protocol: '-1', cidr_block: WORLD },
      ['world all sensitive likely'],
    ],
    [
      'google_compute_firewall',
      'everybody',
      google({ source_ranges: [OFFICE] }),
      google({ source_ranges: [WORLD] }),
      ['world 22 sensitive certain'],
    ],
    [
      'google_compute_firewall',
      'no sources',
      google({ source_ranges: [OFFICE] }),
      google({}),
      ['world 22 sensitive certain'],
    ],
    ['google_compute_firewall', 'a tag', null, google({ source_tags: ['bastion'] }), []],
    [
      'google_compute_firewall',
      'switched on',
      google({ source_ranges: [WORLD], disabled: true }),
      google({ source_ranges: [WORLD] }),
      ['world 22 sensitive certain'],
    ],
    ['google_compute_firewall', 'a way out', null, google({ direction: 'EGRESS', source_ranges: [WORLD] }), []],
    ['azurerm_network_security_rule', 'any', azure('10.0.0.0/8'), azure('*'), ['world 22 sensitive certain']],
    [
      'azurerm_network_security_rule',
      'internet',
      azure('10.0.0.0/8', '*'),
      azure('Internet', '*'),
      ['world all sensitive certain'],
    ],
    ['azurerm_network_security_rule', 'within', azure('10.0.0.0/8'), azure('VirtualNetwork'), []],
    [
      'azurerm_network_security_group',
      'a rule of it',
      { security_rule: [] },
      { security_rule: [azure('0.0.0.0/0', '3389')] },
      ['world 3389 sensitive certain'],
    ],
    [
      'azurerm_network_security_group',
      'a rule that denies',
      { security_rule: [] },
      { security_rule: [{ ...azure('*'), access: 'Deny' }] },
      [],
    ],
    [
      'digitalocean_firewall',
      'opens',
      { inbound_rule: [] },
      { inbound_rule: [{ protocol: 'tcp', port_range: '5432', source_addresses: [WORLD, '::/0'] }] },
      ['world 5432 sensitive certain'],
    ],
    [
      'hcloud_firewall',
      'opens',
      null,
      { rule: [{ direction: 'in', protocol: 'tcp', port: '22', source_ips: [WORLD, '::/0'] }] },
      ['world 22 sensitive certain'],
    ],
    [
      'hcloud_firewall',
      'a way out',
      null,
      { rule: [{ direction: 'out', protocol: 'tcp', port: '22', destination_ips: [WORLD] }] },
      [],
    ],
    [
      'openstack_networking_secgroup_rule_v2',
      'no source',
      null,
      { direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22 },
      ['world 22 sensitive certain'],
    ],
    [
      'openstack_networking_secgroup_rule_v2',
      'a group',
      null,
      { direction: 'ingress', protocol: 'tcp', port_range_min: 22, port_range_max: 22, remote_group_id: 'g' },
      [],
    ],
    [
      'azurerm_mssql_firewall_rule',
      'everybody',
      null,
      { start_ip_address: '0.0.0.0', end_ip_address: '255.255.255.255' },
      ['world 1433 sensitive certain'],
    ],
    [
      'azurerm_mssql_firewall_rule',
      'the office',
      null,
      { start_ip_address: '203.0.113.1', end_ip_address: '203.0.113.9' },
      [],
    ],
    [
      'google_sql_database_instance',
      'everybody',
      null,
      { settings: [{ ip_configuration: [{ authorized_networks: [{ value: WORLD }] }] }] },
      ['world 5432 sensitive certain'],
    ],
    [
      'aws_eks_cluster',
      'public',
      { vpc_config: [{ endpoint_public_access: false }] },
      { vpc_config: [{ endpoint_public_access: true }] },
      ['world 6443 sensitive certain'],
    ],
    [
      'aws_eks_cluster',
      'public when nothing is said',
      { vpc_config: [{ endpoint_public_access: false }] },
      { vpc_config: [{}] },
      ['world 6443 sensitive certain'],
    ],
    [
      'aws_eks_cluster',
      'from everywhere',
      { vpc_config: [{ public_access_cidrs: [OFFICE] }] },
      { vpc_config: [{ public_access_cidrs: [WORLD] }] },
      ['world 6443 sensitive certain'],
    ],
    ['aws_eks_cluster', 'new', null, { vpc_config: [{}] }, ['world 6443 sensitive possible']],
    ['aws_eks_cluster', 'private', { vpc_config: [{}] }, { vpc_config: [{ endpoint_public_access: false }] }, []],
    [
      'AWS::EKS::Cluster',
      'public',
      { ResourcesVpcConfig: { EndpointPublicAccess: false } },
      { ResourcesVpcConfig: { EndpointPublicAccess: true } },
      ['world 6443 sensitive certain'],
    ],
    [
      'google_container_cluster',
      'the list goes',
      { master_authorized_networks_config: [{ cidr_blocks: [{ cidr_block: OFFICE }] }] },
      {},
      ['world 6443 sensitive certain'],
    ],
    [
      'azurerm_kubernetes_cluster',
      'no longer private',
      { private_cluster_enabled: true },
      { private_cluster_enabled: false },
      ['world 6443 sensitive certain'],
    ],
  ])('%s: %s', (type, _name, before, after, expected) => {
    expect(told([resource(type, before, after)])).toEqual(expected);
  });
});
