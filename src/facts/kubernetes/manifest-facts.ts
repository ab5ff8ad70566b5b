import type { Path, Truth } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import { editsByName } from '../snapshot.ts';
import { checkAdmission } from './admission.ts';
import { checkAvailability } from './availability.ts';
import type { Check, Scene } from './check.ts';
import {
  compareObjects,
  contentText,
  editsWithObjects,
  type Mine,
  objectsOf,
  type Placed,
  samePlace,
} from './compare.ts';
import { checkDeletion } from './deletion.ts';
import { checkExposure } from './exposure.ts';
import { environmentOfObject, type Finding, observationOf, type Subject, subjectOf } from './finding.ts';
import { checkGitops } from './gitops.ts';
import { dependentsOf } from './graph.ts';
import { checkImmutable } from './immutable.ts';
import { checkIsolation } from './isolation.ts';
import { typeOf, WORKLOADS } from './kind.ts';
import { isKustomizationPath, KUSTOMIZATIONS, readKustomization } from './kustomization.ts';
import { type KubeObject, looksLikeObjects } from './manifest.ts';
import { nameOf } from './finding.ts';
import { textAt } from './node.ts';
import { privilegeOfNew, checkPrivilege } from './privilege.ts';
import { findingsOfRemoval, looksPartial } from './removal.ts';
import { checkScale } from './scale.ts';
import { checkStorage } from './storage.ts';
import { isTemplated } from './template.ts';
import { weightOf } from './weight.ts';

type Technology = Subject['technology'];

/** Neighbours matter where an object goes, or where a count may be somebody else's: most commits ask for nothing. */
export function needsOfManifests(input: AnalyzerInput, mine: Mine): readonly Path[] {
  if (editsWithObjects(input, mine).length === 0) return [];
  const { removed, changed } = compareObjects(input, mine);
  const scaled = changed.filter(({ before, after }) => replicasOf(before) !== replicasOf(after));
  const folders = new Set(
    [...removed.map(({ object }) => object.path), ...scaled.map(({ after }) => after.path)].map(folderOf),
  );
  const wanted = [...folders].slice(0, MOST_FOLDERS);
  return [
    ...wanted.flatMap((folder) => ['*.yaml', '*.yml'].map((name) => `:(glob)${inFolder(escaped(folder), name)}`)),
    ...wanted.flatMap((folder) =>
      ancestors(folder)
        .slice(0, MOST_ABOVE)
        .flatMap((above) => KUSTOMIZATIONS.map((name) => inFolder(above, name))),
    ),
  ];
}

const MOST_FOLDERS = 40;
const MOST_ABOVE = 4;

/** A folder may be called `app/[id]`. */
function escaped(folder: Path): string {
  return folder.replaceAll(/[\\*?[\]]/g, '\\$&');
}

function replicasOf({ node }: KubeObject): string {
  return textAt(node, 'spec', 'replicas');
}

/** The facts of every object in the files of one technology. */
export function factsOfManifests(input: AnalyzerInput, technology: Technology, mine: Mine): readonly Observation[] {
  if (editsWithObjects(input, mine).length === 0) return [];
  const comparison = compareObjects(input, mine);
  const around = neighbours(input, mine);
  const scene: Scene = { objects: around.after, movedFolder: (from, to) => movesFolder(input, from, to) };
  const checks = [...CHECKS, checkGitops(input.grammars.yaml)];
  const found: (readonly [Placed, readonly Finding[]])[] = [
    ...comparison.removed.map((gone) => [gone, removal(gone, comparison, input, around)] as const),
    ...comparison.changed.map(
      (one) =>
        [
          { object: one.after, edit: one.edit },
          checks.flatMap((check) => check(one.before, one.after, scene)),
        ] as const,
    ),
    ...comparison.added.map((one) => [one, ofNew(one)] as const),
  ];
  const landed = landedKeys(input, mine);
  return [
    ...comparison.broken.map(({ edit, line, why }): Observation => ({
      kind: 'unreadable',
      subject: edit.path,
      edit,
      range: { from: line, to: line },
      attributes: { what: 'Kubernetes manifest', why },
    })),
    ...found.flatMap(([placed, findings]) =>
      findings.map((finding) => observationOf(finding, aboutOf(placed, technology, around.before, landed))),
    ),
  ];
}

