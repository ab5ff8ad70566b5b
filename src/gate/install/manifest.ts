import { join } from 'node:path';
import { isRecord } from '../../model/json.ts';
import type { Reach } from './reach.ts';
import { absent, readBytes, textFile, writeState, type FileState } from '../../system/files.ts';

/** One file that init wrote, what lay there before, and what it wrote: enough to take it back. */
export type Entry = {
  /** Relative to the common git folder, so that a clone may be moved. */
  readonly path: string;
  readonly before: FileState;
  /** Digest of what we wrote (`digestState`). */
  readonly after: string;
  /** For a file that others go on editing: the text we added to it. */
  readonly block: string | null;
  /** Not part of the hooks (`.guardrail/config.yaml`): later runs of init leave it to the user. */
  readonly keep: boolean;
};

export type Place = 'beside' | 'hookspath';

export type Manifest = {
  readonly v: 1;
  readonly version: string;
  /** Folder of the engine's copy. */
  readonly engine: string;
  readonly node: string;
  /** How hooks reach the daemon; null in what an engine without one wrote. */
  readonly reach: Pick<Reach, 'socket' | 'client'> | null;
  readonly place: Place;
  readonly entries: readonly Entry[];
  /** Folders that init made, outermost first. */
  readonly folders: readonly string[];
};

export function manifestPath(ours: string): string {
  return join(ours, 'manifest.json');
}

export async function readManifest(ours: string): Promise<Manifest | null> {
  const path = manifestPath(ours);
  const bytes = await readBytes(path);
  if (bytes === null) return null;
  const manifest = parseManifest(parseJson(bytes, path));
  if (manifest === null) throw new Error(`read ${path}: not a manifest of guardrail init`);
  return manifest;
}

export async function writeManifest(ours: string, manifest: Manifest): Promise<void> {
  const entries = manifest.entries.map((entry) => ({ ...entry, before: storeState(entry.before) }));
  await writeState(manifestPath(ours), textFile(`${JSON.stringify({ ...manifest, entries }, null, 1)}\n`, 0o600));
}

export function storeState(state: FileState): unknown {
  return state.kind === 'file' ? { ...state, bytes: state.bytes.toString('base64') } : state;
}

function parseJson(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Error(`read ${path}`, { cause });
  }
}

function parseManifest(raw: unknown): Manifest | null {
  if (!isRecord(raw) || raw['v'] !== 1 || !Array.isArray(raw['entries']) || !Array.isArray(raw['folders'])) return null;
  const { version, engine, node, place } = raw;
  if (typeof version !== 'string' || typeof engine !== 'string' || typeof node !== 'string') return null;
  if (place !== 'beside' && place !== 'hookspath') return null;
  const entries = raw['entries'].map(parseEntry);
  const known = entries.filter((entry) => entry !== null);
  if (known.length !== entries.length) return null;
  const folders = raw['folders'].filter((folder) => typeof folder === 'string');
  return { v: 1, version, engine, node, reach: parseReach(raw['reach']), place, entries: known, folders };
}

function parseReach(raw: unknown): Manifest['reach'] {
  if (!isRecord(raw) || typeof raw['socket'] !== 'string') return null;
  const client = isRecord(raw['client']) ? raw['client'] : {};
  const { kind, program } = client;
  const isKnown = (kind === 'nc' || kind === 'curl') && typeof program === 'string';
  return { socket: raw['socket'], client: isKnown ? { kind, program } : null };
}

function parseEntry(raw: unknown): Entry | null {
  if (!isRecord(raw)) return null;
  const { path, after, block } = raw;
  const before = parseState(raw['before']);
  if (typeof path !== 'string' || typeof after !== 'string' || before === null) return null;
  return { path, before, after, block: typeof block === 'string' ? block : null, keep: raw['keep'] === true };
}

export function parseState(raw: unknown): FileState | null {
  if (!isRecord(raw)) return null;
  const { kind, mode, bytes, target } = raw;
  if (kind === 'absent') return absent;
  if (kind === 'link' && typeof target === 'string') return { kind, target };
  if (kind !== 'file' || typeof mode !== 'number' || typeof bytes !== 'string') return null;
  return { kind, mode, bytes: Buffer.from(bytes, 'base64') };
}
