import { openLog } from '../../log/open.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { NewEvent } from '../../model/event.ts';
import { engine } from '../../system/engine.ts';
import type { Io } from '../../system/io.ts';
import { readOperator } from '../operator.ts';

/** Who wired which agents, and who took the hooks out: without it, silence of an agent could mean either. */
export async function rememberAgents(
  io: Io,
  kind: 'install' | 'uninstall',
  { checkout, agents }: { readonly checkout: string; readonly agents: readonly string[] },
): Promise<void> {
  const asked = { name: null, email: null };
  const actor = actorName(await readOperator({ env: io.env, parent: process.ppid }, asked));
  const payload = { agents: [...new Set(agents)] };
  const event: NewEvent = { ts: io.now(), repo: '', checkout, actor, kind, subject: engine, payload };
  const log = await openLog({ env: io.env });
  log.append([event], null);
  log.close();
}
