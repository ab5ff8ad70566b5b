import type { Invocation } from '../shell/invocation.ts';
import { resolvePath } from '../shell/place.ts';
import { effect } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { isInterpreter, isShell, scriptOf } from './run/interpreters.ts';

/**
 * A script outside of the repository that could not be read. One that can be read is judged by what it does, and one of the
 * repository that is gone fails by itself.
 */
export const unseenScripts: Family = {
  id: 'unseen-scripts',
  tools: [],
  read: () => [],
  together: (runs, around) => {
    // what the text itself wrote is known though nobody has it on disk
    const known = runs.flatMap(({ programs }) =>
      programs.filter((program) => program.known).map(({ path = '' }) => path),
    );
    const seen = new Set([...runs.flatMap(({ through }) => through.map(({ at }) => at)), ...known]);
    return runs.flatMap((run) => {
      if (isCutOff(run)) return [{ run, effect: unseen(run, 'the rest of the text', 'unreadable') }];
      const script = scriptOf(run);
      const path = script?.known === true ? resolvePath(script.text, run.cwd) : null;
      if (script === null || path === null || seen.has(path) || seen.has(script.text)) return [];
      if (!PASSING.test(path) || path.startsWith(`${around.scene.root ?? '/nowhere'}/`)) return [];
      const content = around.file(path);
      return content === null || content.kind === 'text' ? [] : [{ run, effect: unseen(run, path, content.kind) }];
    });
  },
};

/** `bash <<EOF`, and there the text ends. */
function isCutOff({ tool, input, programs }: Invocation): boolean {
  return isShell(tool) && input.kind === 'text' && !input.known && input.text === '' && programs.length > 0;
}

/** Folders where files of nobody in particular lie. */
const PASSING = /^\/(tmp|var\/tmp|dev\/shm|private\/tmp)\/|\/(Downloads|Desktop)\//;
const FOREIGN = /^\/dev\/shm\/|\/Downloads\//;

function unseen(run: Invocation, path: string, kind: 'absent' | 'binary' | 'unreadable'): Effect {
  // an agent compiles to /tmp and tries it there: that is its work, and no way around
  const isForeign = FOREIGN.test(path) || (kind === 'unreadable' && isInterpreter(run.tool));
  return effect(
    'exec.agent-script',
    {
      technology: 'shell',
      subject: path,
      ...(path.startsWith('/') ? { path } : {}),
      because:
        kind === 'absent' ? 'it is not there yet, so nobody can see what it does' : 'what it does cannot be read',
      remedy: '',
      certainty: 'likely',
    },
    { how: isForeign ? 'foreign' : kind, written: 'unknown', readable: kind === 'absent' ? 'unknown' : false },
  );
}
