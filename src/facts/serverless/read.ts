import type { Grammars, YamlNode } from '../../model/syntax.ts';
import { readJson } from '../cloudformation/json-lines.ts';
import { type ConfigValue, isMap } from '../resource.ts';
import { get, entriesOf, plainOf } from '../pulumi/yaml.ts';

export type Handler = { readonly name: string; readonly line: number; readonly said: ConfigValue };
export type Service = {
  readonly settings: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  /** null: they come from another file. */
  readonly handlers: readonly Handler[] | null;
  readonly statements: ConfigValue;
  readonly brokenAt: number | null;
};

export function looksLikeServerless(text: string): boolean {
  return /^["'\s{]*service["']?\s*:/m.test(text) && /^\s*["']?provider["']?\s*:/m.test(text);
}

export function readService(path: string, text: string, grammars: Grammars): Service {
  const json = path.endsWith('.json') ? readJson(text) : null;
  const { documents, problems } = json ? { documents: [json], problems: [] } : grammars.yaml(text);
  const root = documents[0] ?? null;
  const provider = root ? get(root, 'provider') : null;
  const functions = root ? get(root, 'functions') : null;
  return {
    settings: new Map([
      ...settingsIn(root, '', ['service']),
      ...settingsIn(provider, 'provider.', ['name', 'region', 'stage', 'stackName']),
    ]),
    handlers:
      functions === null || functions.kind === 'map'
        ? entriesOf(functions).map(({ key, line, value }) => ({ name: key, line, said: plainOf(value) }))
        : handlersIn(functions),
    statements: statementsIn(provider),
    brokenAt: problems[0]?.line ?? null,
  };
}

function settingsIn(node: YamlNode | null, prefix: string, keys: readonly string[]): Service['settings'] {
  const found = entriesOf(node).filter(({ key }) => keys.includes(key));
  return new Map(
    found.flatMap(({ key, line, value }) => {
      const named = value.kind === 'map' ? get(value, 'name') : value;
      return named?.kind === 'value' ? [[`${prefix}${key}`, { value: String(named.value), line }] as const] : [];
    }),
  );
}

/** `functions:` may be a list of maps and of references to files. */
function handlersIn(node: YamlNode): Service['handlers'] {
  if (node.kind !== 'list' || node.items.some(({ kind }) => kind !== 'map')) return null;
  return node.items.flatMap((item) =>
    entriesOf(item).map(({ key, line, value }) => ({ name: key, line, said: plainOf(value) })),
  );
}

function statementsIn(provider: YamlNode | null): ConfigValue {
  const iam = provider ? get(provider, 'iam') : null;
  const role = iam ? get(iam, 'role') : null;
  const found = (role ? get(role, 'statements') : null) ?? (provider ? get(provider, 'iamRoleStatements') : null);
  return found ? plainOf(found) : [];
}

/** Entrances by their method and path, with whether somebody is asked who they are. */
export function entrancesOf({ said }: Handler): ReadonlyMap<string, 'open' | 'closed'> {
  const found = new Map<string, 'open' | 'closed'>();
  if (!isMap(said)) return found;
  const events: ConfigValue | undefined = said['events'];
  for (const one of Array.isArray(events) ? events : []) {
    const http: ConfigValue | undefined = isMap(one) ? (one['http'] ?? one['httpApi']) : undefined;
    if (http !== undefined) found.set(nameOf(http), isClosed(http) ? 'closed' : 'open');
  }
  const url: ConfigValue | undefined = said['url'];
  if (url !== undefined && url !== false) found.set('its URL', isClosed(url) ? 'closed' : 'open');
  return found;
}

function isClosed(entrance: ConfigValue): boolean {
  return isMap(entrance) && (entrance['authorizer'] !== undefined || entrance['private'] === true);
}

function nameOf(http: ConfigValue): string {
  if (typeof http === 'string') return http;
  const word = (key: string): string => (isMap(http) && typeof http[key] === 'string' ? http[key] : '');
  return `${word('method')} ${word('path')}`.trim();
}
