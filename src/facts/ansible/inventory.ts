import type { Path } from '../../model/change.ts';
import type { Grammars, YamlNode } from '../../model/syntax.ts';
import { childOf, entriesOf } from '../pipelines/yaml-view.ts';
import type { Groups } from './hosts.ts';

const INVENTORY =
  /(^|\/)(inventor(y|ies)|hosts|environments?)(\/([\w.-]+\/){0,4}[\w.-]+)?$|(^|\/)([\w-]*hosts[\w-]*|[\w-]*inventory[\w-]*)(\.(ini|ya?ml|cfg|txt))?$/i;

export function isInventory(path: Path): boolean {
  return (
    INVENTORY.test(path) &&
    !/(^|\/)(group_vars|host_vars|etc|tasks|roles|files|templates)\//.test(path) &&
    !/\.(md|j2|py|sh|json|tf|js|ts|rb|go)$/i.test(path)
  );
}

/** As an inventory: an `ini` has sections, the YAML a group `all` or groups with `hosts`. */
export function looksLikeInventory(text: string, path: Path): boolean {
  if (/\.ya?ml$/i.test(path)) return /^\s+["']?hosts["']?:/m.test(text) && !/^\s*-\s/m.test(text.slice(0, 200));
  return (
    /^\[[\w.-]+(:(children|vars))?\]\s*(#.*)?\r?$/m.test(text) &&
    !/^\s*\[(Unit|Service|Install|mysqld?|client|defaults|global|main)\]/im.test(text)
  );
}

export type Inventory = { readonly groups: Groups; readonly lines: ReadonlyMap<string, number> };

const MOST_HOSTS = 5000;

export function readInventory(text: string, path: Path, grammars: Grammars): Inventory {
  const direct = new Map<string, Set<string>>();
  const children = new Map<string, Set<string>>();
  const lines = new Map<string, number>();
  const put = (into: Map<string, Set<string>>, group: string, name: string): void => {
    const set = into.get(group);
    if (set) set.add(name);
    else into.set(group, new Set([name]));
  };
  const host = (group: string, name: string, line: number): void => {
    for (const one of ranged(name)) {
      if (lines.size >= MOST_HOSTS) return;
      put(direct, group, one);
      if (!lines.has(one)) lines.set(one, line);
    }
  };
  const child = (group: string, name: string): void => put(children, group, name);
  if (/\.ya?ml$/i.test(path)) for (const root of grammars.yaml(text).documents) fromYaml(root, host, child);
  else fromIni(text, host, child);
  const groups: Groups = (name) => {
    if (name === 'all') return new Set(lines.keys());
    return direct.has(name) || children.has(name) ? hostsBelow(name, direct, children) : undefined;
  };
  return { groups, lines };
}

type Host = (group: string, name: string, line: number) => void;
type Child = (group: string, name: string) => void;

function fromIni(text: string, host: Host, child: Child): void {
  let group = 'ungrouped';
  let kind = '';
  for (const [index, line] of text.split('\n').entries()) {
    const said = line.replace(/[#;].*$/, '').trim();
    const [, name, what] = /^\[([\w.-]+)(?::(\w+))?\]$/.exec(said) ?? [];
    if (name !== undefined) {
      group = name;
      kind = what ?? '';
      continue;
    }
    const [first = ''] = said.split(/\s/);
    if (first === '' || kind === 'vars') continue;
    if (kind === 'children') child(group, first);
    else host(group, first, index + 1);
  }
}

function fromYaml(root: YamlNode, host: Host, child: Child): void {
  const open: { name: string; node: YamlNode }[] = entriesOf(root).map(({ key, value }) => ({
    name: key,
    node: value,
  }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { name, node } = next;
    for (const entry of entriesOf(childOf(node, 'hosts'))) host(name, entry.key, entry.line);
    for (const { key, value } of entriesOf(childOf(node, 'children'))) {
      child(name, key);
      open.push({ name: key, node: value });
    }
  }
}

/** Groups may hold each other in a ring. */
function hostsBelow(
  name: string,
  direct: ReadonlyMap<string, ReadonlySet<string>>,
  children: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set([name]);
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const one of direct.get(next) ?? []) found.add(one);
    for (const one of children.get(next) ?? []) {
      if (seen.has(one)) continue;
      seen.add(one);
      open.push(one);
    }
  }
  return found;
}

/** `web[01:20].shop.example` */
function ranged(name: string): readonly string[] {
  const [, head = '', from = '', to = '', tail = ''] = /^([^[]*)\[(\d{1,4}):(\d{1,4})\](.*)$/.exec(name) ?? [];
  if (from === '') return [name];
  const count = Math.min(500, Math.max(0, Number(to) - Number(from) + 1));
  return Array.from(
    { length: count },
    (_none, at) => `${head}${String(Number(from) + at).padStart(from.length, '0')}${tail}`,
  );
}
