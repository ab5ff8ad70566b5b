import { readFailureModelFiles } from '../../changes/rule-files.ts';
import { type FailureModels, compileFailureModels, uniteFailureModels } from '../../policy/failure-model.ts';
import { PolicyError } from '../../policy/problem.ts';
import { sha256 } from '../../system/files.ts';
import { loadShippedFailureModels } from '../../system/shipped.ts';
import type { Gate } from '../open.ts';
import type { Place } from '../readings.ts';

/**
 * By what a change is reviewed; where some of it cannot be read, every sentence about why: such a review is inconclusive, never clean. What
 * can be read still counts, or one broken file in a change would silence whatever stands against it.
 */
export type InForce = FailureModels &
  ({ readonly kind: 'read' } | { readonly kind: 'broken'; readonly problems: readonly string[] });

export type Where = {
  /** What has landed, most protected first. */
  readonly landed: readonly Place[];
  /** What is reviewed. It must be readable, and counts only where nothing has landed: its words would speak to its own reader. */
  readonly own: Place | null;
};

/** Without any place: the shipped failure models. */
export async function failureModelsInForce({ git }: Pick<Gate, 'git'>, { landed, own }: Where): Promise<InForce> {
  // only here: an agent's hook that asks for none of these must not pay for the parser
  const [shipped, { parseYaml }] = await Promise.all([loadShippedFailureModels(), import('../../system/yaml.ts')]);
  const problems: string[] = [];
  const read = async (name: string, tree: string | null): Promise<readonly FailureModels[]> => {
    try {
      const files = await readFailureModelFiles(git, tree);
      return [compileFailureModels({ name, files, shipped, parse: parseYaml, sha256 })];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      problems.push(...(error instanceof PolicyError ? error.message.split('\n') : [error.message]));
      return [];
    }
  };
  const there = (await Promise.all(landed.map(({ name, tree }) => read(name, tree)))).flat();
  const here = await read(own?.name ?? 'shipped', own?.tree ?? null);
  if (problems.length === 0) return { kind: 'read', ...uniteFailureModels(there.length > 0 ? there : here, sha256) };
  const readable = there.length > 0 ? there : await read('shipped', null);
  return { kind: 'broken', problems: [...new Set(problems)], ...uniteFailureModels(readable, sha256) };
}
