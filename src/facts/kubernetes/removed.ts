import type { Path } from '../../model/change.ts';
import type { AnalyzerInput } from '../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import { editsByName } from '../snapshot.ts';
import { type Comparison, type Placed, samePlace } from './compare.ts';
import type { Finding } from './finding.ts';
import { WORKLOADS } from './kind.ts';
import { KUSTOMIZATIONS, kustomizationIn } from './kustomization.ts';
import type { KubeObject } from './manifest.ts';
import { textAt } from './node.ts';
import { findingsOfRemoval, looksPartial } from './removal.ts';
import { isTemplated } from './template.ts';

type Removals = (gone: Placed, dependents: () => number) => readonly Finding[];

/** What it means for each object that is gone, seen against all that comes, goes and stays. */
export function removalsOf(
  input: AnalyzerInput,
  comparison: Comparison,
  staying: () => readonly KubeObject[],
): Removals {
  const added = grouped(comparison.added);
  const removed = grouped(comparison.removed);
  const apps = new Set(
    comparison.removed.filter(({ object }) => WORKLOADS.has(object.kind)).map(({ object }) => folderOf(object.path)),
  );
  return (gone, dependents) => {
    const { object, edit } = gone;
    if (staysBeside(object, staying()) || isSealedNow(object, comparison.added)) return [];
    const listed = listingOf(object.path, input);
    if (listed === 'as a patch') return [];
    const heirs = (added.get(object.kind) ?? []).filter((one) => isHeir(gone, one, { added, removed }));
    const named = heirs.filter((one) => one.object.name === object.name);
    if (named.some((one) => isSameAfterAll(object, one.object, input))) return [];
    const heir = named[0] ?? heirs.find((one) => one.edit === edit) ?? heirs[0] ?? successor(gone, comparison.added);
    const doubt =
      listed === 'not'
        ? 'no kustomization listed its file'
        : looksPartial(object)
          ? 'it looks like a patch of another'
          : '';
    const withItsApp = apps.has(folderOf(object.path));
    return findingsOfRemoval({ object, heir: heir?.object ?? null, dependents: dependents(), doubt, withItsApp });
  };
}

/** A Secret that an operator writes from now on, under the name it had: out of the repository, and not gone. */
function isSealedNow(object: KubeObject, added: readonly Placed[]): boolean {
  if (object.kind !== 'Secret') return false;
  return added.some(({ object: other }) => {
    if (!SECRET_MAKERS.has(other.kind) || other.namespace !== object.namespace) return false;
    const target =
      textAt(other.node, 'spec', 'target', 'name') ?? textAt(other.node, 'spec', 'template', 'metadata', 'name');
    return other.name === object.name || target === object.name;
  });
}

const SECRET_MAKERS = new Set([
  'SealedSecret',
  'ExternalSecret',
  'SopsSecret',
  'VaultStaticSecret',
  'VaultSecret',
  'OnePasswordItem',
  'InfisicalSecret',
  'BitwardenSecret',
]);

type Groups = ReadonlyMap<string, readonly Placed[]>;

function grouped(all: readonly Placed[]): Groups {
  const groups = new Map<string, Placed[]>();
  for (const one of all) {
    const group = groups.get(one.object.kind);
    if (group) group.push(one);
    else groups.set(one.object.kind, [one]);
  }
  return groups;
}

function staysBeside(object: KubeObject, staying: readonly KubeObject[]): boolean {
  const folder = folderOf(object.path);
  return staying.some(
    (other) => other.key === object.key && folderOf(other.path) === folder && other.path !== object.path,
  );
}

/** The same name in another namespace; or the only one of its kind that comes where the only one goes. */
function isHeir(gone: Placed, one: Placed, { added, removed }: Readonly<Record<'added' | 'removed', Groups>>): boolean {
  const [then, now] = [gone.object, one.object];
  if (now.key === then.key || now.group !== then.group) return false; // the same key: it is another environment's
  if (now.name === then.name) return true;
  // a helper that is renamed renames what it names in every file of a chart
  if (isTemplated(then.name) && isTemplated(now.name)) return chartOf(then.path) === chartOf(now.path);
  if (one.edit !== gone.edit) return false;
  const only = (groups: Groups): boolean =>
    (groups.get(then.kind) ?? []).filter((other) => other.edit === gone.edit).length === 1;
  return only(removed) && only(added);
}

function chartOf(path: Path): string {
  return path.slice(0, Math.max(0, path.indexOf('templates/')));
}

/** A Deployment that becomes a StatefulSet. */
function successor({ object, edit }: Placed, added: readonly Placed[]): Placed | undefined {
  if (!WORKLOADS.has(object.kind)) return undefined;
  return added.find((one) => one.edit === edit && one.object.name === object.name && WORKLOADS.has(one.object.kind));
}

/** The namespace is written in one place now and was in another. */
function isSameAfterAll(then: KubeObject, now: KubeObject, input: AnalyzerInput): boolean {
  if (!samePlace(then.path, now.path)) return false;
  if (then.namespace !== '' && now.namespace !== '') return isTemplated(then.namespace + now.namespace);
  if (then.templated || now.templated) return true;
  const said = then.namespace || now.namespace;
  return [then.path, now.path].some((path) => namespaceAround(folderOf(path), input) === said);
}

/** What a kustomization beside or above lays over it, after the change or before. */
function namespaceAround(folder: Path, input: AnalyzerInput): string {
  for (const above of ancestors(folder)) {
    for (const name of KUSTOMIZATIONS) {
      const path = inFolder(above, name);
      const sides = input.files.get(path);
      for (const content of [sides?.after, sides?.before]) {
        const namespace = textAt(kustomizationIn(content, path, input.grammars.yaml)?.node, 'namespace');
        if (namespace !== '') return namespace;
      }
    }
  }
  return '';
}

/** How the kustomizations beside and above a file used it before the change. */
function listingOf(path: Path, input: AnalyzerInput): 'as a patch' | 'listed' | 'not' | 'unknown' {
  const olds = editsByName(input.edits, 'before');
  let nearest: 'not' | 'unknown' = 'unknown';
  for (const [distance, above] of ancestors(folderOf(path)).entries()) {
    for (const name of KUSTOMIZATIONS) {
      const file = inFolder(above, name);
      const content = input.files.get(olds.get(file)?.path ?? file)?.before;
      const read = kustomizationIn(content, file, input.grammars.yaml);
      if (!read) continue;
      if (read.patches.includes(path)) return 'as a patch';
      if (read.entries.some(({ target }) => target === path)) return 'listed';
      if (distance === 0) nearest = 'not';
    }
  }
  return nearest;
}
