import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askDaemon } from '../../src/daemon/control.ts';
import { startDaemon } from '../../src/daemon/spawn.ts';
import { installAgentShim } from '../../src/gate/install/agent-shim.ts';
import { CLI, guardrail, seedEngine } from './guarded.ts';
import { makeRepo, type How, type Ran, type Repo } from './repo.ts';

export type Status = {
  readonly pid: number | null;
  readonly requests: number;
  readonly refused: Readonly<Record<string, number>>;
  readonly socket: string;
  readonly rss: number;
  readonly port: number | null;
  readonly lastError: string | null;
};

/** A guarded clone with a daemon of its own: its home, its socket, and nothing that outlives the test. */
export type Served = {
  readonly repo: Repo;
  /** Starts one where none runs: its process. */
  readonly start: (...more: readonly string[]) => Promise<number>;
  /** The same by `guardrail daemon start`. */
  readonly startByCommand: () => Promise<number>;
  readonly status: () => Promise<Status>;
  /** An agent's hook, as its settings call it. */
  readonly call: (command: string, how?: Calling) => Promise<Ran>;
  /** Judged by the daemon for certain: on a busy machine a hook may lose patience and judge by itself, and then it is run again. */
  readonly answered: (act: () => Promise<Ran>) => Promise<Ran>;
  /** What the agent's hook is given for a command. */
  readonly payload: (command: string) => string;
  readonly commit: (how?: How) => Promise<Ran>;
  readonly socket: string;
  readonly remove: () => Promise<void>;
};
export type Calling = { readonly daemon?: 'on' | 'off'; readonly payload?: string | Buffer; readonly event?: string };

export async function serve(): Promise<Served> {
  const repo = await makeRepo();
  await repo.commit('first', { 'README.md': 'shop\n' });
  await seedEngine(repo);
  const init = await guardrail(repo, ['init', '--yes']);
  if (init.code !== 0) throw new Error(init.stderr);
  await repo.commit('guard');
  const shim = await installAgentShim(repo.env);
  const on = { GUARDRAIL_DAEMON: 'on', GUARDRAIL_DAEMON_IDLE: '60000' }; // one that is missed below ends by itself
  const settings = await readFile(join(repo.root, '.git/hooks/guardrail.env'), 'utf8');
  const socket = /^socket='(.*)'$/m.exec(settings)?.[1] ?? '';
  const started = new Set<number>();
  const status = async (): Promise<Status> => {
    const said = await askDaemon(socket, 'GET', 'status');
    const read: Status = said === null ? { ...NOBODY, socket } : JSON.parse(said);
    if (read.pid !== null) started.add(read.pid);
    return read;
  };
  const start = async (...more: readonly string[]): Promise<number> => {
    const running = await status();
    if (running.pid !== null) return running.pid;
    const daemon = startDaemon(socket, { ...repo.env, ...on }, more, CLI);
    for (let tries = 0, isRunning = true; tries < 1_000 && isRunning; tries += 1) {
      isRunning = daemon.isRunning(); // one that ends because another listens leaves an answer behind
      const { pid, port } = await status();
      if (pid !== null && (port !== null || !more.includes('--port'))) return pid;
      await sleep(20);
    }
    throw new Error(`start a daemon at ${socket}: it did not answer`);
  };
  return {
    repo,
    socket,
    status,
    start,
    startByCommand: async () => {
      const ran = await guardrail(repo, ['daemon', 'start', '--socket', socket], { env: on });
      const { pid } = await status();
      if (pid === null) throw new Error(ran.stderr);
      return pid;
    },
    call: (command, { daemon = 'on', payload, event = 'PreToolUse' } = {}) =>
      repo.run('sh', [shim, 'claude-code', event], {
        input: payload ?? bash(repo.root, command),
        env: { ...on, GUARDRAIL_DAEMON: daemon },
      }),
    answered: async (act) => {
      for (let tries = 1; ; tries += 1) {
        const { requests } = await status();
        const ran = await act();
        const now = await status();
        if (now.requests > requests) return ran;
        if (tries === 5) throw new Error(`ask the daemon at ${socket}: it answered none of ${tries}: ${ran.stderr}`);
      }
    },
    payload: (command) => bash(repo.root, command),
    commit: (how = {}) => repo.run('git', ['commit', '-m', 'x'], { ...how, env: { ...on, ...how.env } }),
    remove: async () => {
      await status(); // one that a hook has started is ended too
      for (const pid of started) end(pid);
      await sleep(50);
      await repo.remove();
    },
  };
}

const NOBODY = { pid: null, requests: 0, refused: {}, rss: 0, port: null, lastError: null };

function bash(cwd: string, command: string): string {
  const tool = { tool_name: 'Bash', tool_input: { command }, tool_use_id: 'toolu_1' };
  return JSON.stringify({ session_id: 's', cwd, hook_event_name: 'PreToolUse', ...tool });
}

/** By its own number, however it stands: a stopped one too. */
export function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended already
  }
}

/** What an agent makes of what its hook said: `blocked` also where nobody could look. */
export function outcome({ code, stdout, stderr }: Ran): 'blocked' | 'asked' | 'passed' | 'run although it failed' {
  if (code === 2 && stderr.trim() !== '') return 'blocked';
  if (code !== 0) return 'run although it failed';
  const said = stdout.toString('utf8').trim();
  if (said === '') return 'passed';
  const { hookSpecificOutput: { permissionDecision = '' } = {} } = JSON.parse(said);
  return permissionDecision === 'deny' ? 'blocked' : permissionDecision === 'ask' ? 'asked' : 'passed';
}
