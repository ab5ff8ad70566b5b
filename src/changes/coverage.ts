import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Coverage, Oid, Part, Unread } from '../model/change.ts';
import { MOST_COMMITS } from './commits.ts';
import { isRenameCut } from './compare.ts';
import type { RawEdit } from './compare.ts';
import type { Graph } from './graph.ts';
import type { Repository } from './repository.ts';

export function coverageOf(
  parts: readonly Part[],
  counted: Pick<Coverage, 'refs' | 'commits'>,
  unread: readonly Unread[],
): Coverage {
  const sizes = new Map<Oid, number>();
  const paths = new Set<string>();
  for (const { edits } of parts) {
    for (const { path, after } of edits) {
      paths.add(path);
      if (after) sizes.set(after.oid, after.size ?? 0);
    }
  }
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return { ...counted, files: paths.size, bytes, unread };
}

type ComparedEdits = { readonly id: string; readonly edits: readonly RawEdit[] };

export function renameCuts(compared: readonly ComparedEdits[]): readonly Unread[] {
  const why = 'too many files were added and deleted to compare each with each: a rename may show as both';
  return compared
    .filter(({ edits }) => isRenameCut(edits))
    .map(({ id }) => ({ what: `renames of ${id}`, path: null, why }));
}

/** Where the clone was cut a commit seems to have no parent, and all its files to be new. */
export function shallowCuts(repository: Repository, graph: Graph): readonly Unread[] {
  const file = join(repository.commonDir, 'shallow');
  if (!repository.isShallow || !existsSync(file)) return [];
  const cuts = readFileSync(file, 'utf8').split('\n');
  const why = 'this clone is shallow and its parent is not here: fetch more history (git fetch --unshallow)';
  return cuts.filter((oid) => graph.fresh.has(oid)).map((oid) => ({ what: `parent of ${oid}`, path: null, why }));
}

export function cutHistory(graph: Graph): readonly Unread[] {
  if (graph.fresh.size < MOST_COMMITS) return [];
  const why = `over ${MOST_COMMITS} commits are new to the other side and only the newest were looked at`;
  return [{ what: 'older commits', path: null, why }];
}
