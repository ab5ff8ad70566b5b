import type { Certainty, DataKind } from '../effects.ts';
import type { Deed } from '../deeds.ts';

export type Task = Deed & {
  readonly technology: string;
  readonly kind: DataKind;
  readonly object: string;
  readonly because: string;
  readonly remedy?: string;
  readonly certainty?: Certainty;
  /** `NODE_ENV` and its likes do not choose the database. */
  readonly modes?: false;
};

export const DROPS = { kind: 'data.drop', object: 'database' } as const;
export const EMPTIES = { kind: 'data.truncate', object: 'database' } as const;
/** The schema is forced into a form; what does not fit goes. */
export const FORCES = { kind: 'data.rewrite', object: 'database' } as const;
/** Every migration is undone, down to nothing. */
export const UNDOES = { kind: 'data.drop', object: 'schema' } as const;
/** The last step is undone: what it made goes, as a person who develops it wants every day. */
export const STEPS_BACK = { kind: 'data.drop', object: 'table', certainty: 'possible' } as const;
