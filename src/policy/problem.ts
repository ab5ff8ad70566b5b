import type { Problem } from '../model/document.ts';

/** Rules that cannot be read: every problem at once, so that a person mends them in one go. */
export class PolicyError extends Error {
  readonly problems: readonly Problem[];
  constructor(reading: string, problems: readonly Problem[]) {
    super(problems.map((one) => `read the rules (${reading}): ${showProblem(one)}`).join('\n'));
    this.name = 'PolicyError';
    this.problems = problems;
  }
}

export function showProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}: ${problem.message}`;
}
