import { readCommits } from '../../changes/commits.ts';
import { compare, type RawEdit } from '../../changes/compare.ts';
import { lookUp, readObjects } from '../../changes/objects.ts';
import { type CaseFile, fileOf } from '../../gate/cases/case.ts';
import type { Gate } from '../../gate/open.ts';
import { protectedTip } from '../../gate/readings.ts';
import { whyWithheld } from '../../gate/review/material.ts';
import type { Lines, Oid, Path } from '../../model/change.ts';
import { languageOfPath } from '../../model/language.ts';
import type { ReviewRules } from '../../model/review.ts';
import { readGenerated } from '../../policy/generated.ts';

/** A change that was really made here, in memory: a seeded defect is read among its lines. */
export type Cover = { readonly oid: Oid; readonly files: readonly CoverFile[] };
export type CoverFile = {
  readonly path: Path;
  readonly before: CaseFile | null;
  readonly after: CaseFile | null;
  readonly lines: Lines;
};

/** So far back: an older change speaks of code that is no more. */
const MOST_COMMITS = 60;
const MOST = { files: 6, lines: 300, bytes: 200_000 };

/** Small changes that have landed (or that HEAD has, where nothing has), the newest first, without any file that may be sent to nobody. */
export async function readCovers(gate: Gate, rules: Pick<ReviewRules, 'isPrivate'>): Promise<readonly Cover[]> {
  const tip = await protectedTip(gate, []);
  const from = tip?.oid ?? gate.repository.head;
  if (from === null) return [];
  const commits = await readCommits(gate.git, [from], [], [], MOST_COMMITS);
  const plain = commits.filter(({ parents, isBoundary }) => parents.length === 1 && !isBoundary);
  const changed = await compare(
    gate.git,
    plain.map(({ oid }) => ({ kind: 'commit', commit: oid })),
    'lines',
    'no renames',
  );
  const isGenerated = readGenerated([]);
  const small = plain.flatMap(({ oid }): readonly Raw[] => {
    const edits = (changed.get(oid) ?? []).filter(
      (edit) => whyWithheld(edit, rules) === '' && !isGenerated(edit.path) && !isOurs(edit.path) && isPlainText(edit),
    );
    const lines = edits.reduce((sum, edit) => sum + sizeOf(edit.lines), 0);
    return edits.length === 0 || edits.length > MOST.files || lines > MOST.lines ? [] : [{ oid, edits }];
  });
  return await readAll(gate, small);
}

type Raw = { readonly oid: Oid; readonly edits: readonly RawEdit[] };

/** A failure model among the lines would tell its own answer. */
function isOurs(path: Path): boolean {
  return path.startsWith('.guardrail/');
}

function isPlainText({ path, before, after, lines }: RawEdit): boolean {
  const isFile = [before, after].every((side) => side === null || side.mode === '100644' || side.mode === '100755');
  return isFile && typeof lines !== 'string' && languageOfPath(path) !== null;
}

function sizeOf(lines: Lines): number {
  return typeof lines === 'string' ? Infinity : lines.added + lines.removed;
}

async function readAll({ git }: Gate, raw: readonly Raw[]): Promise<readonly Cover[]> {
  const sides = raw.flatMap(({ edits }) => edits.flatMap(({ before, after }) => [before, after]));
  const oids = [...new Set(sides.flatMap((side) => (side === null ? [] : [side.oid])))];
  const found = await lookUp(
    git,
    oids.map((oid) => Buffer.from(oid)),
  );
  const small = oids.filter((_, index) => (found[index]?.size ?? Infinity) <= MOST.bytes);
  const bodies = await readObjects(git, small);
  const byOid = new Map(small.map((oid, index) => [oid, bodies[index] ?? null]));
  return raw.flatMap(({ oid, edits }): readonly Cover[] => {
    const files = edits.flatMap((edit): readonly CoverFile[] => {
      const [before, after] = [edit.before, edit.after].map((side) => fileIn(side, byOid));
      if (before === undefined || after === undefined) return [];
      return [{ path: edit.path, before, after, lines: edit.lines }];
    });
    return files.length === 0 ? [] : [{ oid, files }];
  });
}

/** Undefined: it is too large, or git does not have it. */
function fileIn(side: RawEdit['before'], bodies: ReadonlyMap<Oid, Buffer | null>): CaseFile | null | undefined {
  if (side === null) return null;
  const body = bodies.get(side.oid) ?? null;
  return body === null ? undefined : fileOf(body, side.mode);
}
