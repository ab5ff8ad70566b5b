import { answerEvent } from '../../src/learn/answer.ts';
import { repositoryHere } from '../../src/learn/here.ts';
import { type Gate, openGate } from '../../src/gate/open.ts';
import { openNumbers } from '../../src/log/current.ts';
import { type Log, openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Label } from '../../src/model/label.ts';
import { type Tuning, readProposals } from '../../src/learn/tuning/proposals.ts';
import { context, ruling, verdict } from '../log/events.ts';
import type { Repo } from '../helpers/repo.ts';

const DAY_MS = 86_400_000;

/** Statements and labels of a log, appended as hooks, reviews and people append them. */
export type World = {
  readonly gate: Gate;
  readonly repo: string;
  readonly now: number;
  readonly append: (events: readonly NewEvent[]) => Promise<void>;
  readonly read: <T>(look: (log: Log) => Promise<T> | T) => Promise<T>;
  readonly proposals: () => Promise<Tuning>;
};

export async function worldOf(repo: Repo, now: number = Date.now()): Promise<World> {
  const io = { cwd: repo.root, env: repo.env, now: () => now, err: () => Promise.resolve(), parent: 0 };
  const gate = await openGate(io);
  const id = await repositoryHere(gate);
  const read: World['read'] = async (look) => {
    const log = await openNumbers(repo.env);
    try {
      return await look(log);
    } finally {
      log.close();
    }
  };
  return {
    gate,
    repo: id,
    now,
    append: async (events) => {
      const log = await openLog({ env: repo.env });
      log.append(events);
      log.close();
    },
    read,
    proposals: async () => await read((log) => readProposals(log, { gate, repo: id, now })),
  };
}

export type Said = { readonly says: Label | null; readonly chance?: number | null };

/** One refusal of an agent's commit for each, and what a person said of it. */
export function rulingsOf(
  world: World,
  rule: string,
  said: readonly Said[],
  kind = 'file.modify',
): readonly NewEvent[] {
  return said.flatMap(({ says, chance = 0.5 }, i) => {
    const id = `r-${rule.replaceAll(/[^a-z]/g, '').slice(0, 8)}${i}`;
    const at = world.now - 10 * DAY_MS + i * 60_000;
    const path = `notes/${i}.md`;
    const one = ruling({
      id,
      rule,
      level: 'ask',
      raised: 'ask',
      fact: { kind, subject: path, where: { path, range: null } },
    });
    const event = verdictEvent(verdict({ repo: world.repo, at, level: 'ask', rulings: [one] }), context());
    return says === null
      ? [event]
      : [event, labelOf(world, { id, kind: 'ruling', of: rule, repo: world.repo }, says, chance)];
  });
}

export type Found = Said & {
  readonly confidence: number;
  readonly criterion?: string;
  readonly state?: string;
  readonly head?: string;
};

/** A review with these findings of one failure model, and what a person said of each. */
export function findingsOf(world: World, model: string, found: readonly Found[], spec = ''): readonly NewEvent[] {
  return found.flatMap((one, i) => {
    const id = `f-${model.replaceAll(/[^a-z]/g, '').slice(0, 6)}${i}`;
    const review = reviewOf(world, { id, model, spec, nth: i, round: 1, ...one, state: 'open' });
    const events =
      one.says === null
        ? []
        : [labelOf(world, { id, kind: 'finding', of: model, repo: world.repo }, one.says, one.chance ?? 0.5)];
    return [review, ...events];
  });
}

export function reviewOf(
  world: World,
  one: Omit<Found, 'says' | 'chance'> & {
    readonly id: string;
    readonly model: string;
    readonly spec: string;
    readonly nth: number;
    readonly round: number;
  },
): NewEvent {
  const { id, model, spec, nth, round, confidence, criterion = null, state = 'open', head = 'a'.repeat(40) } = one;
  const entry = {
    id,
    failureModel: model,
    path: `src/cart-${nth}.ts`,
    side: 'after',
    line: 3,
    severity: 'high',
    blocking: true,
    confidence,
    criterion,
    state,
    open: state === 'open',
    since: 1,
    last: round,
    reopened: 0,
    finder: 'openai/gpt',
    vendor: 'openai',
    model: 'gpt',
  };
  return {
    ts: world.now - 9 * DAY_MS + nth * 60_000 + round,
    repo: world.repo,
    checkout: '/work',
    actor: 'human:ana@shop.example',
    kind: 'review',
    subject: 'topic',
    payload: {
      id: `v-${id}-${round}`,
      key: `k-${id}`,
      loop: `l-${id}`,
      round,
      branch: 'topic',
      head,
      tree: head,
      spec: spec === '' ? null : { path: spec },
      outcome: 'findings',
      ledger: [entry],
    },
  };
}

function labelOf(
  world: World,
  target: Parameters<typeof answerEvent>[0]['target'],
  says: Label,
  chance: number | null,
): NewEvent {
  const answer = { target, says, because: '', chance, secs: 4 };
  return answerEvent(answer, { rater: 'human:ana@shop.example', checkout: '/work', now: world.now - DAY_MS }, null);
}

export const times = (n: number, says: Label, chance: number | null = 0.5): readonly Said[] =>
  Array.from({ length: n }, () => ({ says, chance }));
