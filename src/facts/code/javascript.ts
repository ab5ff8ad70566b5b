import type { Edit, Path } from '../../model/change.ts';
import type { Grammars } from '../../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { lineChanges } from '../tests/sniff.ts';
import { hiddenErrors } from './javascript/errors.ts';
import { escapes } from './javascript/escapes.ts';
import { hollowTests } from './javascript/hollow-tests.ts';
import { turnedTests } from './javascript/turned-tests.ts';
import { leftovers } from './javascript/leftovers.ts';
import { movedFrom } from './javascript/moved.ts';
import { exportsOf } from './javascript/features.ts';
import { changesOf } from './javascript/pairs.ts';
import {
  candidatesOf,
  lookedFor,
  looksForImports,
  needsOf,
  phantomImports,
  specifiersIn,
  surroundingsOf,
  type Wanted,
} from './javascript/phantom.ts';
import { pretences } from './javascript/pretence.ts';
import { looseWork } from './javascript/promises.ts';
import { fixedResults, stubs, testLiterals } from './javascript/stubs.ts';
import { grammarFor, readUnit, type Unit } from './javascript/unit.ts';
import { unsafeCalls } from './javascript/unsafe.ts';
import { broughtIn, type Sighting } from './sighting.ts';
import { state } from './state.ts';
import { isForeign, placeOf } from './where.ts';

const SCRIPT = /\.([mc]?[jt]sx?|vue|svelte)$/;

/** What a change to TypeScript or JavaScript brings that looks finished and is not. */
export const javascript: Analyzer = {
  id: 'code-javascript',
  reads: isRead,
  grammars: ({ edits, files }) => [
    ...new Set(
      changed({ edits, files }).map(({ edit, after, before }) => grammarFor(edit.path, after ?? before ?? '')),
    ),
  ],
  needs: (input) => needsOf(wantedIn(input), input),
  looksFor: (input) => candidatesOf(wantedIn(input)),
  facts: (input) => factsOf(input),
};

function isRead(edit: Edit): boolean {
  return (
    SCRIPT.test(edit.path) && !edit.generated && !isForeign(placeOf(edit.path)) && edit.before?.oid !== edit.after?.oid
  );
}

type Changed = { readonly edit: Edit; readonly before: string | null; readonly after: string | null };

/** Files in which a line of code changes. */
function changed({ edits, files }: Pick<AnalyzerInput, 'edits' | 'files'>): readonly Changed[] {
  return edits.filter(isRead).flatMap((edit): readonly Changed[] => {
    const sides = files.get(edit.path);
    const before = sides?.before.kind === 'text' ? sides.before.text : null;
    const after = sides?.after.kind === 'text' ? sides.after.text : null;
    return mayMatter(before ?? '', after ?? '') && !isBundled(after ?? '') ? [{ edit, before, after }] : [];
  });
}

/** Most of it lies in long lines: a program wrote it, and it is judged where it is made. */
function isBundled(text: string): boolean {
  if (text.length < 5000) return false;
  let long = 0;
  for (const line of text.split('\n')) if (line.length > 500) long += line.length;
  return long > text.length / 2;
}

/** Blank lines, brackets and plain prose in comments bring nothing. */
const NOTHING = /^(?:[{}()[\];,]*|(?:\/\/|\*|\/\*)[^@]{0,20}[^@]*\*?\/?)$/;
const SPEAKS = /disable|ignore|nosec|NOSONAR|@ts-|TODO|FIXME|implement|placeholder|real|now/i;

function mayMatter(before: string, after: string): boolean {
  const { added, removed } = lineChanges(before, after);
  return [...added, ...removed].some((line) => !NOTHING.test(line.trim()) || SPEAKS.test(line));
}

function wantedIn(input: Pick<AnalyzerInput, 'edits' | 'files'>): readonly Wanted[] {
  const wanted = changed(input).flatMap(({ edit, before, after }) => {
    if (after === null || !looksForImports(edit.path)) return [];
    const known = before === null || edit.from !== null ? new Set<string>() : specifiersIn(before);
    return [...specifiersIn(after)].filter((from) => !known.has(from)).map((from) => ({ path: edit.path, from }));
  });
  return lookedFor(wanted);
}

type Read = { readonly edit: Edit; readonly before: Unit | null; readonly after: Unit | null };

