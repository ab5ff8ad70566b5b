import type { Io } from '../system/io.ts';

export type Exit = 0 | 1 | 2 | 3;

export type Flag = {
  readonly name: string;
  readonly short?: string;
  /** `text` takes a value, shown as its `hint`. */
  readonly type: 'boolean' | 'text';
  readonly multiple?: boolean;
  readonly hint?: string;
  readonly says: string;
};

export type Arguments = {
  readonly words: readonly string[];
  readonly has: (flag: string) => boolean;
  readonly text: (flag: string) => string | null;
  readonly all: (flag: string) => readonly string[];
};

/** One verb: help, completion and parsing all come from this one table. */
export type Command = {
  readonly name: string;
  readonly summary: string;
  /** `[BASE..HEAD]`: what follows the verb. */
  readonly takes: string;
  readonly examples: readonly (readonly [command: string, says: string])[];
  readonly flags: readonly Flag[];
  /** Called by git or by other programs: left out of the list a person reads. */
  readonly hidden?: boolean;
  readonly run: (args: Arguments, io: Io) => Promise<Exit>;
};
