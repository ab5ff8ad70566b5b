import { eventName, eventOf, failure, refusalOf, sayJson, SILENCE, withUses } from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, fieldsOrText, textOf } from '../payload.ts';
import { foreign, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  preToolUse: 'before-tool',
  PreToolUse: 'before-tool',
  postToolUse: 'after-tool',
  PostToolUse: 'after-tool',
  sessionStart: 'session-start',
  SessionStart: 'session-start',
  sessionEnd: 'session-end',
  SessionEnd: 'session-end',
  userPromptSubmitted: 'prompt',
  UserPromptSubmit: 'prompt',
  agentStop: 'stop',
  Stop: 'stop',
} as const;

/** Copilot CLI, tried on 1.0.102. */
export const copilotHost: Host = {
  settings,
  found: { home: ['.copilot'], repository: ['.github/copilot-instructions.md', '.github/hooks'], program: 'copilot' },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const about = eventOf(fields, eventName(fields, event, EVENTS));
    return withUses(about, () => usesOf(fields));
  },
  answer: (event, said) => {
    if (event.kind === 'session-start') return said.text === '' ? SILENCE : sayJson({ additionalContext: said.text });
    return event.kind === 'before-tool' ? ruling(said) : SILENCE;
  },
  // exit 2 would refuse too, but it passes no word of ours on to the agent
  fail: (why) => deny(failure(why)),
  limits: [
    'a hook that takes longer than its timeout lets the call through (since 1.0.67); one that fails refuses it (since 1.0.57)',
    'disableAllHooks in its settings turns the hooks off',
    'Copilot in an editor and the coding agent on github.com read other settings; only the CLI is wired',
  ],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'toolName', 'tool_name');
  // 1.0.102 sends an object, older versions the JSON text of one
  const given = fields['toolArgs'] ?? fields['tool_input'] ?? {};
  const input =
    tool === 'apply_patch' && typeof given === 'string'
      ? { input: given }
      : fieldsOrText(given, `what ${tool} is given`);
  const known = useTool(tools, tool, input, 'sh');
  if (known !== null) return known;
  const at = tool.lastIndexOf('-'); // `github-mcp-server-list_issues`
  return at > 0 && at < tool.length - 1
    ? foreign(tool.slice(0, at), tool.slice(at + 1), input, 'sh')
    : foreign('', tool, input, 'sh');
}

function ruling(said: Said): Reply {
  switch (said.level) {
    case 'allow':
      return SILENCE;
    case 'warn':
      return said.text === '' ? SILENCE : sayJson({ additionalContext: said.text });
    case 'ask':
      return sayJson({ permissionDecision: 'ask', permissionDecisionReason: refusalOf(said.text) });
    case 'deny':
      return deny(refusalOf(said.text));
  }
}

function deny(reason: string): Reply {
  return sayJson({ permissionDecision: 'deny', permissionDecisionReason: reason });
}
