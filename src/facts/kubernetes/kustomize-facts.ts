import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import type { Weight } from '../resource.ts';
import { contentText, objectsOf, samePlace } from './compare.ts';
import { soundsLikeData } from './data-words.ts';
import { isKept } from './deletion.ts';
import { environmentOfObject, type Finding, nameOf, observationOf, type Subject, subjectOf } from './finding.ts';
import { dependentsOf } from './graph.ts';
import { typeOf } from './kind.ts';
import {
  type Entry,
  isKustomizationPath,
  isSameOverlay,
  type Kustomization,
  overlayLine,
  overlayOf,
  sourceOf,
} from './kustomization.ts';
import { patchFindings } from './kustomize-patches.ts';
import { filesToRender, kustomizationAt, type Rendered, render, type Side, sourcesOf } from './render.ts';
import { weightOf } from './weight.ts';

/** A kustomization that changes, on both sides; null where it is not there. */
type Pair = { readonly edit: Edit; readonly before: Kustomization | null; readonly after: Kustomization | null };

export function needsOfKustomize(input: AnalyzerInput): readonly Path[] {
  const pairs = pairsOf(input);
  if (!pairs.some(losesSomething)) return [];
  const files = (['before', 'after'] as const).flatMap((name) =>
    filesToRender(
      pairs.flatMap((pair) => pair[name] ?? []),
      sideOf(input, name),
    ),
  );
  return [...new Set(files)];
}

export function factsOfKustomize(input: AnalyzerInput): readonly Observation[] {
  const pairs = pairsOf(input);
  const losing = pairs.some(losesSomething);
  const renderings = losing ? pairs.map((pair) => renderingOf(pair, input)) : [];
  return [
    ...pairs.flatMap(brokenOf),
    ...pairs.flatMap((pair) =>
      patchFindings(pair.before, pair.after, input.grammars.yaml).map((one) => about(one, pair)),
    ),
    ...renderings.flatMap((one) => [
      ...ofOverlay(one),
      ...ofDropped(one, renderings, input),
      ...ofUnresolved(one, input),
    ]),
  ];
}

function pairsOf(input: AnalyzerInput): readonly Pair[] {
  const [then, now] = [sideOf(input, 'before'), sideOf(input, 'after')];
  return input.edits.flatMap((edit): readonly Pair[] => {
    const old = edit.from ?? edit.path;
    if (!isKustomizationPath(edit.path) && !isKustomizationPath(old)) return [];
    const before = isKustomizationPath(old) ? kustomizationAt(old, then) : null;
    const after = isKustomizationPath(edit.path) ? kustomizationAt(edit.path, now) : null;
    return before === null && after === null ? [] : [{ edit, before, after }];
  });
}

function sideOf(input: AnalyzerInput, name: 'before' | 'after'): Side {
  const names = new Map<Path, Path>();
  if (name === 'before') for (const edit of input.edits) if (edit.from !== null) names.set(edit.from, edit.path);
  const parse = input.grammars.yaml;
  return { contentOf: (path) => input.files.get(names.get(path) ?? path)?.[name], parse };
}

/** Only what is dropped or renamed needs a look around; a new image or one more resource does not. */
function losesSomething({ before, after }: Pair): boolean {
  if (before === null) return false;
  const now = sourcesOf(after);
  return [...sourcesOf(before)].some((one) => !now.has(one)) || !isSameOverlay(overlayOf(before), overlayOf(after));
}

function brokenOf({ edit, before, after }: Pair): readonly Observation[] {
  const broken = after?.broken ?? null;
  if (broken === null || before === null) return [];
  const attributes = { what: 'kustomization', why: broken.message };
  return [{ kind: 'unreadable', subject: edit.path, edit, range: { from: broken.line, to: broken.line }, attributes }];
}

type Rendering = Pair & { readonly was: readonly Rendered[]; readonly now: readonly Rendered[] };

function renderingOf(pair: Pair, input: AnalyzerInput): Rendering {
  return {
    ...pair,
    was: render(pair.before, sideOf(input, 'before')),
    now: render(pair.after, sideOf(input, 'after')),
  };
}

