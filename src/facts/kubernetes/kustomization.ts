import type { Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { YamlFile } from '../../model/syntax.ts';
import { folderOf, inFolder } from '../path.ts';
import { at, entriesOf, itemsOf, isTrue, lineAt, textAt, textOf, type Place } from './node.ts';

export type Entry = {
  readonly text: string;
  /** Path in the repository; null where it is another repository, or above this one. */
  readonly target: Path | null;
  readonly line: number;
};

export type Kustomization = {
  readonly path: Path;
  readonly folder: Path;
  readonly node: Place;
  /** What it brings in: `resources`, `bases`, `components`, generators and charts. */
  readonly entries: readonly Entry[];
  readonly patches: readonly Path[];
  readonly broken: { readonly line: number; readonly message: string } | null;
};

export const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

export function isKustomizationPath(path: Path): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}

const LISTS = ['resources', 'bases', 'components', 'crds', 'generators', 'transformers', 'validators'] as const;

/** Null for a Flux Kustomization that happens to have this file name. */
function readKustomization(text: string, path: Path, parse: (text: string) => YamlFile): Kustomization | null {
  const file = parse(text);
  const [node] = file.documents;
  if (textAt(node, 'apiVersion').startsWith('kustomize.toolkit')) return null;
  const folder = folderOf(path);
  const lists = LISTS.flatMap((list) => itemsOf(at(node, list)));
  const entries = lists
    .filter((item) => textOf(item) !== '' && !textOf(item).includes('\n'))
    .map((item): Entry => ({ text: textOf(item), target: resolve(folder, textOf(item)), line: item.from }));
  const charts = itemsOf(at(node, 'helmCharts')).map((one): Entry => ({
    text: `chart ${textAt(one, 'releaseName') || textAt(one, 'name')}`,
    target: null,
    line: one.from,
  }));
  const patches = [
    ...itemsOf(at(node, 'patchesStrategicMerge')).map(textOf),
    ...[...itemsOf(at(node, 'patches')), ...itemsOf(at(node, 'patchesJson6902'))].map((one) => textAt(one, 'path')),
  ];
  const paths = patches.flatMap((one) => (one === '' || one.includes('\n') ? [] : [resolve(folder, one) ?? '']));
  const [broken = null] = file.problems;
  return { path, folder, node, entries: [...entries, ...charts], patches: paths, broken };
}

/** Remembered: every object that goes asks how it was listed. */
export function kustomizationIn(
  content: Content | undefined,
  path: Path,
  parse: (text: string) => YamlFile,
): Kustomization | null {
  if (content?.kind !== 'text' || content.text === '') return null;
  const known = read.get(content);
  if (known?.path === path) return known.told;
  const told = readKustomization(content.text, path, parse);
  read.set(content, { path, told });
  return told;
}

const read = new WeakMap<Content, { readonly path: Path; readonly told: Kustomization | null }>();

/** Relative to its folder. Null for a URL and for what leaves the repository. */
function resolve(folder: Path, entry: string): Path | null {
  if (/^[a-z+]+:\/\/|^git@|^github\.com[/:]|\?ref=|^[a-z0-9-]+\.[a-z.]+\/.+\/\/|^\//i.test(entry)) return null;
  const steps = folder === '' ? [] : folder.split('/');
  for (const step of entry.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return null;
  }
  return steps.join('/');
}

/** The files that may hold an entry: itself, or the kustomization of the folder that it is. */
export function filesOf(target: Path): readonly Path[] {
  if (/\.(ya?ml|json)$/.test(target)) return [target];
  return KUSTOMIZATIONS.map((name) => inFolder(target, name));
}

/** A name for the same source at any version: Renovate moves `?ref=` every week. */
export function sourceOf(entry: Entry): string {
  if (entry.target !== null) return entry.target;
  return entry.text
    .replace(/\?.*$/, '')
    .replace(/\/(releases\/download|archive)\/[^/]+/, '/$1')
    .replace(/(raw\.githubusercontent\.com\/[^/]+\/[^/]+)\/(refs\/(heads|tags)\/)?[^/]+/, '$1')
    .replace(/v?\d+(\.\d+)+/g, '');
}

/** What is laid over every object it renders. */
export type Overlay = {
  readonly namespace: string;
  readonly prefix: string;
  readonly suffix: string;
  readonly selectors: string;
};

export function overlayOf(kustomization: Kustomization | null): Overlay {
  const node = kustomization?.node;
  const selecting = itemsOf(at(node, 'labels')).filter((one) => isTrue(at(one, 'includeSelectors')));
  const pairs = [at(node, 'commonLabels'), ...selecting.map((one) => at(one, 'pairs'))].flatMap((map) =>
    entriesOf(map).map(({ key, value }) => `${key}=${textOf(value)}`),
  );
  return {
    namespace: textAt(node, 'namespace'),
    prefix: textAt(node, 'namePrefix'),
    suffix: textAt(node, 'nameSuffix'),
    selectors: pairs.sort().join(','),
  };
}

export function overlayLine(kustomization: Kustomization, ...keys: readonly string[]): number {
  const key = keys.find((one) => at(kustomization.node, one) !== undefined);
  return (key === undefined ? null : lineAt(kustomization.node, key)) ?? 1;
}

export function isSameOverlay(a: Overlay, b: Overlay): boolean {
  return a.namespace === b.namespace && a.prefix === b.prefix && a.suffix === b.suffix && a.selectors === b.selectors;
}

export function inlinePatches(
  kustomization: Kustomization | null,
): readonly { readonly text: string; readonly line: number; readonly target: string }[] {
  const node = kustomization?.node;
  const maps = [...itemsOf(at(node, 'patches')), ...itemsOf(at(node, 'patchesJson6902'))];
  const texts = maps.flatMap((one) => {
    const patch = at(one, 'patch');
    if (textOf(patch) === '' || patch === undefined) return [];
    const target = [textAt(one, 'target', 'kind'), textAt(one, 'target', 'name')]
      .filter((word) => word !== '')
      .join('/');
    return [{ text: textOf(patch), line: patch.from, target }];
  });
  const merges = itemsOf(at(node, 'patchesStrategicMerge')).filter((one) => textOf(one).includes('\n'));
  return [...texts, ...merges.map((one) => ({ text: textOf(one), line: one.from, target: '' }))];
}
