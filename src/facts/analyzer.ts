import type { Call } from '../model/call.ts';
import type { Edit, Path, RefUpdate } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { Dependent, LineRange, Value } from '../model/fact.ts';
import type { Grammar, Grammars } from '../model/syntax.ts';

export type Files = ReadonlyMap<Path, Sides>;

export type AnalyzerInput = {
  readonly edits: readonly Edit[];
  /** One line of a push at a time, and then without edits; empty while a part is looked at. */
  readonly refs: readonly RefUpdate[];
  /** Contents of the edits the analyzers said they read, and of what they need, by path (the name after). */
  readonly files: Files;
  /** Those that some analyzer asked for are loaded. */
  readonly grammars: Grammars;
  /** What an agent's tool is about to do besides editing. Files it names are asked for by their path, absolute outside the repository. */
  readonly call?: Call;
};

/** A fact as an analyzer states it; stamp.ts adds part, authors, commits and evidence from what it is about. */
export type Observation = {
  readonly kind: string;
  readonly subject: string;
  /** The edit it was seen in; null for facts about refs and about what a tool call does. */
  readonly edit: Edit | null;
  /** The file a tool call would touch, where it is no edit. */
  readonly path?: Path;
  readonly ref?: RefUpdate;
  readonly range: LineRange | null;
  /** Every attribute of the kind but `unprotected`; `landed` may be left out, it is then the edit's. */
  readonly attributes: Readonly<Record<string, Value>>;
  /** What depends on the subject, nearest first, under the names `dependents` counted. */
  readonly radius?: readonly Dependent[];
};

/**
 * One technology. Pure: data in, data out, so that a case is a folder and a cache can key on blob ids.
 * Growth is this one file, its line in analyzers/index.ts and its cases in test/cases/<id>/.
 */
export type Analyzer = {
  readonly id: string;
  /** Of which edits it wants to read the contents. */
  readonly reads: (edit: Edit) => boolean;
  /**
   * What the shell must load before the contents at hand can be parsed; asked again with `needs`. Look at the contents first: a
   * commit must not wait for the grammar of a language in which nothing is said that matters here.
   */
  readonly grammars: (input: AnalyzerInput) => readonly Grammar[];
  /**
   * Unchanged siblings it must see; asked again until nothing is missing. A pattern is written as git writes it,
   * `:(glob)infra/**`, because `app/[id]/package.json` is also a path.
   */
  readonly needs: (input: AnalyzerInput) => readonly Path[];
  /** Siblings of which only the existence matters: a lock file of 20 MB is there whether it can be read or not. */
  readonly looksFor?: (input: AnalyzerInput) => readonly Path[];
  readonly facts: (input: AnalyzerInput) => readonly Observation[];
};
