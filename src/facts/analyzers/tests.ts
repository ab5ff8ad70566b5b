import type { Edit } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import type { TestFile } from '../tests/case.ts';
import { judge } from '../tests/judge.ts';
import { languageOfTest, readableTest } from '../tests/naming.ts';
import { grammarOf, readTests } from '../tests/read.ts';
import { isSettings, settingsFacts } from '../tests/settings.ts';
import { mayMatter } from '../tests/sniff.ts';
import { rerecorded } from '../tests/snapshots.ts';
import { hasMoved, sourcesOf, type Surroundings, surroundingsOf } from '../tests/surroundings.ts';

/** Tests that are gone, that no longer run, or that ask less than before. */
export const tests: Analyzer = {
  id: 'tests',
  reads: ({ path, from }) => readableTest(from ?? path) !== null || readableTest(path) !== null || isSettings(path),
  grammars: (input) => [...new Set(edited(input).map(({ edit }) => grammarOf(edit.path)))],
  needs: (input) => (edited(input).length === 0 ? [] : sourcesOf(input.edits)),
  facts: (input) => {
    const changed = edited(input);
    const gone = input.edits.filter(isGone);
    // ten thousand edits that touch no test must not be looked through for what explains one
    const around = changed.length + gone.length === 0 ? null : surroundingsOf(input);
    return [
      ...(around ? gone.flatMap((edit) => goneFile(edit, input, around)) : []),
      ...(around ? changed.flatMap((one) => inside(one, input, around)) : []),
      ...settingsFacts(input),
      ...rerecorded(input),
    ];
  },
};

/** Files that stop being tests: deleted, or renamed to something no runner collects. */
function isGone({ status, path, from }: Edit): boolean {
  if (status !== 'delete' && status !== 'rename') return false;
  return languageOfTest(from ?? path) !== null && (status === 'delete' || languageOfTest(path) === null);
}

function goneFile(edit: Edit, { files }: AnalyzerInput, around: Surroundings): readonly Observation[] {
  const name = edit.from ?? edit.path;
  const language = languageOfTest(name);
  if (language === null || !edit.before?.mode.startsWith('100')) return [];
  const before = files.get(edit.path)?.before;
  if (edit.status === 'delete' && before?.kind === 'text' && hasMoved(around, edit.path, before.text)) return [];
  return [
    { kind: 'test.delete', subject: name, edit, range: null, attributes: { language, removed: removedBy(edit) } },
  ];
}

function removedBy({ lines }: Edit): number | 'unknown' {
  return lines === 'unknown' ? 'unknown' : lines === 'binary' ? 0 : lines.removed;
}

type Edited = { readonly edit: Edit; readonly language: string; readonly before: string; readonly after: string };

/** Tests on both sides whose difference could cost something. */
function edited({ edits, files }: AnalyzerInput): readonly Edited[] {
  return edits.flatMap((edit): readonly Edited[] => {
    const sides = files.get(edit.path);
    if (!sides) return [];
    const language = readableTest(edit.path);
    if (language === null || readableTest(edit.from ?? edit.path) === null) return [];
    if (sides.before.kind !== 'text' || sides.after.kind !== 'text' || edit.before?.oid === edit.after?.oid) return [];
    const [before, after] = [sides.before.text, sides.after.text];
    return mayMatter(before, after) ? [{ edit, language, before, after }] : [];
  });
}

function inside(
  { edit, language, before, after }: Edited,
  { grammars }: AnalyzerInput,
  around: Surroundings,
): readonly Observation[] {
  const then = readTests(edit.from ?? edit.path, before, grammars);
  const now = readTests(edit.path, after, grammars);
  return [...broken(edit, then, now), ...judge({ edit, language, before: then, after: now, source: before }, around)];
}

/** What was broken on both sides is a language we do not quite know; what breaks now may hide what it says. */
function broken(edit: Edit, then: TestFile, now: TestFile): readonly Observation[] {
  const line = now.brokenAt ?? then.brokenAt;
  if (line === null || (then.brokenAt !== null && now.brokenAt !== null)) return [];
  const side = now.brokenAt === null ? 'before the change it' : 'it';
  const why = `${side} does not follow the syntax of its language in line ${line}`;
  return [
    {
      kind: 'unreadable',
      subject: edit.path,
      edit,
      range: { from: line, to: line },
      attributes: { what: 'tests', why },
    },
  ];
}
