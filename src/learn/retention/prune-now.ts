import { openGate } from '../../gate/open.ts';
import { confirm, findPerson } from '../../gate/person.ts';
import { readUserConfig } from '../../gate/review/user-config.ts';
import { openCurrentLog } from '../../log/current.ts';
import { openLog } from '../../log/open.ts';
import { actorName } from '../../log/verdict-event.ts';
import { escapeText } from '../../speak/escape.ts';
import { count } from '../../speak/words.ts';
import type { Io } from '../../system/io.ts';
import { UsageError } from '../../system/usage.ts';
import { momentOf } from '../moment.ts';
import { pruneBlobs, type Pruned } from './prune.ts';

const DAY_MS = 86_400_000;

/** `guardrail log prune`: what the daemon does by itself once a day, now, or up to another moment. */
export async function pruneNow(
  io: Io,
  words: { readonly before: string | null; readonly dry: boolean },
): Promise<0 | 1> {
  const { keepDays } = (await readUserConfig(io.env)).keeping;
  const before = words.before === null ? configured(keepDays, io.now()) : momentOf(words.before, io.now());
  if (before === null)
    throw new UsageError(
      words.before === null
        ? 'log prune: your configuration keeps the words of reviews forever; name a time: --before 90d'
        : `log prune: --before takes 90d, 12w or 2026-01-31, not ${escapeText(words.before)}`,
      'guardrail log prune --dry-run --before 90d',
    );
  const how = { env: io.env, before, now: io.now() };
  const reading = await openCurrentLog(io.env);
  const found = pruneBlobs(reading, { ...how, actor: 'unknown', isTry: true });
  reading.close();
  const actor = words.dry || !hasSome(found) ? null : await agreed(io, tell(found, 'will be'));
  if (actor === null) {
    const isRefused = !words.dry && hasSome(found);
    await io.err(`guardrail: ${isRefused ? 'nothing was deleted' : tellFound(found, before)}\n`);
    return isRefused ? 1 : 0;
  }
  const log = await openLog({ env: io.env });
  const pruned = pruneBlobs(log, { ...how, actor, isTry: false });
  log.close();
  await io.err(`guardrail: ${escapeText(tell(pruned, 'are'))}\n`);
  return pruned.kind === 'done' ? 0 : 1;
}

function configured(days: number | null, now: number): number | null {
  return days === null ? null : now - days * DAY_MS;
}

function hasSome(found: Pruned): boolean {
  return found.kind === 'done' && found.texts > 0;
}

function tellFound(found: Pruned, before: number): string {
  if (found.kind === 'failed' || hasSome(found)) return escapeText(tell(found, 'would be'));
  const day = new Date(before).toISOString().slice(0, 10);
  return `nothing to delete: no words of reviews are from before ${day} (${count(found.left, 'text')})`;
}

function tell(found: Pruned, verb: string): string {
  if (found.kind === 'failed') return `nothing was deleted: ${found.why}`;
  const size = (found.bytes / 1e6).toFixed(1);
  return `${count(found.texts, 'text')} of reviews (${size} MB) ${verb} deleted, ${found.left} stay; the chain stays whole`;
}

async function agreed(io: Io, question: string): Promise<string | null> {
  const gate = await openGate(io);
  const person = findPerson(gate.operator);
  if (person.kind === 'person') return (await confirm(io, question, 'prune')) ? actorName(gate.operator) : null;
  await io.err(`guardrail: words of the log are deleted by a person at a terminal: ${escapeText(person.why)}\n`);
  return null;
}
