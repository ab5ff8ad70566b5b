import type { NewEvent } from '../../model/event.ts';

/** Something worth remembering, before it has a time and a place. */
export type Finding = {
  readonly kind: 'skip' | 'tamper' | 'restore' | 'watch';
  /** `unjudged`, `bypass`; `hook`, `config`, `settings`, `engine`, `ref`, `log`; `rules-edited`, `rules-broken`, `fight`. */
  readonly what: string;
  /** A commit, a ref, a file: the same thing seen again is the same subject. */
  readonly subject: string;
  readonly detail: string;
  /** What the rules say of it, judged late; `''` where there is nothing to judge. */
  readonly level: string;
  readonly actor: string;
  readonly more: NewEvent['payload'];
};

export function finding(kind: Finding['kind'], what: string, subject: string, detail: string): Finding {
  return { kind, what, subject, detail, level: '', actor: 'unknown', more: {} };
}
