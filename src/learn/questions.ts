import { type Answered, answeredSince, answersBefore, readersOf } from '../log/answers.ts';
import { type Askable, saidBefore, saidToday } from '../log/askable.ts';
import type { Rows } from '../log/open.ts';
import { statementNamed } from '../log/statements.ts';
import type { Label } from '../model/label.ts';
import type { Question, Today } from '../model/question.ts';
import { clusterOf } from '../model/statement.ts';
import { type Candidate, drawQuestions, weighQuestions } from '../stats/ask.ts';
import type { Known } from '../stats/ask-worth.ts';
import { ASKED_ABOUT_DAYS } from '../stats/ever-asked.ts';
import { seeded } from '../stats/random.ts';
import { sha256 } from '../system/files.ts';

export type Asking = {
  /** Null asks about every repository of this user. */
  readonly repo: string | null;
  readonly now: number;
  /** `human:ana@shop.example`, as an event names who it is of. */
  readonly rater: string;
  /** How many a day. */
  readonly most: number;
};

/** More in a day is work, and work is done without looking. */
export const QUESTIONS_A_DAY = 5;
export const MOST_QUESTIONS = 50;

/** How many a day, as it is typed; null for what is no such number. */
export function budgetNamed(word: string): number | null {
  const most = /^\d{1,3}$/.test(word) ? Number(word) : 0;
  return most >= 1 && most <= MOST_QUESTIONS ? most : null;
}

const DAY_MS = 86_400_000;
const COUNTED_DAYS = 90;
/** A warning that is wrong costs less than a refusal that is. */
const STAKE_OF_WARNING = 0.25;

/** What this person is still to be asked today. */
export function questionsFor(log: Rows, asking: Asking): readonly Question[] {
  return todayFor(log, asking).open;
}

/**
 * The questions of a day. They are drawn from what had been said and answered when it began, by a lot that repository, day and person
 * name: whoever comes back sees the same ones, and anybody can draw them again. They come as the lot has them and not the most telling first:
 * of who answers two of five, it would else be known only what is worth most.
 */
export function todayFor(log: Rows, { repo, now, rater, most }: Asking): Today {
  const day = Math.floor(now / DAY_MS);
  const began = day * DAY_MS;
  const before = answersBefore(log, { from: began - COUNTED_DAYS * DAY_MS, before: began, repo });
  const budget = Math.max(0, Math.min(MOST_QUESTIONS, Math.floor(most)));
  const pool = poolOf(log, { from: began - ASKED_ABOUT_DAYS * DAY_MS, began, repo, rater, budget, before });
  const weighed = weighQuestions(pool.map(candidateOf), knownCells(log, before), budget);
  const drawn = drawQuestions(weighed, seeded(seedOf(day, repo ?? '', rater)));
  const answered = answeredSince(log, rater, began);
  const left = drawn.filter(({ id }) => !answered.has(id));
  const open = left.flatMap(({ id, ...drew }): readonly Question[] => {
    const statement = statementNamed(log, id, now);
    const disputed = pool.find((one) => one.id === id)?.disputed ?? [];
    return statement === null ? [] : [{ statement, ...drew, disputed }];
  });
  return { open, answered: drawn.filter(({ id }) => answered.has(id)).length, among: pool.length };
}

type Pooled = Askable & Pick<Question, 'disputed'>;
type Day = {
  readonly from: number;
  readonly began: number;
  readonly repo: string | null;
  readonly rater: string;
  readonly budget: number;
  readonly before: readonly Answered[];
};

/**
 * What may be asked: said before the day began, and labelled by nobody, or differently by different people. On the first days, where
 * that is too little, as much of today as fills it, in the order in which it was said: these are all asked, later ones tomorrow.
 */
function poolOf(log: Rows, day: Day): readonly Pooled[] {
  const answers = answersByTarget(day.before);
  const ask = (one: Askable): readonly Pooled[] => {
    const own = answers.get(one.id) ?? [];
    const disputed = disputeOf(own, day.rater);
    return own.length > 0 && disputed.length === 0 ? [] : [{ ...one, disputed }];
  };
  const pool = saidBefore(log, day).flatMap(ask);
  const clusters = new Set(pool.map(clusterOf));
  if (clusters.size >= day.budget) return pool;
  for (const one of saidToday(log, day).flatMap(ask)) {
    if (clusters.size >= day.budget) break;
    // the first of each: with a second, which of them is asked would change while the day goes on
    if (!clusters.has(clusterOf(one))) pool.push(one);
    clusters.add(clusterOf(one));
  }
  return pool;
}

function answersByTarget(answers: readonly Answered[]): ReadonlyMap<string, readonly Answered[]> {
  const found = new Map<string, Answered[]>();
  for (const answer of answers) {
    const own = found.get(answer.target);
    if (own === undefined) found.set(answer.target, [answer]);
    else own.push(answer);
  }
  return found;
}

/** What they say, if they do not agree and this person's own word is not the newest: nobody is asked twice what they just answered. */
function disputeOf(answers: readonly Answered[], rater: string): readonly Label[] {
  const words = [...new Set(answers.map(({ says }) => says).filter((says) => says === 'right' || says === 'wrong'))];
  return words.length > 1 && answers.at(-1)?.rater !== rater ? words.toSorted() : [];
}

function candidateOf(one: Askable): Candidate {
  const { id, of, reader, refuses } = one;
  return { id, cluster: clusterOf(one), cell: `${of}\n${reader}`, stake: refuses ? 1 : STAKE_OF_WARNING };
}

/** What is known of each contract and reader, each statement by its last word. */
function knownCells(log: Rows, before: readonly Answered[]): ReadonlyMap<string, Known> {
  const last = new Map(before.map((answer) => [answer.target, answer]));
  const readers = readersOf(log, [...last.keys()]);
  const cells = new Map<string, Record<keyof Known, number>>();
  for (const { target, of, says } of last.values()) {
    if (says === 'unclear') continue;
    const name = `${of}\n${readers.get(target) ?? ''}`;
    const counts = cells.get(name) ?? { right: 0, wrong: 0, gap: 0 };
    counts[says] += 1;
    cells.set(name, counts);
  }
  return cells;
}

/** 52 bits of a hash: nobody chooses what they are asked. */
function seedOf(day: number, repo: string, rater: string): number {
  return Number.parseInt(sha256(`${day}\n${repo}\n${rater}`).slice(0, 13), 16);
}
