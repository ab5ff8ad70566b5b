import { unprotectedIndex } from '../projections/schema.ts';

/** Asked on a commit that destroys something: has a protection of this very thing been taken off lately? */
export const sql: string = unprotectedIndex;
