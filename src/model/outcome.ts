import type { Oid } from './change.ts';

/** What happened to a commit after it had landed, as history or a person tells. */
export type OutcomeKind = 'revert' | 'fixes' | 'incident' | 'hotfix' | 'blame';

/** How sure it is that the commit was to blame (reference: reverts and trailers name it; who touched a line last is a guess). */
export const OUTCOME_WEIGHTS: Readonly<Record<OutcomeKind, number>> = {
  revert: 1,
  fixes: 1,
  incident: 1,
  blame: 0.5,
  hotfix: 0.3,
};

export type Outcome = {
  /** Hash of repository, commit, kind and evidence: told twice it is one. */
  readonly id: string;
  readonly repo: string;
  /** The commit that turned out badly. */
  readonly commit: Oid;
  readonly kind: OutcomeKind;
  readonly weight: number;
  /** When it came out. */
  readonly ts: number;
  /** The commit that reverts or mends it, or the address of an incident. */
  readonly evidence: string;
};

/** One commit of a history, as far as it is weighed: who wrote it, where, when, and what became of it. */
export type PastCommit = {
  readonly oid: Oid;
  readonly ts: number;
  /** The agent that wrote it; empty of people. */
  readonly agent: string;
  /** As far as anybody said: of a session, or in a trailer. */
  readonly model: string;
  readonly area: string;
  /** Of its outcomes the heaviest; 0 where none is known. */
  readonly weight: number;
  /** When the first of them came out; null where none did. */
  readonly came: number | null;
};
