import { nameAt } from '../../changes/edits.ts';
import { lookUp, readObjects } from '../../changes/objects.ts';
import { type CaseFiles, fileOf } from '../../gate/cases/case.ts';
import type { Gate } from '../../gate/open.ts';
import type { Rows } from '../../log/open.ts';
import { roundsOf } from '../../log/reviews.ts';
import { labelledStatements } from '../../log/statements.ts';
import type { Oid, Path } from '../../model/change.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import type { Statement } from '../../model/statement.ts';
import { diffOf, type Seed } from './seeds.ts';

/** The newest are enough: each is read from git. */
const MOST = 50;
const LARGEST = 200_000;

/**
 * Findings that a second reading denied or a later one called none, and of which a person says that they were real: bugs that readers let
 * go. The change to that one file is shown again, to others than the reader that had found it.
 */
export async function escapedSeeds(
  gate: Gate,
  log: Rows,
  { repo, models }: { readonly repo: string; readonly models: readonly FailureModel[] },
): Promise<readonly Seed[]> {
  const real = labelledStatements(log, { from: 0, now: gate.now(), repo }).filter(isLetGo);
  const seeds: Seed[] = [];
  for (const statement of real.slice(0, MOST)) {
    const model = models.find(({ id, mode }) => id === statement.of && mode === 'blind');
    const seed = model === undefined ? null : await seedOf(gate, log, statement, model);
    if (seed !== null) seeds.push(seed);
  }
  return seeds;
}

function isLetGo({ kind, became, label }: Statement): boolean {
  return kind === 'finding' && label?.says === 'right' && (became === 'disputed' || became === 'invalid');
}

/** Null: its words or its objects are gone by now. */
async function seedOf(gate: Gate, log: Rows, statement: Statement, model: FailureModel): Promise<Seed | null> {
  const rounds = roundsOf(log, gate.env, statement.loop);
  const round = rounds.find(({ ledger }) => ledger.some(({ finding }) => finding.id === statement.id));
  const finding = round?.ledger.find((entry) => entry.finding.id === statement.id)?.finding;
  if (round?.inputs === undefined || finding === undefined) return null;
  const [before, after] = await Promise.all([
    fileAt(gate, round.base, finding.path),
    fileAt(gate, round.inputs.after, finding.path),
  ]);
  if (before.size + after.size === 0) return null;
  return {
    model,
    name: statement.id,
    diff: diffOf(before, after),
    origin: 'escaped',
    isOwn: true,
    knownTo: statement.by.kind === 'reviewer' ? statement.by.identity : null,
    before,
    after,
    wrong: { path: finding.path, line: finding.line },
  };
}

async function fileAt({ git }: Gate, tree: Oid, path: Path): Promise<CaseFiles> {
  if (/[\n\r]/.test(path)) return new Map();
  const [found] = await lookUp(git, [nameAt(tree, path)]);
  if (!found || found.type !== 'blob' || found.size > LARGEST) return new Map();
  const [body] = await readObjects(git, [found.oid]);
  return body ? new Map([[path, fileOf(body, '100644')]]) : new Map();
}
