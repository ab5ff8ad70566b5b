import { agentsSeen, type AgentSeen } from '../../log/agents-seen.ts';
import { openCurrentLog } from '../../log/current.ts';
import type { Io } from '../../system/io.ts';
import { signOf, wirable } from './agents-find.ts';
import { readAgentManifest } from './agents-manifest.ts';

export type AgentStatus = {
  readonly agent: string;
  readonly wired: boolean;
  readonly calls: number;
  readonly lastCall: number | null;
  readonly lastCommit: number | null;
  /** `not in force`: it is wired and was at work, and its hook never asked. */
  readonly state: 'asks' | 'not in force' | 'wired' | 'not wired';
  readonly next: string | null;
};

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
/** An agent that asked once, a while ago, and has committed since without asking has lost its hooks. */
const LAG_MS = 24 * 60 * 60 * 1000;

/** Each agent that is used here: whether it asks. `running` is the one that runs us, if one does. */
export async function agentStatus(io: Io, root: string, running: string | null): Promise<readonly AgentStatus[]> {
  const wired = new Set((await readAgentManifest(io.env)).entries.map((entry) => entry.agent));
  const seen = await readSeen(io);
  return wirable.flatMap((agent) => {
    const own = seen.find((one) => one.agent === agent.id);
    const isWired = wired.has(agent.id);
    if (!isWired && own === undefined && signOf(agent, io.env, root) === null) return [];
    return [statusOf(agent.id, isWired, own, running === agent.id)];
  });
}

async function readSeen(io: Io): Promise<readonly AgentSeen[]> {
  const log = await openCurrentLog(io.env);
  try {
    return log.schema === 'ours' ? agentsSeen(log, io.now() - MONTH_MS) : [];
  } catch {
    return []; // the line of the log says what is wrong with it
  } finally {
    log.close();
  }
}

function statusOf(agent: string, wired: boolean, seen: AgentSeen | undefined, isRunning: boolean): AgentStatus {
  const { calls = 0, lastCall = null, lastCommit = null } = seen ?? {};
  const state = stateOf({ wired, lastCall, lastCommit, isRunning });
  const nexts = {
    asks: null,
    wired: null,
    'not in force': `guardrail doctor --live ${agent}`,
    'not wired': `guardrail init --agents ${agent}`,
  };
  return { agent, wired, calls, lastCall, lastCommit, state, next: nexts[state] };
}

type Signs = Pick<AgentStatus, 'wired' | 'lastCall' | 'lastCommit'> & { readonly isRunning: boolean };

function stateOf({ wired, lastCall, lastCommit, isRunning }: Signs): AgentStatus['state'] {
  if (!wired) return 'not wired';
  if (lastCall === null) return lastCommit !== null || isRunning ? 'not in force' : 'wired';
  return lastCommit !== null && lastCommit - lastCall > LAG_MS ? 'not in force' : 'asks';
}

export function agentLine({ agent, state, calls, lastCall, next }: AgentStatus, ago: (ts: number) => string): string {
  const words = {
    asks: `asks before it acts; ${calls} calls in 30 days, the last ${lastCall === null ? '' : ago(lastCall).trim()}`,
    'not in force': 'INSTALLED BUT NOT IN FORCE: it was at work and its hook never asked',
    wired: 'wired, and not seen at work yet',
    'not wired': 'not wired: it asks nobody before it acts',
  };
  return `  agent      ${agent}: ${words[state]}${next === null ? '' : `; next: ${next}`}`;
}
