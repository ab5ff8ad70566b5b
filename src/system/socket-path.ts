import { lstatSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { sha256 } from './files.ts';
import type { Environment } from './git.ts';
import { userPaths } from './paths.ts';

/** sun_path holds 104 bytes with its NUL on macOS, 108 on Linux, and Node cuts a longer one off without a word. */
export const LONGEST = 103;

/**
 * Where the daemon of this engine listens: decided once, by init, which writes it into the files that clients read. The name
 * carries the engine, so two versions never answer for each other.
 */
export function socketPath(env: Environment, engine: string): string {
  const runtime = env['XDG_RUNTIME_DIR'];
  const { state } = userPaths(env);
  const folder = runtime !== undefined && isAbsolute(runtime) && isOwn(runtime) ? join(runtime, 'guardrail') : state;
  const path = join(folder === state ? join(state, 'run') : folder, `${engine}.sock`);
  if (Buffer.byteLength(path) <= LONGEST) return path;
  const short = sha256(path).slice(0, 16);
  return `/tmp/guardrail-${process.getuid?.() ?? 'user'}/${short}.sock`;
}

/** After `su` the variable still names the folder of somebody else. */
function isOwn(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    return found.isDirectory() && (process.getuid === undefined || found.uid === process.getuid());
  } catch {
    return false;
  }
}
