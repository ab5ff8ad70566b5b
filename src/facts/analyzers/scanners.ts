import type { Edit, Path } from '../../model/change.ts';
import type { Grammars } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { baseName } from '../path.ts';
import { gateRemoved, notRead } from '../pipelines/states.ts';
import { hiddenDiffs } from '../scanners/attributes.ts';
import { isBranchRules, weakenedRules } from '../scanners/branch-rules.ts';
import { mayHoldMarks, newSuppressions, type Texts } from '../scanners/inline.ts';
import { type ConfigLeaf, leavesOfLines, leavesOfNode } from '../scanners/leaves.ts';
import { leavesOfList, silenced, type SkipList, skipListOf } from '../scanners/skip-lists.ts';

/** What is told to look away: by a comment, by a list, by an attribute, by a rule that is gone. */
export const scanners: Analyzer = {
  id: 'scanners',
  reads: ({ path, from }) => isOurs(path) || isOurs(from ?? '') || mayHoldMarks(path),
  grammars: ({ edits, files }) => (edits.some(({ path }) => files.has(path) && needsYaml(path)) ? ['yaml'] : []),
  needs: () => [],
  facts: (input) => {
    const texts = textsOf(input);
    return [
      ...newSuppressions(texts.filter(({ edit }) => mayHoldMarks(edit.path))),
      ...texts.flatMap((one) => factsOf(one, input)),
      ...input.edits.flatMap(gone),
    ];
  },
};

function isOurs(path: Path): boolean {
  return skipListOf(path) !== null || baseName(path) === '.gitattributes' || isBranchRules(path);
}

function needsYaml(path: Path): boolean {
  return skipListOf(path)?.form === 'yaml' || isBranchRules(path);
}

function textsOf({ edits, files }: AnalyzerInput): readonly Texts[] {
  return edits.flatMap((edit) => {
    const sides = files.get(edit.path);
    if (!sides || edit.before?.oid === edit.after?.oid) return [];
    const before = sides.before.kind === 'text' ? sides.before.text : '';
    const after = sides.after.kind === 'text' ? sides.after.text : '';
    return [{ edit, before, after }];
  });
}

function factsOf({ edit, before, after }: Texts, { grammars }: AnalyzerInput): readonly Observation[] {
  if (edit.after === null) return [];
  if (baseName(edit.path) === '.gitattributes') return hiddenDiffs(edit, before, after);
  const list = skipListOf(edit.path);
  const rules = isBranchRules(edit.path);
  if (!list && !rules) return [];
  const form = list?.form ?? 'yaml';
  const now = read(after, form, grammars);
  const then = read(before, form, grammars);
  const problems =
    now.problem === null ? [] : [notRead(edit, list?.scanner ?? 'branch rules', now.problem.line, now.problem.message)];
  const told = list ? silenced(edit, list, then.leaves, now.leaves) : weakenedRules(edit, then.leaves, now.leaves);
  return [...problems, ...told];
}

type Read = {
  readonly leaves: readonly ConfigLeaf[];
  readonly problem: { readonly line: number; readonly message: string } | null;
};

function read(text: string, form: SkipList['form'], grammars: Grammars): Read {
  switch (form) {
    case 'lines':
      return { leaves: leavesOfList(text), problem: null };
    case 'keys':
      return { leaves: leavesOfLines(text), problem: null };
    case 'yaml': {
      const { documents, problems } = grammars.yaml(text);
      return { leaves: documents.flatMap((one) => leavesOfNode(one)), problem: problems[0] ?? null };
    }
  }
}

/** The rules of a branch, or a bot that updates, taken away as a file. A list of exceptions that goes is more looking, not less. */
function gone(edit: Edit): readonly Observation[] {
  const name = edit.from ?? edit.path;
  if (edit.before === null || (edit.after !== null && edit.from === null)) return [];
  const stays = edit.after !== null && (isBranchRules(edit.path) || skipListOf(edit.path) !== null);
  if (stays) return [];
  const said = { technology: 'git', edit, line: null, subject: name, name };
  if (isBranchRules(name))
    return [
      gateRemoved({ ...said, certainty: 'certain', because: 'the rules of its branches are gone' }, 'branch-rules'),
    ];
  const list = skipListOf(name);
  const counts = list !== null && (list.form !== 'lines' || /dependabot|renovate/.test(list.scanner));
  if (!counts) return [];
  const because = `${list.scanner} is no longer told what to check`;
  return [
    gateRemoved(
      { ...said, technology: list.scanner, certainty: 'possible', because },
      /dependabot|renovate/.test(list.scanner) ? 'updates' : 'scanner',
    ),
  ];
}
