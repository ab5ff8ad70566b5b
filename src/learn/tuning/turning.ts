import { dirname } from 'node:path';
import type { Gate } from '../../gate/open.ts';
import { openLog } from '../../log/open.ts';
import { tuningEvent } from '../../log/tuned.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Knob, Proposal, Turned } from '../../model/tuning.ts';
import { NOTHING_CHANGES } from '../../stats/counterfactual.ts';
import { isSameState, makeFolder, readState, writeState } from '../../system/files.ts';
import { UsageError } from '../../system/usage.ts';
import type { Patch, Turning } from './file-here.ts';

/** What was turned as something that can be turned back. */
export function undoingOf({ id, contract, knob, from, to }: Turned): Turning {
  return { id, contract, knob: knobOf(knob, contract, to), from: to, to: from, why: '', examples: [] };
}

function knobOf(kind: Knob['kind'], contract: string, to: string): Knob {
  switch (kind) {
    case 'rule-level':
      return { kind, rule: contract };
    case 'confidence':
    case 'blocks':
      return { kind, failureModel: contract };
    case 'criterion': {
      const at = contract.lastIndexOf('#');
      return { kind, spec: contract.slice(0, at), criterion: contract.slice(at + 1) };
    }
    case 'case':
      return { kind, finding: to.replace(/^incidents\./, '') };
  }
}

/** The last word on each id: what was taken back and accepted again counts as accepted. */
export function standing(turned: readonly Turned[]): readonly Turned[] {
  const newest = new Map<string, Turned>();
  for (const one of turned) if (!newest.has(one.id)) newest.set(one.id, one); // the newest come first
  return [...newest.values()].filter(({ undone }) => !undone);
}

/**
 * Writes it down for its person to commit. INVARIANT: only if the file is still what the person was shown, and only together with
 * its event: what was turned and not remembered could not be followed.
 */
export async function turn(
  gate: Gate,
  repo: string,
  patch: Patch,
  {
    proposal,
    undone,
  }: {
    readonly proposal: Turning & Partial<Pick<Proposal, 'signal' | 'sure' | 'n' | 'replay'>>;
    readonly undone: boolean;
  },
): Promise<void> {
  if (!isSameState(await readState(patch.path), patch.current))
    throw new UsageError(`tune: ${patch.path} was changed while you read: nothing was written`, 'guardrail tune');
  const log = await openLog({ env: gate.env });
  try {
    makeFolder(dirname(patch.path));
    await writeState(patch.path, patch.wanted);
    const kept = log.append([eventOf(gate, repo, proposal, undone)], await gate.repository.gitPath('guardrail/spool'));
    if (kept.kind === 'lost') {
      await writeState(patch.path, patch.current);
      throw new Error(`remember what was turned: ${kept.why}; the file is as it was`);
    }
  } finally {
    log.close();
  }
}

function eventOf(
  gate: Gate,
  repo: string,
  {
    signal = 'quiet',
    sure = 0,
    n = 0,
    replay = NOTHING_CHANGES,
    ...turning
  }: Turning & Partial<Pick<Proposal, 'signal' | 'sure' | 'n' | 'replay'>>,
  undone: boolean,
): ReturnType<typeof tuningEvent> {
  const where = {
    repo,
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    ts: gate.now(),
  };
  // an event says what was turned, whichever way it goes now
  const { from, to } = undone ? { from: turning.to, to: turning.from } : turning;
  return tuningEvent(where, { ...turning, from, to, signal, sure, n, replay }, undone);
}
