import { type Environment, type Git, openGit } from '../../system/git.ts';
import { readFile, whyNot } from './in-file.ts';
import { readRefs } from './in-ref.ts';
import type { Held, Place } from './place.ts';

/** What lies there of that log. A place that cannot be looked at is a value: it vouches for nothing, and is no evidence either. */
export async function readHeld(place: Place, log: string | null, env: Environment): Promise<Held> {
  if (place.kind === 'file') return readFile(place.path, log);
  try {
    return await readRefs(gitAt(place.path, env), log);
  } catch (error) {
    return { kind: 'unreadable', why: whyNot(error) };
  }
}

/** INVARIANT: the place is named, so no variable of the git that started us may name another. */
export function gitAt(path: string, env: Environment): Git {
  const own = Object.entries(env).filter(([name]) => !name.startsWith('GIT_') || name.startsWith('GIT_CONFIG'));
  return openGit(path, Object.fromEntries(own));
}

/** The common folder of the clone that a folder lies in: the same for each of its worktrees. Null where there is none. */
export async function commonFolder(folder: string, env: Environment): Promise<string | null> {
  try {
    const git = gitAt(folder, env);
    const answer = await git.ask(['rev-parse', '--path-format=absolute', '--git-common-dir']);
    return answer.code === 0 ? answer.stdout.toString('utf8').replace(/\n$/, '') : null;
  } catch {
    return null;
  }
}
