import { identifyOperator } from '../agents/identify.ts';
import type { Actor } from '../model/actor.ts';
import { readAncestry } from '../system/ancestry.ts';
import type { Environment } from '../system/git.ts';

type User = { readonly name: string | null; readonly email: string | null };

/** Whose process runs git: read from this process and its parents, here and now. */
export async function readOperator(env: Environment, asked: User | Promise<User>): Promise<Actor> {
  const [ancestry, user] = await Promise.all([readAncestry(process.ppid, process.platform), asked]);
  return identifyOperator({ env, ancestry, user });
}
