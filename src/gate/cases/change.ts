import type { Actor } from '../../model/actor.ts';
import type { Call } from '../../model/call.ts';
import type { Change, Edit, FileVersion, Lines, Part, Path, RefUpdate, Unread } from '../../model/change.ts';
import type { Content, Sides } from '../../model/content.ts';
import { blobId, countChanged } from '../../changes/compare-texts.ts';
import { decode } from '../../changes/decode.ts';
import { matchSiblings } from '../../changes/siblings.ts';
import type { CaseFile, CaseFiles } from './case.ts';

export type Situation = {
  readonly before: CaseFiles;
  readonly after: CaseFiles;
  readonly refs: readonly RefUpdate[];
  readonly author: Actor;
  readonly operator: Actor;
  readonly unread: readonly Unread[];
  readonly call?: Call;
};

/** A change made of two sets of files, as git would show it; everything before counts as landed. */
export function changeOf(situation: Situation, isGenerated: (path: Path) => boolean): Change {
  const edits = editsOf(situation, isGenerated);
  const { call } = situation;
  const part: Part = {
    id: 'index',
    scope: 'whole',
    title: 'case',
    branch: null,
    edits,
    ...(call === undefined ? {} : { call }),
  };
  return {
    inlet: 'case',
    repo: 'case',
    at: 0,
    branch: null,
    operator: situation.operator,
    parts: edits.length === 0 && call === undefined ? [] : [part],
    refs: situation.refs,
    coverage: { refs: situation.refs.length, commits: 0, files: edits.length, bytes: 0, unread: situation.unread },
    replay: false,
  };
}

function editsOf({ before, after, author }: Situation, isGenerated: (path: Path) => boolean): readonly Edit[] {
  const removed = [...before.keys()].filter((path) => !after.has(path));
  const renamed = new Map<Path, Path>();
  for (const path of [...after.keys()].filter((one) => !before.has(one))) {
    const from = removed.find(
      (old) => isMove(before.get(old), after.get(path)) && ![...renamed.values()].includes(old),
    );
    if (from !== undefined) renamed.set(path, from);
  }
  const moved = new Set(renamed.values());
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter((path) => !moved.has(path)).sort();
  return paths.flatMap((path): readonly Edit[] => {
    const from = renamed.get(path) ?? null;
    const [old, now] = [before.get(from ?? path), after.get(path)];
    if (old !== undefined && now !== undefined && from === null && isSame(old, now)) return [];
    return [
      {
        status: from !== null ? 'rename' : old === undefined ? 'add' : now === undefined ? 'delete' : 'modify',
        path,
        from,
        before: versionOf(old),
        after: versionOf(now),
        lines: linesOf(old, now),
        landed: old !== undefined,
        generated: isGenerated(path),
        commits: [],
        authors: [author],
      },
    ];
  });
}

/** Only what moved unchanged: git's guess at similar files is not worth guessing after in a case. */
function isMove(old: CaseFile | undefined, now: CaseFile | undefined): boolean {
  return old !== undefined && now !== undefined && old.size > 0 && isSame(old, now);
}

function isSame(a: CaseFile, b: CaseFile): boolean {
  return a.mode === b.mode && a.size === b.size && a.bytes.equals(b.bytes);
}

function versionOf(file: CaseFile | undefined): FileVersion | null {
  if (file === undefined) return null;
  return { oid: blobId(file.bytes), mode: file.mode, size: file.mode === '160000' ? null : file.size };
}

function linesOf(old: CaseFile | undefined, now: CaseFile | undefined): Lines {
  if (old?.binary === true || now?.binary === true) return 'binary';
  const [before, after] = [old, now].map((file) => file?.bytes.toString('utf8') ?? '');
  return countChanged(before ?? '', after ?? '');
}

/** What an analyzer asks for, from the two sets of files. */
export function readCaseSides(
  { before, after }: Situation,
  change: Change,
  asked: readonly Path[],
): ReadonlyMap<Path, Sides> {
  const renames = new Map(
    change.parts.flatMap((part) => part.edits.map((edit) => [edit.path, edit.from ?? edit.path])),
  );
  const paths = asked.flatMap((path) =>
    path.startsWith(GLOB) ? matchSiblings([...before.keys(), ...after.keys()], path.slice(GLOB.length)) : [path],
  );
  return new Map(
    paths.map((path) => {
      const old = contentOf(before.get(renames.get(path) ?? path));
      return [path, { before: old, after: contentOf(after.get(path)), landed: old }];
    }),
  );
}

const GLOB = ':(glob)';

function contentOf(file: CaseFile | undefined): Content {
  if (file === undefined || file.mode === '160000') return { kind: 'absent' };
  return file.binary ? { kind: 'binary' } : decode(file.bytes);
}
