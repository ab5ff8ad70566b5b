import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { openLog } from '../../src/log/open.ts';
import { eventsSince } from '../../src/log/read.ts';
import { CLI } from './guarded.ts';
import type { Repo } from './repo.ts';

/** What the watcher has put into the log of this repository's account. */
export type SeenEvent = {
  readonly kind: string;
  readonly subject: string;
  readonly checkout: string;
  readonly actor: string;
  readonly what: string;
  readonly detail: string;
  readonly level: string;
};

export type Watcher = {
  readonly pid: number;
  readonly stop: () => Promise<void>;
  /** Ended as nothing can prepare for. */
  readonly kill: () => Promise<void>;
};

/** `guardrail watch --foreground` as a process of its own, once it has looked at everything. */
export async function startWatcher(repo: Repo, pollMs = 30_000): Promise<Watcher> {
  const child = spawn(process.execPath, [CLI, 'watch', '--foreground', '--poll', String(pollMs)], {
    cwd: repo.root,
    env: { ...repo.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => void said.push(chunk.toString('utf8')));
  const ended = once(child, 'exit');
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
  if (first === null || child.pid === undefined) throw new Error(`the watcher did not start: ${said.join('')}`);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

const KINDS = ['skip', 'tamper', 'restore', 'watch'];

export async function seenIn(repo: Repo, from = 0): Promise<readonly SeenEvent[]> {
  const log = await openLog({ env: repo.env, readOnly: true });
  try {
    return eventsSince(log, from, 10_000)
      .filter(({ kind }) => KINDS.includes(kind))
      .map(({ kind, subject, checkout, actor, payload }) => {
        const { what, detail, level, head } = JSON.parse(payload) as Record<string, string>;
        return {
          kind,
          subject: head ?? subject,
          checkout,
          actor,
          what: what ?? '',
          detail: detail ?? '',
          level: level ?? '',
        };
      });
  } finally {
    log.close();
  }
}

export async function lastSeq(repo: Repo): Promise<number> {
  const log = await openLog({ env: repo.env, readOnly: true });
  try {
    return eventsSince(log, 0, 10_000).at(-1)?.seq ?? 0;
  } finally {
    log.close();
  }
}

/** Waits until the watcher has seen something of that sort since; all that it saw. Bounded. */
export async function until(
  repo: Repo,
  from: number,
  isIt: (event: SeenEvent) => boolean,
  ms = 30_000,
): Promise<readonly SeenEvent[]> {
  for (let waited = 0; ; waited += 50) {
    const seen = await seenIn(repo, from);
    if (seen.some(isIt) || waited >= ms) return seen;
    await wait(50);
  }
}

/** inotify watches that a process holds (proc(5): one `inotify` line per watch). */
export async function watchesOf(pid: number): Promise<number> {
  let count = 0;
  for (const name of await readdir(`/proc/${pid}/fdinfo`)) {
    const text = await readFile(`/proc/${pid}/fdinfo/${name}`, 'utf8').catch(() => '');
    count += text.match(/^inotify /gm)?.length ?? 0;
  }
  return count;
}
