import type { Path } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { accessOf } from '../access/resources.ts';
import { settle } from '../programs/settle.ts';
import { type ConfigMap, type ConfigValue, type ResourceChange, isMap } from '../resource.ts';
import type { Seen } from './declared.ts';
import type { Difference } from './differ.ts';
import { type Scene, environmentIn, subjectOf } from './finding.ts';
import { lineOf } from './seen.ts';

/** Who is let in, asked of the rules that know the same resources as Terraform names them. */
export function reachFacts({ stays, fresh, lost }: Difference, scene: Scene): readonly Observation[] {
  const changes = [
    ...stays
      .filter(({ now }) => now.exists !== false && !now.declared.isExisting)
      .flatMap(({ was, now }) => changeOf(was, now, scene)),
    ...fresh.flatMap((now) => changeOf(null, now, scene)),
    ...lost
      .filter(({ declared }) => /roleassignments$/i.test(declared.type))
      .flatMap((was) => changeOf(was, null, scene)),
  ];
  return accessOf(changes);
}

function changeOf(was: Seen | null, now: Seen | null, scene: Scene): readonly ResourceChange[] {
  const main = now ?? was;
  const template = scene.after ?? scene.before;
  if (!main || !template || main.declared.isModule) return [];
  const [, type = 'azurerm_resource', translate = network] =
    ROWS.find(([pattern]) => pattern.test(main.declared.type)) ?? [];
  const [before, after] = bodiesOf(was, now);
  const state = (seen: Seen | null, body: ConfigMap): ResourceChange['before'] =>
    seen ? stateOf(seen, translate(body, template.scope), template.path) : null;
  return [
    {
      technology: template.technology,
      type,
      subject: subjectOf(main, template.path),
      name: main.declared.symbol,
      before: state(was, before),
      after: state(now, after),
      edit: scene.edit,
      environment: environmentOf(scene, template.path),
      landed: was ? scene.edit.landed : false,
      dependents: 'unknown',
    },
  ];
}

function bodiesOf(was: Seen | null, now: Seen | null): readonly [ConfigMap, ConfigMap] {
  return was && now ? settle(was.body, now.body) : [was?.body ?? {}, now?.body ?? {}];
}

function stateOf({ declared }: Seen, body: ConfigMap, path: Path): NonNullable<ResourceChange['before']> {
  const range = { from: declared.from, to: declared.to };
  return { path, range, body, lineOf: (at) => lineOf(declared, at.map(azureWord)) };
}

function environmentOf(scene: Scene, path: string): ResourceChange['environment'] {
  const told = environmentIn(scene, path);
  return told === 'prod' || told === 'staging' || told === 'dev' || told === 'test' ? told : 'unknown';
}

