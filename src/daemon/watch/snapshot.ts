import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../../model/json.ts';
import type { Oid } from '../../model/change.ts';
import { readBytes } from '../../system/files.ts';
import type { Git } from '../../system/git.ts';
import { lastLine } from './reflog.ts';

/** What the refs of a clone were at one moment. */
export type Refs = {
  /** Branches, tags and tracking refs: full name -> object. Symbolic ones are left out. */
  readonly refs: ReadonlyMap<string, Oid>;
  /** Git folder of a working tree -> its HEAD: a full ref name, or a commit. */
  readonly heads: ReadonlyMap<string, string>;
  /** Branch -> the last line of its reflog; `''` where it has none. */
  readonly logs: ReadonlyMap<string, string>;
};

/** What the watcher remembers of a clone between two looks, also while it does not run. */
export type Snapshot = Refs & {
  readonly at: number;
  /** What was wrong with the installation already, as `sayFault` says it. */
  readonly faults: readonly string[];
  /** Commits of ours that nobody judged, and those that wait for their push (rebased, cherry-picked). */
  readonly open: ReadonlyMap<Oid, 'unjudged' | 'pending'>;
  /** The last event of the log that we saw there. */
  readonly log: { readonly seq: number; readonly hash: string } | null;
  /** What was said of the rules in the working trees, so that it is said once. */
  readonly rules: string;
};

/** Only these: notes, stashes and what other programs keep under refs/ are no work of anybody that lands. */
const NAMESPACES = ['refs/heads', 'refs/tags', 'refs/remotes'];

/** `git` stands in the common git folder: a working tree may be gone. Refs first: git writes a reflog before its ref. */
export async function readRefs(git: Git, common: string, before: Refs | null): Promise<Refs> {
  const listed = await git.text(['for-each-ref', '--format=%(objectname) %(refname) %(symref)', ...NAMESPACES]);
  const refs = new Map<string, Oid>();
  for (const line of listed.split('\n')) {
    const [oid = '', name = '', target = ''] = line.split(' ');
    if (name !== '' && target === '') refs.set(name, oid);
  }
  const heads = new Map<string, string>();
  for (const folder of await gitFolders(common)) {
    const head = (await readBytes(join(folder, 'HEAD')))?.toString('utf8').trim() ?? '';
    if (head !== '') heads.set(folder, head.replace(/^ref: */, ''));
  }
  return { refs, heads, logs: await readLogs(common, { refs, heads }, before) };
}

/** Of branches that moved or are checked out; in a clone with thousands of them the others are as they were. */
async function readLogs(
  common: string,
  { refs, heads }: Pick<Refs, 'refs' | 'heads'>,
  before: Refs | null,
): Promise<ReadonlyMap<string, string>> {
  const current = new Set(heads.values());
  const logs = new Map<string, string>();
  for (const [name, oid] of refs) {
    if (!name.startsWith('refs/heads/')) continue;
    const known = before?.refs.get(name) === oid && !current.has(name) ? before.logs.get(name) : undefined;
    logs.set(name, known ?? (await lastLine(join(common, 'logs', name))));
  }
  return logs;
}

/** Of the main working tree and of each linked one. */
export async function gitFolders(common: string): Promise<readonly string[]> {
  const linked = join(common, 'worktrees');
  const entries = await readdir(linked, { withFileTypes: true }).catch(() => []);
  return [common, ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(linked, entry.name))];
}

/** Commits that HEADs stand on without a branch. */
export function detached({ heads }: Refs): readonly Oid[] {
  return [...heads.values()].filter((head) => /^[0-9a-f]{40,64}$/.test(head));
}

export function isSameRefs(a: Refs, b: Refs): boolean {
  return isSameMap(a.refs, b.refs) && isSameMap(a.heads, b.heads) && isSameMap(a.logs, b.logs);
}

function isSameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}

export function writeSnapshot(snapshot: Snapshot): string {
  const { refs, heads, logs, open, ...rest } = snapshot;
  const maps = { refs: [...refs], heads: [...heads], logs: [...logs], open: [...open] };
  return `${JSON.stringify({ v: 1, ...rest, ...maps })}\n`;
}

/** Null where nothing, or nothing that we understand, was kept: then the next look is the first. */
export function parseSnapshot(bytes: Buffer | null): Snapshot | null {
  const raw = bytes === null ? null : parseOrNull(bytes);
  if (!isRecord(raw) || raw['v'] !== 1 || typeof raw['at'] !== 'number') return null;
  const { at, faults, rules, log } = raw;
  const kept =
    isRecord(log) && typeof log['seq'] === 'number' && typeof log['hash'] === 'string'
      ? { seq: log['seq'], hash: log['hash'] }
      : null;
  const open = new Map<Oid, 'unjudged' | 'pending'>();
  for (const [oid, how] of pairs(raw['open'])) if (how === 'unjudged' || how === 'pending') open.set(oid, how);
  return {
    at,
    refs: new Map(pairs(raw['refs'])),
    heads: new Map(pairs(raw['heads'])),
    logs: new Map(pairs(raw['logs'])),
    faults: Array.isArray(faults) ? faults.filter((fault) => typeof fault === 'string') : [],
    open,
    log: kept,
    rules: typeof rules === 'string' ? rules : '',
  };
}

function pairs(raw: unknown): readonly (readonly [string, string])[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((pair: unknown): readonly (readonly [string, string])[] => {
    if (!Array.isArray(pair)) return [];
    const [key, value]: readonly unknown[] = pair;
    return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
  });
}

function parseOrNull(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
