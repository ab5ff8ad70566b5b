import type { Surroundings } from '../shell/invocation.ts';

/** Stands for the home of whoever runs it, and has a name nobody gives to a folder. */
export const HOME = '/~';

/** A script in a repository runs somewhere, some day: no folder, no variables, and no file of this machine is asked for. */
export const NOWHERE: Surroundings = {
  scene: { cwd: null, root: null, home: null, variables: {}, branch: null, protected: [] },
  file: () => ({ kind: 'absent' }),
};

/** The same when its paths are judged: what `~` means must be told from what is written out. */
export const AT_HOME: Surroundings = { ...NOWHERE, scene: { ...NOWHERE.scene, home: HOME } };
