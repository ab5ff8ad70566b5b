import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { snapshotOf } from '../snapshot.ts';
import { readBicep } from './bicep.ts';
import { completeLine } from './complete.ts';
import { consequencesOf } from './consequences.ts';
import type { Node, Template } from './declared.ts';
import { differenceOf } from './differ.ts';
import { type Scene, stated } from './finding.ts';
import { type Values, fits, readValues } from './parameters.ts';
import { reachFacts } from './reach.ts';
import { seenIn } from './seen.ts';
import { looksLikeArm, readArm } from './template-json.ts';

type Technology = Template['technology'];
type Side = 'before' | 'after';
const NO_VALUES: ReadonlyMap<string, Node> = new Map();
const MOST_FILES = 4;

export function isTemplate(path: Path, technology: Technology): boolean {
  return technology === 'bicep' ? path.endsWith('.bicep') : /\.json$/i.test(path);
}

/** All that edits of templates, and of the values of their parameters, come to. */
export function templateFacts(input: AnalyzerInput, technology: Technology): readonly Observation[] {
  const [before, after] = [templatesOf(input, 'before', technology), templatesOf(input, 'after', technology)];
  const values = { before: valuesOf(input, 'before'), after: valuesOf(input, 'after') };
  const isComplete = [...snapshotOf(input, 'after', () => true).texts.values()].some(
    (text) => completeLine(text) !== null,
  );
  const scenes = input.edits.flatMap((edit): readonly (Scene & Given)[] => {
    const [then, now] = [before.get(edit.from ?? edit.path) ?? null, after.get(edit.path) ?? null];
    if (then || now) return withValues({ edit, before: then, after: now, isComplete, hint: '' }, values);
    const given = values.after.get(edit.path);
    if (!given) return [];
    return [...after.values()]
      .filter((one) => fits(given, one) && !input.edits.some(({ path }) => path === one.path))
      .flatMap((template) => [
        {
          edit,
          before: template,
          after: template,
          isComplete,
          hint: edit.path,
          was: values.before.get(edit.from ?? edit.path)?.values ?? given.values,
          now: given.values,
        },
      ]);
  });
  return [
    ...scenes.flatMap((scene) => brokenFact(scene)),
    ...distinct(scenes.flatMap((scene) => ofScene(scene, after))),
  ];
}

type Given = { readonly was: ReadonlyMap<string, Node>; readonly now: ReadonlyMap<string, Node> };

function withValues(
  scene: Scene,
  { before, after }: { readonly before: ReadonlyMap<Path, Values>; readonly after: ReadonlyMap<Path, Values> },
): readonly (Scene & Given)[] {
  const template = scene.after ?? scene.before;
  const files = template ? [...after.values()].filter((one) => fits(one, template)).slice(0, MOST_FILES) : [];
  if (files.length === 0) return [{ ...scene, was: NO_VALUES, now: NO_VALUES }];
  return files.map(({ path, values }) => ({
    ...scene,
    hint: path,
    was: before.get(path)?.values ?? values,
    now: values,
  }));
}

function ofScene(scene: Scene & Given, templates: ReadonlyMap<Path, Template>): readonly Observation[] {
  const then = scene.before ? seenIn(scene.before, scene.was) : [];
  const now = scene.after ? seenIn(scene.after, scene.now) : [];
  const difference = differenceOf(then, now);
  // what another file of the change declares now is not lost
  const elsewhere = new Set(
    [...templates.values()]
      .filter(({ path }) => path !== scene.after?.path)
      .flatMap(({ declared }) =>
        declared.filter(({ isExisting }) => !isExisting).map(({ type, symbol }) => `${type.toLowerCase()} ${symbol}`),
      ),
  );
  const lost = difference.lost.filter(
    ({ declared }) => !elsewhere.has(`${declared.type.toLowerCase()} ${declared.symbol}`),
  );
  const rest = { ...difference, lost };
  return [...consequencesOf(rest, scene.isComplete, now).map((one) => stated(one, scene)), ...reachFacts(rest, scene)];
}

function templatesOf(input: AnalyzerInput, side: Side, technology: Technology): ReadonlyMap<Path, Template> {
  const { texts } = snapshotOf(input, side, (path) => isTemplate(path, technology));
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const read = technology === 'bicep' ? readBicep(path, text) : looksLikeArm(text) ? readArm(path, text) : null;
      return read ? [[path, read] as const] : [];
    }),
  );
}

function valuesOf(input: AnalyzerInput, side: Side): ReadonlyMap<Path, Values> {
  const { texts } = snapshotOf(input, side, (path) => /\.bicepparam$|\.json$/.test(path));
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const read = readValues(path, text);
      return read ? [[path, read] as const] : [];
    }),
  );
}

function brokenFact({ edit, before, after }: Scene): readonly Observation[] {
  const line = after?.brokenAt ?? null;
  if (line === null || (before !== null && before.brokenAt !== null)) return [];
  return [unread(edit, line)];
}

export function unread(edit: Edit, line: number): Observation {
  const range = { from: line, to: line };
  return {
    kind: 'unreadable',
    subject: edit.path,
    edit,
    range,
    attributes: { what: 'template', why: 'it can no longer be parsed' },
  };
}

/** Two files of values may show the same. */
function distinct(seen: readonly Observation[]): readonly Observation[] {
  const found = new Map(
    seen.map((one) => [
      `${one.kind} ${one.subject} ${String(one.attributes['because'])} ${String(one.attributes['environment'])}`,
      one,
    ]),
  );
  return [...found.values()];
}
