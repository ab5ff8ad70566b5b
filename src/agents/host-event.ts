import type { HostEvent, Reply, Use } from './host.ts';
import { type Fields, folderOf, hintOf } from './payload.ts';

export type EventNames = Readonly<Record<string, HostEvent['kind']>>;

/**
 * What happened, by the payload's own word for it and by the one our settings gave the shim. INVARIANT: where one of them says
 * that a tool is about to run and the other does not, it is no payload: a call must not pass as something that needs no answer.
 */
export function eventName(fields: Fields, given: string | null, names: EventNames): Pick<HostEvent, 'kind' | 'name'> {
  const said = hintOf(fields, 'hook_event_name', 'hookEventName');
  const name = said ?? given;
  if (name === null) throw new Error('"hook_event_name" is missing');
  const kind = kindOf(names, name);
  if (given !== null && (kindOf(names, given) === 'before-tool') !== (kind === 'before-tool'))
    throw new Error(`the event is called ${name}, and our settings called it ${given}`);
  return { kind, name };
}

function kindOf(names: EventNames, name: string): HostEvent['kind'] {
  return (Object.hasOwn(names, name) ? names[name] : undefined) ?? 'other';
}

/** What the payloads of most agents have in common. */
export function eventOf(fields: Fields, event: Pick<HostEvent, 'kind' | 'name'>): Omit<HostEvent, 'uses'> {
  return {
    ...event,
    session: hintOf(fields, 'session_id', 'sessionId', 'conversation_id'),
    cwd: folderOf(fields, 'cwd'),
    model: hintOf(fields, 'model'),
    subagent: hintOf(fields, 'agent_type', 'agent_id'),
    mode: hintOf(fields, 'permission_mode', 'permissionMode'),
    transcript: hintOf(fields, 'transcript_path', 'transcriptPath'),
    tool: hintOf(fields, 'tool_name', 'toolName'),
    use: hintOf(fields, 'tool_use_id', 'toolUseId'),
  };
}

export function withUses(event: Omit<HostEvent, 'uses'>, read: () => readonly Use[]): HostEvent {
  return { ...event, uses: event.kind === 'before-tool' || event.kind === 'after-tool' ? read() : [] };
}

export const SILENCE: Reply = { stdout: '', stderr: '', exit: 0 };

export function sayJson(value: unknown): Reply {
  return { stdout: `${JSON.stringify(value)}\n`, stderr: '', exit: 0 };
}

/** Exit 2 blocks in every agent that knows hooks of this form, and what stands on standard error is read as the reason. */
export function block(why: string): Reply {
  return { stdout: '', stderr: `${refusalOf(why)}\n`, exit: 2 };
}

/** INVARIANT: never empty; Codex takes a refusal without a reason for a failed hook, and runs the call. */
export function refusalOf(why: string): string {
  return why.trim() === '' ? 'guardrail refused this and did not say why\n  next: guardrail doctor' : why;
}

export function failure(why: string): string {
  return `guardrail could not judge this, so it does not run: ${why}\n  next: guardrail doctor`;
}

/** For agents that cannot ask, or might not. */
export function needsPerson(text: string): string {
  return `A person must approve this first; it is not for you to decide.\n${refusalOf(text)}`;
}
