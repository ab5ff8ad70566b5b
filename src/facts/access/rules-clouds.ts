import { type ConfigMap, type ConfigValue, UNKNOWN } from '../resource.ts';
import { whole } from './cidr.ts';
import { type Rule, blocksAt, listOf, pick, portsOf, protocolOf, rangesOf } from './rule.ts';
import type { At } from './seen.ts';

/** Rules of the other clouds, as Terraform writes them. */
export const cloudRules: Readonly<Record<string, (body: ConfigMap) => readonly Rule[]>> = {
  google_compute_firewall: google,
  azurerm_network_security_rule: (body) => azure(body, []),
  azurerm_network_security_group: (body) => blocksAt(body, 'security_rule').flatMap(({ map, at }) => azure(map, at)),
  digitalocean_firewall: (body) =>
    blocksAt(body, 'inbound_rule').map(({ map, at }) => plain(map, at, map['port_range'], map['source_addresses'])),
  hcloud_firewall: (body) =>
    blocksAt(body, 'rule').flatMap(({ map, at }) =>
      map['direction'] === 'out' ? [] : [plain(map, at, map['port'], map['source_ips'])],
    ),
  linode_firewall: (body) =>
    blocksAt(body, 'inbound').flatMap(({ map, at }) =>
      map['action'] === 'DROP' ? [] : [plain(map, at, map['ports'], listOf(map['ipv4'], map['ipv6']))],
    ),
  vultr_firewall_rule: (body) => [plain(body, [], body['port'], joinSubnet(body))],
  openstack_networking_secgroup_rule_v2: openstack,
  alicloud_security_group_rule: (body) =>
    body['type'] === 'egress' || body['policy'] === 'drop'
      ? []
      : [plain(body, [], body['port_range'], body['cidr_ip'])],
  oci_core_security_list: (body) => blocksAt(body, 'ingress_security_rules').map(({ map, at }) => oracle(map, at)),
  oci_core_network_security_group_security_rule: (body) => (body['direction'] === 'EGRESS' ? [] : [oracle(body, [])]),
  yandex_vpc_security_group: (body) => blocksAt(body, 'ingress').map(({ map, at }) => yandex(map, at)),
  scaleway_instance_security_group: (body) =>
    blocksAt(body, 'inbound_rule').flatMap(({ map, at }) =>
      map['action'] === 'drop' ? [] : [plain(map, at, pick(map, 'port', 'port_range'), pick(map, 'ip_range', 'ip'))],
    ),
};

function plain(map: ConfigMap, at: At, ports: ConfigValue | undefined, sources: ConfigValue | undefined): Rule {
  const protocol = protocolOf(pick(map, 'protocol', 'ip_protocol'));
  return { direction: 'in', protocol, ...portsOf(ports), ...rangesOf(listOf(sources)), at };
}

/** Without any source everybody is let in. https://cloud.google.com/firewall/docs/firewalls */
function google(body: ConfigMap): readonly Rule[] {
  if (body['direction'] === 'EGRESS' || body['disabled'] === true) return [];
  const named = listOf(body['source_tags'], body['source_service_accounts']).length > 0;
  const written = listOf(body['source_ranges']);
  const sources = written.length > 0 || named ? rangesOf(written) : { ranges: [whole(4)], open: false };
  return blocksAt(body, 'allow').flatMap(({ map, at }) => {
    const ports = listOf(map['ports']);
    const each: readonly (ConfigValue | undefined)[] = ports.length === 0 ? [undefined] : ports;
    const protocol = protocolOf(map['protocol']);
    return each.map((port): Rule => ({ direction: 'in', protocol, ...portsOf(port), ...sources, at }));
  });
}

function azure(map: ConfigMap, at: At): readonly Rule[] {
  const is = (name: string, word: string): boolean => text(map[name]).toLowerCase() === word;
  if (is('access', 'deny') || is('direction', 'outbound')) return [];
  const sources = rangesOf(listOf(map['source_address_prefix'], map['source_address_prefixes']));
  const ports = listOf(map['destination_port_range'], map['destination_port_ranges']);
  const protocol = protocolOf(map['protocol']);
  return (ports.length === 0 ? [undefined] : ports).map((port): Rule => ({
    direction: 'in',
    protocol,
    ...portsOf(port),
    ...sources,
    at,
  }));
}

function text(value: ConfigValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Without an address and without a group everybody is let in. */
function openstack(body: ConfigMap): readonly Rule[] {
  if (body['direction'] === 'egress') return [];
  const source = pick(body, 'remote_ip_prefix');
  const group = pick(body, 'remote_group_id', 'remote_address_group_id');
  const family = body['ethertype'] === 'IPv6' ? 6 : 4;
  const sources =
    source === undefined && group === undefined ? { ranges: [whole(family)], open: false } : rangesOf(listOf(source));
  const from = pick(body, 'port_range_min');
  const to = pick(body, 'port_range_max') ?? from;
  const ports = portsOf(from === undefined || from === UNKNOWN ? undefined : `${digits(from)}-${digits(to)}`);
  return [{ direction: 'in', protocol: protocolOf(body['protocol']), ...ports, ...sources, at: [] }];
}

function digits(value: ConfigValue | undefined): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function oracle(map: ConfigMap, at: At): Rule {
  const [options] = blocksAt(map, 'tcp_options', 'udp_options');
  const nested = options ? (blocksAt(options.map, 'destination_port_range')[0] ?? options) : null;
  const ports = nested ? `${digits(nested.map['min'])}-${digits(nested.map['max'])}` : undefined;
  return plain(map, at, ports, map['source']);
}

function yandex(map: ConfigMap, at: At): Rule {
  const one = pick(map, 'port');
  const range =
    pick(map, 'from_port') === undefined ? undefined : `${digits(map['from_port'])}-${digits(map['to_port'])}`;
  return plain(
    map,
    at,
    one === undefined || one === -1 ? range : one,
    listOf(map['v4_cidr_blocks'], map['v6_cidr_blocks']),
  );
}

function joinSubnet(body: ConfigMap): ConfigValue {
  const size = body['subnet_size'];
  return typeof body['subnet'] === 'string' ? `${body['subnet']}/${digits(size)}` : UNKNOWN;
}
