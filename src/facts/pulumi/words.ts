import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';

/** Pulumi says `backupRetentionPeriod` in TypeScript, `BackupRetentionPeriod` in Go, and Terraform `backup_retention_period`. */
export function snake(name: string): string {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

export function camel(name: string): string {
  const first = name.replaceAll(/_+([a-zA-Z\d])/g, (_whole, letter: string) => letter.toUpperCase());
  return first.slice(0, 1).toLowerCase() + first.slice(1);
}

/** Where the bridge speaks of many and Terraform of one. */
const SINGULAR: Readonly<Record<string, string>> = {
  attributes: 'attribute',
  global_secondary_indexes: 'global_secondary_index',
  local_secondary_indexes: 'local_secondary_index',
  lifecycle_rules: 'lifecycle_rule',
  versionings: 'versioning',
  allows: 'allow',
  denies: 'deny',
  network_interfaces: 'network_interface',
  access_configs: 'access_config',
  node_pools: 'node_pool',
  ip_configurations: 'ip_configuration',
  security_rules: 'security_rule',
  inbound_rules: 'inbound_rule',
  parameters: 'parameter',
  replicas: 'replica',
  default_actions: 'default_action',
  event_source_tokens: 'event_source_token',
  boot_disks: 'boot_disk',
  attached_disks: 'attached_disk',
  ebs_block_devices: 'ebs_block_device',
  node_configs: 'node_config',
  identities: 'identity',
  geo_locations: 'geo_location',
};

/** Maps of Terraform that are no blocks: their keys are the user's own. */
const FREE =
  /^(tags|tags_all|labels|annotations|metadata|variables|environment_variables|app_settings|user_labels|match_labels|attributes_map|input|data|string_data|\.\.\.)$/;

export function terraformWord(name: string): string {
  const word = snake(name);
  return SINGULAR[word] ?? word;
}

/** Nested blocks stand in a list, also when there is one. */
export function terraformBody(value: ConfigMap): ConfigMap {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, ConfigValue] => {
      const word = terraformWord(key);
      return [word, FREE.test(word) ? inner : nested(inner)];
    }),
  );
}

function nested(value: ConfigValue): ConfigValue {
  if (isMap(value)) return [terraformBody(value)];
  return Array.isArray(value) ? value.map((one: ConfigValue) => (isMap(one) ? terraformBody(one) : one)) : value;
}
