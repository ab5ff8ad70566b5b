import { identifyOperator } from '../agents/identify.ts';
import type { Actor } from '../model/actor.ts';
import { readAncestry } from '../system/ancestry.ts';
import type { Environment } from '../system/git.ts';

type User = { readonly name: string | null; readonly email: string | null };

/** Whose process runs git: read from the one that asks and its parents, here and now. */
export async function readOperator(
  { env, parent }: { readonly env: Environment; readonly parent: number },
  asked: User | Promise<User>,
): Promise<Actor> {
  const [ancestry, user] = await Promise.all([readAncestry(parent, process.platform), asked]);
  return identifyOperator({ env, ancestry, user });
}
