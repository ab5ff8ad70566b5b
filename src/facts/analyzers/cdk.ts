import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Construct, looksLikeCdk, plain } from '../cdk/construct.ts';
import { type Fate, lostFate, replacedFate } from '../cdk/fate.ts';
import { looserCalls } from '../cdk/policy-calls.ts';
import { type Program, readProgram } from '../cdk/read.ts';
import { type Loss, lossesOf } from '../cdk/safety.ts';
import { worthOf } from '../cdk/worth.ts';
import { environmentOfPath } from '../environment.ts';
import { PROGRAM, TEST, languageOf } from '../programs/language.ts';

/** Programs of the AWS CDK, as far as they say in so many words what they make. */
export const cdk: Analyzer = {
  id: 'cdk',
  reads: ({ path }) => PROGRAM.test(path) && !TEST.test(path),
  grammars: (input) => programsOf(input).map(({ path }) => languageOf(path)),
  needs: () => [],
  facts: (input) => factsOf(input),
};

/** Edits of programs: a library that is imported before or after. */
function programsOf({ edits, files }: AnalyzerInput): readonly Edit[] {
  return edits.filter((edit) => {
    const sides = files.get(edit.path);
    if (!sides || !cdk.reads(edit)) return false;
    return [sides.before, sides.after].some((side) => side.kind === 'text' && looksLikeCdk(side.text));
  });
}

type Side = { readonly edit: Edit; readonly before: Program; readonly after: Program };
const NOTHING: Program = { constructs: [], brokenAt: null };

function factsOf(input: AnalyzerInput): readonly Observation[] {
  const sides = programsOf(input).map((edit): Side => {
    const found = input.files.get(edit.path);
    const read = (side: 'before' | 'after'): Program =>
      found?.[side].kind === 'text' ? readProgram(edit.path, found[side].text, input.grammars) : NOTHING;
    return { edit, before: read('before'), after: read('after') };
  });
  const arrivals = sides.flatMap(({ before, after }) => unmatched(after.constructs, before.constructs));
  return sides.flatMap((side) => [...brokenFact(side), ...ofSide(side, arrivals), ...ofCalls(side.edit, input)]);
}

function ofSide({ edit, before, after }: Side, arrivals: readonly Construct[]): readonly Observation[] {
  const gone = unmatched(before.constructs, after.constructs);
  const stays = before.constructs.flatMap((then) => {
    const now = after.constructs.find((one) => keyOf(one) === keyOf(then));
    return now ? [{ was: then, now }] : [];
  });
  // made in another file now: the program may well build the same tree
  const lost = gone.filter((then) => !arrivals.some((one) => keyOf(one) === keyOf(then) && one.path !== then.path));
  const fates = [
    ...lost.flatMap((then) => lostFate(then, heirOf(then, arrivals), edit.after === null)),
    ...stays.flatMap(({ was, now }) => replacedFate(was, now)),
  ];
  return [
    ...fates.map((fate) => fateFact(fate, edit)),
    ...stays.flatMap(({ was, now }) => lossesOf(was, now).map((loss) => lossFact(loss, now, edit))),
  ].filter(
    ({ attributes: { stateful, critical, protection } }) =>
      stateful === true || critical === true || protection !== undefined,
  );
}

function ofCalls(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.before.kind !== 'text' || sides.after.kind !== 'text') return [];
  return looserCalls(sides.before.text, sides.after.text).map(({ name, line, because, isOpen }) => {
    const reason = {
      certainty: isOpen ? 'possible' : 'certain',
      because,
      remedy: 'keep applyRemovalPolicy(RemovalPolicy.RETAIN)',
    };
    const more = { stateful: 'unknown', critical: 'unknown', reversible: true, protection: 'deletion' };
    return fact('infra.unprotect', { type: 'Resource', id: name }, edit, line, reason, more);
  });
}

function keyOf({ type, id }: Construct): string {
  return `${type} ${id}`;
}

function unmatched(these: readonly Construct[], those: readonly Construct[]): readonly Construct[] {
  const known = new Set(those.map(keyOf));
  return these.filter((one) => !known.has(keyOf(one)));
}

/** The only new one of its type in its place, or one that is told the same. */
function heirOf(then: Construct, arrivals: readonly Construct[]): Construct | undefined {
  const alike = arrivals.filter((one) => one.type === then.type && one.path === then.path && one.home === then.home);
  const text = textOf(then);
  return alike.find((one) => textOf(one) === text) ?? (alike.length === 1 ? alike[0] : undefined);
}

function textOf({ props }: Construct): string {
  return [...(props ?? [])]
    .map(([name, { text }]) => `${name}:${plain(text)}`)
    .sort()
    .join();
}

function brokenFact({ edit, after, before }: Side): readonly Observation[] {
  if (after.brokenAt === null || before.brokenAt !== null) return [];
  const range = { from: after.brokenAt, to: after.brokenAt };
  const attributes = { what: 'CDK program', why: 'it can no longer be parsed' };
  return [{ kind: 'unreadable', subject: edit.path, edit, range, attributes }];
}

function fateFact(fate: Fate, edit: Edit): Observation {
  const { kind, construct, line, certainty, because, remedy, isKept } = fate;
  return fact(kind, construct, edit, line, { certainty, because, remedy }, isKept ? { reversible: true } : {});
}

function lossFact({ protection, line, certainty, because, prop }: Loss, now: Construct, edit: Edit): Observation {
  const reason = { certainty, because, remedy: `keep ${prop} as it was` };
  return fact('infra.unprotect', now, edit, line ?? now.from, reason, { reversible: true, protection });
}

function fact(
  kind: string,
  { type, id }: Pick<Construct, 'type' | 'id'>,
  edit: Edit,
  line: number,
  reason: { readonly certainty: string; readonly because: string; readonly remedy: string },
  more: Observation['attributes'],
): Observation {
  return {
    kind,
    subject: `${edit.path}:${id}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'cdk',
      ...reason,
      type,
      name: id,
      ...worthOf(type),
      environment: environmentOfPath(edit.path),
      dependents: 'unknown',
      ...more,
    },
  };
}
