import { type ConfigMap, type ConfigValue, UNKNOWN } from '../resource.ts';
import { type Rule, blocksAt, listOf, pick, rangesOf } from './rule.ts';
import type { At } from './seen.ts';

/** Lists of addresses that are firewalls in all but name: of managed databases and of the entrances of clusters. */
export const databaseRules: Readonly<Record<string, (body: ConfigMap) => readonly Rule[]>> = {
  azurerm_mssql_firewall_rule: (body) => azure(body, 1433),
  azurerm_sql_firewall_rule: (body) => azure(body, 1433),
  azurerm_postgresql_firewall_rule: (body) => azure(body, 5432),
  azurerm_postgresql_flexible_server_firewall_rule: (body) => azure(body, 5432),
  azurerm_mysql_firewall_rule: (body) => azure(body, 3306),
  azurerm_mysql_flexible_server_firewall_rule: (body) => azure(body, 3306),
  azurerm_mariadb_firewall_rule: (body) => azure(body, 3306),
  azurerm_redis_firewall_rule: (body) => azure(body, 6379),
  azurerm_synapse_firewall_rule: (body) => azure(body, 1433),
  google_sql_database_instance: googleSql,
  google_container_cluster: gke,
  azurerm_kubernetes_cluster: aks,
  azurerm_cosmosdb_account: cosmos,
  digitalocean_database_firewall: (body) =>
    blocksAt(body, 'rule').flatMap(({ map, at }) =>
      map['type'] === 'ip_addr' ? [entrance(5432, listOf(map['value']), at)] : [],
    ),
  mongodbatlas_project_ip_access_list: (body) => [
    entrance(27_017, listOf(pick(body, 'cidr_block', 'ip_address')), ['cidr_block']),
  ],
  aws_eks_cluster: (body) => blocksAt(body, 'vpc_config').map(({ map, at }) => eks(map, at)),
  'AWS::EKS::Cluster': (body) =>
    blocksAt(body, 'ResourcesVpcConfig').map(({ map }) => eks(map, ['ResourcesVpcConfig'])),
};

function entrance(port: number, sources: readonly ConfigValue[], at: At): Rule {
  return { direction: 'in', protocol: 'tcp', from: port, to: port, ...rangesOf(listOf(...sources)), at };
}

/** From 0.0.0.0 to 0.0.0.0 means: whatever runs in Azure, whoever owns it. */
function azure(body: ConfigMap, port: number): readonly Rule[] {
  const [start, end] = [pick(body, 'start_ip_address', 'start_ip'), pick(body, 'end_ip_address', 'end_ip')];
  if (typeof start !== 'string' || typeof end !== 'string') return [entrance(port, [UNKNOWN], ['start_ip_address'])];
  const services = start === '0.0.0.0' && end === '0.0.0.0';
  return [entrance(port, [services ? '20.0.0.0/8' : `${start}-${end}`], ['start_ip_address'])];
}

function googleSql(body: ConfigMap): readonly Rule[] {
  const port = typeof body['database_version'] === 'string' && /^mysql/i.test(body['database_version']) ? 3306 : 5432;
  return blocksAt(body, 'settings').flatMap((settings) =>
    blocksAt(settings.map, 'ip_configuration').flatMap((ip) =>
      blocksAt(ip.map, 'authorized_networks').map((one) =>
        entrance(port, listOf(one.map['value']), [...settings.at, ...ip.at, ...one.at]),
      ),
    ),
  );
}

function aks(body: ConfigMap): readonly Rule[] {
  if (body['private_cluster_enabled'] === true) return [];
  const profiles = blocksAt(body, 'api_server_access_profile').map(({ map }) => map['authorized_ip_ranges'] ?? null);
  const lists = listOf(body['api_server_authorized_ip_ranges'], ...profiles);
  return [entrance(6443, lists.length === 0 ? EVERYBODY : lists, ['api_server_access_profile'])];
}

const EVERYBODY: readonly ConfigValue[] = ['0.0.0.0/0'];

function gke(body: ConfigMap): readonly Rule[] {
  const hidden = blocksAt(body, 'private_cluster_config').some(({ map }) => map['enable_private_endpoint'] === true);
  if (hidden) return [];
  const lists = blocksAt(body, 'master_authorized_networks_config');
  if (lists.length === 0) return [entrance(6443, EVERYBODY, [])];
  return lists.flatMap(({ map, at }) =>
    blocksAt(map, 'cidr_blocks').map((one) => entrance(6443, listOf(one.map['cidr_block']), [...at, ...one.at])),
  );
}

function cosmos(body: ConfigMap): readonly Rule[] {
  const list = listOf(body['ip_range_filter']).filter((one) => one !== '');
  const networks = body['is_virtual_network_filter_enabled'] === true;
  if (body['public_network_access_enabled'] === false || (networks && list.length === 0)) return [];
  return [entrance(443, list.length === 0 ? EVERYBODY : list, ['ip_range_filter'])];
}

/** The list counts only while the entrance is public at all; without a list everybody may try. */
function eks(map: ConfigMap, at: At): Rule {
  const on = pick(map, 'endpoint_public_access', 'EndpointPublicAccess');
  const list = listOf(pick(map, 'public_access_cidrs', 'PublicAccessCidrs'));
  const sources: readonly ConfigValue[] = on === UNKNOWN ? [UNKNOWN] : list.length === 0 ? EVERYBODY : list;
  return entrance(6443, on === false || on === 'false' ? [] : sources, at);
}

/** So they are made when nothing is said: a new one that is open is nothing anybody decided. */
export const BORN_OPEN: RegExp = /eks_cluster|EKS::Cluster|container_cluster|kubernetes_cluster|cosmosdb/;
