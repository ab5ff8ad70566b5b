import type { Change, Oid, Part } from '../../model/change.ts';
import { protectedTip } from '../readings.ts';
import type { Rules } from '../../policy/rules.ts';
import type { Gate } from '../open.ts';
import { standingSpec, type Standing } from './standing.ts';
import type { Where } from './versions.ts';

export type Asking = {
  readonly message: string | null;
  /** The same commit is judged once more with its message, which may name a spec. */
  readonly isJudgedAgain: boolean;
};

/**
 * Says of each part whether a spec that counts stands behind it, where some rule in force asks. Nobody asks in most repositories, and
 * then it costs nothing.
 */
export async function withSpecs(gate: Gate, change: Change, rules: readonly Rules[], asking: Asking): Promise<Change> {
  if (!rules.some(isAsking)) return change;
  const tip = await protectedTip(gate, patternsOf(rules));
  const said = new Map<string, Part['spec']>();
  for (const part of change.parts) {
    if (part.scope === 'history') continue;
    const answer = answerOf(await standingSpec(gate, whereOf(gate, change, part, tip?.oid ?? null, asking)), asking);
    for (const id of partsOf(change, part)) said.set(id, worse(said.get(id), answer));
  }
  return { ...change, parts: change.parts.map((part) => withSpec(part, said.get(part.id))) };
}

function withSpec(part: Part, spec: Part['spec']): Part {
  return spec === undefined ? part : { ...part, spec };
}

export function patternsOf(rules: readonly Rules[]): readonly string[] {
  return [...new Set(rules.flatMap((one) => one.protected ?? []))];
}

function isAsking({ rules }: Rules): boolean {
  return rules.some(({ tests }) => tests.some(({ asks }) => asks?.includes('spec') === true));
}

function answerOf(standing: Standing, { isJudgedAgain }: Asking): NonNullable<Part['spec']> {
  switch (standing.kind) {
    case 'counts':
      return 'some';
    case 'unread':
      return 'unknown';
    case 'none':
      return isJudgedAgain && standing.isOpen ? 'later' : 'none';
  }
}

const WORST = ['none', 'unknown', 'later', 'some'] as const;

/** A commit that two branches of a push bring needs a spec in both. */
function worse(one: Part['spec'], other: NonNullable<Part['spec']>): NonNullable<Part['spec']> {
  return WORST.find((word) => word === one || word === other) ?? other;
}

/** The net change of a branch, and the commits that it is made of. */
function partsOf({ parts, refs }: Change, { id }: Part): readonly string[] {
  const ref = refs.find((one) => one.ref === id);
  if (ref !== undefined) return [id, ...ref.commits];
  return refs.length === 0 ? parts.map((part) => part.id) : [id];
}

function whereOf(gate: Gate, change: Change, part: Part, landed: Oid | null, { message }: Asking): Where {
  const { repository } = gate;
  const ref = change.refs.find((one) => one.ref === part.id) ?? null;
  const isHere = ['staged', 'paths', 'patch', 'tool'].includes(change.inlet);
  return {
    repo: change.repo,
    tree: part.trees?.after ?? repository.head,
    landed: landed ?? part.trees?.before ?? null,
    tips: tipsOf(part, isHere ? repository.head : (ref?.after ?? null)),
    branch: part.branch ?? change.branch,
    edits: part.edits,
    message,
    isBeforeCommit: change.inlet === 'tool' || change.inlet === 'paths',
  };
}

const MOST_TIPS = 100;

/** The commit, where one is named; of a range the commits that it is made of. */
export function tipsOf({ edits }: Part, head: Oid | null): readonly Oid[] {
  if (head !== null) return [head];
  return [...new Set(edits.flatMap(({ commits }) => commits))].slice(0, MOST_TIPS);
}
