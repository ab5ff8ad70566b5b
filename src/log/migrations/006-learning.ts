import { fillClaims, learning } from '../projections/schema.ts';

/** What people said, what became of commits, what seeded defects showed and what was turned. Findings of before are read again for what their reader stated. */
export const sql: string = `${learning}${fillClaims}`;
