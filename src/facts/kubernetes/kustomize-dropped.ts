import type { Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import type { Weight } from '../resource.ts';
import { contentText, objectsOf, samePlace } from './compare.ts';
import { soundsLikeData } from './data-words.ts';
import { isKept } from './deletion.ts';
import { environmentOfObject, type Finding, nameOf, observationOf, subjectOf } from './finding.ts';
import { dependentsOf } from './graph.ts';
import { typeOf } from './kind.ts';
import { type Entry, sourceOf } from './kustomization.ts';
import { about, type Rendering, sideOf, WHOLE } from './kustomize-pair.ts';
import { type Rendered, type Side, sourcesOf } from './render.ts';
import { weightOf } from './weight.ts';

/** Objects whose file stays as it is and which nothing renders any more. Those that go with their file are told by it. */
export function ofDropped(one: Rendering, all: readonly Rendering[], input: AnalyzerInput): readonly Observation[] {
  const kept = new Set(one.now.map(({ inner }) => inner));
  const ids = new Set(one.now.map(({ id }) => id));
  const after = sideOf(input, 'after');
  const gone = one.was.filter(({ object, inner, id }) => {
    if (kept.has(inner) || ids.has(id) || isKept(object)) return false;
    const still = objectsOf(after.contentOf(object.path), object.path, after.parse).some(
      ({ key }) => key === object.key,
    );
    return still && !isGainedElsewhere(id, object.path, one, all);
  });
  const path = one.edit.from ?? one.edit.path;
  const adopted = gone.filter(({ object }) => !isAdopted(object.path, input));
  return adopted.slice(0, MOST_TOLD).map(({ object }) => {
    // an applier that finds no kustomization takes every file of the folder
    const loose = one.after === null && object.path.startsWith(`${one.before?.folder ?? ''}/`);
    const because = loose
      ? `the kustomization is gone; whether ${object.path} is still applied depends on who applies it`
      : `${path} no longer lists what holds it, and nothing else in this change does: it is pruned`;
    const finding: Finding = {
      kind: 'infra.destroy',
      because,
      remedy: 'keep the entry, or list it in the kustomization that takes over in the same commit',
      certainty: loose ? 'possible' : 'certain',
      line: lineOfEntry(one, object.path),
    };
    return observationOf(finding, {
      technology: 'kustomize',
      type: typeOf(object.group, object.kind),
      name: nameOf(object),
      subject: subjectOf(object),
      edit: one.edit,
      environment: environmentOfObject(object),
      landed: one.edit.landed,
      weight: weightOf(object),
      dependents: dependentsOf(
        object,
        one.was.map((other) => other.object),
      ),
    });
  });
}

const MOST_TOLD = 100;

function isGainedElsewhere(id: string, path: Path, one: Rendering, all: readonly Rendering[]): boolean {
  return all.some((other) => {
    if (other.edit === one.edit || !samePlace(one.edit.path, other.edit.path)) return false;
    const had = other.was.some((item) => item.id === id && item.object.path === path);
    return !had && other.now.some((item) => item.id === id);
  });
}

/** A Flux Kustomization or an Application of this change points at its folder now. */
function isAdopted(path: Path, { edits, files }: AnalyzerInput): boolean {
  const folders = path.split('/').slice(0, -1);
  const candidates = folders
    .map((_one, index) => folders.slice(0, index + 1).join('/'))
    .filter((one) => one.includes('/'));
  return edits.some((edit) => {
    const sides = files.get(edit.path);
    const [then, now] = [pathsIn(contentText(sides?.before)), pathsIn(contentText(sides?.after))];
    return candidates.some((folder) => now.has(folder) && !then.has(folder));
  });
}

function pathsIn(text: string): ReadonlySet<string> {
  const found = [...text.matchAll(/^[ \t-]*path:[ \t]*["']?(?:\.?\/)?([^\s"']+?)\/?["']?[ \t]*$/gm)];
  return new Set(found.map(([, path = '']) => path));
}

function lineOfEntry({ before }: Rendering, path: Path): number | null {
  const entry = before?.entries.find(
    ({ target }) => target !== null && (path === target || path.startsWith(`${target}/`)),
  );
  return entry?.line ?? null;
}

/** Entries whose files were not to be had: another repository, or a folder that this change does not show. */
export function ofUnresolved(
  { edit, before, after, was: then }: Rendering,
  input: AnalyzerInput,
): readonly Observation[] {
  if (before === null) return [];
  const now = sourcesOf(after);
  const side = sideOf(input, 'before');
  const dropped = before.entries.filter((entry) => !now.has(sourceOf(entry)) && !isResolved(entry, then, side));
  return dropped.map((entry) => {
    const remote = entry.target === null;
    const added = (after?.entries ?? []).some((one) => !sourcesOf(before).has(sourceOf(one)));
    const because = `${entry.text} is no longer listed: what it holds is pruned`;
    const weight: Weight = { ...WHOLE, stateful: soundsLikeData(entry.text) ? true : 'unknown' };
    const certainty = remote && added ? 'possible' : 'likely';
    const finding: Finding = {
      kind: 'infra.destroy',
      because,
      certainty,
      line: entry.line,
      weight,
      name: entry.text,
      remedy: 'keep the entry',
    };
    return about(finding, { edit, before, after });
  });
}

function isResolved(entry: Entry, then: readonly Rendered[], side: Side): boolean {
  const { target } = entry;
  if (target === null) return false;
  if (then.some(({ object }) => object.path === target || object.path.startsWith(`${target}/`))) return true;
  return [
    target,
    ...['kustomization.yaml', 'kustomization.yml', 'Kustomization'].map((name) => `${target}/${name}`),
  ].some((path) => (side.contentOf(path)?.kind ?? 'absent') !== 'absent');
}
