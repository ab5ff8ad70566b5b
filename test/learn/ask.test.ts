import { describe, expect, test } from 'vitest';
import { command as label } from '../../src/commands/label.ts';
import { type Answer, answerEvent, keepAnswer } from '../../src/learn/answer.ts';
import { questionsFor, todayFor } from '../../src/learn/questions.ts';
import { taughtBy } from '../../src/learn/taught.ts';
import { answersOn } from '../../src/log/answers.ts';
import { type Log, openLog } from '../../src/log/open.ts';
import { disagreements, statementNamed } from '../../src/log/statements.ts';
import type { NewEvent } from '../../src/model/event.ts';
import type { Environment } from '../../src/system/git.ts';
import { AT, freshEnvironment } from '../log/events.ts';
import { run } from '../log/seen.ts';
import { ANA, DAY, LI, refusedBy, REPO, reviewed, saidBy, warnedBy } from './asked.ts';

async function logOf(
  events: readonly NewEvent[],
): Promise<{ readonly log: Log; readonly env: Environment; readonly home: string }> {
  const { env, home } = freshEnvironment();
  const log = await openLog({ env });
  log.append(events);
  return { log, env, home };
}

const asking = { repo: REPO, now: AT, rater: ANA, most: 5 };

/** Three rules over some days: one new, one that was answered often, one in between. */
function past(): readonly NewEvent[] {
  const said = (rule: string, n: number): readonly NewEvent[] =>
    Array.from({ length: n }, (_, i) => refusedBy(rule, `src/${rule}-${i}.ts`, AT - (3 + (i % 9)) * DAY));
  const answered = Array.from({ length: 14 }, (_, i) =>
    saidBy(ANA, `r-settled-src/settled-${i}.ts`, 'settled', 'right', AT - 2 * DAY),
  );
  return [...said('new', 10), ...said('settled', 24), ...said('between', 6), ...answered];
}

