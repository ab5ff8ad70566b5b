/** A finding that was new, with who read those lines without being told of it, and who of them said so. Readers by identity. */
export type SaidBy = {
  readonly ts: number;
  readonly repo: string;
  readonly loop: string;
  readonly finding: string;
  readonly failureModel: string;
  readonly read: readonly string[];
  readonly said: readonly string[];
};
