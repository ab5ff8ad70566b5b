import type { Family } from './family.ts';
import { find } from './files/find.ts';
import { type Reader, removers } from './files/removing.ts';
import { effectsOfTouches } from './files/touch.ts';
import { writers } from './files/writing.ts';

const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({ ...removers, ...writers, find, fd: find, fdfind: find, gfind: find }),
);

/** Programs that delete, move and write files, by the paths they are given. */
export const files: Family = {
  id: 'files',
  tools: [...readers.keys()],
  read: (run, around) => {
    const read = readers.get(run.tool);
    return read === undefined ? [] : effectsOfTouches(read(run), run, around);
  },
};