describe("a day's questions", () => {
  test('are five, of different clusters, none of them answered before, each with its chance', async () => {
    const { log } = await logOf(past());
    const today = todayFor(log, asking);
    expect(today).toMatchObject({ answered: 0, among: 26 });
    expect(today.open).toHaveLength(5);
    expect(new Set(today.open.map(({ cluster }) => cluster)).size).toBe(5);
    expect(today.open.every(({ chance, statement }) => chance > 0 && chance <= 1 && statement.label === null)).toBe(
      true,
    );
    log.close();
  });

  test('stay the same the whole day, whatever is said and answered meanwhile', async () => {
    const { log } = await logOf(past());
    const first = questionsFor(log, asking);
    const [one, two] = first;
    log.append(Array.from({ length: 9 }, (_, i) => refusedBy('new', `src/today-${i}.ts`, AT + i)));
    // a ruling of before is made again, and one that is asked about today changes its level
    log.append([refusedBy('between', 'src/between-0.ts', AT + 20)]);
    log.append([saidBy(LI, two?.statement.id ?? '', 'new', 'wrong', AT + 30)]);
    log.append([saidBy(ANA, 'r-settled-src/settled-0.ts', 'settled', 'wrong', AT + 40)]);
    const later = { ...asking, now: AT + 8 * 3_600_000 };
    expect(questionsFor(log, later).map(({ statement, chance }) => [statement.id, chance])).toEqual(
      first.map(({ statement, chance }) => [statement.id, chance]),
    );
    log.append([saidBy(ANA, one?.statement.id ?? '', 'new', 'right', AT + 50)]);
    expect(todayFor(log, later)).toMatchObject({ answered: 1, open: first.slice(1).map(({ chance }) => ({ chance })) });
    log.close();
  });

  test('are others tomorrow and for others', async () => {
    const { log } = await logOf(past());
    const ids = (more: Partial<typeof asking>): readonly string[] =>
      questionsFor(log, { ...asking, ...more }).map(({ statement }) => statement.id);
    const all = [ids({}), ids({ now: AT + DAY }), ids({ now: AT + 2 * DAY }), ids({ rater: LI })];
    expect(new Set(all.map((some) => some.toSorted().join(' '))).size).toBeGreaterThan(2);
    log.close();
  });

  test('are asked of many people as often as their chances say', async () => {
    const { log } = await logOf(past());
    const raters = 300;
    const times = new Map<string, number>();
    const chances = new Map<string, number>();
    for (let i = 0; i < raters; i += 1)
      for (const { statement, chance } of questionsFor(log, { ...asking, rater: `human:${i}@shop.example` })) {
        times.set(statement.id, (times.get(statement.id) ?? 0) + 1);
        chances.set(statement.id, chance);
      }
    const far = [...chances].map(
      ([id, chance]) => ((times.get(id) ?? 0) / raters - chance) / Math.sqrt((chance * (1 - chance)) / raters),
    );
    expect(chances.size).toBe(26);
    expect([...chances.values()].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(5, 9);
    expect(Math.max(...far.map(Math.abs))).toBeLessThan(4.5);
    // what is new is asked about far more often than what was right fourteen times
    const of = (rule: string): number =>
      [...chances].filter(([id]) => id.startsWith(`r-${rule}-`)).reduce((sum, [, chance]) => sum + chance, 0);
    expect(of('new')).toBeGreaterThan(of('settled') * 3);
    log.close();
  });

  test('on the first day are what was said first, all of it', async () => {
    const { log } = await logOf([
      refusedBy('new', 'src/a.ts', AT, 'r-1'),
      refusedBy('new', 'src/a.ts', AT + 1, 'r-2'),
      ...Array.from({ length: 9 }, (_, i) => refusedBy('new', `src/${i}.ts`, AT + 2 + i, `r-${i + 3}`)),
    ]);
    const first = questionsFor(log, { ...asking, now: AT + 100 });
    expect(new Map(first.map(({ statement, chance }) => [statement.id, chance]))).toEqual(
      new Map(['r-1', 'r-3', 'r-4', 'r-5', 'r-6'].map((id) => [id, 1])),
    );
    log.append([refusedBy('new', 'src/z.ts', AT + 200, 'r-z')]);
    expect(questionsFor(log, { ...asking, now: AT + 300 })).toEqual(first);
    log.close();
  });

  test('are rather asked of what stands in the way than of what warns', async () => {
    const { log } = await logOf(
      Array.from({ length: 10 }, (_, i) => [
        refusedBy('refuses', `src/${i}.ts`, AT - DAY, `r-refuses-${i}`),
        warnedBy('warns', `src/${i}.ts`, AT - DAY, `r-warns-${i}`),
      ]).flat(),
    );
    const people = Array.from({ length: 60 }, (_, i) => `human:${i}@shop.example`);
    const asked = people.flatMap((rater) => questionsFor(log, { ...asking, most: 2, rater }));
    const worths = new Map(asked.map(({ statement, worth }) => [statement.of, worth]));
    expect(worths.get('warns')).toBeCloseTo((worths.get('refuses') ?? 0) / 4, 9);
    log.close();
  });

  test('come as the lot has them: of who answers only the first, it is known what is worth little as well', async () => {
    const { log } = await logOf(past());
    const people = Array.from({ length: 40 }, (_, i) => `human:${i}@shop.example`);
    const worths = people.map((rater) => questionsFor(log, { ...asking, rater }).map(({ worth }) => worth));
    const isSorted = (own: readonly number[]): boolean =>
      own.every((worth, i) => i === 0 || worth <= (own[i - 1] ?? 0));
    expect(worths.filter((own) => !isSorted(own)).length).toBeGreaterThan(10);
    log.close();
  });

  test('ask once of findings that stand and fall together', async () => {
    const { env } = freshEnvironment();
    const log = await openLog({ env });
    const findings = ['f-1', 'f-2', 'f-3'].map((id) => ({ id, path: `src/${id}.ts` }));
    log.append([reviewed(env, 'l-1', findings, AT - DAY), reviewed(env, 'l-2', [{ id: 'f-4' }], AT - DAY)]);
    const questions = questionsFor(log, asking);
    // one of three, whichever it is, and the only one
    const chances = new Map(questions.map(({ chance, cluster }) => [cluster, Math.round(chance * 3)]));
    expect([...chances].toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['errors.swallowed\nl-1', 1],
      ['errors.swallowed\nl-2', 3],
    ]);
    log.close();
  });

  test('leave out what is older than a month, what only a check said, and other repositories', async () => {
    const { log } = await logOf([
      refusedBy('new', 'src/old.ts', AT - 40 * DAY),
      { ...refusedBy('new', 'src/theirs.ts', AT - DAY), repo: 'other' },
    ]);
    expect(todayFor(log, asking)).toEqual({ open: [], answered: 0, among: 0 });
    expect(todayFor(log, { ...asking, repo: 'other' })).toMatchObject({ among: 1 });
    expect(todayFor(log, { ...asking, repo: null })).toMatchObject({ among: 1 });
    log.close();
  });
});

