import type { Path } from '../model/change.ts';
import type { Criterion, Spec } from './material.ts';
import { specLines } from './spec-lines.ts';

/** A specification as it was read: what it covers where it says so, and what of it was left out. */
export type ReadSpec = Spec & {
  /** Globs under a heading `Paths`; none where it does not say. */
  readonly paths: readonly string[];
  /** One sentence each. INVARIANT: nothing is left out without one. */
  readonly notes: readonly string[];
};

/** More is a book, and no reader holds a change against one. */
const MOST_CRITERIA = 200;
const MOST_PATHS = 100;
const MOST_CHARACTERS = 200_000;
/** Of a text without criteria, which is sent as it is. */
const MOST_SENT = 24_000;
const LONGEST = 600;

/**
 * `- **FR-001**: System MUST …` (spec-kit), `- AC-2: …` (ours), `- [ ] REQ-AUTH-7. …`: a list item that begins with its own id. Bounded
 * throughout: a line that was made for it must not take the square of its length.
 */
const NAMED =
  /^\s{0,12}(?:[-*+]|\d{1,4}[.)])[ \t]{1,8}(?:\[[ xX]\][ \t]{1,4})?(?:\*\*|__|`)?([A-Z]{1,8}(?:-[A-Z]{1,12}){0,2}[-_ ]?\d{1,6}(?:\.\d{1,4}){0,3}[a-z]?)(?:\*\*|__|`)?[ \t]{0,4}(?:[:.)]|[-–—](?=\s))(?:\*\*|__)?[ \t]{1,8}(\S.*)$/;
