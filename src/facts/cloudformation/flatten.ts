import { type ConfigMap, type ConfigValue, UNKNOWN, isMap } from '../resource.ts';

const DEEPEST = 12;
const MOST = 5000;

/**
 * Every property by its path, maps and lists included: `BackupPolicy`, `BackupPolicy.Status`. Items of a list stand under
 * what names them, so that a list in another order is the same list; a list of `Key` and `Value` becomes a map.
 */
export function flatten(body: ConfigMap): ReadonlyMap<string, ConfigValue> {
  const into = new Map<string, ConfigValue>();
  into.set('', body);
  walk(body, '', into, 0);
  into.delete('');
  return into;
}

function walk(value: ConfigValue, path: string, into: Map<string, ConfigValue>, depth: number): void {
  if (depth > DEEPEST || into.size > MOST) return;
  if (Array.isArray(value)) {
    value.forEach((item: ConfigValue, index) => visit(item, path, identityOf(item) ?? String(index), into, depth));
  } else if (isMap(value)) {
    for (const [key, inner] of Object.entries(value)) {
      if (!key.startsWith('Fn::')) visit(inner, path, key, into, depth);
    }
  }
}

function visit(value: ConfigValue, above: string, step: string, into: Map<string, ConfigValue>, depth: number): void {
  const path = above === '' ? step : `${above}.${step}`;
  const pair = isMap(value) ? pairOf(value) : undefined;
  into.set(path, pair ?? value);
  walk(value, path, into, depth + 1);
}

/** `{Key: deletion_protection.enabled, Value: true}` */
function pairOf(value: ConfigMap): ConfigValue | undefined {
  const keys = Object.keys(value);
  const said = value['Value'] ?? value['ParameterValue'];
  return keys.length <= 3 && NAMING.some((key) => key in value) ? (said ?? undefined) : undefined;
}

const NAMING = [
  'Key',
  'Name',
  'OptionName',
  'ParameterName',
  'Id',
  'Sid',
  'PolicyName',
  'DeviceName',
  'IndexName',
  'RuleName',
  'Region',
];

function identityOf(item: ConfigValue): string | null {
  if (typeof item === 'string') return item;
  if (!isMap(item)) return null;
  for (const key of NAMING) {
    const name = item[key];
    if (name !== undefined && name !== UNKNOWN && (typeof name === 'string' || typeof name === 'number'))
      return String(name);
  }
  return null;
}
