import { describe, expect, test } from 'vitest';
import { readersOf } from '../../src/log/answers.ts';
import { saidBefore } from '../../src/log/askable.ts';
import { type Log, openLog, type Rows } from '../../src/log/open.ts';
import { labelledStatements, recentStatements } from '../../src/log/statements.ts';
import { ANA, DAY, LI, refusedBy, REPO, reviewed, saidBy } from '../learn/asked.ts';
import { AT, freshEnvironment } from './events.ts';

const span = { from: AT - 90 * DAY, now: AT + DAY, repo: null };

/** The same log, and how often it was asked. */
function counting(log: Log): { readonly rows: Rows; readonly asked: () => number } {
  let asked = 0;
  return {
    rows: {
      all: (sql, values) => {
        asked += 1;
        return log.all(sql, values);
      },
    },
    asked: () => asked,
  };
}

describe('statements', () => {
  test('of many labels are read by no more questions than of few', async () => {
    const { env } = freshEnvironment();
    const log = await openLog({ env });
    const findings = Array.from({ length: 30 }, (_, i) => ({ id: `f-${i}` }));
    log.append([
      reviewed(env, 'l-1', findings, AT - DAY),
      ...findings.map(({ id }, i) => saidBy(ANA, id, 'review.m', i % 2 === 0 ? 'right' : 'wrong', AT + i)),
      ...Array.from({ length: 30 }, (_, i) => refusedBy('a', `src/${i}.ts`, AT - DAY, `r-${i}`)),
      ...Array.from({ length: 30 }, (_, i) => saidBy(ANA, `r-${i}`, 'a', 'right', AT + i)),
    ]);
    const { rows, asked } = counting(log);
    expect(labelledStatements(rows, span)).toHaveLength(60);
    expect(recentStatements(rows, span, 100)).toHaveLength(60);
    expect(saidBefore(rows, { from: 0, began: AT, repo: REPO })).toHaveLength(60);
    expect(readersOf(rows, ['f-1', 'r-1', 'f-gone'])).toEqual(
      new Map([
        ['f-1', 'gpt-6'],
        ['r-1', 'rule'],
        ['f-gone', ''],
      ]),
    );
    expect(asked()).toBeLessThan(20);
    log.close();
  });

  test('are as they were said last, each by the newest word of a person, the last labelled first', async () => {
    const { env } = freshEnvironment();
    const log = await openLog({ env });
    log.append([
      refusedBy('a', 'src/a.ts', AT - 9 * DAY, 'r-a'),
      refusedBy('a', 'src/moved.ts', AT - 2 * DAY, 'r-a'),
      reviewed(env, 'l-1', [{ id: 'f-a', path: 'src/old.ts' }], AT - 3 * DAY),
      reviewed(env, 'l-2', [{ id: 'f-a', path: 'src/new.ts' }], AT - 2 * DAY),
      saidBy(ANA, 'r-a', 'a', 'right', AT),
      saidBy(LI, 'r-a', 'a', 'wrong', AT + 1),
      saidBy('agent:codex', 'r-a', 'a', 'gap', AT + 2),
      saidBy(ANA, 'f-a', 'review.m', 'gap', AT + 3),
      saidBy(ANA, 'r-gone', 'a', 'right', AT + 4),
    ]);
    expect(labelledStatements(log, span)).toMatchObject([
      { id: 'f-a', loop: 'l-2', path: 'src/new.ts', label: { says: 'gap' } },
      {
        id: 'r-a',
        path: 'src/moved.ts',
        first: AT - 9 * DAY,
        last: AT - 2 * DAY,
        refuses: true,
        became: 'open',
        label: { says: 'wrong' },
      },
    ]);
    const later = labelledStatements(log, { ...span, now: AT + 30 * DAY });
    expect(later.map(({ became }) => became)).toEqual(['open', 'given up']);
    log.close();
  });
});
