import type { Path, Truth } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import { checkAdmission } from './admission.ts';
import { checkAvailability } from './availability.ts';
import type { Check, Scene } from './check.ts';
import { compareObjects, contentText, editsWithObjects, type Mine, objectsOf, type Placed } from './compare.ts';
import { checkDeletion } from './deletion.ts';
import { checkExposure } from './exposure.ts';
import { environmentOfObject, type Finding, observationOf, type Subject, subjectOf } from './finding.ts';
import { checkGitops } from './gitops.ts';
import { dependentsOf } from './graph.ts';
import { checkImmutable } from './immutable.ts';
import { checkIsolation } from './isolation.ts';
import { typeOf } from './kind.ts';
import { isKustomizationPath, KUSTOMIZATIONS } from './kustomization.ts';
import { type KubeObject, looksLikeObjects } from './manifest.ts';
import { nameOf } from './finding.ts';
import { textAt } from './node.ts';
import { escapedGlob } from './paths.ts';
import { privilegeOfNew, checkPrivilege } from './privilege.ts';
import { removalsOf } from './removed.ts';
import { checkScale } from './scale.ts';
import { checkStorage } from './storage.ts';
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
    ...wanted.flatMap((folder) => ['*.yaml', '*.yml'].map((name) => `:(glob)${inFolder(escapedGlob(folder), name)}`)),
    ...wanted.flatMap((folder) =>
      ancestors(folder)
        .slice(0, MOST_ABOVE)
        .flatMap((above) => KUSTOMIZATIONS.map((name) => inFolder(above, name))),
    ),
  ];
}

const MOST_FOLDERS = 40;
const MOST_ABOVE = 4;

function replicasOf({ node }: KubeObject): string {
  return textAt(node, 'spec', 'replicas');
}

/** The facts of every object in the files of one technology. */
export function factsOfManifests(input: AnalyzerInput, technology: Technology, mine: Mine): readonly Observation[] {
  if (editsWithObjects(input, mine).length === 0) return [];
  const comparison = compareObjects(input, mine);
  const around = once(() => neighbours(input, mine));
  const scene: Scene = {
    objects: () => around().after,
    movedFolder: (from, to) => movesFolder(input, from, to),
  };
  const removals = removalsOf(input, comparison, () => around().after);
  const checks = [...CHECKS, checkGitops(input.grammars.yaml)];
  const found: (readonly [Placed, readonly Finding[]])[] = [
    ...comparison.removed.map(
      (gone) => [gone, removals(gone, () => dependentsOf(gone.object, around().before).length)] as const,
    ),
    ...comparison.changed.map(
      (one) =>
        [
          { object: one.after, edit: one.edit },
          checks.flatMap((check) => check(one.before, one.after, scene)),
        ] as const,
    ),
    ...comparison.added.map((one) => [one, ofNew(one)] as const),
  ];
  const landed = once(() => landedKeys(input, mine));
  return [
    ...comparison.broken.map(({ edit, line, why }): Observation => ({
      kind: 'unreadable',
      subject: edit.path,
      edit,
      range: { from: line, to: line },
      attributes: { what: 'Kubernetes manifest', why },
    })),
    ...found.flatMap(([placed, findings]) =>
      findings.map((finding) => observationOf(finding, aboutOf(placed, technology, around().before, landed()))),
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

/** Most commits say nothing, and then nobody looks around. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

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
    const sides = input.files.get(edit.path);
    // most often it is what the change began with, and that has been read
    const isBefore = contentText(sides?.landed) === contentText(sides?.before);
    const landed = isBefore ? sides?.before : sides?.landed;
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
