/** A defect that was seeded into a copy of a change, and whether a reviewer saw it. Nothing of it ever landed. */
export type Trial = {
  readonly ts: number;
  readonly repo: string;
  readonly failureModel: string;
  /** Name of its case, or the finding it was a real bug in. */
  readonly seed: string;
  /** Hash of the seeded diff: the same defect, whoever is shown it. */
  readonly diff: string;
  /** A case of a failure model, or a real bug that escaped. */
  readonly origin: 'case' | 'escaped';
  /** Who was asked, as calls name it (log/identity.ts). */
  readonly identity: string;
  readonly vendor: string;
  readonly model: string;
  readonly mode: string;
  /** `none`: it gave no whole answer, which is neither a hit nor a miss. */
  readonly result: 'hit' | 'miss' | 'none';
  readonly cause: string;
  readonly money: number;
};
