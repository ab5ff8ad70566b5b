import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput } from '../analyzer.ts';
import { folderOf } from '../path.ts';
import { editsByName, snapshotOf } from '../snapshot.ts';
import { type Values, fits, isBrokenParameters, looksLikeParameters, readParameters } from './parameters-file.ts';
import { type Template, looksLikeTemplate, readTemplate } from './template.ts';
import type { Given } from './worlds.ts';

/** One template on both sides, with the values that files give its parameters. */
export type TemplatePair = {
  readonly edit: Edit;
  /** Null: there is none. */
  readonly before: Template | null;
  readonly after: Template | null;
  readonly given: readonly Given[];
};

export const FILE: RegExp = /\.(ya?ml|json|template|cfn|cform|stack)$/i;
const MOST_FILES = 4;

export function pairsOf(input: AnalyzerInput): Pairs {
  const templates = { before: templatesOf(input, 'before'), after: templatesOf(input, 'after') };
  const values = { before: valuesOf(input, 'before'), after: valuesOf(input, 'after') };
  const edited = joinMoved(input.edits.flatMap((edit) => ofEdit(edit, templates)));
  const touched = new Set(edited.map(({ edit }) => edit.path));
  return {
    problems: input.edits.flatMap((edit) => [...problemOf(edit, templates), ...problemOfValues(edit, input)]),
    pairs: [
      ...edited.map((pair) => ({ ...pair, given: givenTo(pair, values, null) })),
      ...ofValues(input, templates.after, values, touched),
    ],
  };
}

export type Pairs = { readonly pairs: readonly TemplatePair[]; readonly problems: readonly Problem[] };

function problemOfValues(edit: Edit, { files }: AnalyzerInput): readonly Problem[] {
  const sides = files.get(edit.path);
  if (!/\.json$/i.test(edit.path) || sides?.before.kind !== 'text' || sides.after.kind !== 'text') return [];
  const isBroken = isBrokenParameters(sides.before.text, sides.after.text);
  return isBroken ? [{ edit, line: 1, why: 'the values of parameters are no JSON any more' }] : [];
}

type Side = 'before' | 'after';
type Both<T> = { readonly before: T; readonly after: T };
type Bare = Omit<TemplatePair, 'given'>;

function templatesOf(input: AnalyzerInput, side: Side): ReadonlyMap<Path, Template> {
  const { texts } = snapshotOf(input, side, (path) => FILE.test(path));
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const template = looksLikeTemplate(text) ? readTemplate(path, text, input.grammars) : null;
      return template ? [[path, template] as const] : [];
    }),
  );
}

function valuesOf(input: AnalyzerInput, side: Side): ReadonlyMap<Path, Values> {
  const { texts } = snapshotOf(input, side, (path) => /\.json$/i.test(path));
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const values = looksLikeParameters(text) && !looksLikeTemplate(text) ? readParameters(text) : null;
      return values ? [[path, values] as const] : [];
    }),
  );
}

function ofEdit(edit: Edit, { before, after }: Both<ReadonlyMap<Path, Template>>): readonly Bare[] {
  const then = edit.before === null ? null : (before.get(edit.from ?? edit.path) ?? null);
  const now = edit.after === null ? null : (after.get(edit.path) ?? null);
  return then || now ? [{ edit, before: then, after: now }] : [];
}

/** A template that is gone and one that is new are one that has moved, where they declare the same things. */
function joinMoved(pairs: readonly Bare[]): readonly Bare[] {
  const gone = pairs.filter(({ after }) => after === null);
  const come = pairs.filter(({ before }) => before === null);
  if (gone.length === 0 || come.length === 0) return pairs;
  const joined = new Map<Bare, Bare>();
  for (const pair of gone) {
    const heir = come.find((one) => ![...joined.values()].includes(one) && isAlike(pair.before, one.after));
    if (heir) joined.set(pair, heir);
  }
  const taken = new Set(joined.values());
  return pairs.flatMap((pair) => {
    const heir = joined.get(pair);
    if (heir) return [{ edit: heir.edit, before: pair.before, after: heir.after }];
    return taken.has(pair) ? [] : [pair];
  });
}

function isAlike(before: Template | null, after: Template | null): boolean {
  if (!before || !after || before.resources.size === 0) return false;
  const kept = [...before.resources].filter(([id, { type }]) => after.resources.get(id)?.type === type);
  return kept.length * 2 >= before.resources.size;
}

/** A file of values changes what a template that did not change amounts to. */
function ofValues(
  input: AnalyzerInput,
  templates: ReadonlyMap<Path, Template>,
  values: Both<ReadonlyMap<Path, Values>>,
  touched: ReadonlySet<Path>,
): readonly TemplatePair[] {
  const changed = editsByName(input.edits, 'after');
  const files = [...values.after.keys()].filter((path) => changed.has(path));
  return files.flatMap((file) =>
    [...templates.values()]
      .filter((template) => !touched.has(template.path) && isNear(file, template.path))
      .flatMap((template) => {
        const edit = changed.get(file);
        const bare = { before: template, after: template };
        const given = edit ? givenTo({ ...bare, edit }, values, file) : [];
        return edit && given.length > 0 ? [{ ...bare, edit, given }] : [];
      }),
  );
}

function givenTo(pair: Bare, values: Both<ReadonlyMap<Path, Values>>, only: Path | null): readonly Given[] {
  const template = pair.after ?? pair.before;
  if (!template) return [];
  return [...values.after]
    .filter(([path, now]) => (only === null || only === path) && isNear(path, template.path) && fits(now, template))
    .map(([path, now]) => ({ before: values.before.get(path) ?? now, after: now }))
    .slice(0, MOST_FILES);
}

function isNear(values: Path, template: Path): boolean {
  const [one, other] = [folderOf(values), folderOf(template)];
  return one === other || folderOf(one) === other || folderOf(other) === one || folderOf(one) === folderOf(other);
}

export type Problem = { readonly edit: Edit; readonly line: number; readonly why: string };

/** What stands in the way of reading a template, on the side after if it does there. */
function problemOf(edit: Edit, { before, after }: Both<ReadonlyMap<Path, Template>>): readonly Problem[] {
  const [now] = (edit.after === null ? undefined : after.get(edit.path))?.problems ?? [];
  if (now) return [{ edit, line: now.line, why: now.message }];
  const [then] = (edit.before === null ? undefined : before.get(edit.from ?? edit.path))?.problems ?? [];
  return then ? [{ edit, line: then.line, why: `before the change: ${then.message}` }] : [];
}
