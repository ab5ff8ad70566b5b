import { subjectOf } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import type { Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { ancestors, folderOf, inFolder } from '../path.ts';
import type { Weight } from '../resource.ts';
import { objectsOf } from './compare.ts';
import {
  isSameOverlay,
  type Kustomization,
  KUSTOMIZATIONS,
  type Overlay,
  overlayLine,
  overlayOf,
} from './kustomization.ts';
import { about, type Pair, type Rendering, sideOf, WHOLE } from './kustomize-pair.ts';
import { textAt } from './node.ts';
import { escapedGlob } from './paths.ts';
import { kustomizationAt, type Rendered, type Side } from './render.ts';
import { weightOf } from './weight.ts';

/** A namespace may also be said above, or by whoever applies the folder. */
export function placesThatSayNamespaces(pairs: readonly Pair[]): readonly Path[] {
  const renamed = pairs.filter(({ before, after }) => overlayOf(before).namespace !== overlayOf(after).namespace);
  return renamed.slice(0, MOST_FOLDERS).flatMap(({ before, after }) => {
    const folder = (before ?? after)?.folder ?? '';
    const above = folderOf(folder);
    return [...homesOf(folder), ...(folder === '' ? [] : [`:(glob)${inFolder(escapedGlob(above), '*.y*ml')}`])];
  });
}

const MOST_FOLDERS = 40;

/** A new namespace or prefix is another name for each object, and another selector another object: the old ones go. */
export function ofOverlay(rendering: Rendering, input: AnalyzerInput): readonly Observation[] {
  const { before, after } = rendering;
  if (before === null || after === null || isSameOverlay(overlayOf(before), overlayOf(after))) return [];
  return [...ofNames(rendering, after, input), ...ofSelectors(rendering, after)];
}

function ofNames(rendering: Rendering, after: Kustomization, input: AnalyzerInput): readonly Observation[] {
  const { was, now } = rendering;
  const [old, young] = [overlayOf(rendering.before), overlayOf(after)];
  const ids = new Set(now.map(({ id }) => id));
  const inners = new Set(now.map(({ inner }) => inner));
  const renamed = was.filter(({ id, inner }) => !ids.has(id) && inners.has(inner));
  const names = changedNames(old, young, imposedOn(after.folder, input));
  const [first] = names;
  if (first === undefined || (renamed.length === 0 && was.length > 0)) return [];
  const how = names.map((key) => `${KEYS[key]} goes from ${old[key] || 'none'} to ${young[key] || 'none'}`).join(', ');
  const objects = renamed.length === 0 ? 'every object' : `${renamed.length} object${renamed.length === 1 ? '' : 's'}`;
  const because = `${how}: ${objects} would have another name, and what has the old one is deleted`;
  const remedy = `keep the old ${KEYS[first]}, or add a second overlay beside this one and move the data over first`;
  const line = overlayLine(after, ...names.map((key) => KEYS[key]));
  const certainty = isHalfSaid(names, old, young) ? 'likely' : 'certain';
  const weight = heaviest(renamed);
  return [about({ kind: 'infra.destroy', because, remedy, line, weight, certainty }, rendering, namesOf(renamed))];
}

function namesOf(objects: readonly { readonly object: KubeObject }[]): readonly string[] {
  return objects.map(({ object }) => subjectOf(object));
}

type NameKey = keyof typeof KEYS;

function changedNames(old: Overlay, young: Overlay, imposed: readonly [string, string]): readonly NameKey[] {
  const moved = (imposed[0] || old.namespace) !== (imposed[1] || young.namespace);
  return [
    ...(moved ? (['namespace'] as const) : []),
    ...(['prefix', 'suffix'] as const).filter((key) => old[key] !== young[key]),
  ];
}

function ofSelectors(rendering: Rendering, after: Kustomization): readonly Observation[] {
  const { was } = rendering;
  const { selectors } = overlayOf(after);
  const workloads = was.filter(({ object }) => /^(Deployment|StatefulSet|DaemonSet)$/.test(object.kind));
  if (overlayOf(rendering.before).selectors === selectors || (workloads.length === 0 && was.length > 0)) return [];
  const because = `must be replaced: the labels laid over every selector change (${selectors || 'none'}), and selectors are immutable`;
  const remedy = 'use `labels` with `includeSelectors: false`';
  const line = overlayLine(after, 'commonLabels', 'labels');
  const weight: Weight = { ...heaviest(workloads), reversible: 'unknown' };
  const certainty = was.length === 0 ? 'likely' : 'certain';
  return [about({ kind: 'infra.replace', because, remedy, line, weight, certainty }, rendering, namesOf(workloads))];
}

/** What a kustomization above, or the Flux Kustomization that applies the folder, lays over it anyway: before and after. */
function imposedOn(folder: Path, input: AnalyzerInput): readonly [string, string] {
  const of = (name: 'before' | 'after'): string => {
    const side = sideOf(input, name);
    for (const file of homesOf(folder)) {
      const above = kustomizationAt(file, side);
      const lists = above?.entries.some(({ target }) => target === folder) ?? false;
      if (lists && above !== null && overlayOf(above).namespace !== '') return overlayOf(above).namespace;
    }
    return appliedInto(folder, input, side);
  };
  return [of('before'), of('after')];
}

function homesOf(folder: Path): readonly Path[] {
  return ancestors(folder)
    .slice(1, 3)
    .flatMap((above) => KUSTOMIZATIONS.map((name) => inFolder(above, name)));
}

function appliedInto(folder: Path, input: AnalyzerInput, side: Side): string {
  for (const path of input.files.keys()) {
    if (!path.endsWith('.yaml') && !path.endsWith('.yml')) continue;
    for (const { group, node } of objectsOf(side.contentOf(path), path, side.parse)) {
      const isFlux = group === 'kustomize.toolkit.fluxcd.io';
      const applied = isFlux ? textAt(node, 'spec', 'path') : textAt(node, 'spec', 'source', 'path');
      if (applied.replace(/^\.?\//, '').replace(/\/$/, '') !== folder) continue;
      const into = isFlux ? textAt(node, 'spec', 'targetNamespace') : '';
      if (into !== '') return into;
    }
  }
  return '';
}

/** Where no namespace was said, whoever applied it may have said it. */
function isHalfSaid(names: readonly string[], old: Overlay, young: Overlay): boolean {
  return names.join() === 'namespace' && (old.namespace === '' || young.namespace === '');
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
