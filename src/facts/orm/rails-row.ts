import type { Expression } from './program.ts';
import type { Step } from './step.ts';

/** A call with the table and the names it is about: `remove_columns :orders, :note, :memo`. */
export type RowContext = {
  readonly line: number;
  readonly name: string;
  readonly table: string;
  readonly rest: readonly string[];
  readonly args: readonly Expression[];
  /** Columns this migration adds itself, by name alone. */
  readonly added: Set<string>;
  readonly option: (key: string) => Expression | undefined;
  readonly text: (key: string) => string | null;
};
export type Row = (at: RowContext) => readonly Step[];
