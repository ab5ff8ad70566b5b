import { join, relative } from 'node:path';
import type { Gate } from '../../gate/open.ts';
import type { Proposal } from '../../model/tuning.ts';
import { type FileState, readState } from '../../system/files.ts';
import { UsageError } from '../../system/usage.ts';

/** One file as it lies here and as it would: what a person reads as a diff, and commits. */
export type Patch = { readonly path: string; readonly current: FileState; readonly wanted: FileState };

/** What is turned: `from` must still be what stands there. */
export type Turning = Pick<Proposal, 'id' | 'knob' | 'contract' | 'from' | 'to' | 'why' | 'examples'>;

/** The file below the root of the working tree. */
export async function fileHere(gate: Gate, path: string): Promise<Pick<Patch, 'path' | 'current'>> {
  const { root } = gate.repository;
  if (root === null) throw new UsageError('tune: there is no working tree here', 'guardrail help tune');
  const file = join(root, path);
  // what is taken back is named by the log, and a log can be written to
  if (relative(root, file).startsWith('..'))
    throw new UsageError(`tune: ${path} lies outside of this repository`, 'guardrail log verify');
  return { path: file, current: await readState(file) };
}