describe('who has answered', () => {
  const said = refusedBy('new', 'src/a.ts', AT - 3 * DAY, 'r-a');

  test('a person: not asked again; an agent or nobody we know: as if nothing had been said', async () => {
    const { log } = await logOf([said]);
    log.append([
      saidBy('agent:codex', 'r-a', 'new', 'wrong', AT - 2 * DAY),
      saidBy('unknown', 'r-a', 'new', 'wrong', AT - DAY),
    ]);
    expect(questionsFor(log, asking)).toHaveLength(1);
    log.append([saidBy(LI, 'r-a', 'new', 'unclear', AT - DAY)]);
    expect(questionsFor(log, asking)).toEqual([]);
    log.close();
  });

  test('people who do not agree: asked again, but not of whoever spoke last', async () => {
    const { log } = await logOf([said]);
    log.append([saidBy(LI, 'r-a', 'new', 'right', AT - 2 * DAY), saidBy(ANA, 'r-a', 'new', 'wrong', AT - DAY)]);
    expect(disagreements(log, { from: 0, now: AT, repo: REPO })).toEqual(['r-a']);
    expect(questionsFor(log, asking)).toEqual([]);
    expect(questionsFor(log, { ...asking, rater: LI })).toMatchObject([{ disputed: ['right', 'wrong'] }]);
    expect(questionsFor(log, { ...asking, rater: 'human:third@shop.example' })).toHaveLength(1);
    log.append([saidBy(LI, 'r-a', 'new', 'wrong', AT - 1000 - (AT % DAY))]);
    expect(questionsFor(log, { ...asking, rater: 'human:third@shop.example' })).toEqual([]);
    log.close();
  });

  test('whoever changed their own mind: no disagreement', async () => {
    const { log } = await logOf([said]);
    log.append([saidBy(LI, 'r-a', 'new', 'right', AT - 2 * DAY), saidBy(LI, 'r-a', 'new', 'wrong', AT - DAY)]);
    expect(questionsFor(log, asking)).toEqual([]);
    expect(statementNamed(log, 'r-a', AT)?.label?.says).toBe('wrong');
    log.close();
  });
});

describe('bad input', () => {
  test('an empty log has nothing to ask', async () => {
    const { env } = freshEnvironment();
    const log = await openLog({ env, readOnly: true });
    expect(todayFor(log, asking)).toEqual({ open: [], answered: 0, among: 0 });
    log.close();
  });

  test('labels for what no longer exists, of one class, from the future and with odd words do not stop it', async () => {
    const { log } = await logOf(past());
    log.append([
      ...Array.from({ length: 20 }, (_, i) => saidBy(ANA, `r-gone-${i}`, 'gone', 'wrong', AT - DAY)),
      ...Array.from({ length: 20 }, (_, i) => saidBy(ANA, `f-gone-${i}`, 'finding:gone', 'wrong', AT - DAY)),
      saidBy(LI, 'r-new-src/new-1.ts', 'new', 'right', AT + 400 * DAY),
      {
        ...saidBy(LI, 'r-new-src/new-2.ts', 'new', 'right', AT - DAY),
        payload: { target: 'r-new-src/new-2.ts', says: '<b>', p_sel: 'x' },
      },
    ]);
    expect(questionsFor(log, asking)).toHaveLength(5);
    expect(questionsFor(log, { ...asking, now: AT - 500 * DAY })).toEqual([]);
    expect(questionsFor(log, { ...asking, now: AT + 500 * DAY })).toEqual([]);
    expect(questionsFor(log, { ...asking, most: 0 })).toEqual([]);
    expect(questionsFor(log, { ...asking, most: -3 })).toEqual([]);
    expect(questionsFor(log, { ...asking, most: 1e9 }).length).toBeLessThanOrEqual(50);
    log.close();
  });

  test('HTML and escape sequences in every name stay what they are, and are asked about', async () => {
    const evil = '<script>\u001b[2J\u202e';
    const { log } = await logOf([refusedBy(evil, `src/${evil}.ts`, AT - DAY, 'r-evil')]);
    expect(questionsFor(log, asking)).toMatchObject([{ statement: { id: 'r-evil', of: evil } }]);
    log.close();
  });
});

