import { type Dirent } from 'node:fs';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isRecord } from '../../model/json.ts';
import { type Case, type CaseFile, type Expected, fileOf } from './case.ts';
import { actorFrom, expectedFrom } from './words.ts';

/** Every folder below PATH that holds `before/`, `after/` or `expected.json`, by its path relative to PATH. */
export async function readFolder(root: string): Promise<readonly Case[]> {
  const cases: Case[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true });
    const names = new Set(entries.map((entry) => entry.name));
    if (['before', 'after', 'expected.json'].some((name) => names.has(name))) {
      cases.push(await readCase(folder, relative(root, folder).replaceAll('\\', '/') || '.'));
      return;
    }
    for (const entry of sorted(entries)) if (entry.isDirectory()) await visit(join(folder, entry.name));
  };
  await visit(root);
  return cases;
}

function sorted(entries: readonly Dirent[]): readonly Dirent[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function readCase(folder: string, id: string): Promise<Case> {
  try {
    const { expected, actor } = await readExpected(folder);
    return {
      kind: 'change',
      id,
      expected,
      actor,
      operator: actor,
      rule: null,
      before: await readTree(join(folder, 'before')),
      after: await readTree(join(folder, 'after')),
      refs: [],
      facts: [],
    };
  } catch (error) {
    // answered, never skipped: a case that nobody could read must not look like one that passed
    return { kind: 'unreadable', id, why: error instanceof Error ? error.message : String(error) };
  }
}

async function readExpected(folder: string): Promise<{ expected: Expected; actor: ReturnType<typeof actorFrom> }> {
  const raw: unknown = JSON.parse(await readFile(join(folder, 'expected.json'), 'utf8'));
  if (!isRecord(raw)) throw new Error('expected.json must be an object');
  return { expected: expectedFrom(raw['verdict'], 'verdict'), actor: actorFrom(raw['actor']) };
}

/** A side that is not there is a side without files, as git keeps no empty folders; `.gitkeep` stands for the same. */
async function readTree(folder: string): Promise<ReadonlyMap<string, CaseFile>> {
  const files = new Map<string, CaseFile>();
  const visit = async (at: string): Promise<void> => {
    for (const entry of sorted(await readdir(at, { withFileTypes: true }))) {
      const path = join(at, entry.name);
      const name = relative(folder, path).replaceAll('\\', '/');
      if (entry.isDirectory()) await visit(path);
      else if (name !== '.gitkeep') files.set(name, await readOne(path));
    }
  };
  const there = await lstat(folder).catch((error: unknown) => {
    if (isRecord(error) && error['code'] === 'ENOENT') return null;
    throw error;
  });
  if (there !== null) await visit(folder);
  return files;
}

async function readOne(path: string): Promise<CaseFile> {
  const stat = await lstat(path);
  if (stat.isSymbolicLink()) return fileOf(Buffer.from(await readlink(path)), '120000');
  return fileOf(await readFile(path), (stat.mode & 0o100) === 0 ? '100644' : '100755');
}
