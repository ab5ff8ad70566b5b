import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Edit, FileVersion, Lines } from '../../src/model/change.ts';
import type { Content, Sides } from '../../src/model/content.ts';
import { change, edit, part } from './changes.ts';

type File = { readonly version: FileVersion; readonly content: Content };
type Tree = ReadonlyMap<string, File>;

/** A case folder as a change: `before/` has landed, `after/` is proposed. A rename is the same bytes under another name. */
export function changeOf(folder: string): { change: Change; contents: Readonly<Record<string, Sides>> } {
  const before = readTree(join(folder, 'before'));
  const after = readTree(join(folder, 'after'));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const side = (tree: Tree, name: string): Content => tree.get(name)?.content ?? { kind: 'absent' };
  const edits = editsOf(before, after, names);
  const origin = (name: string): string => edits.find(({ path }) => path === name)?.from ?? name;
  const sides = names.map((name): [string, Sides] => [
    name,
    { before: side(before, origin(name)), after: side(after, name), landed: side(before, origin(name)) },
  ]);
  return { change: change([part(edits)]), contents: Object.fromEntries(sides) };
}

function editsOf(before: Tree, after: Tree, names: readonly string[]): readonly Edit[] {
  const taken = new Set<string>();
  const edits = names.flatMap((path): readonly Edit[] => {
    const now = after.get(path);
    const then = before.get(path);
    if (!now || (then && sameVersion(then, now))) return [];
    if (then) return [editOf(path, null, then, now)];
    const from = [...before].find(
      ([name, file]) => !after.has(name) && !taken.has(name) && file.version.oid === now.version.oid,
    );
    if (from) taken.add(from[0]);
    return [editOf(path, from?.[0] ?? null, from?.[1] ?? null, now)];
  });
  const deleted = names.filter((name) => !after.has(name) && !taken.has(name));
  return [...edits, ...deleted.map((path) => editOf(path, null, before.get(path) ?? null, null))];
}

function editOf(path: string, from: string | null, before: File | null, after: File | null): Edit {
  const status = from !== null ? 'rename' : before === null ? 'add' : after === null ? 'delete' : 'modify';
  const lines = linesOf(before?.content, after?.content);
  return edit({
    path,
    from,
    status,
    before: before?.version ?? null,
    after: after?.version ?? null,
    lines,
    landed: before !== null,
  });
}

function linesOf(before: Content | undefined, after: Content | undefined): Lines {
  if (before?.kind === 'binary' || after?.kind === 'binary') return 'binary';
  const then = before?.kind === 'text' ? before.text.split('\n') : [];
  const now = after?.kind === 'text' ? after.text.split('\n') : [];
  return {
    added: now.filter((line) => !then.includes(line)).length,
    removed: then.filter((line) => !now.includes(line)).length,
  };
}

function sameVersion(a: File, b: File): boolean {
  return a.version.oid === b.version.oid && a.version.mode === b.version.mode;
}

function readTree(folder: string, prefix = ''): Tree {
  const files = new Map<string, File>();
  for (const name of namesIn(join(folder, prefix))) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    if (lstatSync(join(folder, path)).isDirectory())
      for (const [inner, file] of readTree(folder, path)) files.set(inner, file);
    else files.set(path, readFile(join(folder, path)));
  }
  return files;
}

/** git keeps no empty folders: a case whose `before/` is missing begins with nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function readFile(path: string): File {
  const stat = lstatSync(path);
  const bytes = stat.isSymbolicLink() ? Buffer.from(readlinkSync(path)) : readFileSync(path);
  const mode = stat.isSymbolicLink() ? '120000' : (stat.mode & 0o100) === 0 ? '100644' : '100755';
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const content: Content = bytes.includes(0) ? { kind: 'binary' } : { kind: 'text', text: bytes.toString('utf8') };
  return { version: { oid, mode, size: bytes.length }, content };
}
