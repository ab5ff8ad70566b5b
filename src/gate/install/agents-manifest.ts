import { join } from 'node:path';
import { isRecord } from '../../model/json.ts';
import { readBytes, textFile, writeState, absent, type FileState } from '../../system/files.ts';
import type { Environment } from '../../system/git.ts';
import { userPaths } from '../../system/paths.ts';
import { parseState, storeState } from './manifest.ts';

/** One file outside of git's own folder that `init --agents` wrote: what lay there, and what we wrote. */
export type AgentEntry = {
  readonly agent: string;
  readonly path: string;
  readonly before: FileState;
  readonly after: string;
  /** The line we added, for a file that is not the agent's: `.git/info/exclude`. */
  readonly line: string | null;
  readonly http: string | null;
};
export type AgentManifest = {
  readonly v: 1;
  readonly entries: readonly AgentEntry[];
  readonly folders: readonly string[];
};

/** One for the user, not for the clone: settings in the home hold in every folder an agent works in. */
export function agentManifestPath(env: Environment): string {
  return join(userPaths(env).data, 'agents.json');
}

export async function readAgentManifest(env: Environment): Promise<AgentManifest> {
  const path = agentManifestPath(env);
  const bytes = await readBytes(path);
  if (bytes === null) return { v: 1, entries: [], folders: [] };
  const manifest = parse(parseJson(bytes, path));
  if (manifest === null) throw new Error(`read ${path}: not a manifest of guardrail init --agents`);
  return manifest;
}

export async function writeAgentManifest(env: Environment, manifest: AgentManifest): Promise<void> {
  const entries = manifest.entries.map((entry) => ({ ...entry, before: storeState(entry.before) }));
  const text = `${JSON.stringify({ ...manifest, entries }, null, 1)}\n`;
  // what lay there before may hold keys of the user: nobody else reads this
  await writeState(agentManifestPath(env), manifest.entries.length === 0 ? absent : textFile(text, 0o600));
}

function parseJson(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Error(`read ${path}`, { cause });
  }
}

function parse(raw: unknown): AgentManifest | null {
  if (!isRecord(raw) || raw['v'] !== 1 || !Array.isArray(raw['entries']) || !Array.isArray(raw['folders'])) return null;
  const entries = raw['entries'].map(parseEntry);
  const known = entries.filter((entry) => entry !== null);
  const folders = raw['folders'].filter((folder) => typeof folder === 'string');
  return known.length === entries.length ? { v: 1, entries: known, folders } : null;
}

function parseEntry(raw: unknown): AgentEntry | null {
  if (!isRecord(raw)) return null;
  const { agent, path, after, line, http } = raw;
  const before = parseState(raw['before']);
  if (typeof agent !== 'string' || typeof path !== 'string' || typeof after !== 'string' || before === null)
    return null;
  return {
    agent,
    path,
    before,
    after,
    line: typeof line === 'string' ? line : null,
    http: typeof http === 'string' ? http : null,
  };
}
