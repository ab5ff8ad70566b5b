import type { Appended } from '../log/open.ts';
import type { Label } from '../model/label.ts';
import type { Question } from '../model/question.ts';
import type { Key } from '../system/keys.ts';

/** What a round of questions needs of the world. */
export type Desk = {
  readonly show: (question: Question, at: number, of: number) => Promise<void>;
  readonly key: () => Promise<Key>;
  /** One line of why; null where it was broken off. */
  readonly reason: () => Promise<string | null>;
  readonly keep: (answer: Given) => Promise<Appended>;
  readonly say: (text: string) => Promise<void>;
  /** In milliseconds. */
  readonly now: () => number;
};

export type Given = {
  readonly question: Question;
  readonly says: Label;
  readonly because: string;
  readonly secs: number;
};

export type Round = {
  /** What counts in the end: the last answer to each. */
  readonly given: readonly Given[];
  readonly end: 'done' | 'stopped' | 'closed';
};

const LABEL_OF: Readonly<Record<string, Label>> = { r: 'right', w: 'wrong', g: 'gap', u: 'unclear' };

/** Asks one after the other. Each answer is kept before the next question is shown, so that nothing is lost whatever ends it. */
export async function askThrough(questions: readonly Question[], desk: Desk): Promise<Round> {
  const given = new Map<string, Given>();
  const back: number[] = [];
  let at = 0;
  for (;;) {
    const question = questions[at];
    if (question === undefined) return { given: [...given.values()], end: 'done' };
    const step = await askOne(question, at, questions.length, desk);
    if (step.kind === 'stopped' || step.kind === 'closed') return { given: [...given.values()], end: step.kind };
    if (step.kind === 'back') {
      const before = back.pop();
      if (before === undefined) await desk.say('There is no answer to change yet.');
      at = before ?? at;
    } else {
      if (step.kind === 'given') {
        given.set(question.statement.id, step.given);
        back.push(at);
      }
      at += 1;
    }
  }
}

type Step =
  | { readonly kind: 'given'; readonly given: Given }
  | { readonly kind: 'skipped' | 'back' | 'stopped' | 'closed' };

async function askOne(question: Question, at: number, of: number, desk: Desk): Promise<Step> {
  await desk.show(question, at, of);
  const shown = desk.now();
  for (;;) {
    const pressed = await desk.key();
    if (pressed.kind === 'stopped' || pressed.kind === 'closed') return { kind: pressed.kind };
    const step = pressed.kind === 'pasted' ? null : COMMANDS[pressed.key.toLowerCase()];
    if (step !== null && step !== undefined) return step;
    const says = pressed.kind === 'pasted' ? undefined : LABEL_OF[pressed.key.toLowerCase()];
    if (says === undefined || pressed.kind === 'pasted') {
      await desk.say('One key: r, w, g, u, s, b or q.');
      continue;
    }
    const because = isCapital(pressed.key) ? await desk.reason() : '';
    if (because === null) {
      await desk.say('Nothing was kept. One key: r, w, g, u, s, b or q.');
      continue;
    }
    const given = { question, says, because: because.trim(), secs: (desk.now() - shown) / 1_000 };
    const appended = await desk.keep(given);
    return appended.kind === 'lost' ? { kind: 'skipped' } : { kind: 'given', given };
  }
}

const COMMANDS: Readonly<Record<string, Step>> = {
  s: { kind: 'skipped' },
  b: { kind: 'back' },
  q: { kind: 'stopped' },
};

function isCapital(key: string): boolean {
  return key !== key.toLowerCase();
}
