import type { Actor } from '../model/actor.ts';
import type { Approval } from '../model/approval.ts';
import type { NewEvent } from '../model/event.ts';
import { actorName } from './verdict-event.ts';

type Context = { readonly checkout: string; readonly operator: Actor };

/** The mirror of an approval in `refs/guardrail/approvals`: the ref decides, this remembers. */
export function approvalEvent(approval: Approval, context: Context): NewEvent {
  return {
    ts: approval.at,
    repo: approval.repo,
    checkout: context.checkout,
    actor: actorName(context.operator),
    kind: 'approval',
    subject: approval.subject,
    payload: { ...approval, by: { ...approval.by } },
  };
}

export function revocationEvent(
  approval: { readonly id: string; readonly repo: string },
  because: string,
  ts: number,
  context: Context,
): NewEvent {
  return {
    ts,
    repo: approval.repo,
    checkout: context.checkout,
    actor: actorName(context.operator),
    kind: 'revocation',
    subject: approval.id,
    payload: { approval: approval.id, because },
  };
}
