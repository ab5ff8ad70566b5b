import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RuleFile } from '../model/content.ts';
import type { Document, Problem, Shipped } from '../model/document.ts';
import { compile } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import { parseYaml } from '../system/yaml.ts';
import { filesFor, parsePolicy, policyPath } from './cases.ts';
import type { Case } from './cases/case.ts';
import { readPolicyCases, ruleIds } from './cases/policy.ts';
import { openModel, openModels } from './failure-models/open.ts';

export type Linted = { readonly problems: readonly Problem[]; readonly files: number };

/** Policy files, folders of them, and whole `.guardrail` folders, whose files are read together as a gate would. */
export async function lintPaths(paths: readonly string[], shipped: Shipped): Promise<Linted> {
  const all = await Promise.all(paths.map((path) => lintPath(path, shipped)));
  return {
    problems: all.flatMap(({ problems }) => problems),
    files: all.reduce((sum, { files }) => sum + files, 0),
  };
}

async function lintPath(path: string, shipped: Shipped): Promise<Linted> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Error(`lint ${path}: there is no such file or folder`, { cause });
  });
  if (!found.isDirectory() && FAILURE_MODELS.test(path.replaceAll('\\', '/'))) return await lintFailureModels(path);
  if (!found.isDirectory()) return { problems: await lintPolicy(path, shipped), files: 1 };
  const names = (await readdir(path, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const yaml = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (basename(path) === '.guardrail') return await lintReading(path, yaml, shipped);
  if (FAILURE_MODELS.test(`${path.replaceAll('\\', '/')}/`)) return await lintFailureModels(path);
  const each = await Promise.all(yaml.map((name) => lintPolicy(join(path, name), shipped)));
  return { problems: each.flat(), files: yaml.length };
}

const FAILURE_MODELS = /(^|\/)\.guardrail\/failure-models\//;

async function lintFailureModels(path: string): Promise<Linted> {
  const models = await openModels(path);
  return { problems: models.flatMap(({ problems }) => problems), files: models.length };
}

async function lintReading(folder: string, names: readonly string[], shipped: Shipped): Promise<Linted> {
  const read = names.map(async (name): Promise<RuleFile> => {
    return { path: `.guardrail/${name}`, text: await readFile(join(folder, name), 'utf8') };
  });
  const files = await Promise.all(read);
  const problems: Problem[] = [];
  collect(() => void compile({ name: folder, files, shipped, parse: parseYaml }), problems);
  // the rules are read without them, and a review is not
  for (const { path, text } of files) if (FAILURE_MODELS.test(path)) problems.push(...openModel(path, text).problems);
  for (const { path, text } of files.filter((file) => file.path.startsWith('.guardrail/policies/'))) {
    const parsed = parseYaml(text);
    if (parsed.kind === 'read') problems.push(...lintCases(parsePolicy(path, text)));
  }
  const named = problems.map((problem) => ({
    ...problem,
    file: join(folder, problem.file.slice('.guardrail/'.length)),
  }));
  return { problems: named, files: files.length };
}

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
