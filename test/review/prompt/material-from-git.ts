import type { Oid, Path } from '../../../src/model/change.ts';
import type { Content } from '../../../src/model/content.ts';
import type { Material, MaterialFile } from '../../../src/review/material.ts';
import { compare, type Comparison, keyOf, type RawEdit, type RawFile } from '../../../src/changes/compare.ts';
import { decode } from '../../../src/changes/decode.ts';
import { readObjects } from '../../../src/changes/objects.ts';
import type { Git } from '../../../src/system/git.ts';

/** What a review would be given for each of these comparisons: everything read from git by the engine's own doors. */
export async function materialsFromGit(
  git: Git,
  comparisons: readonly Comparison[],
  isGenerated: (path: Path) => boolean = () => false,
): Promise<ReadonlyMap<string, Material>> {
  const answers = await compare(git, comparisons, 'lines');
  const oids = [
    ...new Set([...answers.values()].flat().flatMap((edit) => [...blobs(edit.before), ...blobs(edit.after)])),
  ];
  const contents = new Map<Oid, Content>();
  for (let at = 0; at < oids.length; at += 500) {
    const batch = oids.slice(at, at + 500);
    const bodies = await readObjects(git, batch);
    batch.forEach((oid, index) => {
      const body = bodies[index];
      if (body) contents.set(oid, decode(body));
    });
  }
  return new Map(
    comparisons.map((one): [string, Material] => [
      keyOf(one),
      materialOf((answers.get(keyOf(one)) ?? []).map((edit) => fileOf(edit, contents, isGenerated(edit.path)))),
    ]),
  );
}

export function materialOf(files: readonly MaterialFile[], more: Partial<Material> = {}): Material {
  return { files, facts: [], spec: null, messages: [], ...more };
}

function blobs(file: RawFile | null): readonly Oid[] {
  return file === null || file.mode === '160000' ? [] : [file.oid];
}

function fileOf(edit: RawEdit, contents: ReadonlyMap<Oid, Content>, generated: boolean): MaterialFile {
  const side = (file: RawFile | null): Content =>
    file === null
      ? { kind: 'absent' }
      : (contents.get(file.oid) ?? { kind: 'unreadable', why: 'not in this repository' });
  return {
    edit: {
      ...edit,
      before: edit.before && { ...edit.before, size: null },
      after: edit.after && { ...edit.after, size: null },
      landed: false,
      generated,
      commits: [],
      authors: [],
    },
    sides: { before: side(edit.before), after: side(edit.after), landed: { kind: 'absent' } },
    withheld: '',
  };
}
