import { reviewing } from '../projections/schema.ts';

/** What reviewers were asked and said, so that a push finds their verdict and a loop its earlier rounds. */
export const sql: string = reviewing;
