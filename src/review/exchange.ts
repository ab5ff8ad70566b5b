import type { Path } from '../model/change.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Manifest } from '../model/review.ts';
import type { Question } from './vendors/reviewer.ts';

/** As much of a change as fits one question: whole files where they fit, whole hunks where they do not. */
export type Sheet = {
  /** `1`, `2`… in the order of the change. */
  readonly id: string;
  /** As it is sent: secrets replaced, invisible characters spelled out. */
  readonly text: string;
  readonly lines: readonly SheetLine[];
  /** Files of which something is on it; an answer must say that it read each. */
  readonly paths: readonly Path[];
  /** Paths that are shown otherwise than they are: an answer names them so (prompt/names.ts). */
  readonly names?: readonly { readonly path: Path; readonly shown: string }[];
  readonly tokens: number;
};
/** A line by which a finding can be anchored. */
export type SheetLine = {
  readonly path: Path;
  readonly side: 'before' | 'after';
  /** From 1, in the file as it is on that side. */
  readonly line: number;
  /** As it is sent, without the marks before it. */
  readonly text: string;
  readonly changed: boolean;
  readonly symbol: string;
};
export type Sheets = { readonly sheets: readonly Sheet[]; readonly manifest: Manifest };

/** A hunk made up for one question, with a mistake that nobody can miss who reads. */
export type Canary = {
  readonly path: Path;
  readonly line: number;
  readonly text: string;
  readonly failureModel: string;
};

/** What was asked, as far as the answer is held against it. */
export type Asked = {
  readonly question: Question;
  readonly purpose: 'blind' | 'aware' | 'refute' | 'follow-up';
  readonly sheet: Sheet;
  /** Null where nothing new is read: a refutation quotes, and is held against that. */
  readonly canary: Canary | null;
  /** Ids that a finding may name, `other` apart. */
  readonly failureModels: readonly string[];
  /** Findings it must say something of, by id. */
  readonly open: readonly string[];
  readonly criteria: readonly string[];
};

/** A claim that stands where it says it does. Whether it counts is not the model's to say. */
export type Claim = {
  readonly failureModel: string;
  readonly path: Path;
  readonly side: 'before' | 'after';
  readonly line: number;
  readonly to: number;
  readonly symbol: string;
  readonly quote: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly criterion: string | null;
  readonly confidence: number;
};
/** What a reader says of a finding that was open, or that it was told to doubt. */
export type Ruling = {
  readonly id: string;
  /** `unclear` counts as `stands`. */
  readonly says: 'stands' | 'fixed' | 'never-was' | 'unclear';
  readonly why: string;
  /** Where it stands now, if it moved. */
  readonly line: number | null;
};
export type Answer =
  | {
      readonly kind: 'complete';
      readonly claims: readonly Claim[];
      /** Claims whose quote stands nowhere near, with what was wrong: data, never a finding. */
      readonly setAside: readonly { readonly claim: string; readonly why: string }[];
      readonly rulings: readonly Ruling[];
    }
  /** INVARIANT: never clean. `cause` is one of the words of CallRecord. */
  | { readonly kind: 'inconclusive'; readonly cause: string; readonly why: string; readonly claims: readonly Claim[] };

/** A finding as a reader is told of it. */
export type Told = Pick<Finding, 'id' | 'failureModel' | 'path' | 'side' | 'line' | 'quote' | 'title' | 'why'>;
