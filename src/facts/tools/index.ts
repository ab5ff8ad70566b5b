import { containers } from './containers.ts';
import { databases } from './databases.ts';
import type { Family } from './family.ts';
import { frameworks } from './frameworks.ts';
import { machine } from './machine.ts';
import { processes } from './processes.ts';
import { terminals } from './terminals.ts';

/** Every sort of program whose words we understand. */
export const families: readonly Family[] = [processes, machine, containers, databases, frameworks, terminals];
