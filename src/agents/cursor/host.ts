import { block, eventName, eventOf, failure, needsPerson, refusalOf, sayJson, withUses } from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, fieldsOrText, folderOf, hintOf, isWindows, textOf } from '../payload.ts';
import { foreign, splitName, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  preToolUse: 'before-tool',
  beforeShellExecution: 'before-tool',
  beforeMCPExecution: 'before-tool',
  beforeReadFile: 'before-tool',
  beforeTabFileRead: 'before-tool',
  postToolUse: 'after-tool',
  afterShellExecution: 'after-tool',
  afterFileEdit: 'after-tool',
  sessionStart: 'session-start',
  sessionEnd: 'session-end',
  beforeSubmitPrompt: 'prompt',
  stop: 'stop',
} as const;

/** Written from Cursor's documentation and reports of others: its program is not to be had from a registry, so it was not run. */
export const cursorHost: Host = {
  settings,
  found: { home: ['.cursor'], repository: ['.cursor', '.cursorrules'], program: 'cursor-agent' },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const { cwd, ...about } = eventOf(fields, eventName(fields, event, EVENTS));
    return withUses({ ...about, cwd: cwd ?? workspace(fields) }, () => usesOf(fields, about.name));
  },
  answer: (event, said) => {
    if (event.kind === 'session-start') return sayJson(said.text === '' ? {} : { additional_context: said.text });
    if (event.kind === 'prompt') return sayJson({ continue: true });
    return event.kind === 'before-tool' ? ruling(said) : sayJson({});
  },
  fail: (why) => block(failure(why)),
  limits: [
    'not tried on the real program: written from its documentation',
    'with failClosed an empty answer is a failure, so a call that passes is answered "allow"; where Cursor takes this for your approval, its own prompt for that call is gone',
    'what a person must approve is refused: in Auto-review, Cursor 3.21 ran what a hook had asked about (forum topic 173694)',
    'failClosed is younger than hooks; an older Cursor runs the call when the hook fails',
  ],
};

function workspace(fields: Fields): string | null {
  const { workspace_roots: roots } = fields;
  const first: unknown = Array.isArray(roots) ? roots[0] : null;
  return folderOf({ first }, 'first');
}

function usesOf(fields: Fields, event: string): HostEvent['uses'] {
  const shell = isWindows(folderOf(fields, 'cwd') ?? workspace(fields)) ? 'powershell' : 'sh';
  const reader = useTool(tools, event, fields, shell);
  if (reader !== null) return reader;
  const tool = textOf(fields, 'tool_name');
  const given = fields['tool_input'] ?? {};
  const input = typeof given === 'string' ? fieldsOrText(given, 'tool_input') : given;
  if (event === 'beforeMCPExecution')
    return foreign(hintOf(fields, 'server_name', 'url', 'command') ?? 'mcp', tool, input, shell);
  const known = useTool(tools, tool, input, shell);
  if (known !== null) return known;
  const name = splitName(tool, 'MCP', ':')?.[1] ?? (tool.startsWith('MCP:') ? tool.slice('MCP:'.length) : null);
  return name === null ? foreign('', tool, input, shell) : foreign('mcp', name, input, shell);
}

function ruling(said: Said): Reply {
  switch (said.level) {
    case 'allow':
    case 'warn':
      return sayJson({ permission: 'allow' });
    case 'ask':
      return deny(needsPerson(said.text), said.short);
    case 'deny':
      return deny(refusalOf(said.text), said.short);
  }
}

function deny(text: string, short: string): Reply {
  return sayJson({ permission: 'deny', user_message: short === '' ? text : short, agent_message: text });
}
