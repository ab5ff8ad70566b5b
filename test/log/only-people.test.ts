import { expect, test } from 'vitest';
import { openLog } from '../../src/log/open.ts';
import { waiverEvent } from '../../src/log/review-event.ts';
import { waiversOf } from '../../src/log/reviews.ts';
import { disagreements, labelledStatements } from '../../src/log/statements.ts';
import { readTally } from '../../src/log/tally.ts';
import { readTurned } from '../../src/log/tuned.ts';
import { ANA, DAY, refusedBy, REPO, saidBy } from '../learn/asked.ts';
import { AT, freshEnvironment } from './events.ts';

test('what agents and nobody we know say, let pass and turn is kept as events, and used in nothing', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const others = ['agent:codex', 'bot:renovate', 'unknown', ''];
  const where = (actor: string): { repo: string; checkout: string; actor: string; ts: number } => ({
    repo: REPO,
    checkout: '',
    actor,
    ts: AT,
  });
  const waived = (actor: string, target: string): ReturnType<typeof waiverEvent> =>
    waiverEvent(where(actor), { target, key: '', name: 'Ana', email: 'ana@shop.example', because: 'x', expires: null });
  const turned = (actor: string, id: string): Parameters<typeof log.append>[0][number] => ({
    ...where(actor),
    kind: 'tuning',
    subject: 'a',
    payload: { id, contract: 'a', knob: 'rule-level', from: 'deny', to: 'ask', undone: false },
  });
  log.append([
    refusedBy('a', 'src/a.ts', AT - DAY, 'r-a'),
    refusedBy('a', 'src/b.ts', AT - DAY, 'r-b'),
    saidBy(ANA, 'r-a', 'a', 'right', AT - 1),
    ...others.flatMap((actor) => [
      saidBy(actor, 'r-a', 'a', 'wrong', AT),
      saidBy(actor, 'r-b', 'a', 'wrong', AT),
      waived(actor, 'f-a'),
      turned(actor, 't-agent'),
    ]),
    waived(ANA, 'f-b'),
    turned(ANA, 't-person'),
  ]);
  const span = { from: 0, now: AT + DAY, repo: REPO };
  expect(log.all('SELECT count(*) AS n FROM event')).toEqual([{ n: 21 }]);
  expect(labelledStatements(log, span)).toMatchObject([{ id: 'r-a', label: { says: 'right' } }]);
  expect(disagreements(log, span)).toEqual([]);
  expect(readTally(log, span).labels).toEqual([{ rule: 'a', says: 'right', n: 1 }]);
  expect(waiversOf(log, REPO, AT).map(({ target }) => target)).toEqual(['f-b']);
  expect(readTurned(log, span).map(({ id }) => id)).toEqual(['t-person']);
  log.close();
});
