import { answersOn } from '../log/answers.ts';
import { type Appended, type Log, openLog } from '../log/open.ts';
import { ruleOf } from '../log/statements.ts';
import type { NewEvent } from '../model/event.ts';
import type { Label } from '../model/label.ts';
import type { PastAnswer } from '../model/question.ts';
import type { Statement } from '../model/statement.ts';
import type { Environment } from '../system/git.ts';

export type Answer = {
  readonly target: Pick<Statement, 'id' | 'kind' | 'of' | 'repo'>;
  readonly says: Label;
  readonly because: string;
  /** The chance of the question it answers; null where nobody asked. */
  readonly chance: number | null;
  /** From shown to answered; null where it was never shown. */
  readonly secs: number | null;
};

export type Rater = {
  /** `human:ana@shop.example`; whoever else answers is kept and not counted. */
  readonly rater: string;
  readonly checkout: string;
  readonly now: number;
};

/** Whoever went for a coffee has not thought for an hour. */
const LONGEST_SECS = 3_600;
const LONGEST_REASON = 2_000;

/** One answer as an event. `replaces`: the event of what the same person said of it before. */
export function answerEvent(answer: Answer, { rater, checkout, now }: Rater, replaces: string | null): NewEvent {
  const { target, says, because, chance, secs } = answer;
  const payload = {
    target: target.id,
    rule: ruleOf(target),
    says,
    because: because.slice(0, LONGEST_REASON),
    p_sel: chance,
    strategy: chance === null ? 'volunteered' : 'drawn',
    secs: secs === null ? null : Math.round(Math.min(LONGEST_SECS, Math.max(0, secs)) * 10) / 10,
    replaces,
  };
  return { ts: now, repo: target.repo, checkout, actor: rater, kind: 'label', subject: target.id, payload };
}

/** Keeps it at once: a terminal that closes after three answers has kept three. */
export async function keepAnswer(env: Environment, answer: Answer, rater: Rater): Promise<Appended> {
  const log = await openLog({ env });
  try {
    const past = saidBefore(log, answer.target.id);
    const replaces = past.findLast((one) => one.rater === rater.rater)?.event ?? null;
    return log.append([answerEvent({ ...answer, chance: chanceOf(answer, past) }, rater, replaces)]);
  } finally {
    log.close();
  }
}

/**
 * The first answer of a person says how a statement came to be among the labelled ones; who corrects it, or is asked because people
 * disagree, was drawn among those that were labelled already.
 */
function chanceOf({ chance }: Answer, past: readonly PastAnswer[]): number | null {
  const first = past.find(({ counts }) => counts);
  return first === undefined ? chance : first.chance;
}

/** A log that cannot be read now cannot say it either; by order of the chain the later word counts all the same. */
function saidBefore(log: Log, target: string): readonly PastAnswer[] {
  return log.fault !== null || log.schema !== 'ours' ? [] : answersOn(log, target);
}
