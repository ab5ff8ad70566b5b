import type { Agent } from '../../agents/agent.ts';
import type { HostEvent, Said } from '../../agents/host.ts';
import { type Appended, openLog } from '../../log/open.ts';
import type { NewEvent } from '../../model/event.ts';
import type { Io } from '../../system/io.ts';
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
  const write = async (): Promise<Appended | null> => {
    if (io.isGone?.() === true) return null;
    const log = await openLog({ env: io.env });
    try {
      return log.append(events, gitDir === null ? null : `${gitDir}/guardrail/spool`);
    } finally {
      log.close();
    }
  };
  if (io.afterwards === undefined) return void (await write());
  io.afterwards(async () => {
    const kept = await write();
    if (kept !== null && kept.kind !== 'written') throw new Error(`remember a tool call: ${kept.kind}: ${kept.why}`);
  });
}
