import type { RuleFile } from '../model/content.ts';
import type { Document, Parse, Problem, Shipped } from '../model/document.ts';
import type { FailureModel } from '../model/failure-model.ts';
import { readFailureModel } from './failure-models/read-model.ts';
import { PolicyError } from './problem.ts';
import type { Reader } from './read.ts';
import { sha256 as ownSha256 } from './sha256.ts';

/** The failure models of one reading: those guardrail brings along and the repository's own. */
export type FailureModels = { readonly models: readonly FailureModel[]; readonly hash: string };

export type FailureModelSource = {
  /** Which reading this is, for people. */
  readonly name: string;
  /** The reading's `.guardrail/**`; what is not a failure model is left aside. */
  readonly files: readonly RuleFile[];
  readonly shipped: Shipped;
  readonly parse: Parse;
  readonly sha256?: (text: string) => string;
};

/** Several readings as one, the first counting for each id: what has landed on one protected branch cannot be softened on another. */
export function uniteFailureModels(
  readings: readonly FailureModels[],
  sha256: (text: string) => string = ownSha256,
): FailureModels {
  const models = new Map<string, FailureModel>();
  for (const model of readings.flatMap((one) => one.models)) if (!models.has(model.id)) models.set(model.id, model);
  return inOrder([...models.values()], sha256);
}

function inOrder(models: readonly FailureModel[], sha256: (text: string) => string): FailureModels {
  const sorted = [...models].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { models: sorted, hash: sha256(sorted.map(({ id, hash }) => `${id} ${hash}`).join('\n')) };
}

const OWN = /^\.guardrail\/failure-models\/.*\.ya?ml$/;
const MOST_BYTES = 200_000;
const MOST_FILES = 1_000;

/**
 * Makes the failure models of one reading ready, or throws a PolicyError with every problem in them. The repository's own replaces a shipped
 * one of the same id. INVARIANT: no commit waits for this; only reviews, briefs and the command read failure models.
 */
export function compileFailureModels({
  name,
  files,
  shipped,
  parse,
  sha256 = ownSha256,
}: FailureModelSource): FailureModels {
  const problems: Problem[] = [];
  const readerOf = (file: string): Reader => ({
    file,
    report: (line, message) => void problems.push({ file, line, message }),
  });
  const own = readOwn(files, { parse, sha256 }, problems);
  const models = new Map<string, FailureModel>();
  for (const document of shipped.documents) add(readFailureModel(document, readerOf(document.file), sha256));
  const shippedIds = new Set(models.keys());
  for (const document of own) add(readFailureModel(document, readerOf(document.file), sha256));
  if (problems.length > 0) throw new PolicyError(name, problems);
  return inOrder([...models.values()], sha256);

  function add(model: FailureModel): void {
    const before = models.get(model.id);
    const replaces =
      before === undefined || (shippedIds.has(model.id) && !before.source.file.startsWith('.guardrail/'));
    if (!replaces && model.id !== '') {
      const at = `${before.source.file}:${before.source.line}`;
      readerOf(model.source.file).report(model.source.line, `failure model "${model.id}" is already at ${at}`);
    }
    models.set(model.id, model);
  }
}

function readOwn(
  files: readonly RuleFile[],
  { parse, sha256 }: Required<Pick<FailureModelSource, 'parse' | 'sha256'>>,
  problems: Problem[],
): readonly Document[] {
  const own = files.filter(({ path }) => OWN.test(path));
  if (own.length > MOST_FILES) {
    const [{ path: file } = { path: '' }] = own;
    problems.push({ file, line: 1, message: `${own.length} failure models: a repository has at most ${MOST_FILES}` });
    return [];
  }
  return own.flatMap(({ path: file, text }): readonly Document[] => {
    if (text.length > MOST_BYTES) {
      const message = `${text.length} characters: a failure model has at most ${MOST_BYTES}, with its cases`;
      problems.push({ file, line: 1, message });
      return [];
    }
    const parsed = parse(text);
    if (parsed.kind === 'read') return [{ file, sha256: sha256(text), root: parsed.root }];
    problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
    return [];
  });
}
