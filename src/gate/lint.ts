import { readFile } from 'node:fs/promises';
import type { Document, Problem, Shipped } from '../model/document.ts';
import { compile } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import { parseYaml } from '../system/yaml.ts';
import { filesFor, parsePolicy, policyPath } from './cases.ts';
import type { Case } from './cases/case.ts';
import { readPolicyCases, ruleIds } from './cases/policy.ts';

/** Everything that is wrong with one policy file, also what would not keep it from loading. */
export async function lintPolicy(path: string, shipped: Shipped): Promise<readonly Problem[]> {
  const text = await readFile(path, 'utf8');
  const problems: Problem[] = [];
  const files = await filesFor(path, text);
  const own = policyPath(path);
  collect(() => void compile({ name: path, files, shipped, parse: parseYaml }), problems);
  // compile() knows the file by its place in a repository
  const named = problems.map((problem) => (problem.file === own ? { ...problem, file: path } : problem));
  const parsed = parseYaml(text);
  if (parsed.kind === 'broken') return named;
  return [...named, ...lintCases(parsePolicy(path, text))].sort((a, b) => a.line - b.line);
}

export function collect(act: () => void, problems: Problem[]): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems);
  }
}

/** A rule without a case that it meets and one that it does not is a rule nobody has tried. */
export function lintCases(document: Document): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (line: number, message: string): void => void problems.push({ file: document.file, line, message });
  const cases = readPolicyCases(document, { file: document.file, report });
  const ids = ruleIds(document);
  for (const id of ids) {
    const own = cases.filter((one) => one.kind !== 'unreadable' && (one.rule === id || one.rule === null));
    const line = lineOf(document, id);
    if (!own.some(isBad)) report(line, `rule ${id} has no case that it should meet (add one with "expect: deny")`);
    if (!own.some(isGood))
      report(line, `rule ${id} has no case that it should let pass (add one with "expect: quiet")`);
  }
  if (ids.length > 1) {
    const nameless = cases.filter((one) => one.kind !== 'unreadable' && one.rule === null);
    for (const one of nameless) report(1, `case "${one.id}" must say which rule it is about: rule: ${ids.join(' | ')}`);
  }
  return problems;
}

function isBad(one: Case): boolean {
  return one.kind !== 'unreadable' && !isGood(one);
}

function isGood(one: Case): boolean {
  return one.kind !== 'unreadable' && (one.expected === 'quiet' || one.expected === 'allow');
}

function lineOf({ root }: Document, id: string): number {
  const rules = root.kind === 'map' ? root.entries.find(({ key }) => key === 'rules')?.value : undefined;
  const items = rules?.kind === 'list' ? rules.items : [];
  const found = items.find(
    (rule) =>
      rule.kind === 'map' &&
      rule.entries.some(({ key, value }) => key === 'id' && value.kind === 'value' && value.value === id),
  );
  return found?.line ?? 1;
}
