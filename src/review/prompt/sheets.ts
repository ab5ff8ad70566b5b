import type { Edit, Path } from '../../model/change.ts';
import type { Shown } from '../../model/review.ts';
import type { Sheets } from '../exchange.ts';
import type { Material } from '../material.ts';
import type { Block } from './block.ts';
import { blockOf } from './file-block.ts';
import { shownAnyway } from './made.ts';
import type { Hmac, SecretsIn } from './mask.ts';
import { packSheets } from './pack.ts';

export type SheetOptions = {
  /** The most that one sheet may weigh. */
  readonly tokens: number;
  /** Only these files; of the others the manifest says that an earlier round has read them. */
  readonly only?: ReadonlySet<Path>;
  readonly secretsIn: SecretsIn;
  readonly hmac: Hmac;
};

/** Less could not hold the name of a file and a line of it. */
const LEAST = 400;

/** The whole change as sheets, and what of it is on none. INVARIANT: each changed line is on a sheet, or the manifest says why not. */
export function renderSheets(material: Material, options: SheetOptions): Sheets {
  const tokens = Math.max(LEAST, options.tokens);
  const isDoubleName = doubleNames(material.files.map(({ edit }) => edit));
  const isShownAnyway = shownAnyway(material.files.map(({ edit }) => edit));
  const how = { ...options, mostOfLine: tokens / 4, isDoubleName, isShownAnyway };
  const blocks = material.files.map((file) => blockOf(file, how));
  const isAsked = ({ path }: Block): boolean => options.only?.has(path) !== false;
  return {
    sheets: packSheets(blocks.filter(isAsked), tokens),
    manifest: { files: blocks.map((block) => shownOf(block, isAsked(block))) },
  };
}

function shownOf({ path, added, removed, told, hunks, why, excused }: Block, isAsked: boolean): Shown {
  const total = added + removed;
  const seen = hunks.reduce((sum, { rows }) => sum + rows.filter((row) => row.line.changed && !row.cut).length, 0);
  const lost = hunks.reduce((sum, { rows }) => sum + rows.filter((row) => row.cut).length, 0);
  if (!isAsked && !excused && why === '')
    return { path, added, removed, shown: 0, why: 'read in an earlier round', excused };
  // a coarser diff than git's shows more lines, and what is missing of it is missing of git's
  const shown = Math.max(0, Math.min(total - lost, Math.max(seen, told)));
  return { path, added, removed, shown: isAsked ? shown : 0, why, excused };
}

/** On a file system that does not tell case, one of two such files overwrites the other. */
function doubleNames(edits: readonly Edit[]): (edit: Edit) => boolean {
  const counts = new Map<string, Set<Path>>();
  for (const { after, path } of edits) {
    if (after === null) continue;
    const low = path.toLowerCase();
    counts.set(low, (counts.get(low) ?? new Set<Path>()).add(path));
  }
  return ({ after, path }) => after !== null && (counts.get(path.toLowerCase())?.size ?? 0) > 1;
}
