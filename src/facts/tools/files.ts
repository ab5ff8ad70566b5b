import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import { find } from './files/find.ts';
import { type Reader, removers } from './files/removing.ts';
import { effectsOfTouches } from './files/touch.ts';
import { writers } from './files/writing.ts';

/** No path is longer, and nobody types more words; that some are left out is said by effectsOfTouches(). */
const LONG = 4097;
const MANY = 4000;

function clipped(run: Invocation): Invocation {
  const { args } = run;
  if (args.length <= MANY && args.every(({ text }) => text.length <= LONG)) return run;
  return { ...run, args: args.slice(0, MANY).map((word) => ({ ...word, text: word.text.slice(0, LONG) })) };
}

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({ ...removers, ...writers, find, fd: find, fdfind: find, gfind: find }),
);

/** Programs that delete, move and write files, by the paths they are given. */
export const files: Family = {
  id: 'files',
  tools: [...readers.keys()],
  read: (run, around) => {
    const read = readers.get(run.tool);
    return read === undefined ? [] : effectsOfTouches(read(clipped(run)), run, around);
  },
};
