import type { Path } from '../../model/change.ts';
import type { YamlFile, YamlNode } from '../../model/syntax.ts';
import { groupOf, isClusterWide, isObject } from './kind.ts';
import { at, itemsOf, textAt } from './node.ts';
import { isTemplated, withoutActions } from './template.ts';

export type KubeObject = {
  readonly group: string;
  readonly kind: string;
  /** `` where it does not say, or has none. */
  readonly namespace: string;
  readonly name: string;
  /** `apps/Deployment/prod/api`: the same on both sides while the object stays the same for the cluster. */
  readonly key: string;
  readonly node: YamlNode;
  readonly path: Path;
  /** It was written with template actions: what is not there may still be rendered. */
  readonly templated: boolean;
};

export type Manifest = {
  readonly objects: readonly KubeObject[];
  readonly problems: readonly { readonly line: number; readonly message: string }[];
};

type Parse = (text: string) => YamlFile;

/** Cheap, and asked before anything is loaded. */
export function looksLikeObjects(text: string): boolean {
  return /(^|[\s{,"'-])apiVersion["']?\s*:/.test(text) && /(^|[\s{,"'-])kind["']?\s*:/.test(text);
}

export type Chunk = { readonly text: string; readonly line: number };

/** One for each document: a bundle of definitions is larger than what the parser takes at once, and most of it stays the same. */
export function chunksOf(text: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let lines: string[] = [];
  let start = 0;
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (/^---(\s|$)/.test(line)) {
      chunks.push({ text: lines.join('\n'), line: start });
      lines = [line.slice(3)];
      start = index;
    } else lines.push(line);
  }
  chunks.push({ text: lines.join('\n'), line: start });
  return chunks.filter((chunk) => /^[^#\n]*[^\s#]/m.test(chunk.text));
}

/** The objects of a file; documents in `skip` are known to be the same on the other side. */
export function manifestOf(text: string, path: Path, parse: Parse, skip: ReadonlySet<string> = NOTHING): Manifest {
  const objects: KubeObject[] = [];
  const problems: Manifest['problems'][number][] = [];
  for (const chunk of chunksOf(text)) {
    if (skip.has(chunk.text) || !/apiVersion|kind/.test(chunk.text)) continue;
    const plain = withoutActions(chunk.text);
    const templated = isTemplated(plain) || plain !== chunk.text;
    const file = parse(plain);
    for (const root of file.documents) objects.push(...objectsIn(shifted(root, chunk.line), path, templated));
    for (const { line, message } of file.problems) problems.push({ line: line + chunk.line, message });
  }
  return { objects, problems };
}

const NOTHING: ReadonlySet<string> = new Set();

/** A chunk was parsed alone: its lines are those of the file again. */
function shifted(node: YamlNode, by: number): YamlNode {
  if (by === 0) return node;
  const place = { ...node, from: node.from + by, to: node.to + by };
  if (place.kind === 'map')
    return {
      ...place,
      entries: place.entries.map(({ key, line, value }) => ({ key, line: line + by, value: shifted(value, by) })),
    };
  return place.kind === 'list' ? { ...place, items: place.items.map((item) => shifted(item, by)) } : place;
}

function objectsIn(node: YamlNode, path: Path, templated: boolean): readonly KubeObject[] {
  if (node.kind === 'list') return node.items.flatMap((item) => objectsIn(item, path, templated));
  const kind = textAt(node, 'kind');
  const apiVersion = textAt(node, 'apiVersion');
  if (kind.endsWith('List') && at(node, 'items'))
    return itemsOf(at(node, 'items')).flatMap((item) => objectsIn(item, path, templated));
  const group = groupOf(apiVersion, kind);
  if (apiVersion === '' || !isObject(group, kind)) return [];
  const name = textAt(node, 'metadata', 'name') || textAt(node, 'metadata', 'generateName');
  if (name === '') return [];
  const namespace = isClusterWide(kind) ? '' : textAt(node, 'metadata', 'namespace');
  return [{ group, kind, namespace, name, key: keyOf(group, kind, namespace, name), node, path, templated }];
}

export function keyOf(group: string, kind: string, namespace: string, name: string): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
