import type { Oid } from './change.ts';

/** How hard an approval is to forge: A0 a person at this machine's terminal, A1 signed with a key, A2 confirmed or another user, A3 a touch of hardware, A4 that and checked by a server. */
export type Assurance = 'A0' | 'A1' | 'A2' | 'A3' | 'A4';

/**
 * A person lets one rule pass for one subject in exactly these blobs. It survives a rebase and serves every gate.
 *
 * A grant is one given beforehand: `rule` is `fact:infra.destroy`, and the blobs are null because they are not made yet. It
 * lets that one consequence happen to that one subject, and also an agent cause it.
 */
export type Approval = {
  readonly id: string;
  readonly repo: string;
  readonly rule: string;
  readonly subject: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly by: { readonly name: string; readonly email: string };
  readonly assurance: Assurance;
  readonly at: number;
  readonly expires: number;
  readonly because: string;
};

/** What `ask` demands. Authors and operator of the change do not count. */
export type Need = {
  readonly people: number;
  /** Group name under `people:`; null is anyone. */
  readonly of: string | null;
  readonly assurance: Assurance;
};

const GRANT = 'fact:';

export function grantOf(kind: string): string {
  return `${GRANT}${kind}`;
}

/** The kind of fact that a grant is about; null for the approval of a ruling. */
export function grantedKind({ rule }: Pick<Approval, 'rule'>): string | null {
  return rule.startsWith(GRANT) ? rule.slice(GRANT.length) : null;
}

/** What a person may let happen beforehand. Not what is about the gate itself, what leaves a secret behind, or what could not be read. */
export function isGrantable(kind: string): boolean {
  return /^(infra|data|access|network|pipeline|dependency|test|file|fs|git|exec)\./.test(kind);
}
