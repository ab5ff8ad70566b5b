import type { Value } from '../../model/fact.ts';
import type { Invocation, Surroundings } from '../shell/invocation.ts';

/** What one command does, in the vocabulary of model/kinds.ts. */
export type Effect = {
  readonly kind: string;
  readonly subject: string;
  /** The file it touches, where there is one: absolute, or relative to where the repository begins. */
  readonly path?: string;
  /** Every attribute of the kind but `landed` and `unprotected`, which a command cannot know. */
  readonly attributes: Readonly<Record<string, Value>>;
};

/** An effect, and the command that has it. */
export type Found = { readonly run: Invocation; readonly effect: Effect };

/**
 * The programs of one sort and what their words mean. Growth is one file, one line in index.ts and its rows in
 * test/facts/tools/<id>.test.ts.
 */
export type Family = {
  readonly id: string;
  /**
   * Names as `Invocation.tool` writes them. `*` is asked about everything, after those that know the tool; `?` only where nobody
   * knows it.
   */
  readonly tools: readonly string[];
  readonly read: (run: Invocation, around: Surroundings) => readonly Effect[];
  /** What only several commands of one text do together: a download, and then what runs it. */
  readonly together?: (runs: readonly Invocation[], around: Surroundings) => readonly Found[];
  /**
   * Verb and target for `command.run`, where the first plain word is not the verb and the second not the target; context is the
   * cluster, account or host it would reach.
   */
  readonly names?: (run: Invocation) => { readonly verb: string; readonly target: string; readonly context: string };
};
