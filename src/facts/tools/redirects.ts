import type { Family } from './family.ts';
import { programmed } from './files/programs.ts';
import { effectsOfTouches } from './files/touch.ts';
import { redirected } from './files/writing.ts';

/** What any program at all does to files: by `>`, and by a program in another language that it is given. */
export const redirects: Family = {
  id: 'redirects',
  tools: ['*'],
  read: (run, around) => effectsOfTouches([...redirected(run), ...programmed(run)], run, around),
};
