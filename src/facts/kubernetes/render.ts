import type { Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { YamlFile } from '../../model/syntax.ts';
import { objectsOf } from './compare.ts';
import { isClusterWide } from './kind.ts';
import {
  filesOf,
  isKustomizationPath,
  type Kustomization,
  type Overlay,
  overlayOf,
  kustomizationIn,
  sourceOf,
} from './kustomization.ts';
import { keyOf, type KubeObject } from './manifest.ts';

/** One object as a kustomization hands it to the cluster. */
export type Rendered = {
  readonly object: KubeObject;
  readonly name: string;
  readonly namespace: string;
  /** As the outermost kustomization renders it. */
  readonly id: string;
  /** Before what the outermost one lays over it. */
  readonly inner: string;
};

/** One side of the repository, as far as it was read. */
export type Side = {
  readonly contentOf: (path: Path) => Content | undefined;
  readonly parse: (text: string) => YamlFile;
};

const MOST_OBJECTS = 2000;
const MOST_DEPTH = 12;

export function kustomizationAt(path: Path, side: Side): Kustomization | null {
  return kustomizationIn(side.contentOf(path), path, side.parse);
}

/** All it renders. What lies in another repository, or was not read, is not among it. */
export function render(kustomization: Kustomization | null, side: Side): readonly Rendered[] {
  if (kustomization === null) return [];
  const overlay = overlayOf(kustomization);
  return inside(kustomization, side, new Set([kustomization.path]), 0).map((one) => ({
    ...laid(one, overlay),
    inner: one.id,
  }));
}

function inside(
  kustomization: Kustomization,
  side: Side,
  above: ReadonlySet<Path>,
  depth: number,
): readonly Rendered[] {
  const all: Rendered[] = [];
  for (const { target } of kustomization.entries) {
    if (target === null || all.length > MOST_OBJECTS) continue;
    all.push(...renderTarget(target, side, above, depth));
  }
  return all;
}

/** What one entry of a kustomization brings: a file, or a folder with a kustomization of its own. */
export function renderTarget(target: Path, side: Side, above: ReadonlySet<Path>, depth: number): readonly Rendered[] {
  return filesOf(target).flatMap((file): readonly Rendered[] => {
    if (!isKustomizationPath(file)) return objectsOf(side.contentOf(file), file, side.parse).map(asWritten);
    // a folder that includes itself, or a tower of folders, renders nothing more
    const inner = above.has(file) || depth >= MOST_DEPTH ? null : kustomizationAt(file, side);
    if (inner === null) return [];
    const overlay = overlayOf(inner);
    return inside(inner, side, new Set([...above, file]), depth + 1).map((one) => laid(one, overlay));
  });
}

function asWritten(object: KubeObject): Rendered {
  const { name, namespace, key } = object;
  return { object, name, namespace, id: key, inner: key };
}

/** Names of namespaces and of definitions are left alone, as kustomize does. */
function laid(one: Rendered, { namespace, prefix, suffix }: Overlay): Rendered {
  const { kind, group } = one.object;
  const keeps = kind === 'Namespace' || kind === 'CustomResourceDefinition' || kind === 'APIService';
  const name = keeps ? one.name : `${prefix}${one.name}${suffix}`;
  const home = namespace === '' || isClusterWide(kind) ? one.namespace : namespace;
  return { ...one, name, namespace: home, id: keyOf(group, kind, home, name) };
}

/** The files that rendering some kustomizations takes, as far as those at hand tell: asked again until nothing is new. */
export function filesToRender(roots: readonly Kustomization[], side: Side): readonly Path[] {
  const wanted = new Set<Path>();
  const open = [...roots];
  const seen = new Set(roots.map(({ path }) => path));
  for (let next = open.pop(); next && wanted.size < MOST_FILES; next = open.pop()) {
    for (const { target } of next.entries) {
      if (target === null) continue;
      for (const file of filesOf(target)) {
        wanted.add(file);
        const inner = isKustomizationPath(file) && !seen.has(file) ? kustomizationAt(file, side) : null;
        seen.add(file);
        if (inner) open.push(inner);
      }
    }
  }
  return [...wanted];
}

const MOST_FILES = 400;

/** The same sources at any version count as kept. */
export function sourcesOf(kustomization: Kustomization | null): ReadonlySet<string> {
  return new Set((kustomization?.entries ?? []).map(sourceOf));
}
