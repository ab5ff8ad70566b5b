import type { Path } from '../../model/change.ts';
import type { FailureModel } from '../../model/failure-model.ts';
import type { LedgerEntry, Manifest, ReviewerRule, Shown } from '../../model/review.ts';
import type { Asked, Sheet, Sheets, Told } from '../../review/exchange.ts';
import type { Material } from '../../review/material.ts';
import { renderSheets } from '../../review/prompt/sheets.ts';
import { askOne, type Desk, type Heard } from './asking.ts';
import { readableBy } from './material.ts';
import { secretsIn } from './secrets-in.ts';

/** One reader's whole way through a change, or through as much of it as is asked. */
export type Reading = {
  readonly reviewer: ReviewerRule;
  readonly heard: readonly Heard[];
  readonly manifest: Manifest;
  /** Every sheet had a whole answer. */
  readonly complete: boolean;
};
export type ToRead = {
  readonly purpose: Asked['purpose'];
  readonly material: Material;
  readonly failureModels: readonly FailureModel[];
  readonly open: readonly LedgerEntry[];
  /** Null: all of it. */
  readonly only: ReadonlySet<Path> | null;
};

/** Small sheets are read better than large ones, and a long answer is cut off less often. */
const SHEET_TOKENS = 16_000;
/** System text, failure models, specification, and what goes around a sheet. */
const AROUND = 8_000;
const AT_ONCE = 4;

export async function readWith(desk: Desk, reviewer: ReviewerRule, toRead: ToRead): Promise<Reading> {
  const material = readableBy(toRead.material, reviewer.mayRead);
  const { sheets, manifest } = sheetsFor(reviewer, material, { hmac: desk.hmac, only: toRead.only });
  // names of images and no line: whatever is said of them, nobody needs to have read them
  const isIdle = toRead.open.length === 0 && manifest.files.every(({ excused }) => excused);
  const worth = isIdle ? sheets.filter(({ lines }) => lines.length > 0) : sheets;
  const heard = await pooled(worth, (sheet) =>
    askOne(desk, reviewer, {
      purpose: toRead.purpose,
      sheet,
      failureModels: toRead.failureModels,
      spec: material.spec,
      open: openOn(sheet, toRead.open),
      messages: toRead.purpose === 'aware' ? material.messages : [],
    }),
  );
  const complete = heard.every(({ answer }) => answer.kind === 'complete');
  return { reviewer, heard, manifest: without(manifest, heard), complete };
}

/** What one reader can take in. INVARIANT: its consent was asked of the material before (readableBy). */
export function sheetsFor(
  reviewer: Pick<ReviewerRule, 'window' | 'answer'>,
  material: Material,
  { hmac, only }: Pick<Desk, 'hmac'> & Pick<ToRead, 'only'>,
): Sheets {
  const tokens = Math.max(1_000, Math.min(SHEET_TOKENS, reviewer.window - reviewer.answer - AROUND));
  return renderSheets(material, { tokens, ...(only === null ? {} : { only }), secretsIn, hmac });
}

/** Findings are ruled on where their file is shown. */
function openOn({ paths }: Sheet, open: readonly LedgerEntry[]): readonly Told[] {
  return open.filter(({ finding }) => paths.includes(finding.path)).map(({ finding }) => finding);
}

/** What stood on a sheet without a whole answer was shown to nobody. */
function without(manifest: Manifest, heard: readonly Heard[]): Manifest {
  const lost = new Map(
    heard.flatMap(({ answer, topic }) =>
      answer.kind === 'complete' ? [] : topic.sheet.paths.map((path) => [path, answer.why] as const),
    ),
  );
  return {
    files: manifest.files.map((file): Shown => {
      const why = lost.get(file.path);
      return why === undefined || file.excused ? file : { ...file, shown: 0, why };
    }),
  };
}

/** A few at a time: a change of fifty sheets must not be fifty connections. */
async function pooled<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item !== undefined) results[index] = await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
