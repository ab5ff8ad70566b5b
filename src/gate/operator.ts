import { identifyOperator } from '../agents/identify.ts';
import type { Actor } from '../model/actor.ts';
import { readAncestry } from '../system/ancestry.ts';
import { type Environment, openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';

type User = { readonly name: string | null; readonly email: string | null };

/** Whose process runs git: read from the one that asks and its parents, here and now. */
export async function readOperator(
  { env, parent }: { readonly env: Environment; readonly parent: number },
  asked: User | Promise<User>,
): Promise<Actor> {
  const [ancestry, user] = await Promise.all([readAncestry(parent, process.platform), asked]);
  return identifyOperator({ env, ancestry, user });
}

/** The same where no repository need be: as whom git would commit here. */
export async function readOperatorHere(io: Io): Promise<Actor> {
  const git = openGit(io.cwd, io.env);
  const get = async (key: string): Promise<string | null> => {
    const answer = await git.ask(['config', '--get', key]);
    return answer.code === 0 ? answer.stdout.toString('utf8').trim() : null;
  };
  return await readOperator(io, { name: await get('user.name'), email: await get('user.email') });
}
