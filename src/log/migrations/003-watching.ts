import { watching } from '../projections/schema.ts';

/**
 * What hooks let pass and what the watcher saw. Verdicts from before are not read again: the watcher begins with what the refs
 * were when init enrolled the clone, and `log rebuild` reads them all.
 */
export const sql: string = watching;
