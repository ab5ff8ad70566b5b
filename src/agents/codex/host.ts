import {
  block,
  eventName,
  eventOf,
  failure,
  needsPerson,
  refusalOf,
  sayJson,
  SILENCE,
  withUses,
} from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, folderOf, isWindows, textOf } from '../payload.ts';
import { foreign, patchInCommand, splitName, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  PreToolUse: 'before-tool',
  PostToolUse: 'after-tool',
  SessionStart: 'session-start',
  SessionEnd: 'session-end',
  UserPromptSubmit: 'prompt',
  Stop: 'stop',
  SubagentStop: 'stop',
} as const;

/** Tried on 0.169.0. */
export const codexHost: Host = {
  settings,
  found: { home: ['.codex'], repository: ['.codex', 'AGENTS.md'], program: 'codex' },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const about = eventOf(fields, eventName(fields, event, EVENTS));
    return withUses(about, () => usesOf(fields));
  },
  answer: (event, said) => {
    if (event.kind === 'session-start') return said.text === '' ? SILENCE : note(event, said.text);
    return event.kind === 'before-tool' ? ruling(event, said) : SILENCE;
  },
  fail: (why) => block(failure(why)),
  limits: [
    'Codex runs no hook that you have not trusted: type /hooks in Codex once, and again whenever guardrail init changed them',
    'a hook that crashes or takes too long lets the call through, and Codex has no setting against that (openai/codex issue 41979)',
    'text typed into a command that is still running (write_stdin) asks no hook',
    'it cannot ask you: what a person must approve is refused, and the agent told so',
  ],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'tool_name');
  const input = fields['tool_input'];
  const shell = isWindows(folderOf(fields, 'cwd')) ? 'powershell' : 'sh';
  const known = useTool(tools, tool, input, shell);
  if (known !== null) return known.flatMap((use) => [use, ...patches(use)]);
  const [server, name] = splitName(tool, 'mcp__', '__') ?? ['', tool];
  return foreign(server, name, input, shell);
}

function patches(use: HostEvent['uses'][number]): HostEvent['uses'] {
  const found = use.kind === 'command' ? patchInCommand(use.text) : null;
  return found === null ? [] : [found];
}

/** INVARIANT: no field that Codex does not know, no `ask`, no `allow`: it would call the hook failed and run the command. */
function ruling(event: HostEvent, said: Said): Reply {
  switch (said.level) {
    case 'allow':
      return SILENCE;
    case 'warn':
      return said.text === '' ? SILENCE : note(event, said.text);
    case 'ask':
      return deny(event, needsPerson(said.text));
    case 'deny':
      return deny(event, refusalOf(said.text));
  }
}

function deny({ name }: HostEvent, reason: string): Reply {
  const decision = { permissionDecision: 'deny', permissionDecisionReason: reason };
  return sayJson({ hookSpecificOutput: { hookEventName: name, ...decision } });
}

function note({ name }: HostEvent, text: string): Reply {
  return sayJson({ hookSpecificOutput: { hookEventName: name, additionalContext: text } });
}
