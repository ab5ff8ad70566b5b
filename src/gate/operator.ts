import { identifyOperator } from '../agents/identify.ts';
import type { Actor } from '../model/actor.ts';
import { readAncestry } from '../system/ancestry.ts';
import type { Environment } from '../system/git.ts';

/** Whose process runs git: read from this process and its parents, here and now. */
export async function readOperator(
  env: Environment,
  user: { readonly name: string | null; readonly email: string | null },
): Promise<Actor> {
  const ancestry = await readAncestry(process.ppid, process.platform);
  return identifyOperator({ env, ancestry, user });
}
