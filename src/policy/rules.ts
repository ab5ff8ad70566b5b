import type { Assurance } from '../model/approval.ts';
import type { Oid, Path } from '../model/change.ts';
import type { Value } from '../model/fact.ts';
import type { KindScope } from '../model/kind.ts';
import type { ReviewRules } from '../model/review.ts';
import type { RiskRules } from '../model/risk.ts';
import type { Level } from '../model/level.ts';
import type { Source } from '../model/verdict.ts';
import type { Role } from './role.ts';
import type { Sentences } from './then.ts';
import type { Template } from './template.ts';
import type { Window } from './window.ts';
import type { Test } from './conditions/condition.ts';

/** One reading of the rules, compiled once and never changed: everything policy knows about a repository. */
export type Rules = {
  /** Which reading: `HEAD`, `origin/main`, `recommended`. */
  readonly name: string;
  /** Of every byte that can change a decision. */
  readonly hash: string;
  /** ULID that `init` wrote. */
  readonly repo: string | null;
  /** Globs of branch names; null leaves it to the remote's HEAD. */
  readonly protected: readonly string[] | null;
  readonly since: readonly Oid[];
  readonly people: ReadonlyMap<string, readonly string[]>;
  readonly approvals: { readonly local: Assurance; readonly ci: Assurance };
  readonly isGenerated: (path: Path) => boolean;
  readonly environmentOf: (path: Path) => string | null;
  readonly inventory: (subject: string) => Readonly<Record<string, Value>> | null;
  readonly windows: readonly Window[];
  readonly roles: readonly Role[];
  readonly limits: readonly Limit[];
  readonly overrides: readonly Override[];
  readonly packs: readonly Pack[];
  readonly review: ReviewRules;
  readonly risk: RiskRules;
  readonly rules: readonly Rule[];
  /** The rules that a fact of this kind can meet. */
  readonly rulesFor: (kind: string) => readonly Rule[];
  /** As `compile` was handed it. */
  readonly sha256: (text: string) => string;
};

export type Pack = { readonly name: string; readonly sha256: string };

export type Rule = {
  readonly id: string;
  readonly policy: string;
  readonly title: string;
  readonly source: Source;
  readonly why: string;
  readonly locked: boolean;
  /** Asked one after the other; all must hold. */
  readonly tests: readonly Test[];
  readonly personal: boolean;
  /** Kinds of fact it can meet; null for all. */
  readonly kinds: readonly string[] | null;
  /** Folders outside of which it meets nothing, each with its slash; null where it asks for no path. */
  readonly folders: readonly Path[] | null;
  /** Where the default of the fact's kind does not fit. */
  readonly scope: KindScope | null;
  readonly sentences: Sentences;
  /** A rule of the pack `observe` never says more than this. */
  readonly cap: Level;
  readonly say: Template;
  readonly instead: Template;
};

export type Limit = {
  readonly actor: keyof Sentences;
  readonly measure: 'files' | 'lines' | 'dependents';
  readonly most: number;
  readonly level: Level;
  readonly source: Source;
};

export type Override = {
  readonly source: Source;
  /** Null is everywhere. */
  readonly path: ((path: Path) => boolean) | null;
  readonly shows: string;
  /** Ids and globs as written. */
  readonly rules: readonly string[];
  readonly matches: (rule: string) => boolean;
  readonly sentences: Sentences;
};
