import type { Edit, Path, RefUpdate } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { LineRange, Value } from '../model/fact.ts';

export type AnalyzerInput = {
  readonly edits: readonly Edit[];
  /** Only in the `net` part of a push; empty elsewhere. */
  readonly refs: readonly RefUpdate[];
  /** Contents of the edits the analyzer said it `reads`, and of what it `needs`, by path (the name after). */
  readonly files: ReadonlyMap<Path, Sides>;
};

/** A fact as an analyzer states it; extract.ts adds part, authors, commits and evidence from the edit it is about. */
export type Observation = {
  readonly kind: string;
  readonly subject: string;
  /** The edit it was seen in; null only for facts about refs. */
  readonly edit: Edit | null;
  readonly range: LineRange | null;
  readonly attributes: Readonly<Record<string, Value>>;
};

/**
 * One technology. Pure: data in, data out, so that a case is a folder and a cache can key on blob ids.
 * Growth is this one file, its line in analyzers/index.ts and its cases in test/cases/<id>/.
 */
export type Analyzer = {
  readonly id: string;
  /** Of which edits it wants to read the contents. */
  readonly reads: (edit: Edit) => boolean;
  /** WebAssembly grammars the shell must load first. */
  readonly grammars: readonly string[];
  /** Unchanged siblings it must see, as paths or globs; asked again until nothing is missing. */
  readonly needs: (input: AnalyzerInput) => readonly Path[];
  readonly facts: (input: AnalyzerInput) => readonly Observation[];
};
