import type { Certainty } from '../../secret-files.ts';
import type { Node } from '../tree.ts';
import type { PythonFile } from './file.ts';

export type Said = {
  readonly how: string;
  readonly certainty: Certainty;
  readonly because: string;
  readonly name?: string;
};

/** What one call is, by its callee as it is written. */
export type Rule = (file: PythonFile, call: Node, callee: string) => Said | null;
