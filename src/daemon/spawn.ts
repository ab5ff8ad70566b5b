import { statSync, utimesSync, writeFileSync } from 'node:fs';
import type { Environment } from '../system/git.ts';
import { startDetached, type Detached } from '../system/process.ts';
import { makeSocketFolder } from './socket.ts';

/** Never more often than this: one that cannot live must not cost every commit a process. */
const AGAIN_MS = 5_000;

/** What a daemon may know: nothing of the agent, editor or shell whose hook happened to be the first. */
const KEPT =
  /^(HOME|USER|LOGNAME|PATH|LANG|LC_ALL|TMPDIR|TZ|XDG_(STATE|DATA|CONFIG|CACHE)_HOME|XDG_RUNTIME_DIR|GUARDRAIL_DAEMON_IDLE)$/;

/** In these nothing is started: it would see other files than we do, and end with whoever made the sandbox. */
const SANDBOXES = ['CODEX_SANDBOX', 'CODEX_SANDBOX_NETWORK_DISABLED', 'SANDBOX_RUNTIME', 'GEMINI_SANDBOX'];

/** For next time: whoever calls has judged already, and does not wait. */
export function startForNextTime(socket: string, env: Environment, now: number): void {
  if (env['GUARDRAIL_DAEMON'] === 'off' || SANDBOXES.some((name) => (env[name] ?? '') !== '')) return;
  try {
    makeSocketFolder(socket);
    if (!isFirst(`${socket}.started`, now)) return;
    startDaemon(socket, env);
  } catch {
    return; // a folder that is not ours, a disk that is full: doctor says which, and everybody judges without
  }
}

export function startDaemon(
  socket: string,
  env: Environment,
  more: readonly string[] = [],
  entry: string = process.argv[1] ?? '',
): Detached {
  return startDetached(process.execPath, [...SMALL, entry, 'daemon', 'run', '--socket', socket, ...more], {
    cwd: '/',
    env: minimal(env),
  });
}

/** It lies there for hours: a young heap of one megabyte, and what malloc has free goes back (123 MB become 80). */
const SMALL = ['--max-semi-space-size=1'];
const FRUGAL = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '65536', UV_THREADPOOL_SIZE: '2' };

export function minimal(env: Environment): Environment {
  return { ...Object.fromEntries(Object.entries(env).filter(([name]) => KEPT.test(name))), ...FRUGAL };
}

/** A stamp whose age is that of the last start. A clock that was set back must not stop us for a year. */
function isFirst(stamp: string, now: number): boolean {
  const age = now - (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (age >= 0 && age < AGAIN_MS) return false;
  writeFileSync(stamp, '', { mode: 0o600 });
  utimesSync(stamp, now / 1000, now / 1000);
  return true;
}
