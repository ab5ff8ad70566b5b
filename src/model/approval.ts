import type { Oid } from './change.ts';

/** How hard an approval is to forge: A0 a person at this machine's terminal, A1 signed with a key, A2 confirmed or another user, A3 a touch of hardware, A4 that and checked by a server. */
export type Assurance = 'A0' | 'A1' | 'A2' | 'A3' | 'A4';

/** A person lets one rule pass for one subject in exactly these blobs. It survives a rebase and serves every gate. */
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
