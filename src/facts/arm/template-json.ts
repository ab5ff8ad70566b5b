import type { Path } from '../../model/change.ts';
import type { YamlNode } from '../../model/syntax.ts';
import { readJson } from '../cloudformation/json-lines.ts';
import { type Declared, type Node, type Template, get } from './declared.ts';

export function looksLikeArm(text: string): boolean {
  return /"\$schema"\s*:\s*"[^"]{0,200}deploymentTemplate\.json/i.test(text);
}

export function looksLikeArmParameters(text: string): boolean {
  return /"\$schema"\s*:\s*"[^"]{0,200}deploymentParameters\.json/i.test(text);
}

/** https://learn.microsoft.com/azure/azure-resource-manager/templates/syntax; null where it is no JSON. */
export function readArm(path: Path, text: string): Template | null {
  const root = nodeOfJson(text);
  if (!root) return null;
  const schema = get(root, '$schema');
  const url = schema?.kind === 'value' ? String(schema.value) : '';
  const scope = /(subscription|managementGroup|tenant)DeploymentTemplate/i.exec(url)?.[1] ?? 'resourceGroup';
  return {
    path,
    technology: 'arm',
    scope: scope.toLowerCase() === 'resourcegroup' ? 'resourceGroup' : scope.toLowerCase(),
    parameters: new Map(entriesIn(get(root, 'parameters')).map(({ key, value }) => [key, get(value, 'defaultValue')])),
    variables: new Map(entriesIn(get(root, 'variables')).map(({ key, value }) => [key, value])),
    declared: resourcesIn(get(root, 'resources'), '', 0),
    brokenAt: null,
  };
}

export function nodeOfJson(text: string): Node | null {
  // ARM allows comments
  const node =
    readJson(text) ?? readJson(text.replaceAll(/^(\s*)\/\/[^\n]*$/gm, '$1').replaceAll(/\/\*[\s\S]{0,2000}?\*\//g, ''));
  return node ? plain(node) : null;
}

function plain(node: YamlNode): Node {
  const line = node.from;
  switch (node.kind) {
    case 'value':
      return { kind: 'value', value: node.value, line };
    case 'list':
      return { kind: 'list', items: node.items.map(plain), line };
    case 'map':
      return {
        kind: 'map',
        entries: node.entries.map((one) => ({ key: one.key, line: one.line, value: plain(one.value) })),
        line,
      };
  }
}

function entriesIn(node: Node | null): readonly { readonly key: string; readonly value: Node }[] {
  return node?.kind === 'map' ? node.entries : [];
}

function resourcesIn(node: Node | null, outer: string, depth: number): readonly Declared[] {
  if (depth > 6 || !node) return [];
  const all =
    node.kind === 'list'
      ? node.items.map((body) => ({ symbol: null, body }))
      : entriesIn(node).map(({ key, value }) => ({ symbol: key, body: value }));
  return all.flatMap(({ symbol, body }) => {
    const type = get(body, 'type');
    const said = type?.kind === 'value' && typeof type.value === 'string' ? type.value : null;
    if (said === null) return [];
    const name = get(body, 'name');
    const full = outer === '' || said.includes('.') ? said : `${outer}/${said}`;
    const existing = get(body, 'existing');
    const one: Declared = {
      isModule: /^microsoft\.resources\/deployments$/i.test(full),
      symbol: symbol ?? (name?.kind === 'value' ? String(name.value) : ''),
      type: full,
      isExisting: existing?.kind === 'value' && existing.value === true,
      condition: get(body, 'condition'),
      over: get(get(body, 'copy'), 'count'),
      body,
      from: body.line,
      to: lastLine(body, 0),
    };
    const template = one.isModule ? get(get(get(body, 'properties'), 'template'), 'resources') : null;
    return [one, ...resourcesIn(get(body, 'resources'), full, depth + 1), ...resourcesIn(template, '', depth + 1)];
  });
}

function lastLine(node: Node, depth: number): number {
  if (depth > 60) return node.line;
  const inner = node.kind === 'map' ? node.entries.at(-1)?.value : node.kind === 'list' ? node.items.at(-1) : undefined;
  return inner ? Math.max(node.line, lastLine(inner, depth + 1)) : node.line;
}
