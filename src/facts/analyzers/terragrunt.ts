import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { environmentOfPath } from '../environment.ts';
import { baseName, folderOf } from '../path.ts';
import { type Told, judge } from '../terragrunt/judge.ts';
import { type Unit, readUnit } from '../terragrunt/read.ts';

/** Units of Terragrunt: which module is applied with which inputs to which state. */
export const terragrunt: Analyzer = {
  id: 'terragrunt',
  reads: ({ path, from }) => FILE.test(path) || FILE.test(from ?? path),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.filter(terragrunt.reads).flatMap((edit) => factsOf(edit, input)),
};

/** `terragrunt.hcl`, and the files it includes by custom. */
const FILE =
  /(^|\/)(terragrunt[^/]*|root|region|account|env|environment|common|project|globals?|_?envcommon\/[^/]+)\.hcl$/;

function factsOf(edit: Edit, input: AnalyzerInput): readonly Observation[] {
  const sides = input.files.get(edit.path);
  if (sides?.before.kind !== 'text') return [];
  const before = readUnit(sides.before.text);
  if (sides.after.kind !== 'text') return edit.after === null ? goneFacts(edit, before, input) : [];
  const after = readUnit(sides.after.text);
  const broken = after.brokenAt !== null && before.brokenAt === null ? [unreadable(edit, after.brokenAt)] : [];
  return [...broken, ...movedFact(edit, before), ...judge(before, after, edit).map((told) => fact(edit, told))];
}

function unreadable(edit: Edit, line: number): Observation {
  const attributes = { what: 'Terragrunt unit', why: 'it can no longer be parsed' };
  return { kind: 'unreadable', subject: edit.path, edit, range: { from: line, to: line }, attributes };
}

/** The file of a unit: whatever is in its state goes with it, and what that is stands in a module elsewhere. */
function goneFacts(edit: Edit, before: Unit, { edits }: AnalyzerInput): readonly Observation[] {
  if (baseName(edit.path) !== 'terragrunt.hcl' || !before.isUnit) return [];
  const stack = edits.some(
    ({ path, after }) => after !== null && folderOf(path) === folderOf(edit.path) && /\.(hcl|tf)$/.test(path),
  );
  const because =
    'the unit is no longer there: whoever applies this destroys everything in its state, or leaves it without an owner';
  const remedy = 'destroy it in a change of its own, with a person watching the plan';
  return [fact(edit, { kind: 'infra.destroy', certainty: stack ? 'possible' : 'likely', because, remedy, line: 1 })];
}

/** The state is named after the folder, as a rule. */
function movedFact(edit: Edit, before: Unit): readonly Observation[] {
  if (
    edit.from === null ||
    folderOf(edit.from) === folderOf(edit.path) ||
    baseName(edit.path) !== 'terragrunt.hcl' ||
    !before.isUnit
  )
    return [];
  const because = `its state is looked for under another folder: ${folderOf(edit.from)} becomes ${folderOf(edit.path)}`;
  return [
    fact(edit, {
      kind: 'infra.replace',
      certainty: 'likely',
      because,
      remedy: 'move the state first, or keep the folder',
      line: 1,
    }),
  ];
}

function fact(edit: Edit, { kind, certainty, because, remedy, line, protection, isWhole }: Told): Observation {
  const path = edit.from ?? edit.path;
  const name = folderOf(path) || baseName(path);
  const isLoss = kind !== 'infra.unprotect';
  return {
    kind,
    subject: `${path}:unit`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'terragrunt',
      type: 'unit',
      name,
      stateful: isWhole === true ? true : kind === 'infra.scale-zero' ? false : 'unknown',
      critical: isLoss ? true : 'unknown',
      reversible: !isLoss,
      environment: environmentOfPath(path),
      dependents: 'unknown',
      certainty,
      because,
      remedy,
      ...(protection === undefined ? {} : { protection }),
    },
  };
}