/** `public_network_access` is `publicNetworkAccess` here. */
function azureWord(word: string): string {
  const name = word.replaceAll(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
  return WORDS[name] ?? name;
}

const WORDS: Readonly<Record<string, string>> = {
  securityRule: 'securityRules',
  networkRules: 'networkAcls',
  roleDefinitionName: 'roleDefinitionId',
  allowNestedItemsToBePublic: 'allowBlobPublicAccess',
  containerAccessType: 'publicAccess',
  anonymousPullEnabled: 'anonymousPullEnabled',
};

type Translate = (body: ConfigMap, scope: string) => ConfigMap;

const network: Translate = (body) => {
  const inner = body['network'];
  const said = body['publicNetworkAccess'] ?? (isMap(inner) ? inner['publicNetworkAccess'] : undefined);
  return only({ public_network_access: said });
};

function only(map: Readonly<Record<string, ConfigValue | undefined>>): ConfigMap {
  const found: Record<string, ConfigValue> = {};
  for (const [key, value] of Object.entries(map)) if (value !== undefined) found[key] = value;
  return found;
}

const acls = (body: ConfigMap, word: string): ConfigMap => {
  const said = body['networkAcls'] ?? body['networkRuleSet'];
  return only({
    [word]: isMap(said) ? [only({ default_action: said['defaultAction'] })] : undefined,
    public_network_access: body['publicNetworkAccess'],
  });
};

const rule: Translate = (body) => {
  const said = body['properties'];
  const from = isMap(said) ? said : body;
  return only({
    name: body['name'],
    access: from['access'],
    direction: from['direction'],
    protocol: from['protocol'],
    source_address_prefix: from['sourceAddressPrefix'],
    source_address_prefixes: from['sourceAddressPrefixes'],
    destination_port_range: from['destinationPortRange'],
    destination_port_ranges: from['destinationPortRanges'],
  });
};

const group: Translate = (body, scope) => {
  const rules: ConfigValue | undefined = body['securityRules'];
  return only({
    security_rule: Array.isArray(rules)
      ? rules.flatMap((one: ConfigValue) => (isMap(one) ? [rule(one, scope)] : []))
      : undefined,
  });
};

const firewall: Translate = (body) =>
  only({ start_ip_address: body['startIpAddress'], end_ip_address: body['endIpAddress'] });

const GUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

const role: Translate = (body, scope) => {
  const said: ConfigValue | undefined = body['roleDefinitionId'];
  const id = typeof said === 'string' ? GUID.exec(said)?.[0] : undefined;
  const whole =
    scope === 'resourceGroup'
      ? '/subscriptions/here/resourceGroups/here'
      : scope.toLowerCase().startsWith('subscription')
        ? '/subscriptions/here'
        : '/providers/Microsoft.Management/managementGroups/here';
  const own = body['scope'] === undefined ? whole : `${whole}/providers/one`;
  return only({
    role_definition_id: id === undefined ? said : `/roleDefinitions/${id}`,
    principal_id: body['principalId'],
    scope: own,
  });
};

const storage: Translate = (body) =>
  only({ ...acls(body, 'network_rules'), allow_nested_items_to_be_public: body['allowBlobPublicAccess'] });
const container: Translate = (body) => {
  const said = body['publicAccess'];
  return only({ container_access_type: typeof said === 'string' ? said.toLowerCase() : said });
};

const ROWS: readonly (readonly [RegExp, string, Translate])[] = [
  [/^microsoft\.network\/networksecuritygroups$/i, 'azurerm_network_security_group', group],
  [/^microsoft\.network\/networksecuritygroups\/securityrules$/i, 'azurerm_network_security_rule', rule],
  [/^microsoft\.authorization\/roleassignments$/i, 'azurerm_role_assignment', role],
  [/^microsoft\.storage\/storageaccounts$/i, 'azurerm_storage_account', storage],
  [/^microsoft\.storage\/.*containers$/i, 'azurerm_storage_container', container],
  [/^microsoft\.keyvault\/vaults$/i, 'azurerm_key_vault', (body) => acls(body, 'network_acls')],
  [/^microsoft\.cognitiveservices\/accounts$/i, 'azurerm_cognitive_account', (body) => acls(body, 'network_acls')],
  [
    /^microsoft\.containerregistry\/registries$/i,
    'azurerm_container_registry',
    (body) => only({ ...acls(body, 'network_rule_set'), anonymous_pull_enabled: body['anonymousPullEnabled'] }),
  ],
  [/^microsoft\.sql\/servers\/firewallrules$/i, 'azurerm_mssql_firewall_rule', firewall],
  [/^microsoft\.dbforpostgresql\/servers\/firewallrules$/i, 'azurerm_postgresql_firewall_rule', firewall],
  [
    /^microsoft\.dbforpostgresql\/flexibleservers\/firewallrules$/i,
    'azurerm_postgresql_flexible_server_firewall_rule',
    firewall,
  ],
  [/^microsoft\.dbformysql\/flexibleservers\/firewallrules$/i, 'azurerm_mysql_flexible_server_firewall_rule', firewall],
  [/^microsoft\.dbformysql\/servers\/firewallrules$/i, 'azurerm_mysql_firewall_rule', firewall],
  [/^microsoft\.cache\/redis\/firewallrules$/i, 'azurerm_redis_firewall_rule', firewall],
  [/^microsoft\.synapse\/workspaces\/firewallrules$/i, 'azurerm_synapse_firewall_rule', firewall],
];
