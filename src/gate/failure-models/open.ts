import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Document, Problem, Shipped } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import { compileFailureModels } from '../../policy/failure-model.ts';
import { PolicyError } from '../../policy/problem.ts';
import { sha256 } from '../../system/files.ts';
import { parseYaml } from '../../system/yaml.ts';
import { lintModelCases } from './lint-model.ts';
import { type ModelCase, readModelCases } from './model-case.ts';
import { type ModelAnswer, runModelCase } from './run-case.ts';

/** One file of a failure model: what it says, its cases, and everything that is wrong with it. */
export type OpenedModel = {
  readonly file: string;
  /** Null when it cannot be read; `problems` then says why. */
  readonly model: FailureModel | null;
  readonly cases: readonly ModelCase[];
  readonly problems: readonly Problem[];
  /** Those of them for which a review by it cannot be concluded. */
  readonly broken: readonly Problem[];
};

/** A failure model, or every one in a folder. */
export async function openModels(path: string): Promise<readonly OpenedModel[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new Error(`read failure models of ${path}: there is no such file or folder`, { cause });
  });
  if (!found.isDirectory()) return [openModel(path, await readFile(path, 'utf8'))];
  const names = (await readdir(path, { recursive: true })).filter((name) => /\.ya?ml$/.test(name)).sort();
  return await Promise.all(
    names.map(async (name) => openModel(join(path, name), await readFile(join(path, name), 'utf8'))),
  );
}

const NOTHING_SHIPPED: Shipped = { documents: [] };

export function openModel(file: string, text: string): OpenedModel {
  const own = placeOf(file);
  const parsed = parseYaml(text);
  if (parsed.kind === 'broken') {
    const problems = parsed.problems.map((problem) => ({ file, ...problem }));
    return { file, model: null, cases: [], problems, broken: problems };
  }
  const document: Document = { file, sha256: '', root: parsed.root };
  const problems: Problem[] = [];
  const model = tryCompile(own, text, problems);
  const named = problems.map((problem) => ({ ...problem, file }));
  const silent = { file, report: () => undefined };
  const wrong = [...named, ...lintModelCases(document)];
  return {
    file,
    model: model === null ? null : { ...model, source: { ...model.source, file } },
    cases: readModelCases(document, silent),
    problems: wrong.sort((a, b) => a.line - b.line),
    broken: named,
  };
}

function tryCompile(path: string, text: string, problems: Problem[]): FailureModel | null {
  try {
    const { models } = compileFailureModels({
      name: path,
      files: [{ path, text }],
      shipped: NOTHING_SHIPPED,
      parse: parseYaml,
      sha256,
    });
    return models[0] ?? null;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}

/** A file is judged as if it lay in a repository: domain and name are its last two names. */
function placeOf(file: string): string {
  return `.guardrail/failure-models/${file.replaceAll('\\', '/').split('/').slice(-2).join('/')}`;
}

/** Each case of a failure model through the real analyzers, detectors and selection. One that cannot be read answers as one that disagrees. */
export async function answerModelCases({ file, model, cases, problems }: OpenedModel): Promise<readonly ModelAnswer[]> {
  if (model === null) {
    const [first] = problems;
    const why = first === undefined ? 'it cannot be read' : `line ${first.line}: ${first.message}`;
    return [
      {
        model: file,
        name: '',
        file,
        line: first?.line ?? 1,
        expected: null,
        found: false,
        asked: false,
        agrees: false,
        why,
      },
    ];
  }
  const answers: ModelAnswer[] = [];
  for (const one of cases) answers.push(await runModelCase(one, model));
  return answers;
}
