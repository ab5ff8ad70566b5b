import type { Driver } from '../driver.ts';
import { actorOf, text } from './payload.ts';
import type { Read } from './payload.ts';

/** How many approvals, skips, failures ... a day saw. */
export function projectCount(driver: Driver, event: Read, name: string): void {
  const actor = actorOf(event.actor);
  driver.run(
    `INSERT INTO daily_count(day, repo, actor_kind, agent, role, name, n) VALUES(?, ?, ?, ?, ?, ?, 1)
     ON CONFLICT DO UPDATE SET n = n + 1`,
    [event.day, event.repo, actor.kind, agentOf(actor), text(event.fields, 'role'), name],
  );
}

/** People are counted together: the log is there to weigh rules and agents, not to rank colleagues. */
export function agentOf(actor: { readonly kind: string; readonly name: string }): string {
  return actor.kind === 'human' ? '' : actor.name;
}
