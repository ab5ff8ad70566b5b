import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8 lets its heap grow to four times what is in use before it cleans up: fast, and half a gigabyte for a change of five thousand
 * files that needs a quarter of it. A hook runs beside an editor and a container or two. Only the collector's pace changes.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
}

/** For a process that stays and has nothing to do: what the last work left behind goes back to the machine. */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') for (let times = 0; times < 2; times += 1) Reflect.apply(collect, null, []);
}
