import { eventName, eventOf, failure, needsPerson, refusalOf, sayJson, withUses } from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, hintOf, textOf } from '../payload.ts';
import { foreign, splitName, useTool } from '../tool-table.ts';
import { settings } from './settings.ts';
import { tools } from './tools.ts';

const EVENTS = {
  'tool.execute.before': 'before-tool',
  'tool.execute.after': 'after-tool',
  'session.created': 'session-start',
  'session.deleted': 'session-end',
  'session.idle': 'stop',
} as const;

/** opencode has no hooks of its own but plugins: ours (plugin.ts) hands us what it hears and throws where we refuse. Tried on 1.18.33. */
export const opencodeHost: Host = {
  settings,
  found: {
    home: ['.config/opencode', '.opencode'],
    repository: ['.opencode', 'opencode.json', 'opencode.jsonc'],
    program: 'opencode',
  },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    const about = eventOf(fields, eventName(fields, event, EVENTS));
    const tool = hintOf(fields, 'tool');
    const more = { tool, session: hintOf(fields, 'sessionID'), use: hintOf(fields, 'callID') };
    return withUses({ ...about, ...more }, () => usesOf(fields));
  },
  answer: (event, said) => (event.kind === 'before-tool' ? ruling(said) : sayJson({ decision: 'allow' })),
  fail: (why) => deny(failure(why)),
  limits: [
    'opencode --pure (OPENCODE_PURE=1) loads no plugin, and so asks nobody',
    'plugins of the second kind (id and setup) are another interface: where opencode takes only those, ours is not loaded',
    'it cannot ask you: what a person must approve is refused, and the agent told so',
  ],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'tool');
  const input = fields['args'] ?? {};
  const known = useTool(tools, tool, input, 'sh');
  if (known !== null) return known;
  const [server, name] = splitName(tool, '', '_') ?? ['', tool];
  return foreign(server, name, input, 'sh');
}

function ruling(said: Said): Reply {
  switch (said.level) {
    case 'allow':
    case 'warn':
      return sayJson({ decision: 'allow' });
    case 'ask':
      return deny(needsPerson(said.text));
    case 'deny':
      return deny(refusalOf(said.text));
  }
}

function deny(reason: string): Reply {
  return sayJson({ decision: 'deny', reason });
}
