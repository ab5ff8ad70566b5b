import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { RuleFile } from '../model/content.ts';
import type { Document, Problem, Shipped } from '../model/document.ts';
import { compile } from '../policy/compile.ts';
import { PolicyError } from '../policy/problem.ts';
import type { Rules } from '../policy/rules.ts';
import { parseYaml } from '../system/yaml.ts';
import type { Case } from './cases/case.ts';
import { readFolder } from './cases/folder.ts';
import { readRows } from './cases/jsonl.ts';
import { readPolicyCases } from './cases/policy.ts';
import { type Answer, type Counts, runCase } from './cases/run.ts';

/**
 * Cases under PATH, each with what the engine says of it: a policy file's own cases against that policy (a folder of policies: each), rows of
 * commands and folders against the shipped pack `recommended`.
 */
export async function answerCases(path: string, shipped: Shipped): Promise<readonly Answer[]> {
  const opened = await open(path, shipped);
  // a folder without cases of its own may be a folder of policies that carry theirs
  const all =
    opened.cases.length > 0 ? [opened] : await Promise.all((await policiesIn(path)).map((file) => open(file, shipped)));
  const answers: Answer[] = [];
  for (const { cases, rules, counts } of all) {
    for (const one of cases) answers.push(await runCase(one, rules, counts));
  }
  return answers;
}

async function policiesIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [];
  const names = (await readdir(path, { recursive: true })).filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(
    names.map(async (name) => ({ file: join(path, name), text: await readFile(join(path, name), 'utf8') })),
  );
  return texts.filter(({ text }) => /^policy:/m.test(text)).map(({ file }) => file);
}

type Opened = { readonly cases: readonly Case[]; readonly rules: Rules; readonly counts?: Counts };

async function open(path: string, shipped: Shipped): Promise<Opened> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Error(`read cases of ${path}: there is no such file or folder`, { cause });
  });
  if (found.isDirectory()) return { cases: await readFolder(path), rules: recommended(shipped) };
  const text = await readFile(path, 'utf8');
  if (path.endsWith('.jsonl')) return { cases: readRows(text), rules: recommended(shipped) };
  return await openPolicy(path, text, shipped);
}

function recommended(shipped: Shipped): Rules {
  return compile({ name: 'recommended', files: [], shipped, parse: parseYaml });
}

/** Other rules of the repository are left aside: a policy's cases say what that policy says. */
async function openPolicy(path: string, text: string, shipped: Shipped): Promise<Opened> {
  const file = policyPath(path);
  const rules = compile({ name: path, files: await filesFor(path, text), shipped, parse: parseYaml });
  const document = parsePolicy(path, text);
  const problems: Problem[] = [];
  const reader = {
    file: path,
    report: (line: number, message: string) => void problems.push({ file: path, line, message }),
  };
  return { cases: readPolicyCases(document, reader), rules, counts: (ruling) => ruling.source.file === file };
}

export function policyPath(path: string): string {
  return `.guardrail/policies/${basename(path)}`;
}

/** A policy alone; one that lives in a repository's `.guardrail` together with the config whose words it may use. */
export async function filesFor(path: string, text: string): Promise<readonly RuleFile[]> {
  const policy: RuleFile = { path: policyPath(path), text };
  const home = /^(.*\/)?\.guardrail\/policies\//.exec(resolve(path).replaceAll('\\', '/'));
  const config = join(home?.[1] ?? dirname(path), '.guardrail', 'config.yaml');
  if (home === null || !existsSync(config)) return [{ path: '.guardrail/config.yaml', text: 'extends: []\n' }, policy];
  const inventory = join(dirname(config), 'inventory.yaml');
  const known = existsSync(inventory)
    ? [{ path: '.guardrail/inventory.yaml', text: await readFile(inventory, 'utf8') }]
    : [];
  return [{ path: '.guardrail/config.yaml', text: await readFile(config, 'utf8') }, ...known, policy];
}

export function parsePolicy(path: string, text: string): Document {
  const parsed = parseYaml(text);
  if (parsed.kind === 'broken') {
    throw new PolicyError(
      path,
      parsed.problems.map((problem) => ({ file: path, ...problem })),
    );
  }
  return { file: path, sha256: createHash('sha256').update(text).digest('hex'), root: parsed.root };
}
