import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { YamlFile } from '../../model/syntax.ts';
import type { AnalyzerInput } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { folderOf } from '../path.ts';
import { isCutShort, lostField } from './cut-short.ts';
import { chunksOf, looksLikeObjects, manifestOf, type KubeObject } from './manifest.ts';

export type Placed = { readonly object: KubeObject; readonly edit: Edit };
export type Changed = { readonly before: KubeObject; readonly after: KubeObject; readonly edit: Edit };
export type Broken = { readonly edit: Edit; readonly line: number; readonly why: string };
export type Comparison = {
  readonly removed: readonly Placed[];
  readonly added: readonly Placed[];
  readonly changed: readonly Changed[];
  readonly broken: readonly Broken[];
};

export type Mine = (path: Path) => boolean;

/** Which objects a change takes away, adds and alters, wherever in the change they went. */
export function compareObjects(input: AnalyzerInput, mine: Mine): Comparison {
  const perFile = editsWithObjects(input, mine).map((edit) => compareFile(edit, input));
  const changed = perFile.flatMap((one) => one.changed);
  const added = perFile.flatMap((one) => one.added);
  const removed: Placed[] = [];
  const homes = new Map<string, Placed[]>();
  for (const one of added) homes.set(one.object.key, [...(homes.get(one.object.key) ?? []), one]);
  const moved = new Set<Placed>();
  for (const gone of perFile.flatMap((one) => one.removed)) {
    const home = homes.get(gone.object.key)?.find(({ object }) => samePlace(gone.object.path, object.path));
    if (home === undefined) removed.push(gone);
    else if (!moved.has(home)) {
      moved.add(home);
      changed.push({ before: gone.object, after: home.object, edit: home.edit });
    }
  }
  return {
    removed,
    changed,
    added: added.filter((one) => !moved.has(one)),
    broken: perFile.flatMap((one) => one.broken),
  };
}

/** From production to staging, or from one cluster's folder to another's, is no move: one of the two loses it. */
export function samePlace(a: Path, b: Path): boolean {
  const [from, to] = [environmentOfPath(folderOf(a)), environmentOfPath(folderOf(b))];
  if (from !== to && from !== 'unknown' && to !== 'unknown') return false;
  const [one, other] = [clusterOf(a), clusterOf(b)];
  return one === '' || other === '' || one === other;
}

function clusterOf(path: Path): string {
  return /(?:^|\/)clusters?\/([^/]+)\//.exec(path)?.[1] ?? '';
}

export function editsWithObjects({ edits, files }: AnalyzerInput, mine: Mine): readonly Edit[] {
  return edits.filter((edit) => {
    if (!mine(edit.path) && !mine(edit.from ?? edit.path)) return false;
    const sides = files.get(edit.path);
    return sides !== undefined && [sides.before, sides.after].some((one) => looksLikeObjects(contentText(one)));
  });
}

export function contentText(content: Content | undefined): string {
  return content?.kind === 'text' ? content.text : '';
}

/** Whole files, for whoever looks around; remembered, since the same siblings are asked about in every round. */
export function objectsOf(
  content: Content | undefined,
  path: Path,
  parse: (text: string) => YamlFile,
): readonly KubeObject[] {
  const text = contentText(content);
  if (content === undefined || !looksLikeObjects(text)) return [];
  const known = wholes.get(content);
  if (known?.path === path) return known.objects;
  const { objects } = manifestOf(text, path, parse);
  wholes.set(content, { path, objects });
  return objects;
}

const wholes = new WeakMap<Content, { readonly path: Path; readonly objects: readonly KubeObject[] }>();
const compared = new WeakMap<Content, { readonly after: Content; readonly edit: Edit; readonly told: Comparison }>();

function compareFile(edit: Edit, input: AnalyzerInput): Comparison {
  const sides = input.files.get(edit.path);
  if (!sides) return NOTHING;
  const known = compared.get(sides.before);
  if (known && known.after === sides.after && known.edit === edit) return known.told;
  const told = compareSides(edit, sides.before, sides.after, input.grammars.yaml);
  compared.set(sides.before, { after: sides.after, edit, told });
  return told;
}

const NOTHING: Comparison = { removed: [], added: [], changed: [], broken: [] };

function compareSides(edit: Edit, then: Content, now: Content, parse: (text: string) => YamlFile): Comparison {
  const before = contentText(then);
  const after = contentText(now);
  const moved = edit.from !== null && !samePlace(edit.from, edit.path);
  const olds = moved ? new Set<string>() : new Set(chunksOf(before).map(({ text }) => text));
  const same = new Set(chunksOf(after).flatMap(({ text }) => (olds.has(text) ? [text] : [])));
  const old = manifestOf(before, edit.from ?? edit.path, parse, same);
  const young = manifestOf(after, edit.path, parse, same);
  // a file that goes from production to staging leaves nothing behind
  const byKey = new Map(moved ? [] : young.objects.map((object) => [object.key, object]));
  const kept = new Set(moved ? [] : old.objects.map(({ key }) => key));
  const unique = new Map(old.objects.map((object) => [object.key, object]));
  const changed = [...unique.values()].flatMap((object) => {
    const heir = byKey.get(object.key);
    return heir ? [{ before: object, after: heir, edit }] : [];
  });
  const broken = [
    ...(isCutShort(before, after)
      ? [{ edit, line: after.split('\n').length, why: 'it ends in the middle of a line' }]
      : []),
    ...changed.flatMap((one) => halved(one)),
    ...(now.kind === 'binary' ? [{ edit, line: 1, why: 'it is binary' }] : []),
    ...young.problems.slice(0, 1).map(({ line, message }) => ({ edit, line, why: message })),
    // what could be read of it then is compared; only a file that gave nothing leaves a hole
    ...(young.problems.length === 0 && after !== '' && old.objects.length === 0
      ? old.problems.slice(0, 1).map(({ line, message }) => ({ edit, line, why: `before the change: ${message}` }))
      : []),
  ];
  return {
    removed: [...unique.values()].filter(({ key }) => !byKey.has(key)).map((object) => ({ object, edit })),
    added: [...new Map(young.objects.map((object) => [object.key, object])).values()]
      .filter(({ key }) => !kept.has(key))
      .map((object) => ({ object, edit })),
    changed,
    broken,
  };
}

/** Half an object says less than it should, and what it does not say cannot be judged. */
function halved({ before, after, edit }: Changed): readonly Broken[] {
  const field = lostField(before, after);
  if (field === null) return [];
  return [
    {
      edit,
      line: after.node.from,
      why: `${after.kind} ${after.name} has lost its ${field}, and no cluster takes it without`,
    },
  ];
}
