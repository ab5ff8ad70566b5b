import type { Change, Edit, Part, Path, RefUpdate, Unread } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { Fact } from '../model/fact.ts';
import type { Grammar, Grammars } from '../model/syntax.ts';
import type { Analyzer, AnalyzerInput, Files } from './analyzer.ts';
import { analyzers as shipped } from './analyzers/index.ts';
import { plans } from './plans/index.ts';
import { observe, tell } from './observe.ts';
import { unreadable } from './stamp.ts';

/** What the shell must read, on all three sides, and load, before the facts of this part can be told. */
export type Request = { readonly part: Part; readonly paths: readonly Path[]; readonly grammars: readonly Grammar[] };
export type Answer = { readonly files: Files; readonly grammars: Grammars };

/** A chain of siblings longer than this is a bug or an attack; what is then still missing is `unreadable`. */
const ROUNDS = 8;

/**
 * A change becomes facts. A generator because the contents are behind a promise and this room has none: it yields what
 * must be read, is handed the contents, asks again, and returns the facts.
 *
 *     const run = extract(change);
 *     let step = run.next();
 *     while (!step.done) step = run.next({ files: await read(step.value.paths), grammars: await load(step.value.grammars) });
 *     step.value // Fact[]
 *
 * Parts go one after another and each lets go of its contents, so a push of a thousand commits holds those of one.
 */
export function* extract(
  change: Change,
  analyzers: readonly Analyzer[] = change.inlet === 'plan' ? plans : shipped,
): Generator<Request, readonly Fact[], Answer> {
  const facts: Fact[] = change.coverage.unread.map((unread) => unreadable(wholeChange(change), null, unread));
  for (const ref of change.refs) facts.push(...factsOfRef(change, ref, analyzers));
  for (const part of change.parts) facts.push(...(yield* factsOfPart(change, part, analyzers)));
  return facts;
}

function* factsOfPart(
  change: Change,
  part: Part,
  analyzers: readonly Analyzer[],
): Generator<Request, readonly Fact[], Answer> {
  const context = { part, change };
  const files = new Map<Path, Sides>();
  let input: AnalyzerInput = {
    edits: part.edits,
    refs: [],
    files,
    grammars: NONE,
    ...(part.call === undefined ? {} : { call: part.call }),
  };
  const { read, tripped } = pathsToRead(analyzers, part.edits);
  const asked = new Set<Path>();
  const loaded = new Set<Grammar>();
  const stumbled = new Set<Analyzer>();
  let missing: readonly Path[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const ask = <T>(question: (analyzer: Analyzer) => readonly T[]): readonly T[] =>
      answers(analyzers, question, stumbled);
    for (const path of ask((one) => one.needs(input))) read.add(path);
    missing = [...new Set([...read, ...ask((one) => one.looksFor?.(input) ?? [])])].filter((one) => !asked.has(one));
    const grammars = [...new Set(ask((one) => one.grammars(input)))].filter((one) => !loaded.has(one));
    if ((missing.length === 0 && grammars.length === 0) || round === ROUNDS) break;
    for (const path of missing) asked.add(path);
    for (const grammar of grammars) loaded.add(grammar);
    const answer = yield { part, paths: missing, grammars };
    for (const [path, sides] of answer.files) files.set(path, sides);
    input = { ...input, grammars: answer.grammars };
  }
  const byPath = new Map(part.edits.map((edit) => [edit.path, edit]));
  const lost = [...tripped, ...unreadContents(asked, read, files, byPath), ...missing.map(tooDeep)];
  return [
    ...lost.map((unread) => unreadable(context, byPath.get(unread.path ?? '') ?? null, unread)),
    ...analyzers.flatMap((analyzer) => observe(analyzer, input, context, !stumbled.has(analyzer))),
  ];
}

/** Asked once for each edit: a pattern on a path is cheap, and ten thousand paths are not. */
function pathsToRead(
  analyzers: readonly Analyzer[],
  edits: readonly Edit[],
): { readonly read: Set<Path>; readonly tripped: readonly Unread[] } {
  const read = new Set<Path>();
  const tripped: Unread[] = [];
  for (const analyzer of analyzers) {
    for (const edit of edits) {
      const { told, error } = tell(() => analyzer.reads(edit));
      if (told === true) read.add(edit.path);
      if (error !== null) tripped.push({ what: `analyzer ${analyzer.id}`, path: edit.path, why: error });
    }
  }
  return { read, tripped };
}

/** What it costs that one of them throws is said by observe(), which asks it again. */
function answers<T>(
  analyzers: readonly Analyzer[],
  question: (analyzer: Analyzer) => readonly T[],
  stumbled: Set<Analyzer>,
): readonly T[] {
  return analyzers.flatMap((analyzer) => {
    const { told } = tell(() => question(analyzer));
    if (told === null) stumbled.add(analyzer);
    return told ?? [];
  });
}

/** Before anything is loaded: an analyzer that parses without having asked has a mistake, and says so as a value. */
const NONE: Grammars = { visit: notAsked, yaml: notAsked, postgresql: notAsked, table: notAsked };

function notAsked(): never {
  throw new Error('parse: no grammar was asked for');
}

function factsOfRef(change: Change, ref: RefUpdate, analyzers: readonly Analyzer[]): readonly Fact[] {
  const branch = ref.ref.startsWith('refs/heads/') ? ref.ref.slice('refs/heads/'.length) : null;
  const part: Part = { id: ref.ref, scope: 'net', title: ref.ref, branch, edits: [] };
  const input: AnalyzerInput = { edits: [], refs: [ref], files: new Map(), grammars: NONE };
  return analyzers.flatMap((analyzer) => observe(analyzer, input, { part, change }));
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