const CHECKS: readonly Check[] = [
  checkScale,
  checkStorage,
  checkImmutable,
  checkDeletion,
  checkAvailability,
  checkPrivilege,
  checkIsolation,
  checkAdmission,
  checkExposure,
];

type Around = { readonly before: readonly KubeObject[]; readonly after: readonly KubeObject[] };

/** All that was read, on both sides: changed files and their unchanged neighbours. */
function neighbours(input: AnalyzerInput, mine: Mine): Around {
  const olds = new Map(input.edits.map((edit) => [edit.path, edit.from ?? edit.path]));
  const before: KubeObject[] = [];
  const after: KubeObject[] = [];
  for (const [path, sides] of input.files) {
    if (!mine(path) || isKustomizationPath(path)) continue;
    before.push(...objectsOf(sides.before, olds.get(path) ?? path, input.grammars.yaml));
    after.push(...objectsOf(sides.after, path, input.grammars.yaml));
  }
  return { before, after };
}

function aboutOf(
  { object, edit }: Placed,
  technology: Technology,
  all: readonly KubeObject[],
  landed: Landed,
): Subject {
  return {
    technology,
    type: typeOf(object.group, object.kind),
    name: nameOf(object),
    subject: subjectOf(object),
    edit,
    environment: environmentOfObject(object),
    landed: landed(edit.path, object.key, edit.landed),
    weight: weightOf(object),
    dependents: dependentsOf(object, all),
  };
}

type Landed = (path: Path, key: string, otherwise: Truth) => Truth;

/** In a file that has landed, an object of this branch has not; wherever it landed in the change, it has. */
function landedKeys(input: AnalyzerInput, mine: Mine): Landed {
  const keys = new Map<Path, ReadonlySet<string>>();
  const everywhere = new Set<string>();
  for (const edit of editsWithObjects(input, mine)) {
    const landed = input.files.get(edit.path)?.landed;
    const objects = objectsOf(landed, edit.from ?? edit.path, input.grammars.yaml);
    if (landed?.kind === 'text') keys.set(edit.path, new Set(objects.map(({ key }) => key)));
    for (const { key } of objects) everywhere.add(key);
  }
  return (path, key, otherwise) => {
    if (everywhere.has(key)) return true;
    return keys.has(path) && otherwise === true ? false : otherwise;
  };
}

function ofNew({ object }: Placed): readonly Finding[] {
  if (textAt(object.node, '$patch') !== 'delete') return privilegeOfNew(object);
  return [
    {
      kind: 'infra.destroy',
      because: `a patch deletes the ${object.kind}`,
      certainty: 'likely',
      line: object.node.from,
    },
  ];
}

type Comparison = ReturnType<typeof compareObjects>;

function removal(gone: Placed, comparison: Comparison, input: AnalyzerInput, around: Around): readonly Finding[] {
  const { object, edit } = gone;
  const folder = folderOf(object.path);
  const elsewhere = around.after.some(
    (other) => other.key === object.key && folderOf(other.path) === folder && other.path !== object.path,
  );
  if (elsewhere) return [];
  const listed = listingOf(object.path, input);
  if (listed === 'as a patch') return [];
  const namespace = namespaceAround(folder, input);
  const heirs = comparison.added.filter((one) => isHeir(gone, one, comparison));
  // the kustomization says the namespace now, or said it before
  const same = heirs.find(
    (one) =>
      one.object.name === object.name &&
      one.object.kind === object.kind &&
      samePlace(object.path, one.object.path) &&
      impliedNamespace(object, one.object, namespace),
  );
  if (same) return [];
  const withItsApp = comparison.removed.some(
    (other) => other.object !== object && WORKLOADS.has(other.object.kind) && folderOf(other.object.path) === folder,
  );
  const doubt =
    listed === 'not'
      ? 'no kustomization listed its file'
      : looksPartial(object)
        ? 'it looks like a patch of another'
        : '';
  const dependents = dependentsOf(object, around.before);
  const heir = heirs.find((one) => one.object.name === object.name) ?? heirs.find((one) => one.edit === edit);
  return findingsOfRemoval({ object, heir: heir?.object ?? null, dependents, doubt, withItsApp });
}

