import type { Change, Edit, Part, Path, RefUpdate, Unread } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { Fact } from '../model/fact.ts';
import type { Analyzer, AnalyzerInput, Files } from './analyzer.ts';
import { analyzers as shipped } from './analyzers/index.ts';
import { observe, tell } from './observe.ts';
import { unreadable } from './stamp.ts';

/** What the shell must read, on all three sides, before the facts of this part can be told. */
export type Request = { readonly part: Part; readonly paths: readonly Path[] };

/** A chain of siblings longer than this is a bug or an attack; what is then still missing is `unreadable`. */
const ROUNDS = 8;

/**
 * A change becomes facts. A generator because the contents are behind a promise and this room has none: it yields what
 * must be read, is handed the contents, asks again, and returns the facts.
 *
 *     const run = extract(change);
 *     let step = run.next();
 *     while (!step.done) step = run.next(await read(step.value.part, step.value.paths));
 *     step.value // Fact[]
 *
 * Parts go one after another and each lets go of its contents, so a push of a thousand commits holds those of one.
 */
export function* extract(
  change: Change,
  analyzers: readonly Analyzer[] = shipped,
): Generator<Request, readonly Fact[], Files> {
  const facts: Fact[] = change.coverage.unread.map((unread) => unreadable(wholeChange(change), null, unread));
  for (const ref of change.refs) facts.push(...factsOfRef(change, ref, analyzers));
  for (const part of change.parts) facts.push(...(yield* factsOfPart(change, part, analyzers)));
  return facts;
}

function* factsOfPart(
  change: Change,
  part: Part,
  analyzers: readonly Analyzer[],
): Generator<Request, readonly Fact[], Files> {
  const asked = new Set<Path>();
  const files = new Map<Path, Sides>();
  let missing: readonly Path[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    missing = notYetAsked(analyzers, { edits: part.edits, refs: [], files }, asked);
    if (missing.length === 0 || round === ROUNDS) break;
    for (const path of missing) asked.add(path);
    for (const [path, sides] of yield { part, paths: missing }) files.set(path, sides);
  }
  const context = { part, change };
  const byPath = new Map(part.edits.map((edit) => [edit.path, edit]));
  const read = pathsRead(analyzers, { edits: part.edits, refs: [], files });
  const lost = [...unreadContents(asked, read, files, byPath), ...missing.map(tooDeep)];
  return [
    ...lost.map((unread) => unreadable(context, byPath.get(unread.path ?? '') ?? null, unread)),
    ...analyzers.flatMap((analyzer) => observe(analyzer, { edits: part.edits, refs: [], files }, context)),
  ];
}

function factsOfRef(change: Change, ref: RefUpdate, analyzers: readonly Analyzer[]): readonly Fact[] {
  const branch = ref.ref.startsWith('refs/heads/') ? ref.ref.slice('refs/heads/'.length) : null;
  const part: Part = { id: ref.ref, scope: 'net', title: ref.ref, branch, edits: [] };
  const input: AnalyzerInput = { edits: [], refs: [ref], files: new Map() };
  return analyzers.flatMap((analyzer) => observe(analyzer, input, { part, change }));
}

function notYetAsked(analyzers: readonly Analyzer[], input: AnalyzerInput, asked: ReadonlySet<Path>): readonly Path[] {
  return [...wantedBy(analyzers, input)].filter((path) => !asked.has(path));
}

function wantedBy(analyzers: readonly Analyzer[], input: AnalyzerInput): ReadonlySet<Path> {
  const wanted = new Set<Path>();
  for (const analyzer of analyzers) {
    for (const edit of input.edits) if (reads(analyzer, edit)) wanted.add(edit.path);
    // what a throwing `needs` costs is said by observe(), which asks it again
    for (const path of tell(() => analyzer.needs(input)).told ?? []) wanted.add(path);
    for (const path of tell(() => analyzer.looksFor?.(input)).told ?? []) wanted.add(path);
  }
  return wanted;
}

function reads(analyzer: Analyzer, edit: Edit): boolean {
  return tell(() => analyzer.reads(edit)).told ?? false;
}

/** All of which the content matters and not only that it exists. */
function pathsRead(analyzers: readonly Analyzer[], input: AnalyzerInput): ReadonlySet<Path> {
  return wantedBy(
    analyzers.map((analyzer) => ({ ...analyzer, looksFor: () => [] })),
    input,
  );
}

/** Asked for and not to be had: said once here, so that no analyzer can mistake it for an empty file. */
function unreadContents(
  asked: ReadonlySet<Path>,
  read: ReadonlySet<Path>,
  files: Files,
  edits: ReadonlyMap<Path, Edit>,
): readonly Unread[] {
  const answered = [...files].flatMap(([path, sides]) =>
    asked.has(path) && !read.has(path)
      ? []
      : whyUnreadable(sides, edits.get(path)).map((why) => ({ what: 'content', path, why })),
  );
  const silent = [...asked].filter((path) => !path.startsWith(':(glob)') && !files.has(path));
  return [
    ...answered,
    ...silent.map((path) => ({ what: 'content', path, why: 'it was asked for and not handed over' })),
  ];
}

/** `landed` only makes facts more precise; not having it is `unknown`, not a blind spot. A submodule has no content here. */
function whyUnreadable(sides: Sides, edit: Edit | undefined): readonly string[] {
  if (sides.after.kind === 'unreadable' && edit?.after?.mode !== '160000') return [sides.after.why];
  return sides.before.kind === 'unreadable' && edit?.before?.mode !== '160000' ? [sides.before.why] : [];
}

function tooDeep(path: Path): Unread {
  return { what: 'content', path, why: `still needed after ${ROUNDS} rounds of reading` };
}

function wholeChange(change: Change): { part: Part; change: Change } {
  const title = change.branch ?? change.inlet;
  return { part: { id: change.inlet, scope: 'whole', title, branch: change.branch, edits: [] }, change };
}
