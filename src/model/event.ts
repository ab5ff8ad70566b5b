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
  /** The gate was gone around, or told to look away: a commit that no verdict belongs to. */
  | 'skip'
  | 'failure';
export type Label = 'right' | 'wrong' | 'gap' | 'unclear';
