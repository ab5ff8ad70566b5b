import type { Document, Problem } from '../../model/document.ts';
import { PLACEHOLDER } from '../../policy/failure-models/read-model.ts';
import { type ModelCase, readModelCases } from './model-case.ts';

/** What would not keep a failure model from loading and leaves it untried: no bad case, no good one, a `found` without a detector. */
export function lintModelCases(document: Document): readonly Problem[] {
  const problems: Problem[] = [];
  const { file, root } = document;
  const hasDetector = root.kind === 'map' && root.entries.some(({ key }) => key === 'detector');
  const report = (line: number, message: string): void => void problems.push({ file, line, message });
  const cases = readModelCases(document, { file, report });
  const read = cases.flatMap((one) => (one.kind === 'change' ? [one] : []));
  if (!read.some(({ expect }) => expect !== 'quiet'))
    report(1, 'it has no bad case: add one with "expect: found" (its detector states it) or "expect: asked"');
  if (!read.some(({ expect }) => expect === 'quiet'))
    report(1, 'it has no good case: add the near miss that must stay quiet, with "expect: quiet"');
  if (hasDetector && read.length > 0 && !read.some(({ expect }) => expect === 'found'))
    report(1, 'it has a detector and no case that shows it at work: add one with "expect: found"');
  for (const one of read) lintCase(one, hasDetector, report);
  for (const name of twice(cases)) report(1, `two cases are called "${name}"`);
  return problems;
}

function lintCase(
  { name, line, expect, before, after }: Extract<ModelCase, { kind: 'change' }>,
  hasDetector: boolean,
  report: (line: number, message: string) => void,
): void {
  if (PLACEHOLDER.test(name)) report(line, `case "${name}" is still to be written`);
  if (expect === 'found' && !hasDetector)
    report(line, `case "${name}": without a detector nothing finds it; say "expect: asked"`);
  const paths = new Set([...before.keys(), ...after.keys()]);
  const isSame = [...paths].every((path) => before.get(path)?.bytes.equals(after.get(path)?.bytes ?? NOTHING) === true);
  if (isSame) report(line, `case "${name}": before and after are the same`);
}

const NOTHING = Buffer.from('\0');

function twice(cases: readonly ModelCase[]): readonly string[] {
  const names = cases.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
