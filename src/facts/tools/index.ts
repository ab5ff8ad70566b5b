import type { Family } from './family.ts';
import { terminals } from './terminals.ts';

/** Every sort of program whose words we understand. */
export const families: readonly Family[] = [terminals];
