import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { agents } from '../../agents/index.ts';
import type { Host, Settings } from '../../agents/host.ts';
import { findProgram } from '../../system/find-program.ts';
import type { Environment } from '../../system/git.ts';
import { homeFolder } from '../../system/paths.ts';
import { UsageError } from '../../system/usage.ts';

/** An agent whose settings we know. */
export type Wired = { readonly id: string; readonly title: string; readonly host: Host };

export const wirable: readonly Wired[] = agents.flatMap(({ id, title, host }) =>
  host === undefined || host.settings.length === 0 ? [] : [{ id, title, host }],
);

/** What the user named: `all`, a list by commas or words, or nothing, which is what is found here. */
export function namedAgents(words: readonly string[], env: Environment, root: string | null): readonly Wired[] {
  const names = words.flatMap((word) => word.split(',')).filter((name) => name !== '');
  if (names.includes('all')) return wirable;
  if (names.length === 0) return wirable.filter((agent) => signOf(agent, env, root) !== null);
  return names.map((name) => {
    const found = wirable.find(({ id }) => id === name);
    if (found !== undefined) return found;
    const known = wirable.map(({ id }) => id).join(', ');
    throw new UsageError(`"${name}" is no agent that can be wired: ${known}, or all`, 'guardrail init --agents');
  });
}

/** What shows that it is used here; null where nothing does. */
export function signOf({ host }: Wired, env: Environment, root: string | null): string | null {
  const { home, repository, program } = host.found;
  const places = [
    ...home.map((name) => join(homeFolder(env), name)),
    ...(root === null ? [] : repository.map((name) => join(root, name))),
  ];
  return places.find((path) => existsSync(path)) ?? (program === null ? null : findProgram(program, env));
}

/** Where its settings lie for this user, by the variable that may put them elsewhere; links are followed to the file itself. */
export function userFile({ user, moved }: Settings, env: Environment): string | null {
  if (user === null) return null;
  const named = moved === undefined ? undefined : env[moved.variable];
  if (moved === undefined || named === undefined || !isAbsolute(named)) return real(join(homeFolder(env), user));
  return real(join(named, user.slice(moved.folder.length + 1)));
}

export function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
