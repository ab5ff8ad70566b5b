import type { Edit } from '../../model/change.ts';
import { languageOfPath } from '../../model/language.ts';

/** What is data, documents or settings in any tongue: a program that hides among what is generated is written in another. */
const NO_PROGRAM: ReadonlySet<string | null> = new Set([null, 'json', 'yaml', 'toml', 'markdown', 'css', 'html']);
/** Of all files of a change together: a hand-made edit under a name of something generated is small, a new release of a library is not. */
const MOST_LINES = 600;

export const MADE_SOURCE = 'source that is called generated or vendored';

export function whyGenerated(edit: Edit): string {
  return isMadeSource(edit) ? MADE_SOURCE : 'generated, locked or vendored';
}

/**
 * Which files are shown although they are called generated: the smallest programs first. A name alone (`dist/`, `vendor/`, `x.min.js`)
 * would else take whatever stands in them out of every reader's sight.
 */
export function shownAnyway(edits: readonly Edit[]): (edit: Edit) => boolean {
  const shown = new Set<Edit>();
  let left = MOST_LINES;
  for (const edit of edits.filter(isMadeSource).toSorted((a, b) => sizeOf(a) - sizeOf(b))) {
    left -= sizeOf(edit);
    if (left < 0) break;
    shown.add(edit);
  }
  return (edit) => shown.has(edit);
}

function isMadeSource({ path, generated, after }: Edit): boolean {
  return generated && after !== null && !NO_PROGRAM.has(languageOfPath(path));
}

function sizeOf({ lines }: Edit): number {
  return typeof lines === 'string' ? MOST_LINES : lines.added + lines.removed;
}