function factsOf(input: AnalyzerInput): readonly Observation[] {
  const files = changed(input);
  if (files.length === 0) return [];
  const read = files.map((one) => readBoth(one, input.grammars));
  const whole = wholeOf(read, input);
  const moved = movedFrom(files);
  return read.flatMap((one) =>
    one.after === null
      ? []
      : factsIn(one, one.after, whole)
          .filter((seen) => !moved(one.edit.path, seen.range))
          .map((seen) => state(one.edit, languageOf(one.edit.path), one.after?.place ?? 'source', seen)),
  );
}

function readBoth({ edit, before, after }: Changed, grammars: Grammars): Read {
  return {
    edit,
    before: before === null ? null : readUnit(edit.from ?? edit.path, before, grammars),
    after: after === null ? null : readUnit(edit.path, after, grammars),
  };
}

type Whole = {
  readonly wordsBefore: ReadonlyMap<string, number>;
  readonly wordsAfter: ReadonlyMap<string, number>;
  readonly testsChange: boolean;
  readonly sourceChanges: boolean;
  /** What tests ask for in this change. */
  readonly asked: string;
  readonly around: ReturnType<typeof surroundingsOf>;
  /** Imports that are new, by the file they stand in. */
  readonly wanted: ReadonlyMap<Path, ReadonlySet<string>>;
};

const MOST_ASKED = 400_000;

function wholeOf(read: readonly Read[], input: AnalyzerInput): Whole {
  const befores = read.flatMap(({ before }) => (before ? [before] : []));
  const afters = read.flatMap(({ after }) => (after ? [after] : []));
  const ambient = [...befores, ...afters].filter(({ text }) => text.includes('declare module')).map(({ text }) => text);
  const wordsAfter = countWords(afters);
  for (const unit of afters) for (const name of exportsOf(unit)) wordsAfter.set(`export ${name}`, 1);
  return {
    wordsBefore: countWords(befores),
    wordsAfter,
    testsChange: afters.some(({ tests }) => tests !== null),
    sourceChanges: afters.some(({ place }) => place === 'source'),
    asked: afters
      .filter(({ tests }) => tests !== null)
      .map(({ bare }) => bare)
      .join('\n')
      .slice(0, MOST_ASKED),
    around: surroundingsOf(input, ambient.join('\n')),
    wanted: wantedOf(wantedIn(input)),
  };
}

function wantedOf(wanted: readonly Wanted[]): ReadonlyMap<Path, ReadonlySet<string>> {
  const found = new Map<Path, Set<string>>();
  for (const { path, from } of wanted) found.set(path, (found.get(path) ?? new Set()).add(from));
  return found;
}

function countWords(units: readonly Unit[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of units)
    for (const [word] of code.matchAll(/[A-Za-z_$][\w$]{2,}/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function factsIn({ edit, before }: Read, after: Unit, whole: Whole): readonly Sighting[] {
  const wanted = whole.wanted.get(edit.path);
  return [
    ...broughtIn(before ? sightings(before, whole.asked) : [], sightings(after, whole.asked)).filter(
      (seen) => !wasStronger(seen, before),
    ),
    ...(before ? changesOf({ before, after, ...whole }) : []),
    ...(before ? turnedTests(before, after, whole.sourceChanges) : []),
    ...phantomImports(after, (from) => wanted?.has(from) === true, whole.around),
  ];
}

/** What a test lost is said by the shipped analyzer of tests. */
function wasStronger({ kind, symbol }: Sighting, before: Unit | null): boolean {
  if (kind !== 'code.test-hollow' || !before?.tests) return false;
  return before.tests.cases.some(
    ({ suites, title, checks }) => checks.length > 0 && [...suites, title].join(' > ') === symbol,
  );
}

function sightings(unit: Unit, asked: string): readonly Sighting[] {
  return [
    ...hiddenErrors(unit),
    ...escapes(unit),
    ...stubs(unit),
    ...fixedResults(unit),
    ...testLiterals(unit, asked),
    ...pretences(unit),
    ...leftovers(unit),
    ...unsafeCalls(unit),
    ...looseWork(unit),
    ...hollowTests(unit),
  ];
}

function languageOf(path: Path): string {
  if (/\.(vue|svelte)$/.test(path)) return path.slice(path.lastIndexOf('.') + 1);
  return /\.([mc]?ts|tsx)$/.test(path) ? 'typescript' : 'javascript';
}
