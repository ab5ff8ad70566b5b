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
import { type Fields, fieldsOf, folderOf, hintOf, isWindows, textOf } from '../payload.ts';
import { isRecord } from '../../model/json.ts';
import { foreign, splitName, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  BeforeTool: 'before-tool',
  AfterTool: 'after-tool',
  SessionStart: 'session-start',
  SessionEnd: 'session-end',
  BeforeAgent: 'prompt',
  AfterAgent: 'stop',
} as const;

/** Tried on 0.61.0. */
export const geminiCliHost: Host = {
  settings,
  found: { home: ['.gemini'], repository: ['.gemini', 'GEMINI.md'], program: 'gemini' },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const about = eventOf(fields, eventName(fields, event, EVENTS));
    return withUses(about, () => usesOf(fields));
  },
  answer: (event, said) => {
    if (event.kind === 'session-start') return context(event, said.text);
    return event.kind === 'before-tool' ? ruling(said) : SILENCE;
  },
  fail: (why) => block(failure(why)),
  limits: [
    'a hook that crashes or takes longer than its timeout lets the call through, and Gemini CLI has no setting against that',
    'hooks in a repository are run only once you have trusted its folder; those in your home need no trust',
    'hooksConfig.enabled: false, or our names in hooksConfig.disabled, turns the hooks off',
    'what a person must approve is refused, and the agent told so: without a terminal a question would wait for ever',
  ],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'tool_name');
  const input = fields['tool_input'];
  const shell = isWindows(folderOf(fields, 'cwd')) ? 'powershell' : 'sh';
  const known = useTool(tools, tool, input, shell);
  if (known !== null) return known;
  const { mcp_context: mcp } = fields;
  const told = isRecord(mcp) ? hintOf(mcp, 'server_name') : null;
  const [server, name] = splitName(tool, 'mcp__', '__') ??
    splitName(tool, 'mcp_', '_') ??
    splitName(tool, '', '__') ?? ['', tool];
  return foreign(told ?? server, (isRecord(mcp) ? hintOf(mcp, 'tool_name') : null) ?? name, input, shell);
}

/** docs/hooks/reference.md of Gemini CLI: nothing but JSON may reach standard output, and nothing at all is no opinion. */
function ruling(said: Said): Reply {
  const person = said.short === '' ? {} : { systemMessage: said.short };
  switch (said.level) {
    case 'allow':
      return SILENCE;
    case 'warn':
      return said.short === '' ? SILENCE : sayJson(person);
    case 'ask':
      return sayJson({ decision: 'deny', reason: needsPerson(said.text), ...person });
    case 'deny':
      return sayJson({ decision: 'deny', reason: refusalOf(said.text), ...person });
  }
}

function context(event: HostEvent, text: string): Reply {
  return text === ''
    ? SILENCE
    : sayJson({ hookSpecificOutput: { hookEventName: event.name, additionalContext: text } });
}
