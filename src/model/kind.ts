export type KindScope = 'net' | 'history';
export type Kind = {
  readonly title: string;
  /** History facts count in every pushed commit, net facts on what the range changes in the end. */
  readonly scope: KindScope;
  /** Attribute -> what it may hold. `truth` is true, false or unknown; an array lists its words (unknown is always one). */
  readonly attributes: Readonly<Record<string, 'text' | 'number' | 'truth' | readonly string[]>>;
};

export const LANDED = { landed: 'truth' } as const;
export const ENVIRONMENT = ['prod', 'staging', 'dev', 'test'] as const;
export const CERTAINTY = ['certain', 'likely', 'possible'] as const;
/** What every fact about a consequence says: how sure it is, in the words a plan would use, and the way forward if there is one. */
export const REASON = {
  landed: 'truth',
  technology: 'text',
  certainty: ['certain', 'likely', 'possible'],
  because: 'text',
  remedy: 'text',
} as const;
