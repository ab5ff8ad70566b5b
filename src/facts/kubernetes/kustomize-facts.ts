import type { Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { isSameOverlay, overlayOf } from './kustomization.ts';
import { ofDropped, ofUnresolved } from './kustomize-dropped.ts';
import { ofOverlay, placesThatSayNamespaces } from './kustomize-overlay.ts';
import { about, type Pair, pairsOf, renderingOf, sideOf } from './kustomize-pair.ts';
import { patchFindings } from './kustomize-patches.ts';
import { filesToRender, sourcesOf } from './render.ts';

export function needsOfKustomize(input: AnalyzerInput): readonly Path[] {
  const pairs = pairsOf(input);
  if (!pairs.some(losesSomething)) return [];
  const files = (['before', 'after'] as const).flatMap((name) =>
    filesToRender(
      pairs.flatMap((pair) => pair[name] ?? []),
      sideOf(input, name),
    ),
  );
  return [...new Set([...files, ...placesThatSayNamespaces(pairs)])];
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
      ...ofOverlay(one, input),
      ...ofDropped(one, renderings, input),
      ...ofUnresolved(one, input),
    ]),
  ];
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
