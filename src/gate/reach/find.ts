import { accessSync, constants, readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { agents } from '../../agents/index.ts';
import { type Environment, openGit } from '../../system/git.ts';
import type { Io } from '../../system/io.ts';
import type { Finding, Look } from './finding.ts';
import { places } from './places.ts';

const LARGEST = 1024 * 1024;

/** What an agent of this user could reach. Nothing is sent, nothing is tried, and no value leaves this function. */
export async function findReach({ cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<readonly Finding[]> {
  const look: Look = { home: env['HOME'] ?? homedir(), env, read, names, isWritable };
  const own = [...(await ownPlaces(cwd, env)), ...settingsOf(look.home)];
  const writable = own
    .filter(({ path }) => isWritable(path))
    .map(({ what, path, fix }): Finding => ({ what: `${what} can be changed`, where: path, weight: 'unknown', fix }));
  return [...places.flatMap((place) => place(look)), ...writable].toSorted((a, b) => ORDER[a.weight] - ORDER[b.weight]);
}

const ORDER = { prod: 0, unknown: 1, dev: 2 } as const;

type Own = { readonly what: string; readonly path: string; readonly fix: string };

/** What holds the gate in place here. A program of the same user can always change it: the daemon and CI notice. */
async function ownPlaces(cwd: string, env: Environment): Promise<readonly Own[]> {
  const git = openGit(cwd, env);
  const answer = await git.ask(['rev-parse', '--git-path', 'hooks', '--git-common-dir']);
  if (answer.code !== 0) return [];
  const [hooks = '', common = ''] = answer.stdout.toString('utf8').split('\n');
  const fix =
    "turn on the agent's own sandbox, which keeps .git/hooks and .git/config from it; CI judges again in any case";
  return [
    { what: 'the folder of git hooks', path: resolve(cwd, hooks), fix },
    { what: 'the configuration of git', path: resolve(cwd, common, 'config'), fix },
  ];
}

function settingsOf(home: string): readonly Own[] {
  return agents.flatMap(({ title, id, host }) =>
    (host?.settings ?? []).flatMap(({ user }) =>
      user === null
        ? []
        : [{ what: `the settings of ${title}`, path: join(home, user), fix: `guardrail init --managed ${id}` }],
    ),
  );
}

function read(path: string): string | null {
  try {
    const { size } = statSync(path);
    return size > LARGEST ? null : readFileSync(path, 'utf8');
  } catch {
    return null; // not there, or out of reach, which is what this is about
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
