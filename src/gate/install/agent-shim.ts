import { join } from 'node:path';
import { absent, isSameState, makeFolder, readBytes, readState, textFile, writeState } from '../../system/files.ts';
import type { FileState } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { copyEngine, planEngine, runningBuild, shippedHooks } from './engine-copy.ts';
import { settingsOf } from './hook-files.ts';
import { planReach } from './reach.ts';

const SETTINGS = 'agent.env';
const FILES = ['guardrail-engine.sh', 'guardrail-node.sh', 'agent'] as const; // `agent` last: it needs the others

/** What agents' settings name, and go on naming whatever engine comes: Codex trusts a hook by its very words. */
export function agentShimPath(env: Environment): string {
  return join(userPaths(env).data, 'agent');
}

/** Puts it in place for the engine that runs now; a second time it changes nothing. Answers its absolute path. */
export async function installAgentShim(env: Environment, build: string = runningBuild()): Promise<string> {
  const { data } = userPaths(env);
  const engine = await copyEngine(await planEngine(build), join(data, 'engines'));
  const settings = textFile(settingsOf(await planReach(env, engine)), 0o644);
  makeFolder(data);
  await keep(join(data, SETTINGS), settings);
  for (const name of FILES) await keep(join(data, name), await shippedFile(join(shippedHooks(build), name)));
  return agentShimPath(env);
}

/** For when no agent's settings name it any more: one that still did would run every call unseen. */
export async function removeAgentShim(env: Environment): Promise<void> {
  const { data } = userPaths(env);
  for (const name of [...FILES].reverse()) await writeState(join(data, name), absent);
  await writeState(join(data, SETTINGS), absent);
}

async function shippedFile(path: string): Promise<FileState> {
  const bytes = await readBytes(path);
  if (bytes === null) throw new Error(`read ${path}: guardrail's own hook is missing; install guardrail again`);
  return { kind: 'file', mode: path.endsWith('.sh') ? 0o644 : 0o755, bytes };
}

async function keep(path: string, wanted: FileState): Promise<void> {
  if (!isSameState(await readState(path), wanted)) await writeState(path, wanted);
}
