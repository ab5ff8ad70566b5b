import { isRecord } from '../model/json.ts';
import type { Answer } from './protocol.ts';

/** What an agent's own words were for a process, as the body of an answer: nothing to say is `{}`. */
export function hookAnswer({ exit, out, err }: Answer, payload: Buffer): string {
  if (exit !== 0)
    return blocking(err.trim() === '' ? 'guardrail refused it and did not say why' : err.trim(), eventOf(payload));
  return out.trim() === '' ? '{}' : out;
}

/**
 * For agents that ask by HTTP, a refusal where their own language had no words, or where we could not ask it: Claude Code
 * and Copilot each read their own keys of it.
 */
export function blocking(why: string, event = 'PreToolUse'): string {
  const said = { permissionDecision: 'deny', permissionDecisionReason: why };
  return `${JSON.stringify({ ...said, hookSpecificOutput: { hookEventName: event, ...said } })}\n`;
}

function eventOf(payload: Buffer): string {
  try {
    const raw: unknown = JSON.parse(payload.toString('utf8'));
    return isRecord(raw) && typeof raw['hook_event_name'] === 'string' ? raw['hook_event_name'] : 'PreToolUse';
  } catch {
    return 'PreToolUse';
  }
}
