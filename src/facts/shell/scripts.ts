import type { Calling } from './start.ts';
import type { Printed } from './state.ts';
import { writtenAt } from './files.ts';
import { runScript } from './shells.ts';

/** `./x.sh`: a file that is run by its own name. */
export function runFile(calling: Calling): Printed | null {
  const { program, args, place } = calling;
  if (!program.known || !program.text.includes('/')) return null;
  if (writtenAt(program, place.state) !== null) return runScript(calling, program, args);
  return null;
}