/** The only one of its kind that goes, and the only one that comes; or the same name in another namespace or kind. */
function isHeir(gone: Placed, one: Placed, { removed, added }: Comparison): boolean {
  const alike = (a: KubeObject, b: KubeObject): boolean => a.kind === b.kind && a.group === b.group;
  if (one.object.key === gone.object.key) return false; // it is another environment's
  if (one.object.name === gone.object.name) {
    if (alike(one.object, gone.object)) return true;
    return one.edit === gone.edit && WORKLOADS.has(one.object.kind) && WORKLOADS.has(gone.object.kind);
  }
  if (!alike(one.object, gone.object) || one.edit !== gone.edit) return false;
  const only = (list: readonly Placed[]): boolean =>
    list.filter((other) => other.edit === gone.edit && alike(other.object, gone.object)).length === 1;
  return only(removed) && only(added);
}

function impliedNamespace(then: KubeObject, now: KubeObject, namespace: string): boolean {
  if (then.namespace === now.namespace) return true;
  if (then.namespace !== '' && now.namespace !== '') return isTemplated(then.namespace + now.namespace);
  if (then.templated || now.templated) return true;
  const said = then.namespace || now.namespace;
  return namespace === said || namespace === '?';
}

/** What a kustomization beside or above sets; `?` where one above may, and does not say here. */
function namespaceAround(folder: Path, { files, grammars }: AnalyzerInput): string {
  for (const above of ancestors(folder)) {
    for (const name of KUSTOMIZATIONS) {
      const sides = files.get(inFolder(above, name));
      for (const content of [sides?.after, sides?.before]) {
        const text = contentText(content);
        const namespace =
          text === '' ? '' : textAt(readKustomization(text, inFolder(above, name), grammars.yaml)?.node, 'namespace');
        if (namespace !== '') return namespace;
      }
    }
  }
  return '';
}

/** How the kustomization nearest to a file used it before the change. */
function listingOf(path: Path, input: AnalyzerInput): 'as a patch' | 'listed' | 'not' | 'unknown' {
  const olds = editsByName(input.edits, 'before');
  let nearest: 'not' | 'unknown' = 'unknown';
  for (const [distance, above] of ancestors(folderOf(path)).entries()) {
    for (const name of KUSTOMIZATIONS) {
      const file = inFolder(above, name);
      const text = contentText(input.files.get(olds.get(file)?.path ?? file)?.before);
      const read = text === '' ? null : readKustomization(text, file, input.grammars.yaml);
      if (!read) continue;
      if (read.patches.includes(path)) return 'as a patch';
      if (read.entries.some(({ target }) => target === path)) return 'listed';
      if (distance === 0) nearest = 'not';
    }
  }
  return nearest;
}

function movesFolder({ edits }: AnalyzerInput, from: string, to: string): boolean {
  const inside = (path: Path | null, folder: string): boolean => path !== null && path.startsWith(`${folder}/`);
  const leaves = edits.some((edit) => inside(edit.from ?? (edit.after === null ? edit.path : null), from));
  return (
    from !== '' &&
    to !== '' &&
    leaves &&
    edits.some((edit) => (edit.before === null || edit.from !== null ? inside(edit.path, to) : false))
  );
}

export function wantsYaml(input: AnalyzerInput, mine: Mine): boolean {
  return editsWithObjects(input, mine).some((edit) => {
    const sides = input.files.get(edit.path);
    return [sides?.before, sides?.after].some((one) => looksLikeObjects(contentText(one)));
  });
}