/** What people name criteria by. Outside of a section of criteria nothing else is one: `- SHA-256: …` stands in a glossary. */
const KNOWN = /^(?:AC|FR|NFR|SC|REQ|R|BR|CR|TR|SR|UR|EC|US)(?=[-_ \d])/;
/** `1. WHEN … THE SYSTEM SHALL …` and `1.2 WHEN …` (Kiro), `1. **Given** …` under "Acceptance Scenarios" (spec-kit). */
const NUMBERED = /^\s{0,3}(?:[-*+][ \t]{1,4})?(\d{1,4}(?:\.\d{1,4}){0,3})(?:[.)]|(?<=\.\d{1,4}):?)[ \t]{1,8}(\S.*)$/;
const BULLET = /^\s{0,3}[-*+][ \t]{1,8}(?:\[[ xX]\][ \t]{1,4})?(\S.*)$/;
const HEADING = /^ {0,3}(#{1,6})[ \t]{1,8}(\S.*)$/;
/** A line in bold, or a few words and a colon: a heading to those who write it. */
const BOLD = /^\*\*([^*]{1,200})\*\*:?$|^([A-Z][A-Za-z ]{1,60}):$/;
const SECTION = /\b(?:acceptance (?:criteria|scenarios|tests)|success criteria|done when)\b/i;
const NUMBER_OF = /\b(requirement|user story|story|scenario)\s{1,4}(\d{1,4}(?:\.\d{1,4}){0,3})\b/i;
const PATHS = /^(?:paths|covered paths)$/i;

type Section = 'criteria' | 'paths' | 'other';
type At = {
  readonly section: Section;
  /** How deep the heading of the section stands: those below it belong to it. */
  readonly depth: number;
  /** `2` below `Requirement 2`, `US2` below `User Story 2`; empty outside. */
  readonly number: string;
  readonly numberDepth: number;
};
const NOWHERE: At = { section: 'other', depth: 0, number: '', numberDepth: 0 };

/** The acceptance criteria of a specification in Markdown, each under an id by which a finding can cite it. */
export function parseSpec(path: Path, whole: string): ReadSpec {
  const text = whole.slice(0, MOST_CHARACTERS);
  const found: Found = { title: '', at: NOWHERE, criteria: [], paths: [], left: 0, isItem: false };
  for (const line of specLines(text)) readLine(found, line);
  const { title, criteria, paths, left } = found;
  const cut = criteria.filter((one) => one.text.length >= LONGEST).length;
  return {
    path,
    title: title === '' ? path : title,
    criteria: distinct(criteria),
    text: criteria.length === 0 ? text.slice(0, MOST_SENT) : text,
    paths,
    notes: notesOf({ left, cut, whole: whole.length, isSent: criteria.length === 0 }),
  };
}

/** What was found so far: filled line by line, and seen by nobody else. */
type Found = {
  title: string;
  at: At;
  readonly criteria: Criterion[];
  readonly paths: string[];
  left: number;
  /** The line before belongs to a criterion. */
  isItem: boolean;
};

function readLine(found: Found, line: string): void {
  const heading = headingOf(line);
  if (heading !== null) {
    if (found.title === '' && heading.depth < BOLD_DEPTH) found.title = heading.text;
    found.at = below(found.at, heading);
    found.isItem = false;
  } else if (found.at.section === 'paths') {
    const glob = globOf(line);
    if (glob !== null) keep(found, found.paths, glob, MOST_PATHS);
  } else readItem(found, line);
}

function readItem(found: Found, line: string): void {
  const one = criterionOf(line, found.at, found.criteria.length + 1);
  if (one !== null) keep(found, found.criteria, one, MOST_CRITERIA);
  else if (found.isItem && /^\s{2,}\S/.test(line) && found.left === 0) extend(found.criteria, line);
  found.isItem = one !== null || (found.isItem && line.trim() !== '');
}

function keep<T>(found: Found, list: T[], one: T, most: number): void {
  if (list.length < most) list.push(one);
  else found.left += 1;
}

/** Deeper than any real heading, so that one ends it and another of its kind does too. */
const BOLD_DEPTH = 7;

type Heading = { readonly depth: number; readonly text: string };

function headingOf(line: string): Heading | null {
  const [, marks, words] = HEADING.exec(line) ?? [];
  if (marks !== undefined && words !== undefined) return { depth: marks.length, text: withoutHashes(words) };
  const [, bold, plainWords] = BOLD.exec(line.trim()) ?? [];
  const text = bold ?? plainWords;
  return text === undefined ? null : { depth: BOLD_DEPTH, text: text.replace(/:$/, '') };
}

/** `## Title ##` closes as it opens. By hand: an expression for it takes the square of a row of them. */
function withoutHashes(words: string): string {
  const trimmed = words.trimEnd();
  let end = trimmed.length;
  while (end > 0 && trimmed[end - 1] === '#') end -= 1;
  return (/\s/.test(trimmed[end - 1] ?? '') ? trimmed.slice(0, end) : trimmed).trimEnd();
}

function below(at: At, heading: Heading): At {
  return { ...sectionBelow(at, heading), ...numberBelow(at, heading) };
}

function sectionBelow(at: At, { depth, text }: Heading): Pick<At, 'section' | 'depth'> {
  if (PATHS.test(text)) return { section: 'paths', depth };
  if (SECTION.test(text)) return { section: 'criteria', depth };
  // `### Measurable Outcomes` below `## Success Criteria` is a part of it
  return at.section === 'criteria' && depth > at.depth
    ? { section: 'criteria', depth: at.depth }
    : { section: 'other', depth };
}

function numberBelow(at: At, { depth, text }: Heading): Pick<At, 'number' | 'numberDepth'> {
  const [, word = '', n] = NUMBER_OF.exec(text) ?? [];
  if (n !== undefined && depth < BOLD_DEPTH)
    return { number: `${/story/i.test(word) ? 'US' : ''}${n}`, numberDepth: depth };
  return depth <= at.numberDepth ? { number: '', numberDepth: 0 } : { number: at.number, numberDepth: at.numberDepth };
}

function criterionOf(line: string, { section, number }: At, next: number): Criterion | null {
  const [, id, rest] = NAMED.exec(line) ?? [];
  if (id !== undefined && rest !== undefined && (section === 'criteria' || KNOWN.test(id)))
    return { id: id.replaceAll(' ', '-'), text: plain(rest) };
  if (section !== 'criteria') return null;
  const [, n, numbered] = NUMBERED.exec(line) ?? [];
  if (n !== undefined && numbered !== undefined) return { id: numberedId(n, number), text: plain(numbered) };
  const [, bullet] = BULLET.exec(line) ?? [];
  return bullet === undefined ? null : { id: `AC-${next}`, text: plain(bullet) };
}

/** `1.2` says it all; `2` is the second of its requirement. */
function numberedId(n: string, number: string): string {
  if (n.includes('.')) return n;
  return number === '' ? `AC-${n}` : `${number}.${n}`;
}

/** A criterion that goes on in the next line. */
function extend(criteria: Criterion[], line: string): void {
  const last = criteria.at(-1);
  if (last !== undefined) criteria[criteria.length - 1] = { ...last, text: plain(`${last.text} ${line.trim()}`) };
}

function globOf(line: string): string | null {
  const [, words] = BULLET.exec(line) ?? [];
  if (words === undefined) return null;
  const [, quoted] = /^`([^`]{1,500})`/.exec(words) ?? [];
  const glob = quoted ?? words.split(/\s/, 1)[0] ?? '';
  return glob === '' ? null : glob.replace(/^\.\//, '');
}

function plain(text: string): string {
  return text
    .replace(/\*\*|__/g, '')
    .trim()
    .slice(0, LONGEST);
}

type Left = { readonly left: number; readonly cut: number; readonly whole: number; readonly isSent: boolean };

function notesOf({ left, cut, whole, isSent }: Left): readonly string[] {
  return [
    ...(whole > MOST_CHARACTERS ? [`only its first ${MOST_CHARACTERS} of ${whole} characters were read`] : []),
    ...(left > 0 ? [`${left} more of its criteria and paths than are held against a change were left out`] : []),
    ...(cut > 0 ? [`${cut} of its criteria are held to their first ${LONGEST} characters`] : []),
    ...(isSent && Math.min(whole, MOST_CHARACTERS) > MOST_SENT
      ? [`it has no criteria by id, and only the first ${MOST_SENT} characters of its text are shown to a reader`]
      : []),
  ];
}

/** Two under one id could not be told apart when one is cited. */
function distinct(criteria: readonly Criterion[]): readonly Criterion[] {
  const seen = new Map<string, number>();
  const taken = new Set(criteria.map(({ id }) => id));
  return criteria.map(({ id, text }) => {
    let n = (seen.get(id) ?? 0) + 1;
    seen.set(id, n);
    if (n === 1) return { id, text };
    while (taken.has(`${id}#${n}`)) n += 1;
    taken.add(`${id}#${n}`);
    return { id: `${id}#${n}`, text };
  });
}
