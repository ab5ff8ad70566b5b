import { readFileSync } from 'node:fs';
import type { Oid } from '../../model/change.ts';
import type { Gate } from '../../gate/open.ts';
import { protectedTip, readReadings } from '../../gate/readings.ts';
import { repositoryId } from '../../gate/repository-id.ts';
import { codeOf, sha256 } from '../../system/files.ts';

/** The branch whose past counts: what landed is on it. */
export type Branch = {
  readonly repo: string;
  readonly ref: string;
  readonly tip: Oid;
  /** Where a shallow clone ends: its first commits seem to bring every file there is. Empty where it is whole. */
  readonly cuts: ReadonlySet<Oid>;
  /** Changes with them: when more was fetched, what was read before is read anew. */
  readonly shallow: string;
  readonly notes: string | null;
};

/** The protected branch as last honestly fetched, as for whose rules are read; `tip` is null where there is none yet. */
export async function readBranch(gate: Gate): Promise<Branch | { readonly repo: string; readonly tip: null }> {
  const { head } = gate.repository;
  const readings = await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
  const repo = await repositoryId(
    gate,
    readings.usable.map(({ rules }) => rules),
  );
  const tip = await protectedTip(gate, readings.protected);
  if (tip === null) return { repo, tip: null };
  const cuts = gate.repository.isShallow ? readCuts(await gate.repository.gitPath('shallow')) : [];
  return {
    repo,
    ref: tip.ref,
    tip: tip.oid,
    cuts: new Set(cuts),
    shallow: cuts.length === 0 ? '' : sha256(cuts.join(' ')).slice(0, 16),
    notes: gate.repository.hasNotes ? 'refs/notes/guardrail' : null,
  };
}

function readCuts(path: string): readonly Oid[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []; // it was made whole in this very moment
    throw error;
  }
}
