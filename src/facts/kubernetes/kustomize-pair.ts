import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOf, environmentOfPath } from '../environment.ts';
import type { Weight } from '../resource.ts';
import { type Finding, observationOf, type Subject } from './finding.ts';
import { isKustomizationPath, type Kustomization, overlayOf } from './kustomization.ts';
import { kustomizationAt, type Rendered, render, type Side } from './render.ts';

/** A kustomization that changes, on both sides; null where it is not there. */
export type Pair = { readonly edit: Edit; readonly before: Kustomization | null; readonly after: Kustomization | null };

export type Rendering = Pair & { readonly was: readonly Rendered[]; readonly now: readonly Rendered[] };

export function renderingOf(pair: Pair, input: AnalyzerInput): Rendering {
  return {
    ...pair,
    was: render(pair.before, sideOf(input, 'before')),
    now: render(pair.after, sideOf(input, 'after')),
  };
}

export function pairsOf(input: AnalyzerInput): readonly Pair[] {
  const [then, now] = [sideOf(input, 'before'), sideOf(input, 'after')];
  return input.edits.flatMap((edit): readonly Pair[] => {
    const old = edit.from ?? edit.path;
    if (!isKustomizationPath(edit.path) && !isKustomizationPath(old)) return [];
    const before = isKustomizationPath(old) ? kustomizationAt(old, then) : null;
    const after = isKustomizationPath(edit.path) ? kustomizationAt(edit.path, now) : null;
    return before === null && after === null ? [] : [{ edit, before, after }];
  });
}

export function sideOf(input: AnalyzerInput, name: 'before' | 'after'): Side {
  const names = new Map<Path, Path>();
  if (name === 'before') for (const edit of input.edits) if (edit.from !== null) names.set(edit.from, edit.path);
  const parse = input.grammars.yaml;
  return { contentOf: (path) => input.files.get(names.get(path) ?? path)?.[name], parse };
}

export const WHOLE: Weight = { stateful: 'unknown', critical: true, reversible: 'unknown' };

export function about(
  finding: Finding,
  { edit, before, after }: Pair,
  dependents: readonly string[] = [],
): Observation {
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
