import type { Agent } from '../../agents/agent.ts';
import type { HostEvent, Said } from '../../agents/host.ts';
import { type Appended, openLog } from '../../log/open.ts';
import type { NewEvent } from '../../model/event.ts';
import type { Environment } from '../../system/git.ts';
import type { Io } from '../../system/io.ts';
import { userPaths } from '../../system/paths.ts';
import { briefFor } from './brief.ts';
import { groundOf } from './ground.ts';
import { actorOf, type Caller, judgeCall } from './judge-call.ts';

const NOTHING: Said = { level: 'allow', text: '', short: '' };

/** One event of an agent's hook: tools are judged, everything else is noted. */
export async function answerEvent(agent: Agent, event: HostEvent, io: Io): Promise<Said> {
  const caller: Caller = {
    cwd: io.cwd,
    env: io.env,
    now: io.now,
    tell: () => undefined,
    isGone: io.isGone ?? (() => false),
  };
  switch (event.kind) {
    case 'before-tool': {
      if (event.uses.length === 0) return NOTHING;
      const judged = await judgeCall(agent, event, caller);
      await remember(io, [judged.event], judged.ground.gate?.repository.gitDir ?? null);
      return judged.said;
    }
    case 'session-start': {
      const actor = actorOf(agent, event, io.env);
      const text = await briefFor({ title: agent.title, actor }, { ...caller, cwd: event.cwd ?? io.cwd });
      await noteSession(agent, event, 'start', caller, io);
      return { ...NOTHING, text };
    }
    case 'session-end':
      await noteSession(agent, event, 'end', caller, io);
      return NOTHING;
    case 'after-tool':
    case 'prompt':
    case 'stop':
    case 'other':
      return NOTHING;
  }
}

/** That the hook is in force shows in these, and in every tool call: `status` names an agent that commits and never calls. */
async function noteSession(
  agent: Agent,
  event: HostEvent,
  what: 'start' | 'end',
  caller: Caller,
  io: Io,
): Promise<void> {
  const cwd = event.cwd ?? caller.cwd;
  const ground = await groundOf({ ...caller, cwd, operator: actorOf(agent, event, caller.env) });
  const { session, model, mode } = event;
  const noted: NewEvent = {
    ts: caller.now(),
    repo: ground.context.repo,
    checkout: ground.place.root ?? cwd,
    actor: `agent:${agent.id}`,
    kind: 'session',
    subject: session ?? '',
    payload: { what, agent: agent.id, session: session ?? '', model: model ?? '', mode: mode ?? '' },
  };
  await remember(io, [noted], ground.gate?.repository.gitDir ?? null);
}

/** What goes wrong here never changes the verdict: the event waits in a spool. */
async function remember(io: Io, events: readonly NewEvent[], gitDir: string | null): Promise<void> {
  const noted = events.map((event) => ({ event, isGone: io.isGone ?? (() => false) }));
  if (io.afterwards === undefined) return void (await write(noted, io.env, gitDir));
  // calls that follow each other closely are written together: the log is opened and synced once for all of them
  const key = `${userPaths(io.env).state}\n${gitDir ?? ''}`;
  const queue = queues.get(key) ?? [];
  queues.set(key, queue);
  queue.push(...noted);
  if (queue.length > noted.length) return;
  io.afterwards(async () => {
    queues.delete(key);
    const kept = await write(queue, io.env, gitDir);
    if (kept !== null && kept.kind !== 'written') throw new Error(`remember a tool call: ${kept.kind}: ${kept.why}`);
  });
}

type Noted = { readonly event: NewEvent; readonly isGone: () => boolean };
const queues = new Map<string, Noted[]>();

/** Whoever has gone meanwhile judges again elsewhere, and is remembered there. */
async function write(noted: readonly Noted[], env: Environment, gitDir: string | null): Promise<Appended | null> {
  const events = noted.flatMap(({ event, isGone }) => (isGone() ? [] : [event]));
  if (events.length === 0) return null;
  const log = await openLog({ env });
  try {
    return log.append(events, gitDir === null ? null : `${gitDir}/guardrail/spool`);
  } finally {
    log.close();
  }
}
