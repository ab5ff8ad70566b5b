import { expect, test } from 'vitest';
import type { NewEvent } from '../../src/model/event.ts';
import type { Tally } from '../../src/model/tally.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { approvalEvent } from '../../src/log/approval-event.ts';
import { openLog } from '../../src/log/open.ts';
import { approvalsOf } from '../../src/log/read.ts';
import { rebuildProjections } from '../../src/log/rebuild.ts';
import { readTally } from '../../src/log/tally.ts';
import type { VerdictContext } from '../../src/log/verdict-event.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { agent, AT, context, freshEnvironment, person, ruling, verdict } from './events.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

async function tallyOf(events: readonly NewEvent[], now: number = AT): Promise<Tally> {
  const log = await openLog({ env: freshEnvironment().env });
  for (const event of events) log.append([event]);
  const period = { from: AT - 30 * DAY, now, repo: null };
  const tally = readTally(log, period);
  rebuildProjections(log);
  expect(readTally(log, period), 'rebuilt from the events, the numbers are the same').toEqual(tally);
  log.close();
  return tally;
}

function refused(minute: number, over: Partial<Verdict> = {}, extra: Partial<VerdictContext> = {}): NewEvent {
  return verdictEvent(
    verdict({ level: 'deny', at: AT + minute * MINUTE, rulings: [ruling()], ...over }),
    context(extra),
  );
}
function allowed(minute: number, over: Partial<Verdict> = {}, extra: Partial<VerdictContext> = {}): NewEvent {
  return verdictEvent(verdict({ at: AT + minute * MINUTE, ...over }), context(extra));
}
const approval = {
  id: '01J00000000000000000000000',
  repo: verdict().repo,
  rule: 'infra.stateful.destroy',
  subject: 'infra/main.tf',
  before: 'a'.repeat(40),
  after: null,
  by: { name: 'Ana', email: 'ana@shop.example' },
  assurance: 'A0',
  at: AT + 5 * MINUTE,
  expires: AT + DAY,
  because: 'planned',
} as const;

test('refused, then allowed without it: it was redone', async () => {
  expect((await tallyOf([refused(0), allowed(3)])).refusals).toMatchObject([{ outcome: 'redone', n: 1, tries: 1 }]);
});

test('refused three times before it was redone: two retries', async () => {
  const { refusals } = await tallyOf([refused(0), refused(1), refused(2), allowed(3)]);
  expect(refusals).toMatchObject([{ outcome: 'redone', n: 1, tries: 3 }]);
});

test('an approval ends the refusal it answers, and says how long it was waited for', async () => {
  const tally = await tallyOf([refused(0), approvalEvent(approval, { checkout: '', operator: person }), allowed(6)]);
  expect(tally.refusals).toMatchObject([{ outcome: 'approved', n: 1 }]);
  expect(tally.waits).toEqual([5]);
  expect(tally.counts).toEqual([{ name: 'approval', n: 1 }]);
});

test('an approval that came by another way is seen in the verdict that counts it', async () => {
  const passed = ruling({ level: 'allow', raised: 'deny' });
  const tally = await tallyOf([refused(0), allowed(4, { rulings: [passed] })]);
  expect(tally.refusals).toMatchObject([{ outcome: 'approved' }]);
  expect(tally.days).toContainEqual({ day: Math.floor(AT / DAY), level: 'allow', raised: 'deny', n: 1 });
});

test('nothing follows for a week: it was given up; before that it is open', async () => {
  expect((await tallyOf([refused(0)], AT + 8 * DAY)).refusals).toMatchObject([{ outcome: 'given up' }]);
  expect((await tallyOf([refused(0)], AT + 2 * DAY)).refusals).toMatchObject([{ outcome: 'open' }]);
});

test('another branch, another inlet and a question on some paths answer nothing', async () => {
  const others = [allowed(1, { branch: 'other' }), allowed(2, { inlet: 'push' }), allowed(3, { inlet: 'paths' })];
  expect((await tallyOf([refused(0), ...others])).refusals).toMatchObject([{ outcome: 'open' }]);
  const asked = refused(0, { inlet: 'paths' });
  expect((await tallyOf([asked])).refusals).toEqual([]);
});

test('a later change that is refused for something else leaves the first refusal open', async () => {
  const other = refused(2, { rulings: [ruling({ id: 'r-other1', rule: 'guard.change' })] });
  const { refusals } = await tallyOf([refused(0), other]);
  expect(refusals.map((row) => [row.rule, row.outcome])).toEqual([
    ['guard.change', 'open'],
    ['infra.stateful.destroy', 'open'],
  ]);
});

test('people wait, agents do not; a night counts as an hour', async () => {
  const by = { operator: person, authors: [person] };
  const waited = async (minutes: number, who: Partial<VerdictContext>): Promise<number | undefined> =>
    (await tallyOf([refused(0, {}, who), allowed(minutes, {}, who)])).refusals[0]?.minutes;
  expect(await waited(12, by)).toBe(12);
  expect(await waited(900, by)).toBe(60);
  expect(await waited(12, { operator: agent, authors: [agent] })).toBe(0);
});

test('a clock that went backwards makes no negative minutes', async () => {
  const by = { operator: person, authors: [person] };
  const tally = await tallyOf([refused(10, {}, by), allowed(-10, {}, by)]);
  expect(tally.refusals).toMatchObject([{ outcome: 'redone', minutes: 0 }]);
});

test('two thousand rulings of one rule are counted, the first thousand by name', async () => {
  const many = Array.from({ length: 2_000 }, (_, i) => ruling({ id: `r-${i}`, fact: { subject: `f${i}` } }));
  const tally = await tallyOf([refused(0, { rulings: many })]);
  expect(tally.rules).toEqual([
    { rule: 'infra.stateful.destroy', level: 'deny', raised: 'deny', n: 1, rulings: 2_000 },
  ]);
  expect(tally.refusals).toMatchObject([{ n: 1_000 }]);
});

test('only one repository, when asked', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([allowed(0), allowed(1, { repo: 'other.example/shop' })]);
  const of = (repo: string | null): number =>
    readTally(log, { from: 0, now: AT, repo }).days.reduce((n, day) => n + day.n, 0);
  expect([of(null), of('other.example/shop'), of('nobody')]).toEqual([2, 1, 0]);
  log.close();
});

test('approvals of a repository, with their revocation', async () => {
  const log = await openLog({ env: freshEnvironment().env });
  log.append([approvalEvent(approval, { checkout: '', operator: person })]);
  expect(approvalsOf(log, approval.repo)).toMatchObject([{ rule: approval.rule, by: approval.by, revoked: null }]);
  log.close();
});
