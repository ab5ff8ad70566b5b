import { createHash } from 'node:crypto';
import { readFailureModelFiles } from '../../changes/rule-files.ts';
import { failureModelsInForce, type InForce } from '../../gate/failure-models/in-force.ts';
import { type ModelCase, type Place, readModelCases } from '../../gate/failure-models/model-case.ts';
import { findCommit } from '../../gate/failure-models/draft/read-source.ts';
import type { CaseFiles } from '../../gate/cases/case.ts';
import type { Gate } from '../../gate/open.ts';
import { protectedTip } from '../../gate/readings.ts';
import type { Oid } from '../../model/change.ts';
import type { Document } from '../../model/document.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import type { Trial } from '../../model/trial.ts';
import { loadShippedFailureModels } from '../../system/shipped.ts';

/** One defect that can be shown to a reader: a bad case of a failure model, or a bug that readers let go (escaped.ts). */
export type Seed = {
  readonly model: FailureModel;
  /** Name of its case, or id of the finding. */
  readonly name: string;
  /** By which it is the same defect for every reader, wherever it was put. */
  readonly diff: string;
  readonly origin: Trial['origin'];
  /** It is made of words of this repository: where it comes from must be open to its reader. */
  readonly isOwn: boolean;
  /** The reader that had found it once: to show it that again would be no trial. Null of a case. */
  readonly knownTo: string | null;
  readonly before: CaseFiles;
  readonly after: CaseFiles;
  readonly wrong: Place | null;
};
export type Seeds = {
  readonly seeds: readonly Seed[];
  /** Failure models without any, and why; one sentence each. */
  readonly without: readonly { readonly id: string; readonly why: string }[];
  /** All that are in force: the others are asked about as ever. */
  readonly models: readonly FailureModel[];
  /** What of them cannot be read. */
  readonly problems: readonly string[];
};

/** Every bad case of the failure models in force: as they have landed, else as the last commit has them. */
export async function readSeeds(gate: Gate): Promise<Seeds> {
  const { head } = gate.repository;
  const tip = await protectedTip(gate, []);
  const inForce = await failureModelsInForce(gate, {
    landed: tip === null ? [] : [{ name: tip.branch, tree: tip.oid }],
    own: head === null ? null : { name: 'HEAD', tree: head },
  });
  const documents = await documentsOf(gate, tip?.oid ?? head, inForce);
  const sorted = await Promise.all(
    inForce.models.map((model) => seedsOf(gate, model, documents.get(model.source.file))),
  );
  return {
    seeds: sorted.flatMap(({ seeds }) => seeds),
    without: sorted.flatMap(({ without }) => without),
    models: inForce.models,
    problems: inForce.kind === 'broken' ? inForce.problems : [],
  };
}

/** Their cases stand in the same files as they do. */
async function documentsOf(gate: Gate, tree: Oid | null, { models }: InForce): Promise<ReadonlyMap<string, Document>> {
  const [shipped, { parseYaml }] = await Promise.all([loadShippedFailureModels(), import('../../system/yaml.ts')]);
  const wanted = new Set(models.map(({ source }) => source.file).filter(isOwn));
  const files = wanted.size === 0 ? [] : await readFailureModelFiles(gate.git, tree);
  const own = files.flatMap(({ path, text }): readonly Document[] => {
    const parsed = wanted.has(path) ? parseYaml(text) : null;
    return parsed?.kind === 'read' ? [{ file: path, sha256: '', root: parsed.root }] : [];
  });
  return new Map([...shipped.documents, ...own].map((document) => [document.file, document]));
}

type Sorted = Pick<Seeds, 'seeds' | 'without'>;

async function seedsOf(gate: Gate, model: FailureModel, document: Document | undefined): Promise<Sorted> {
  const none = (why: string): Sorted => ({ seeds: [], without: [{ id: model.id, why }] });
  if (model.mode === 'aware') return none("it is asked with the author's words, and a case has none");
  if (document === undefined) return none('its file is not here');
  const cases = readModelCases(document, { file: document.file, report: () => undefined });
  const bad = cases.filter(isBad);
  const [unreadable] = cases.flatMap((one) => (one.kind === 'unreadable' ? [one.why] : []));
  if (bad.length === 0) return none(unreadable ?? 'it has no bad case');
  const origin = await originOf(gate, model);
  return {
    seeds: bad.map(({ name, before, after, wrong }) => ({
      model,
      name,
      diff: diffOf(before, after),
      origin,
      isOwn: isOwn(model.source.file),
      knownTo: null,
      before,
      after,
      wrong,
    })),
    without: [],
  };
}

type Bad = Extract<ModelCase, { kind: 'change' }>;

function isBad(one: ModelCase): one is Bad {
  return one.kind === 'change' && one.expect !== 'quiet';
}

function isOwn(file: string): boolean {
  return file.startsWith('.guardrail/');
}

/** As `failure-model draft --from` writes it: what it shows had landed, and got past everybody. */
const FROM_COMMIT = /\bcommit ([0-9a-f]{7,64}) of this repository\b/;

async function originOf({ git }: Gate, { origin, source }: FailureModel): Promise<Trial['origin']> {
  const named = isOwn(source.file) ? FROM_COMMIT.exec(origin)?.[1] : undefined;
  return named !== undefined && (await findCommit(git, named)) !== null ? 'escaped' : 'case';
}

export function diffOf(before: CaseFiles, after: CaseFiles): string {
  const sides = [before, after].map((files) =>
    [...files].map(([path, { bytes }]) => JSON.stringify([path, bytes.toString('base64')])).sort(),
  );
  return createHash('sha256').update(JSON.stringify(sides)).digest('hex').slice(0, 16);
}
