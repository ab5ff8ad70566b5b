import type { Spec } from '../../review/material.ts';
import type { Gate } from '../open.ts';
import { protectedTip } from '../readings.ts';
import { outside } from '../specs/covers.ts';
import { patternsOf, tipsOf } from '../specs/of-change.ts';
import { standingSpec } from '../specs/standing.ts';
import type { Subject } from './subject.ts';

/** The spec that a branch is held against, and what is to be said of it: one sentence each, and never a refusal by itself. */
export type SpecRead = { readonly spec: Spec | null; readonly says: readonly string[] };

/** INVARIANT: it counts only as it has landed, or as a person wrote or approved it: what arrives with the change it is to judge permits nothing. */
export async function readSpec(
  gate: Gate,
  { change, part, head, tree, base, branch, readings }: Subject,
): Promise<SpecRead> {
  const tip = await protectedTip(gate, patternsOf(readings));
  const standing = await standingSpec(gate, {
    repo: change.repo,
    tree,
    landed: tip?.oid ?? base,
    tips: tipsOf(part, head),
    branch,
    edits: part.edits,
    message: null,
    isBeforeCommit: false,
  });
  if (standing.kind !== 'counts') return { spec: null, says: standing.says };
  const { path, title, criteria, text } = standing.spec;
  const bare = criteria.length === 0 ? [`The spec ${path} has no acceptance criteria by id.`] : [];
  return {
    spec: { path, title, criteria, text },
    says: [...standing.says, ...bare, ...outside(standing.spec, part.edits)],
  };
}
