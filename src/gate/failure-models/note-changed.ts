import { readSides } from '../../changes/contents.ts';
import type { Change } from '../../model/change.ts';
import { showProblem } from '../../policy/problem.ts';
import type { Gate } from '../open.ts';
import { openModel } from './open.ts';

const FAILURE_MODEL = /^\.guardrail\/failure-models\/.*\.ya?ml$/;
const MOST = 50;

/** What is wrong with the failure models that a change brings. It refuses no commit; the review of it will be inconclusive. */
export async function noteFailureModels(gate: Gate, change: Change): Promise<readonly string[]> {
  const problems = new Set<string>();
  for (const part of change.parts.filter(({ scope }) => scope !== 'history')) {
    const paths = part.edits.filter(({ path, after }) => after !== null && FAILURE_MODEL.test(path));
    if (paths.length === 0) continue;
    const asked = paths.slice(0, MOST).map(({ path }) => path);
    for (const [path, { after }] of await readSides(gate.git, gate.repository, change, part, asked)) {
      if (after.kind !== 'text') problems.add(`${path}: it is no text`);
      else for (const problem of openModel(path, after.text).broken) problems.add(showProblem(problem));
    }
  }
  return [...problems].map((problem) => `reviews cannot be concluded until this is mended: ${problem}`);
}
