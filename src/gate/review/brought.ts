import type { Finding } from '../../model/finding.ts';
import type { LedgerEntry } from '../../model/review.ts';
import { essenceOf } from '../../review/identity.ts';
import { isOpen, LINES_GONE } from '../../review/ledger.ts';
import type { Material, MaterialFile } from '../../review/material.ts';
import { vanished } from './lines.ts';

/** A shorter quote stands in many places by chance. */
const LEAST = 16;
const MOST_ENTRIES = 200;

/**
 * Entries whose lines stand elsewhere now, or stand again: in a file of another name, in the part of a split that is pushed later, put
 * back after a round without them. They are open there, so that a reader must say what became of them; nobody else would notice.
 */
export function broughtUp(
  material: Material,
  ledger: readonly LedgerEntry[],
  ended: readonly LedgerEntry[],
): readonly LedgerEntry[] {
  const place = placesIn(material);
  const gone = new Set(
    vanished(
      material,
      ledger.filter(isOpen).map(({ finding }) => finding),
    ),
  );
  const moved = ledger
    .filter(({ finding }) => gone.has(finding.id))
    .slice(0, MOST_ENTRIES)
    .flatMap((entry): readonly LedgerEntry[] => {
      const there = place.anywhere(entry.finding);
      return there === null ? [] : [{ ...entry, finding: { ...entry.finding, ...there } }];
    });
  const known = new Set(ledger.map(({ finding }) => finding.id));
  const back = [...ledger, ...ended.filter(({ finding }) => !known.has(finding.id))]
    .filter(({ state, note }) => state === 'fixed' && note === LINES_GONE)
    .slice(0, MOST_ENTRIES)
    .flatMap((entry): readonly LedgerEntry[] => {
      const there = place.inItsFile(entry.finding);
      if (there === null) return [];
      const isOwn = known.has(entry.finding.id);
      const since = isOwn ? entry : { ...entry, since: 1, last: 1 };
      const finding = { ...entry.finding, ...there };
      return [{ ...since, finding, state: 'reopened', reopened: isOwn ? entry.reopened + 1 : 0, note: BACK }];
    });
  return [...new Map([...moved, ...back].map((entry) => [entry.finding.id, entry])).values()];
}

const BACK = 'its lines are back';

type There = Pick<Finding, 'path' | 'line' | 'to'>;

function placesIn({ files }: Material): {
  readonly anywhere: (finding: Finding) => There | null;
  readonly inItsFile: (finding: Finding) => There | null;
} {
  const texts = new Map(files.map((file) => [file.edit.path, addedIn(file)]));
  const find = (finding: Finding, paths: Iterable<string>): There | null => {
    if (finding.side !== 'after' || essenceOf(finding.quote).length < LEAST) return null;
    for (const path of paths) {
      const line = texts.get(path)?.(finding.quote) ?? 0;
      if (line > 0) return { path, line, to: line + (finding.to - finding.line) };
    }
    return null;
  };
  return {
    anywhere: (finding) => find(finding, texts.keys()),
    inItsFile: (finding) => find(finding, [finding.path]),
  };
}

/** The line on which a quote begins that this change brought into the file; 0 where it does not stand there, or stood there before. */
function addedIn({ sides: { before, after } }: MaterialFile): (quote: string) => number {
  if (after.kind !== 'text') return () => 0;
  let read: { readonly now: string; readonly was: string; readonly lines: readonly string[] } | null = null;
  return (quote) => {
    read ??= {
      now: essenceOf(after.text),
      was: before.kind === 'text' ? essenceOf(before.text) : '',
      lines: after.text.split('\n').map((line) => essenceOf(line)),
    };
    const essence = essenceOf(quote);
    if (!read.now.includes(essence) || read.was.includes(essence)) return 0;
    const first = essenceOf(quote.trim().split('\n', 1)[0] ?? '');
    return Math.max(1, read.lines.findIndex((line) => line.includes(first)) + 1);
  };
}
