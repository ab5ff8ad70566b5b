import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Environment } from '../../src/system/git.ts';
import { agent, AT, context, person, ruling, verdict } from './events.ts';

const DAY_MS = 86_400_000;
const BATCH = 1_000;
const AGENTS = ['claude-code', 'codex', 'cursor', 'gemini-cli'] as const;
const REPOS = ['01HZZZZZZZZZZZZZZZZZZZZZZA', '01HZZZZZZZZZZZZZZZZZZZZZZB', '01HZZZZZZZZZZZZZZZZZZZZZZC'] as const;
const ROLES = [null, 'marketing', 'backend'] as const;

/** A year of work by four agents and a few people in three repositories, each tenth verdict a refusal by one of forty rules. */
export async function generate(env: Environment, count: number): Promise<void> {
  const log = await openLog({ env });
  for (let at = 0; at < count; at += BATCH) {
    const size = Math.min(BATCH, count - at);
    log.append(Array.from({ length: size }, (_, i) => eventAt(at + i, count)));
  }
  log.close();
}

function eventAt(i: number, count: number): NewEvent {
  const actor = i % 4 === 3 ? person : { ...agent, agent: AGENTS[(i % 11) % 4] ?? null };
  const isRefused = (Math.imul(i, 2_654_435_761) >>> 0) % 10 === 0; // scattered, so that branches see both
  const rule = `rule.number.${((i / 10) % 40) | 0}`;
  const rulings = isRefused
    ? [ruling({ id: `r-${i % 5_000}`, rule, fact: { subject: `src/file-${i % 997}.ts` } })]
    : [];
  return verdictEvent(
    verdict({
      at: AT - 365 * DAY_MS + Math.floor((i / count) * 365 * DAY_MS),
      repo: REPOS[i % 3] ?? '',
      branch: `branch-${i % 200}`,
      inlet: i % 5 === 0 ? 'push' : 'staged',
      level: isRefused ? 'deny' : 'allow',
      rulings,
    }),
    context({
      operator: actor,
      authors: [actor],
      role: ROLES[i % 3] ?? null,
      hook: i % 5 === 0 ? 'pre-push' : 'pre-commit',
      ms: 20 + (i % 300),
    }),
  );
}