const WHOLE: Weight = { stateful: 'unknown', critical: true, reversible: 'unknown' };

/** A new namespace or prefix is another name for each object: the old ones go. */
function ofOverlay({ edit, before, after, was: then, now }: Rendering): readonly Observation[] {
  if (before === null || after === null) return [];
  const [old, young] = [overlayOf(before), overlayOf(after)];
  if (isSameOverlay(old, young)) return [];
  const ids = new Set(now.map(({ id }) => id));
  const inners = new Set(now.map(({ inner }) => inner));
  const renamed = then.filter(({ id, inner }) => !ids.has(id) && inners.has(inner));
  const names = (['namespace', 'prefix', 'suffix'] as const).filter((key) => old[key] !== young[key]);
  const pair: Pair = { edit, before, after };
  const told: Observation[] = [];
  if (names.length > 0 && (renamed.length > 0 || then.length === 0)) {
    const how = names
      .map((key) => `${KEYS[key]} goes from ${old[key] || 'none'} to ${young[key] || 'none'}`)
      .join(', ');
    const objects = renamed.length === 0 ? 'every object' : `${renamed.length} objects`;
    const because = `${how}: ${objects} of this kustomization get another name, and the old ones are deleted`;
    const [first] = names;
    const remedy = `keep the old ${first === undefined ? 'name' : KEYS[first]}, or add a second overlay beside this one and move the data over first`;
    const line = overlayLine(after, ...names.map((key) => KEYS[key]));
    const weight = heaviest(renamed);
    told.push(
      about({ kind: 'infra.destroy', because, remedy, line, weight, certainty: 'certain' }, pair, renamed.length),
    );
  }
  const workloads = then.filter(({ object }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(object.kind));
  if (old.selectors !== young.selectors && (workloads.length > 0 || then.length === 0)) {
    const because = `must be replaced: the labels laid over every selector change (${young.selectors || 'none'}), and selectors are immutable`;
    const remedy = 'use `labels` with `includeSelectors: false`';
    const line = overlayLine(after, 'commonLabels', 'labels');
    const weight = heaviest(workloads);
    const certainty = then.length === 0 ? 'likely' : 'certain';
    told.push(about({ kind: 'infra.replace', because, remedy, line, weight, certainty }, pair, workloads.length));
  }
  return told;
}

const KEYS = { namespace: 'namespace', prefix: 'namePrefix', suffix: 'nameSuffix' } as const;

function heaviest(all: readonly Rendered[]): Weight {
  const weights = all.map(({ object }) => weightOf(object));
  if (weights.length === 0) return WHOLE;
  return {
    stateful: weights.some(({ stateful }) => stateful === true)
      ? true
      : weights.some(({ stateful }) => stateful === 'unknown')
        ? 'unknown'
        : false,
    critical: weights.some(({ critical }) => critical !== false),
    reversible: weights.every(({ reversible }) => reversible === true),
  };
}

/** Objects whose file stays as it is and which nothing renders any more. Those that go with their file are told by it. */
function ofDropped(one: Rendering, all: readonly Rendering[], input: AnalyzerInput): readonly Observation[] {
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
function ofUnresolved({ edit, before, after, was: then }: Rendering, input: AnalyzerInput): readonly Observation[] {
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

function about(finding: Finding, { edit, before, after }: Pair, dependents = 0): Observation {
  const kustomization = before ?? after;
  const folder = kustomization?.folder ?? '';
  const subject: Subject = {
    technology: 'kustomize',
    type: 'Kustomization',
    name: folder || '.',
    subject: `${folder || '.'}:Kustomization${finding.name === undefined ? '' : `/${finding.name}`}`,
    edit,
    environment: environmentOfKustomization(kustomization),
    landed: edit.landed,
    weight: WHOLE,
    dependents,
  };
  return observationOf(finding, subject);
}

function environmentOfKustomization(kustomization: Kustomization | null): Subject['environment'] {
  const told = environmentOf(overlayOf(kustomization).namespace);
  return told === 'unknown' ? environmentOfPath(kustomization?.folder ?? '') : told;
}
