import { uniqueActors } from '../changes/edits.ts';
import { openLog } from '../log/open.ts';
import { verdictEvent } from '../log/verdict-event.ts';
import type { Actor } from '../model/actor.ts';
import type { Change, Oid } from '../model/change.ts';
import type { NewEvent } from '../model/event.ts';
import type { Verdict } from '../model/verdict.ts';
import type { Gate } from './open.ts';

export type Circumstances = {
  readonly hook: string | null;
  readonly tree: Oid | null;
  readonly role: string | null;
  readonly ms: number;
};

/** Remembers the verdict. What goes wrong here never changes it: it is told in one line, and the event waits in a spool. */
export async function record(
  gate: Gate,
  change: Change,
  verdict: Verdict,
  { hook, tree, role, ms }: Circumstances,
): Promise<void> {
  if (gate.isGone()) return; // the client of a daemon that waited no longer has judged by itself, and remembers that
  const event = verdictEvent(verdict, {
    checkout: gate.repository.root ?? gate.repository.gitDir,
    operator: change.operator,
    authors: authorsOf(change),
    role,
    hook,
    ms,
    objects: {
      tree,
      base: baseOf(change),
      head: gate.repository.head,
      commits: [...new Set(change.refs.flatMap((ref) => ref.commits))],
      refs: change.refs.map(({ ref, before, after }) => ({ ref, before, after })),
    },
  });
  await remember(gate, [event]);
}

export async function remember(gate: Gate, events: readonly NewEvent[]): Promise<void> {
  const log = await openLog({ env: gate.env });
  const kept = log.append(events, await gate.repository.gitPath('guardrail/spool'));
  const notes = [...log.notes, ...(kept.kind === 'written' ? [] : [describe(kept)])];
  log.close();
  for (const note of notes) gate.tell(`guardrail: ${note}\n`);
}

function describe(kept: { readonly kind: 'spooled' | 'lost'; readonly why: string }): string {
  return kept.kind === 'spooled'
    ? `the log could not be written (${kept.why}); the verdict waits in a spool and is added next time`
    : `this verdict could not be remembered (${kept.why}); see guardrail doctor`;
}

/** Everybody who may have written it; the operator where nothing was written. */
export function authorsOf(change: Change): readonly Actor[] {
  const authors = uniqueActors([
    ...new Set(change.parts.flatMap((part) => part.edits.flatMap((edit) => edit.authors))),
  ]);
  return authors.length === 0 ? [change.operator] : authors;
}

/** The tree the change is held against, from which the verdict can be computed again. */
function baseOf(change: Change): Oid | null {
  return change.parts.find((part) => part.scope !== 'history')?.trees?.before ?? null;
}
