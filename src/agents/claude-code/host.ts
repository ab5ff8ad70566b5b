import { block, eventName, eventOf, failure, refusalOf, sayJson, SILENCE, withUses } from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, textOf } from '../payload.ts';
import { foreign, splitName, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  PreToolUse: 'before-tool',
  PostToolUse: 'after-tool',
  PostToolUseFailure: 'after-tool',
  SessionStart: 'session-start',
  SessionEnd: 'session-end',
  UserPromptSubmit: 'prompt',
  Stop: 'stop',
  SubagentStop: 'stop',
} as const;

/** Tried on 2.1.197 and 2.1.329, which send and understand the same. */
export const claudeCodeHost: Host = {
  settings,
  found: { home: ['.claude', '.claude.json'], repository: ['.claude', 'CLAUDE.md'], program: 'claude' },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const about = eventOf(fields, eventName(fields, event, EVENTS));
    return withUses(about, () => usesOf(fields));
  },
  answer: (event, said) => {
    if (event.kind === 'session-start') return context(event, said.text);
    return event.kind === 'before-tool' ? ruling(event, said) : SILENCE;
  },
  fail: (why) => block(failure(why)),
  limits: [
    'before version 2.1.295 a hook that fails or takes too long lets the call through; newer ones refuse it (onFailure)',
    '--bare and --safe-mode run no hooks, and neither is visible from outside',
    'disableAllHooks in any settings file, or allowManagedHooksOnly of an administrator, turns the hooks off',
    'with --dangerously-skip-permissions, what a person must approve is refused (the agent is told so)',
  ],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'tool_name');
  const input = fields['tool_input'];
  const known = useTool(tools, tool, input, 'sh');
  if (known !== null) return known;
  const [server, name] = splitName(tool, 'mcp__', '__') ?? ['', tool];
  return foreign(server, name, input, 'sh');
}

/** https://code.claude.com/docs/en/hooks#pretooluse-decision-control. Without a decision the user's own prompts stay as they are. */
function ruling(event: HostEvent, said: Said): Reply {
  const person = said.short === '' ? {} : { systemMessage: said.short };
  const answer = (more: Fields): Reply =>
    sayJson({ ...person, hookSpecificOutput: { hookEventName: event.name, ...more } });
  switch (said.level) {
    case 'allow':
      return SILENCE;
    case 'warn':
      return said.text === '' ? SILENCE : answer({ additionalContext: said.text });
    case 'ask':
    case 'deny':
      return answer({ permissionDecision: said.level, permissionDecisionReason: refusalOf(said.text) });
  }
}

function context(event: HostEvent, text: string): Reply {
  return text === ''
    ? SILENCE
    : sayJson({ hookSpecificOutput: { hookEventName: event.name, additionalContext: text } });
}
