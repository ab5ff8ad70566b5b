import { writing } from '../projections/schema.ts';

/** Who wrote what: asked when a person commits, and when a push brings what an earlier hook let pass. */
export const sql: string = writing;
