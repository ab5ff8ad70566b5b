import type { Agent } from '../../agents/agent.ts';
import type { HostEvent, Said } from '../../agents/host.ts';
import { openLog } from '../../log/open.ts';
import type { NewEvent } from '../../model/event.ts';
import type { Io } from '../../system/io.ts';
import { briefFor } from './brief.ts';
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
      if (!caller.isGone()) await remember(io, [judged.event], judged.ground.gate?.repository.gitDir ?? null);
      return judged.said;
    }
    case 'session-start': {
      const text = await briefFor(
        { title: agent.title, actor: actorOf(agent, event, io.env) },
        { ...caller, cwd: event.cwd ?? io.cwd },
      );
      return { ...NOTHING, text };
    }
    case 'after-tool':
    case 'session-end':
    case 'prompt':
    case 'stop':
    case 'other':
      return NOTHING;
  }
}

/** What goes wrong here never changes the verdict: the event waits in a spool. */
async function remember(io: Io, events: readonly NewEvent[], gitDir: string | null): Promise<void> {
  const log = await openLog({ env: io.env });
  log.append(events, gitDir === null ? null : `${gitDir}/guardrail/spool`);
  log.close();
}
