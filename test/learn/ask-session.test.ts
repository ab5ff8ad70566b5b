import { expect, test } from 'vitest';
import { askThrough, type Desk, type Given, type Round } from '../../src/learn/session.ts';
import type { Appended } from '../../src/log/open.ts';
import type { Question } from '../../src/model/question.ts';
import type { Key } from '../../src/system/keys.ts';

const QUESTIONS: readonly Question[] = ['r-1', 'r-2', 'r-3'].map((id) => ({
  statement: {
    id,
    kind: 'ruling',
    of: 'rule',
    by: { kind: 'rule' },
    repo: 'shop',
    branch: 'main',
    first: 0,
    last: 0,
    subject: 'a.ts',
    path: 'a.ts',
    line: 1,
    refuses: true,
    confidence: null,
    criterion: null,
    spec: null,
    became: 'open',
    loop: '',
    label: null,
  },
  chance: 0.5,
  worth: 1,
  cluster: id,
  disputed: [],
}));

const WRITTEN: Appended = { kind: 'written', seq: 1, ids: [] };

/** A person who presses these keys, three seconds after each question; `*` pastes, `.` is Ctrl-C, `!` the terminal that goes. */
async function pressing(
  keys: string,
  { reasons = [], kept = WRITTEN }: { readonly reasons?: readonly (string | null)[]; readonly kept?: Appended } = {},
): Promise<
  Round & { readonly shown: readonly string[]; readonly all: readonly Given[]; readonly said: readonly string[] }
> {
  const [shown, all, said]: [string[], Given[], string[]] = [[], [], []];
  const [left, why] = [Array.from(keys), [...reasons]];
  let now = 0;
  const desk: Desk = {
    show: (question) => Promise.resolve(void shown.push(question.statement.id)),
    key: () => Promise.resolve(keyOf(left.shift(), () => (now += 3_000))),
    reason: () => Promise.resolve(why.shift() ?? null),
    keep: (given) => {
      all.push(given);
      return Promise.resolve(kept);
    },
    say: (text) => Promise.resolve(void said.push(text)),
    now: () => now,
  };
  return { ...(await askThrough(QUESTIONS, desk)), shown, all, said };
}

function keyOf(key: string | undefined, wait: () => void): Key {
  wait();
  if (key === undefined || key === '!') return { kind: 'closed' };
  if (key === '.') return { kind: 'stopped' };
  return key === '*' ? { kind: 'pasted' } : { kind: 'key', key };
}

const wordsOf = (given: readonly Given[]): readonly string[] =>
  given.map(({ question, says }) => `${question.statement.id} ${says}`);

test('one key each, kept at once, with the seconds it took', async () => {
  const round = await pressing('rwu');
  expect(wordsOf(round.given)).toEqual(['r-1 right', 'r-2 wrong', 'r-3 unclear']);
  expect(round.all.map(({ secs }) => secs)).toEqual([3, 3, 3]);
  expect(round.end).toBe('done');
});

test('a capital asks why; a reason that is broken off keeps nothing', async () => {
  const round = await pressing('GWw', { reasons: ['  the spec is silent ', null] });
  expect(round.all.map(({ says, because }) => [says, because])).toEqual([
    ['gap', 'the spec is silent'],
    ['wrong', ''],
  ]);
  expect(round.said).toEqual(['Nothing was kept. One key: r, w, g, u, s, b or q.']);
  // it was asked once, and its time runs on
  expect(round.all[1]?.secs).toBe(6);
});

test('back goes to the last answer, over what was skipped, and the new one counts', async () => {
  const round = await pressing('rsbgw.');
  expect(round.shown).toEqual(['r-1', 'r-2', 'r-3', 'r-1', 'r-2', 'r-3']);
  expect(wordsOf(round.all)).toEqual(['r-1 right', 'r-1 gap', 'r-2 wrong']);
  expect(wordsOf(round.given)).toEqual(['r-1 gap', 'r-2 wrong']);
  expect(round.end).toBe('stopped');
});

test('back before there is anything says so, and what is pasted or unknown answers nothing', async () => {
  const round = await pressing('b*x\u001b[Aq');
  expect(round.given).toEqual([]);
  expect(round.shown).toEqual(['r-1', 'r-1']);
  expect(round.said[0]).toBe('There is no answer to change yet.');
  expect(round.said.length).toBeGreaterThan(2);
});

test('a terminal that closes midway has kept what was answered', async () => {
  const round = await pressing('r!');
  expect(round).toMatchObject({ end: 'closed' });
  expect(wordsOf(round.given)).toEqual(['r-1 right']);
});

test('what could not be kept is no answer', async () => {
  const round = await pressing('rq', { kept: { kind: 'lost', why: 'no disk' } });
  expect(round.given).toEqual([]);
  expect(round.shown).toEqual(['r-1', 'r-2']);
});
