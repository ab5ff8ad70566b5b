import type { Path } from '../../model/change.ts';
import type { Grammars, YamlNode } from '../../model/syntax.ts';
import type { LineRange } from '../../model/fact.ts';
import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { expressionOf, wordOf } from './expression.ts';
import { readJson } from './json-lines.ts';
import { expandLoops } from './loops.ts';

export type Parameter = {
  readonly value: ConfigValue | undefined;
  readonly isList: boolean;
  readonly allowed: readonly string[];
  readonly line: number;
};

export type Declared = {
  readonly id: string;
  readonly type: string;
  /** Functions not followed yet. */
  readonly properties: ConfigMap;
  readonly node: YamlNode | null;
  readonly condition: string | null;
  readonly deletionPolicy: ConfigValue;
  readonly updateReplacePolicy: ConfigValue;
  readonly dependsOn: readonly string[];
  readonly range: LineRange;
  /** Lines of its own keys: `DeletionPolicy`, `Condition`. */
  readonly lines: ReadonlyMap<string, number>;
};

export type Template = {
  readonly path: Path;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly mappings: ConfigMap;
  readonly conditions: ReadonlyMap<string, ConfigValue>;
  readonly resources: ReadonlyMap<string, Declared>;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
};

const TYPE = /\bType["']?\s*:\s*["']?(AWS|Alexa|Custom)::\w/;

/** Cheap, and before anything is parsed. A key may stand anywhere: of a template that was cut, too, something is left. */
export function looksLikeTemplate(text: string): boolean {
  return /AWSTemplateFormatVersion|\bAWS::Serverless-\d/.test(text) || TYPE.test(text);
}

/** Null where it is no template after all: a Kubernetes object that wraps one, a test's expectations. */
export function readTemplate(path: Path, text: string, grammars: Grammars): Template | null {
  const json = /^\uFEFF?\s*\{/.test(text) ? readJson(text) : null;
  const { documents, problems } = json ? { documents: [json], problems: [] } : grammars.yaml(text);
  const root = documents.find((one) => entriesOf(one).length > 0);
  const body = root ? bodyOf(root) : null;
  const resources = (body ? entriesOf(get(body, 'Resources')) : []).flatMap(({ key, line, value }) =>
    declaredOf(key, line, value),
  );
  const isTemplate = resources.length > 0 || (body !== null && get(body, 'AWSTemplateFormatVersion') !== null);
  if (!isTemplate && problems.length === 0) return null;
  const globals = body ? mapOf(get(body, 'Globals')) : {};
  const parameters = new Map((body ? entriesOf(get(body, 'Parameters')) : []).map(parameterOf));
  return {
    path,
    parameters,
    mappings: body ? mapOf(get(body, 'Mappings')) : {},
    conditions: new Map(Object.entries(body ? mapOf(get(body, 'Conditions')) : {})),
    resources: new Map(
      expandLoops(resources, (name) => parameters.get(name)?.value).map((one) => [one.id, withGlobals(one, globals)]),
    ),
    problems,
  };
}

/** Of the Serverless Framework the template stands under `resources:`, with a list of them where they were split. */
function bodyOf(root: YamlNode): YamlNode | null {
  if (get(root, 'Resources') !== null || get(root, 'AWSTemplateFormatVersion') !== null) return root;
  const inner = get(root, 'resources');
  if (inner?.kind === 'list') return inner.items.find((one) => get(one, 'Resources') !== null) ?? null;
  return inner !== null && get(inner, 'Resources') !== null ? inner : null;
}

function declaredOf(id: string, line: number, node: YamlNode): readonly Declared[] {
  if (id.startsWith('Fn::ForEach')) return [loop(id, line, node)];
  const type = get(node, 'Type');
  if (type?.kind !== 'value' || typeof type.value !== 'string' || !type.value.includes('::')) return [];
  const condition = get(node, 'Condition');
  const properties = get(node, 'Properties');
  const after = get(node, 'DependsOn');
  return [
    {
      id,
      type: type.value,
      properties: properties ? mapOf(properties) : {},
      node: properties,
      condition: condition?.kind === 'value' ? String(condition.value) : null,
      deletionPolicy: valueAt(node, 'DeletionPolicy'),
      updateReplacePolicy: valueAt(node, 'UpdateReplacePolicy'),
      dependsOn: after ? namesIn(expressionOf(after)) : [],
      range: { from: line, to: Math.max(line, node.to) },
      lines: new Map(entriesOf(node).map((one) => [one.key, one.line])),
    },
  ];
}

/** Kept as it is until the parameters are known (loops.ts). */
function loop(id: string, line: number, node: YamlNode): Declared {
  const range = { from: line, to: Math.max(line, node.to) };
  const empty = { condition: null, deletionPolicy: null, updateReplacePolicy: null, dependsOn: [], lines: new Map() };
  return { id, type: 'Fn::ForEach', properties: { of: expressionOf(node) }, node: null, range, ...empty };
}

function parameterOf({ key, line, value }: { key: string; line: number; value: YamlNode }): [string, Parameter] {
  const said = mapOf(value);
  const type = wordOf(said['Type']);
  const allowed = said['AllowedValues'];
  return [
    key,
    {
      value: said['Default'] ?? undefined,
      isList: /List/.test(type),
      allowed: Array.isArray(allowed) ? namesIn(allowed) : [],
      line,
    },
  ];
}

/** SAM: what `Globals: Function:` says holds for each function that does not say it itself. */
function withGlobals(one: Declared, globals: ConfigMap): Declared {
  const kind = /^AWS::Serverless::(\w+)$/.exec(one.type)?.[1];
  const shared = kind === undefined ? undefined : globals[kind];
  return isMap(shared) ? { ...one, properties: { ...shared, ...one.properties } } : one;
}

function namesIn(value: ConfigValue): readonly string[] {
  const all: readonly ConfigValue[] = Array.isArray(value) ? value : [value];
  return all.filter((one) => typeof one === 'string' || typeof one === 'number').map(String);
}

function valueAt(node: YamlNode, key: string): ConfigValue {
  const found = get(node, key);
  return found === null ? null : expressionOf(found);
}

function mapOf(node: YamlNode | null): ConfigMap {
  const value = node === null ? null : expressionOf(node);
  return isMap(value ?? undefined) && value !== null && isMap(value) ? value : {};
}

function entriesOf(node: YamlNode | null): Extract<YamlNode, { kind: 'map' }>['entries'] {
  return node?.kind === 'map' ? node.entries : [];
}

function get(node: YamlNode, key: string): YamlNode | null {
  return entriesOf(node).find((entry) => entry.key === key)?.value ?? null;
}

/** Where a property is written; the nearest thing above it that is, where functions stand in between. */
export function lineIn(declared: Declared, property: readonly string[]): number | null {
  let node = declared.node;
  let line: number | null = null;
  for (const step of property) {
    if (node?.kind === 'list' && /^\d+$/.test(step)) node = node.items[Number(step)] ?? null;
    else {
      const entry = entriesOf(node).find(({ key }) => key === step);
      if (!entry) break;
      line = entry.line;
      node = entry.value;
      continue;
    }
    if (node === null) break;
    line = node.from;
  }
  return line;
}