describe('an answer', () => {
  const target = { id: 'r-a', kind: 'ruling', of: 'new', repo: REPO } as const;
  const answer: Answer = { target, says: 'right', because: '', chance: 0.25, secs: 7.24 };
  const who = { rater: ANA, checkout: '/shop', now: AT };

  test('keeps its chance, how long it took, and what it replaces', async () => {
    const { log, env } = await logOf([refusedBy('new', 'src/a.ts', AT - DAY, 'r-a')]);
    await keepAnswer(env, answer, who);
    const changed = { ...answer, says: 'gap', because: 'the rule says nothing of fixtures', chance: null } as const;
    await keepAnswer(env, changed, { ...who, now: AT + 1 });
    await keepAnswer(env, answer, { ...who, rater: 'agent:codex', now: AT + 2 });
    const [first, second, third] = answersOn(log, 'r-a');
    expect([first, second, third]).toMatchObject([
      { rater: ANA, says: 'right', chance: 0.25, secs: 7.2, counts: true },
      // what was drawn stays drawn, whatever is said of it later
      { rater: ANA, says: 'gap', because: 'the rule says nothing of fixtures', chance: 0.25, counts: true },
      { rater: 'agent:codex', counts: false },
    ]);
    const payloads = log
      .all("SELECT payload FROM event WHERE kind = 'label' ORDER BY seq")
      .map((row) => JSON.parse(String(row['payload'])));
    expect(payloads.map(({ replaces, strategy }) => [replaces, strategy])).toEqual([
      [null, 'drawn'],
      [first?.event, 'drawn'],
      [null, 'drawn'],
    ]);
    expect(statementNamed(log, 'r-a', AT)?.label?.says).toBe('gap');
    log.close();
  });

  test('to what people disagree on stands for as much as the first one did: it was labelled already', async () => {
    const { log, env } = await logOf(['a', 'b'].map((id) => refusedBy('new', `src/${id}.ts`, AT - DAY, `r-${id}`)));
    await keepAnswer(env, answer, who);
    await keepAnswer(env, { ...answer, says: 'wrong', chance: 0.9 }, { ...who, rater: LI, now: AT + 1 });
    const other = { ...answer, target: { ...target, id: 'r-b' } };
    await keepAnswer(env, { ...other, chance: 0.1 }, { ...who, rater: 'agent:codex' });
    await keepAnswer(env, { ...other, chance: null }, who);
    await keepAnswer(env, { ...other, says: 'wrong', chance: 0.9 }, { ...who, rater: LI, now: AT + 1 });
    expect(['r-a', 'r-b'].map((id) => statementNamed(log, id, AT)?.label)).toMatchObject([
      { says: 'wrong', drawn: 0.25, strategy: 'drawn' },
      { says: 'wrong', drawn: null, strategy: 'volunteered' },
    ]);
    log.close();
  });

  test('takes no longer than an hour, and no clock that was turned back makes it shorter than nothing', () => {
    const secs = [-5, 3_601, 12].map((some) => answerEvent({ ...answer, secs: some }, who, null).payload['secs']);
    expect(secs).toEqual([0, 3_600, 12]);
    const long = answerEvent({ ...answer, because: 'x'.repeat(9_999) }, who, null);
    expect(long.payload['because']).toBe('x'.repeat(2_000));
  });

  test('waits in a spool while another process holds the log, and is read from there later', async () => {
    const { log, env } = await logOf([refusedBy('new', 'src/a.ts', AT - DAY, 'r-a')]);
    log.driver().exec('BEGIN EXCLUSIVE');
    const kept = await keepAnswer(env, answer, who);
    log.driver().exec('ROLLBACK');
    expect(kept).toMatchObject({ kind: 'spooled', path: expect.stringContaining('spool') });
    log.append([]);
    expect(answersOn(log, 'r-a')).toMatchObject([{ says: 'right', chance: 0.25 }]);
    log.close();
  });

  test('tells what is known now, and what is missing until a share may be said', async () => {
    const ids = ['r-0', 'r-1', 'r-2', ...Array.from({ length: 6 }, (_, i) => `r-more-${i}`)];
    const { log } = await logOf(ids.map((id) => refusedBy('new', `src/${id}.ts`, AT - DAY, id)));
    const taught = (): unknown => taughtBy(log, { repo: REPO, now: AT, contracts: ['new', 'new'] });
    log.append(
      ['right', 'wrong', 'gap'].map((says, i) =>
        saidBy(ANA, `r-${i}`, 'new', says === 'gap' ? 'gap' : says === 'right' ? 'right' : 'wrong', AT - 1),
      ),
    );
    expect(taught()).toEqual([
      { contract: 'new', says: 'right – needs 3 more answers (has 2); 1 of 3 a gap in the contract itself' },
    ]);
    log.append(Array.from({ length: 6 }, (_, i) => saidBy(ANA, `r-more-${i}`, 'new', 'right', AT)));
    expect(taught()).toMatchObject([
      { says: expect.stringMatching(/^right 0\.88 \[0\.\d\d to 0\.\d\d\] of 8 answers; 1 of 9/) },
    ]);
    log.close();
  });
});

