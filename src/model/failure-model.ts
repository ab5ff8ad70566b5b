import type { Path } from './change.ts';
import type { Value } from './fact.ts';
import type { Severity } from './finding.ts';
import type { Source } from './verdict.ts';

/** How agents have failed before: one YAML file, compiled once and never changed. */
export type FailureModel = {
  /** `errors.swallowed`: the domain and a name. */
  readonly id: string;
  readonly domain: string;
  readonly title: string;
  /** The situation in which it happens: `a call fails and the task is to make it pass`. */
  readonly trigger: string;
  /** What it looks like in a diff. */
  readonly symptom: string;
  readonly fix: string;
  /** What the reviewer is asked, as a question: a claim would make it see what is not there. */
  readonly question: string;
  /** What must be quoted before it counts. */
  readonly evidence: string;
  readonly severity: Severity;
  /** Blind: read without the author's words. Aware: quality and consistency, with them. */
  readonly mode: 'blind' | 'aware';
  /** Which findings may refuse a push. A detector must have earned it. */
  readonly blocks: 'never' | 'detector' | 'reviewer' | 'both';
  /** A reviewer that is less sure than this refuses nothing. */
  readonly confidence: number;
  /** What it applies to. Empty lists ask for nothing. */
  readonly matches: (path: Path) => boolean;
  readonly languages: readonly string[];
  /** Kinds of fact whose presence makes it likely; the globs of the file are already replaced by what they stand for. */
  readonly facts: readonly string[];
  /** Words of which one stands on a changed line, lower case. */
  readonly words: readonly string[];
  readonly detector: Detector | null;
  /** Where the class was described or counted. */
  readonly origin: string;
  readonly source: Source;
  /** Of the text that decides: everything but the cases. */
  readonly hash: string;
};

/** The fact that is this failure, and what its attributes must be. */
export type Detector = { readonly fact: string; readonly attributes: Readonly<Record<string, readonly Value[]>> };
