import type { Value } from './fact.ts';

export type Json = Value | null | readonly Json[] | { readonly [key: string]: Json };

/** What the log remembers: append-only, the source of truth for every number we print. */
export type Event = {
  /** ULID given by the writer. */
  readonly id: string;
  readonly v: number;
  readonly ts: number;
  readonly repo: string;
  /** Which clone or worktree: a path, or empty where there is none (CI, a server). */
  readonly checkout: string;
  /** `agent:claude-code`, `human:ana@shop.example`, `bot:renovate`, `unknown`. */
  readonly actor: string;
  readonly kind: EventKind;
  readonly subject: string;
  readonly payload: { readonly [key: string]: Json };
};

/** As a room hands it over: the log gives it its id and version. */
export type NewEvent = Omit<Event, 'id' | 'v'>;

export type EventKind =
  | 'verdict'
  | 'approval'
  | 'revocation'
  | 'label'
  | 'install'
  | 'uninstall'
  | 'promotion'
  /** The gate was gone around: a commit that no verdict belongs to (`unjudged`), or one that reached a remote so (`bypass`). */
  | 'skip'
  /** What guards this clone was changed from outside: a hook, git's configuration, an agent's settings, a ref, this log. */
  | 'tamper'
  /** What had been changed so was put back. */
  | 'restore'
  /** What else the watcher had to say: a clone that is gone, rules that do not parse. */
  | 'watch'
  /** A session of an agent began or ended, with our hook in force. */
  | 'session'
  /** One round of a review came to a verdict. */
  | 'review'
  /** One question to a reviewer, and how it ended: what was spent counts also when nothing came of it. */
  | 'call'
  /** A person decided to live with a finding, or answers for a whole loop. */
  | 'waiver'
  /** A person had the words of a review deleted; what was counted stays. */
  | 'forget'
  /** What became of a commit that had landed, as history or a person tells. */
  | 'outcome'
  /** A seeded defect was shown to a reviewer on a copy. */
  | 'trial'
  /** A person turned a knob of the gate that the log had proposed, or turned it back. */
  | 'tuning'
  /** The head of the chain was written down where this log's owner cannot take it back. */
  | 'anchor'
  | 'failure';
