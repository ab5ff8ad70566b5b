import { claimsIn, findPast, goneFrom, settle, type Said } from '../../log/history/claims.ts';
import { standing } from '../../log/history/write.ts';
import { openNumbers } from '../../log/current.ts';
import type { History } from '../../log/history.ts';
import { openLog } from '../../log/open.ts';
import { outcomeEvent, countOutcomes, outcomesOf, type KnownOutcome, type Told } from '../../log/outcomes.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Gate } from '../../gate/open.ts';
import type { Oid } from '../../model/change.ts';
import type { NewEvent } from '../../model/event.ts';
import { OUTCOME_WEIGHTS } from '../../model/outcome.ts';
import type { Git } from '../../system/git.ts';
import { outcomeId } from './id.ts';
import { resolveClaims, type Resolved } from './resolve.ts';

/** What the log did not know yet. */
export type News = { readonly added: number; readonly withdrawn: number; readonly note: string | null };

export const NO_NEWS: News = { added: 0, withdrawn: 0, note: null };

/** More commits than this in one merge: which of them was bad, its revert does not tell. */
const MOST_MERGED = 50;
/** Events at a time: the log is not held for longer than a hook can wait. */
const BUNDLE = 500;

/** Has the log all that was told to it? It may be another one than the last time. */
export async function isTold(gate: Gate, history: History): Promise<boolean> {
  const { id, told } = standing(history);
  if (told < 0) return false;
  const log = await openNumbers(gate.env);
  try {
    return countOutcomes(log, history.repo) >= told && goneFrom(history, id).size === 0;
  } finally {
    log.close();
  }
}

/** Writes into the log what follows from the history and is not there yet. What a person withdrew stays withdrawn. */
export async function tellOutcomes(gate: Gate, history: History): Promise<News> {
  const { id } = standing(history);
  const claims = claimsIn(history, id);
  const find = (oid: string): ReturnType<typeof findPast> => findPast(history, id, oid);
  const merged = await readMerges(gate.git, claims, (oid) => find(oid)?.isMerge === true && (find(oid)?.oid ?? null));
  const resolved = resolveClaims(claims, { find, merged: (merge) => merged.get(merge) ?? [] });
  const log = await openNumbers(gate.env);
  const known = outcomesOf(log, history.repo);
  log.close();
  const news = newsOf(resolved, known, { repo: history.repo, gone: goneFrom(history, id) });
  const note = await append(gate, news);
  settle(history, id, known.length + news.filter(({ isNew }) => isNew).length);
  const withdrawn = news.filter((one) => one.withdrawn).length;
  return { added: news.length - withdrawn, withdrawn, note };
}

type Item = Told & { readonly isNew: boolean };

function newsOf(
  resolved: readonly Resolved[],
  known: readonly KnownOutcome[],
  { repo, gone }: { readonly repo: string; readonly gone: ReadonlySet<Oid> },
): readonly Item[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  const told = new Map<string, Item>();
  for (const one of resolved) {
    const { commit, kind, evidence, ts, withdrawn } = one;
    const id = outcomeId({ repo, commit, kind, evidence });
    const before = byId.get(id);
    if (before === undefined ? withdrawn : before.source === 'person' || before.withdrawn === withdrawn) continue;
    const weight = OUTCOME_WEIGHTS[kind];
    const isNew = before === undefined;
    told.set(id, { id, repo, commit, kind, weight, ts, evidence, withdrawn, source: 'history', because: '', isNew });
  }
  const stands = new Set(resolved.map(({ commit, kind, evidence }) => outcomeId({ repo, commit, kind, evidence })));
  for (const one of known) {
    const isGone = one.source === 'history' && (gone.has(one.evidence) || gone.has(one.commit));
    if (!isGone || one.withdrawn || stands.has(one.id)) continue;
    told.set(one.id, { ...one, withdrawn: true, because: 'the history was rewritten without it', isNew: false });
  }
  return [...told.values()];
}

async function append(gate: Gate, news: readonly Item[]): Promise<string | null> {
  if (news.length === 0) return null;
  const at = {
    ts: gate.now(),
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
  };
  const events = news.map((one): NewEvent => outcomeEvent(one, at));
  const log = await openLog({ env: gate.env });
  try {
    for (let from = 0; from < events.length; from += BUNDLE) {
      const kept = log.append(events.slice(from, from + BUNDLE));
      if (kept.kind === 'spooled') return `the log could not be written (${kept.why}); they wait in ${kept.path}`;
      if (kept.kind === 'lost') throw new Error(`write the outcomes into the log: ${kept.why}`);
    }
    return null;
  } finally {
    log.close();
  }
}

/** What each merge brought that some commit speaks of; nothing where that is too much to blame. */
async function readMerges(
  git: Git,
  claims: readonly Said[],
  mergeNamed: (id: string) => Oid | null | false,
): Promise<ReadonlyMap<Oid, readonly Oid[]>> {
  const merges = new Map<Oid, readonly Oid[]>();
  for (const { named, kind } of claims) {
    if (kind !== 'revert' && kind !== 'fixes') continue;
    const merge = mergeNamed(named);
    if (typeof merge !== 'string' || merges.has(merge)) continue;
    const most = `--max-count=${MOST_MERGED + 1}`;
    const answer = await git.ask(['rev-list', '--no-merges', most, merge, `^${merge}^1`]);
    const brought = answer.stdout.toString('utf8').split('\n').slice(0, -1);
    merges.set(merge, answer.code === 0 && brought.length <= MOST_MERGED ? brought : []);
  }
  return merges;
}
