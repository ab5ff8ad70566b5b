import { failureModelsInForce } from '../../gate/failure-models/in-force.ts';
import type { Gate } from '../../gate/open.ts';
import { readPlace, recommended } from '../../gate/readings.ts';
import { specName } from '../../gate/specs/find.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import type { Rules } from '../../policy/rules.ts';
import { parseSpec, type ReadSpec } from '../../review/spec.ts';

/** How the gate of this checkout is set, as its last commit has it; or why nothing can be proposed. */
export type Settings =
  | {
      readonly kind: 'read';
      readonly rules: Rules;
      readonly models: readonly FailureModel[];
      readonly specs: ReadonlyMap<string, ReadSpec>;
    }
  | { readonly kind: 'broken'; readonly why: string };

const MOST_SPECS = 200;

export async function readSettings(gate: Gate, cited: readonly string[]): Promise<Settings> {
  const { head } = gate.repository;
  if (head === null) return { kind: 'broken', why: 'there is no commit here yet' };
  const place = { name: 'HEAD', tree: head };
  const [read, models] = await Promise.all([
    readPlace(gate, place),
    failureModelsInForce(gate, { landed: [], own: place }),
  ]);
  if (read.broken !== null) return { kind: 'broken', why: `the rules do not parse: ${firstLine(read.broken.message)}` };
  if (models.kind === 'broken')
    return { kind: 'broken', why: `a failure model does not parse: ${models.problems[0] ?? ''}` };
  const specs = await Promise.all(
    cited
      .filter((path) => specName(path) !== null)
      .slice(0, MOST_SPECS)
      .map(async (path): Promise<readonly (readonly [string, ReadSpec])[]> => {
        const text = await committedText(gate, path);
        return text === null ? [] : [[path, parseSpec(path, text)]];
      }),
  );
  const rules = read.rules ?? (await recommended(gate, place));
  return { kind: 'read', rules, models: models.models, specs: new Map(specs.flat()) };
}

/** As the last commit has it; null where it has none. */
export async function committedText({ git, repository }: Gate, path: string): Promise<string | null> {
  if (repository.head === null) return null;
  const answer = await git.ask(['cat-file', 'blob', `${repository.head}:${path}`]);
  return answer.code === 0 ? answer.stdout.toString('utf8') : null;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