describe('label', () => {
  test('takes the words of findings, and tells everything that was said of one', async () => {
    const { env, home } = freshEnvironment();
    const log = await openLog({ env });
    log.append([reviewed(env, 'l-1', [{ id: 'f-1' }], AT - DAY)]);
    const say = async (...words: readonly string[]): Promise<string> => {
      const { out, err, exit } = await run(label, words, env, AT, home);
      expect(exit).toBe(0);
      return out + err;
    };
    expect(await say('f-1')).toContain('nobody has said anything of it yet');
    expect(await say('f-1', 'real', 'bug')).toContain('right, real bug');
    expect(await say('f-1', 'spec-gap', '--because', 'nobody wrote down what it should do')).toContain('gap, spec gap');
    expect(await say('f-1', 'noise')).toContain('You said spec gap before');
    log.append([saidBy(LI, 'f-1', 'finding:errors.swallowed', 'right', AT)]);
    const history = await say('f-1');
    expect(history.match(/real bug|spec gap|noise/g)).toEqual(['real bug', 'spec gap', 'noise', 'real bug']);
    expect(history.replaceAll(/\s+/g, ' ')).toContain('nobody wrote down what it should do');
    expect(history).toContain('They do not agree');
    log.close();
  });

  test('as an answer to a question keeps its chance, and only where it was asked', async () => {
    const { log, env, home } = await logOf([
      refusedBy('new', 'src/a.ts', AT - DAY, 'r-a'),
      refusedBy('new', 'src/old.ts', AT - 40 * DAY, 'r-old'),
    ]);
    await run(label, ['r-a', 'right', '--asked'], env, AT, home);
    await run(label, ['r-old', 'right'], env, AT, home);
    expect([...answersOn(log, 'r-a'), ...answersOn(log, 'r-old')].map(({ chance }) => chance)).toEqual([1, null]);
    await expect(run(label, ['r-old', 'right', '--asked'], env, AT, home)).rejects.toThrow('not one of the questions');
    log.close();
  });

  test('of an id or a word that is not known says which there are', async () => {
    const { env, home } = freshEnvironment();
    await expect(run(label, ['r-1', 'bogus'], env, AT, home)).rejects.toThrow('right, wrong, gap, unclear');
    await expect(run(label, [], env, AT, home)).rejects.toThrow('real bug, noise, spec gap');
    await expect(run(label, ['r-1'], env, AT, home)).rejects.toThrow('nothing in the log has this id');
  });
});
