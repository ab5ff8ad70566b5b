import { readFailureModelFiles } from '../../changes/rule-files.ts';
import { type FailureModels, compileFailureModels, uniteFailureModels } from '../../policy/failure-model.ts';
import { PolicyError } from '../../policy/problem.ts';
import { sha256 } from '../../system/files.ts';
import { loadShippedFailureModels } from '../../system/shipped.ts';
import { parseYaml } from '../../system/yaml.ts';
import type { Gate } from '../open.ts';
import type { Place } from '../readings.ts';

/** By what a change is reviewed, or every sentence about why nobody can tell: such a review is inconclusive, never one by fewer. */
export type InForce =
  | ({ readonly kind: 'read' } & FailureModels)
  | { readonly kind: 'broken'; readonly problems: readonly string[] };

/** Places in the order in which they count: what has landed first. None at all is the shipped failure models alone. */
export async function failureModelsInForce(gate: Pick<Gate, 'git'>, places: readonly Place[]): Promise<InForce> {
  const shipped = await loadShippedFailureModels();
  const readings: FailureModels[] = [];
  const problems: string[] = [];
  for (const { name, tree } of places.length === 0 ? [{ name: 'shipped', tree: null }] : places) {
    try {
      const files = await readFailureModelFiles(gate.git, tree);
      readings.push(compileFailureModels({ name, files, shipped, parse: parseYaml, sha256 }));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      problems.push(...(error instanceof PolicyError ? error.message.split('\n') : [error.message]));
    }
  }
  return problems.length > 0 ? { kind: 'broken', problems } : { kind: 'read', ...uniteFailureModels(readings, sha256) };
}
