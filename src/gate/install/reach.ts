import { basename } from 'node:path';
import { findClient, type ClientProgram } from '../../system/client-program.ts';
import type { Environment } from '../../system/git.ts';
import { socketPath } from '../../system/socket-path.ts';

/** How a hook comes to an answer: decided once, so that it looks for nothing on anybody's keystroke. */
export type Reach = {
  /** Folder of the copy of the engine, and the node that runs it. */
  readonly engine: string;
  readonly node: string;
  /** Where the daemon of that engine listens. */
  readonly socket: string;
  /** Null: nothing on this machine can talk to a socket, and every hook starts the engine itself. */
  readonly client: ClientProgram | null;
};

export async function planReach(env: Environment, engine: string): Promise<Reach> {
  const client = await findClient(env);
  return { engine, node: process.execPath, socket: socketPath(env, basename(engine)), client };
}
