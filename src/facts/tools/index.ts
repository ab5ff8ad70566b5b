import { databases } from './databases.ts';
import type { Family } from './family.ts';
import { frameworks } from './frameworks.ts';
import { terminals } from './terminals.ts';

/** Every sort of program whose words we understand. */
export const families: readonly Family[] = [databases, frameworks, terminals];
