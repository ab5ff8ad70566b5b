import { readUserConfig } from '../gate/review/user-config.ts';
import type { AnchorRules, Keeping } from '../gate/review/user-keeping.ts';
import { countSinceAnchor } from '../log/anchors.ts';
import { openCurrentLog } from '../log/current.ts';
import { type Log, openLog } from '../log/open.ts';
import type { Environment } from '../system/git.ts';
import { configuredPlaces, isNotPushed, tellAnchoring } from './anchors/anchor-now.ts';
import { anchorLog } from './anchors/write.ts';
import { pruneBlobs } from './retention/prune.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** When words were last looked through; a daemon that is begun every hour looks each time, which costs a listing. */
export type KeptUp = { readonly pruned: number };

/**
 * What a daemon does for the log while nobody waits, as far as the user's own configuration says so: anchors its head, and has the words
 * of reviews deleted that are over. Answers what is worth a line.
 */
export async function keepUp(
  env: Environment,
  now: number,
  last: KeptUp | null,
): Promise<{ readonly kept: KeptUp; readonly lines: readonly string[] }> {
  const { keeping } = await readUserConfig(env);
  const reading = await openCurrentLog(env);
  const isBegun = reading.schema === 'ours' && reading.fault === null;
  const due = isBegun && keeping.anchor !== null && isAnchorDue(reading, keeping.anchor, now);
  reading.close();
  if (!isBegun) return { kept: last ?? { pruned: now }, lines: [] };
  const anchored = due ? await anchor(env, keeping.anchor, now) : [];
  if (last !== null && now - last.pruned < DAY_MS) return { kept: last, lines: anchored };
  return { kept: { pruned: now }, lines: [...anchored, ...(await prune(env, keeping, now))] };
}

/** Many events, or old ones; a log in which nothing happened needs no other word for the same. */
function isAnchorDue(log: Log, { events, minutes }: AnchorRules, now: number): boolean {
  const since = countSinceAnchor(log, events);
  if (since.events >= events) return true;
  return since.events > 0 && Math.abs(now - (since.ts ?? 0)) >= minutes * MINUTE_MS;
}

async function anchor(env: Environment, rules: AnchorRules | null, now: number): Promise<readonly string[]> {
  const places = await configuredPlaces(rules, env);
  const log = await openLog({ env });
  try {
    const done = await anchorLog(log, { env, places, now, actor: 'bot:guardrail-daemon', begin: false });
    // that it went well is no news
    return done.filter((one) => one.kind === 'failed' || isNotPushed(one)).map(tellAnchoring);
  } finally {
    log.close();
  }
}

async function prune(env: Environment, { keepDays }: Keeping, now: number): Promise<readonly string[]> {
  if (keepDays === null) return [];
  const log = await openLog({ env });
  try {
    const before = now - keepDays * DAY_MS;
    const pruned = pruneBlobs(log, { env, before, now, actor: 'bot:guardrail-daemon', isTry: false });
    if (pruned.kind === 'failed') return [`words of reviews were not pruned: ${pruned.why}`];
    return pruned.texts === 0 ? [] : [`${pruned.texts} texts of reviews older than ${keepDays} days were deleted`];
  } finally {
    log.close();
  }
}
