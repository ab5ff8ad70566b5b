import { readFileSync, readlinkSync, statSync } from 'node:fs';
import type { Environment } from '../system/git.ts';
import type { Request } from './protocol.ts';
import { startOf } from '../system/process-mark.ts';

/** What a command may know of the process that asked. */
export type Client = { readonly pid: number; readonly cwd: string; readonly env: Environment };

/**
 * The client while it waits: its folder, its variables and its parents are what our answer rests on. INVARIANT: read from a
 * process that is certainly the one that asked, and that sees the same files as we do; else there is no answer, and
 * the client judges by itself. In a container the same number is another process, and the same path another file.
 */
export function readClient(request: Request): Client | { readonly why: string } {
  const { pid, start, cwd, variables } = request;
  if (start === null) {
    return process.platform === 'linux'
      ? { why: 'unproven' } // where there is a /proc, whoever cannot read it is not where we are
      : { pid, cwd, env: environmentOf(variables) };
  }
  try {
    const there = startOf(pid);
    if (there === null) return { why: 'gone' }; // killed while it waited: not another process under its number
    if (there !== start) return { why: 'elsewhere' };
    if (statSync(`/proc/${pid}`).uid !== process.getuid?.()) return { why: 'another-user' };
    for (const view of ['ns/mnt', 'ns/pid', 'ns/user', 'root']) {
      if (readlinkSync(`/proc/${pid}/${view}`) !== readlinkSync(`/proc/self/${view}`)) return { why: 'elsewhere' };
    }
    const env = environmentOf(readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'));
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    statSync(folder); // one that was deleted is called `... (deleted)`
    return startOf(pid) === start ? { pid, cwd: folder, env } : { why: 'gone' };
  } catch {
    return { why: 'unreadable' };
  }
}

function environmentOf(records: readonly string[]): Environment {
  const pairs = records.flatMap((record) => {
    const equals = record.indexOf('=');
    return equals < 1 ? [] : [[record.slice(0, equals), record.slice(equals + 1)] as const];
  });
  return Object.fromEntries(pairs.reverse()); // said twice: getenv(3) takes the first
}
