import { eventName, eventOf, failure, refusalOf, withUses } from '../host-event.ts';
import type { Host, HostEvent, Reply, Said } from '../host.ts';
import { type Fields, fieldsOf, hintOf, optionalText, textOf } from '../payload.ts';
import type { Level } from '../../model/level.ts';
import { foreign, useTool } from '../tool-table.ts';
import { tools } from './tools.ts';

const EVENTS = {
  'before-tool': 'before-tool',
  'after-tool': 'after-tool',
  'session-start': 'session-start',
  'session-end': 'session-end',
  prompt: 'prompt',
  stop: 'stop',
} as const;
const VERSION = 1;

/**
 * Our own protocol, for agents and wrappers that have no file here. One JSON object on standard input, one on standard output:
 * `{"v":1,"event":"before-tool","cwd":"/home/dev/shop","tool":"command","command":"make"}` is answered with
 * `{"v":1,"decision":"allow","reason":""}`. Exit 0: run it; 1: do not (ask a person, or it is denied); 2: we could not look.
 */
export const genericHost: Host = {
  settings: [],
  found: { home: [], repository: [], program: null },
  read: (payload, event) => {
    const fields = fieldsOf(payload, 'the payload');
    if (fields['v'] !== VERSION) throw new Error(`"v" is not ${VERSION}`);
    const named = optionalText(fields, 'event') ?? event;
    const about = eventName({ hook_event_name: named ?? undefined }, event, EVENTS);
    if (about.kind === 'other') throw new Error(`"event" is not known: ${about.name.slice(0, 20)}`);
    const more = {
      session: hintOf(fields, 'session'),
      subagent: hintOf(fields, 'subagent'),
      mode: hintOf(fields, 'mode'),
    };
    const tool = {
      transcript: hintOf(fields, 'transcript'),
      tool: hintOf(fields, 'name', 'tool'),
      use: hintOf(fields, 'use'),
    };
    return withUses({ ...eventOf(fields, about), ...more, ...tool }, () => usesOf(fields));
  },
  answer: (event, said) => {
    const level = event.kind === 'before-tool' ? said.level : 'allow';
    return reply(level, textFor(event, said), level === 'ask' || level === 'deny' ? 1 : 0);
  },
  fail: (why) => ({ ...reply('deny', failure(why), 2), stderr: `${failure(why)}\n` }),
  limits: ['whether a refusal holds is up to whoever called: guardrail only answers'],
};

function usesOf(fields: Fields): HostEvent['uses'] {
  const tool = textOf(fields, 'tool');
  if (tool === 'tool')
    return foreign(optionalText(fields, 'server') ?? '', textOf(fields, 'name'), fields['arguments'], 'sh');
  const uses = useTool(tools, tool, fields, 'sh');
  if (uses === null) throw new Error(`"tool" is not known: ${tool.slice(0, 20)}`);
  return uses;
}

function textFor(event: HostEvent, said: Said): string {
  return event.kind === 'before-tool' && (said.level === 'ask' || said.level === 'deny')
    ? refusalOf(said.text)
    : said.text;
}

function reply(decision: Level, reason: string, exit: number): Reply {
  return { stdout: `${JSON.stringify({ v: VERSION, decision, reason })}\n`, stderr: '', exit };
}
