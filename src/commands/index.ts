import type { Command } from './command.ts';

export type Load = () => Promise<{ readonly command: Command }>;

/** Every verb, in the order help shows them; loaded only when called. */
export const commands: Readonly<Record<string, Load>> = {};
