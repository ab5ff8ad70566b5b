import { createHash } from 'node:crypto';
import { askOne, type Desk, type Heard } from '../../gate/review/asking.ts';
import { hmacOf, loopSecret } from '../../gate/review/secret-names.ts';
import type { Appended, Log } from '../../log/open.ts';
import { SEEDED_LOOP, trialEvent } from '../../log/trials.ts';
import { actorName } from '../../log/verdict-event.ts';
import type { Trial } from '../../model/trial.ts';
import { seenIn } from './hit.ts';
import type { OpenedTrials, Plan, Planned } from './plan.ts';
import type { Purse } from './purse.ts';
import { answeredBy, MODE } from './readers.ts';
import { sheetFor } from './weave.ts';

/** One trial that was held, and what became of its event. */
export type Held = {
  readonly trial: Trial;
  readonly reviewer: string;
  /** Why the answer was not whole; empty where it was. */
  readonly why: string;
  readonly kept: Appended;
};
export type Ran = {
  readonly held: readonly Held[];
  /** Readers that were asked no further, and why. */
  readonly aside: ReadonlyMap<string, string>;
};
export type Running = {
  readonly log: Log;
  readonly purse: Purse;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly tell: (held: Held) => Promise<void>;
};

/** A reader that gave no whole answer so often in a row is down, or will not do it: each would be paid for. */
const MOST_BROKEN = 2;

/** Asks what was planned, one after the other: each is remembered before the next is paid for. */
export async function runTrials(opened: OpenedTrials, { planned }: Plan, running: Running): Promise<Ran> {
  const held: Held[] = [];
  const aside = new Map<string, string>();
  const broken = new Map<string, number>();
  for (const one of planned) {
    const { name } = one.reader.rule;
    if (aside.has(name) || running.signal.aborted) continue;
    const whyNot = running.purse.whyNot(one.most);
    if (whyNot !== null) {
      aside.set(name, whyNot);
      continue;
    }
    const trial = await holdOne(opened, one, running);
    if (typeof trial === 'string') {
      aside.set(name, trial);
      continue;
    }
    held.push(trial);
    await running.tell(trial);
    const inARow = trial.trial.result === 'none' ? (broken.get(name) ?? 0) + 1 : 0;
    broken.set(name, inARow);
    if (inARow >= MOST_BROKEN) aside.set(name, `${inARow} answers in a row were not whole: ${trial.why}`);
    // money that nobody remembers would be spent again tomorrow
    if (trial.kept.kind === 'lost') aside.set(name, `nothing could be remembered: ${trial.kept.why}`);
  }
  return { held, aside };
}

/** A sentence: nobody was asked, and why. */
async function holdOne(opened: OpenedTrials, planned: Planned, running: Running): Promise<Held | string> {
  const { reader, woven } = planned;
  const desk = deskFor(opened, planned, running);
  const sheet = sheetFor(woven, desk.hmac);
  if (sheet === null) return 'it no longer fits one question';
  const heard = await askOne(desk, reader.rule, {
    purpose: MODE,
    sheet,
    failureModels: woven.failureModels,
    spec: null,
    open: [],
    messages: [],
  });
  const why = heard.answer.kind === 'complete' ? '' : heard.answer.why;
  if (heard.call.tries === 0) return why;
  const trial = trialOf(opened, planned, heard);
  const { gate } = opened;
  const where = {
    repo: opened.repo,
    checkout: gate.repository.root ?? gate.repository.gitDir,
    actor: actorName(gate.operator),
    ts: trial.ts,
  };
  return { trial, reviewer: reader.rule.name, why, kept: running.log.append([trialEvent(where, trial, desk.loop)]) };
}

/** INVARIANT: apart from every review: its loop has a name that none of a change has, and its budget is its own. */
function deskFor({ gate, repo, trials, user }: OpenedTrials, { reader, woven }: Planned, running: Running): Desk {
  const { seed } = woven;
  const before = trials.filter(({ diff, identity }) => diff === seed.diff && identity === reader.identity).length;
  const parts = [repo, seed.model.id, seed.diff, reader.rule.name, before];
  // the same until its trial is remembered: what was answered before a crash is found again and not paid for twice
  const loop = `${SEEDED_LOOP}${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8)}`;
  return {
    gate,
    repo,
    loop,
    round: 1,
    key: seed.diff,
    budget: running.purse.budget,
    hmac: hmacOf(loopSecret(gate.env, loop)),
    deadlineMs: running.deadlineMs,
    signal: running.signal,
    user,
  };
}

function trialOf({ gate, repo }: OpenedTrials, { woven }: Planned, { answer, call, topic }: Heard): Trial {
  const { seed } = woven;
  return {
    ts: gate.now(),
    repo,
    failureModel: seed.model.id,
    seed: seed.name,
    diff: seed.diff,
    origin: seed.origin,
    ...answeredBy(call),
    vendor: call.vendor,
    mode: MODE,
    ...seenIn(answer, { ...woven, sheet: topic.sheet }),
    money: call.money,
  };
}
