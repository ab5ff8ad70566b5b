import type { Path } from '../../model/change.ts';
import type { Grammars, YamlEntry, YamlNode } from '../../model/syntax.ts';
import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import type { Program } from './read.ts';
import type { Unit } from './unit.ts';
import { camel, terraformBody, terraformWord } from './words.ts';

export const PROJECT: RegExp = /(^|\/)Pulumi\.ya?ml$/;
export const STACK: RegExp = /(^|\/)Pulumi\.[\w.-]+\.ya?ml$/;

/** `Pulumi.yaml` with `resources:` is a program of its own. */
export function readYamlProgram(path: Path, text: string, grammars: Grammars): Program {
  const { documents, problems } = grammars.yaml(text);
  const [root] = documents;
  const units = entriesOf(root ? get(root, 'resources') : null).flatMap((entry) => unitOf(path, entry));
  return { units, brokenAt: problems[0]?.line ?? null };
}

function unitOf(path: Path, { key, line, value }: YamlEntry): readonly Unit[] {
  const type = plainOf(get(value, 'type') ?? value);
  if (typeof type !== 'string' || get(value, 'get') !== null || type.startsWith('pulumi:')) return [];
  const [properties, options] = [get(value, 'properties'), get(value, 'options')];
  const body: ConfigValue = properties ? plainOf(properties) : {};
  const said: ConfigValue = options ? plainOf(options) : {};
  const named = get(value, 'name');
  const name = named ? plainOf(named) : key;
  return [
    {
      path,
      type: typeOf(type),
      name: typeof name === 'string' ? name : key,
      body: isMap(body) ? terraformBody(body) : null,
      options: isMap(said) ? Object.fromEntries(Object.entries(said).map(([option, one]) => [camel(option), one])) : {},
      from: line,
      to: value.to,
      lines: new Map([...linesOf(properties), ...entriesOf(options).map((one) => [camel(one.key), one.line] as const)]),
      conditions: [],
      each: undefined,
      isComponent: false,
    },
  ];
}

/** `aws:rds/instance:Instance` and `aws:rds:Instance` are one. */
function typeOf(token: string): string {
  const [library = '', module = '', name = module] = token.split(':');
  const steps = module.split('/').filter((step) => step !== 'index');
  const own = steps.at(-1)?.toLowerCase() === name.toLowerCase() ? steps.slice(0, -1) : steps;
  return [library, ...own, name].filter((step) => step !== '').join('.');
}

function linesOf(node: YamlNode | null, prefix = '', depth = 0): readonly (readonly [string, number])[] {
  if (depth > 6) return [];
  return entriesOf(node).flatMap(({ key, line, value }): readonly (readonly [string, number])[] => {
    const path = `${prefix}${terraformWord(key)}`;
    return [[path, line], ...linesOf(value, `${path}.`, depth + 1)];
  });
}

export function plainOf(node: YamlNode, depth = 0): ConfigValue {
  if (depth > 40) return null;
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'list':
      return node.items.map((one) => plainOf(one, depth + 1));
    case 'map': {
      const map: ConfigMap = Object.fromEntries(node.entries.map(({ key, value }) => [key, plainOf(value, depth + 1)]));
      const json = map['fn::toJSON'];
      return json === undefined ? map : (JSON.stringify(json) ?? null);
    }
  }
}

export function entriesOf(node: YamlNode | null): readonly YamlEntry[] {
  return node?.kind === 'map' ? node.entries : [];
}

export function get(node: YamlNode, key: string): YamlNode | null {
  return entriesOf(node).find((entry) => entry.key === key)?.value ?? null;
}
