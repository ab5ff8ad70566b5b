import type { Path } from '../model/change.ts';
import type { Criterion, Spec } from './material.ts';

/** More is a book, and no reader holds a change against one. */
const MOST_CRITERIA = 200;
const LONGEST = 600;

/**
 * `- **FR-001**: System MUST …` (spec-kit), `- AC-2: …` (ours), `- [ ] REQ-7. …`: a list item that begins with its own id. Letters,
 * perhaps a dash, and a number: what people name criteria by.
 */
const NAMED =
  /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(?:\*\*|__|`)?([A-Z]{1,6}[-_ ]?\d[\w.-]*?)(?:\*\*|__|`)?\s*(?:[:.)]|\s[-–—])(?:\*\*|__)?\s+(\S.*)$/;
/** `1. WHEN … THE SYSTEM SHALL …` under "Acceptance Criteria" (Kiro), `1. **Given** …` under "Acceptance Scenarios" (spec-kit). */
const NUMBERED = /^\s{0,3}(\d+)[.)]\s+(\S.*)$/;
const BULLET = /^\s{0,3}[-*+]\s+(?:\[[ xX]\]\s+)?(\S.*)$/;
const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/;
const SECTION = /\b(acceptance (criteria|scenarios)|success criteria|done when)\b/i;
const NUMBER_OF = /\b(?:requirement|user story|story|scenario)\s+(\d+(?:\.\d+)*)/i;

/** The acceptance criteria of a specification in Markdown, each under an id by which a finding can cite it. */
export function parseSpec(path: Path, text: string): Spec {
  const lines = text.replaceAll('\r', '').split('\n');
  const criteria: Criterion[] = [];
  let title = '';
  let number = '';
  let isSection = false;
  for (const line of withoutCode(lines)) {
    const [, , heading] = HEADING.exec(line) ?? [];
    if (heading !== undefined) {
      if (title === '') title = heading;
      number = NUMBER_OF.exec(heading)?.[1] ?? number;
      isSection = SECTION.test(heading);
      continue;
    }
    // `**Acceptance Scenarios**:` is a heading to those who write it
    if (/^\*\*[^*]+\*\*:?$/.test(line.trim())) isSection = SECTION.test(line);
    const found = criterionOf(line, { isSection, number, next: criteria.length + 1 });
    if (found !== null && criteria.length < MOST_CRITERIA) criteria.push(found);
    else if (found === null && /^\s{2,}\S/.test(line)) extend(criteria, line);
  }
  return { path, title: title === '' ? path : title, criteria: distinct(criteria), text };
}

type At = { readonly isSection: boolean; readonly number: string; readonly next: number };

function criterionOf(line: string, { isSection, number, next }: At): Criterion | null {
  const [, id, rest] = NAMED.exec(line) ?? [];
  if (id !== undefined && rest !== undefined) return { id: id.replaceAll(' ', '-'), text: plain(rest) };
  if (!isSection) return null;
  const [, n, numbered] = NUMBERED.exec(line) ?? [];
  if (n !== undefined && numbered !== undefined)
    return { id: number === '' ? `AC-${n}` : `${number}.${n}`, text: plain(numbered) };
  const [, bullet] = BULLET.exec(line) ?? [];
  return bullet === undefined ? null : { id: `AC-${next}`, text: plain(bullet) };
}

/** A criterion that goes on in the next line. */
function extend(criteria: Criterion[], line: string): void {
  const last = criteria.at(-1);
  if (last !== undefined) criteria[criteria.length - 1] = { ...last, text: plain(`${last.text} ${line.trim()}`) };
}

function plain(text: string): string {
  return text
    .replace(/\*\*|__/g, '')
    .trim()
    .slice(0, LONGEST);
}

function* withoutCode(lines: readonly string[]): Generator<string> {
  let isCode = false;
  for (const line of lines) {
    const isFence = /^\s*(```|~~~)/.test(line);
    if (isFence) isCode = !isCode;
    else if (!isCode) yield line;
  }
}

/** Two under one id could not be told apart when one is cited. */
function distinct(criteria: readonly Criterion[]): readonly Criterion[] {
  const seen = new Map<string, number>();
  return criteria.map(({ id, text }) => {
    const n = (seen.get(id) ?? 0) + 1;
    seen.set(id, n);
    return { id: n === 1 ? id : `${id}#${n}`, text };
  });
}
