import { expect, test } from 'vitest';
import { command as label } from '../../src/commands/label.ts';
import { command as stats } from '../../src/commands/stats.ts';
import { openLog } from '../../src/log/open.ts';
import { eventsSince } from '../../src/log/read.ts';
import type { NewEvent } from '../../src/model/event.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { AT, context, freshEnvironment, ruling, verdict } from '../log/events.ts';
import { run } from '../log/seen.ts';

const RULE = 'infra.stateful.destroy';

function labelled(actor: string, target: string, says: string): NewEvent {
  const payload = { target, rule: RULE, says, because: '', p_sel: null, strategy: 'volunteered' };
  return { ts: AT, repo: 'shop', checkout: '', actor, kind: 'label', subject: target, payload };
}

test('a label by an agent is kept and told not to count', async () => {
  const { env, home } = freshEnvironment();
  const log = await openLog({ env });
  log.append([verdictEvent(verdict({ level: 'deny', rulings: [ruling()] }), context())]);
  const { out, err, exit } = await run(
    label,
    ['r-7f3k2m', 'wrong', '--because', 'a fixture'],
    { ...env, CLAUDECODE: '1' },
    AT,
    home,
  );
  expect(exit).toBe(0);
  expect(out).toContain(`${RULE}): wrong`);
  expect(err).toContain('does not count');
  expect(eventsSince(log, 1, 10)).toMatchObject([{ kind: 'label', payload: expect.stringContaining('"p_sel":null') }]);
  expect((await run(stats, ['--json'], env)).out).toContain('"wrong": 0');
  log.close();
});

test('labels by people count, the last one of each target, and make a share of five', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const rulings = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => ruling({ id: `r-${id}`, fact: { subject: id } }));
  log.append([verdictEvent(verdict({ level: 'deny', rulings }), context())]);
  const person = 'human:ana@shop.example';
  // of nothing that is in the log, and of a finding, which is no rule's
  log.append([labelled(person, 'r-gone', 'wrong'), labelled(person, 'f-gone', 'right')]);
  log.append(['a', 'b', 'c', 'd'].map((target) => labelled(person, `r-${target}`, 'right')));
  log.append([labelled(person, 'r-e', 'right'), labelled(person, 'r-e', 'wrong')]);
  log.append([
    labelled('agent:codex', 'r-a', 'wrong'),
    labelled('unknown', 'r-f', 'wrong'),
    labelled(person, 'r-g', 'gap'),
  ]);
  log.close();
  const json: unknown = JSON.parse((await run(stats, ['--json'], env)).out);
  expect(json).toMatchObject({
    calibration: {
      labels: { n: 6, right: 4, wrong: 1, gap: 1, unclear: 0 },
      contracts: [{ id: RULE, labels: { right: 4, wrong: 1, gap: 1 }, precision: { kind: 'known', n: 5, share: 0.8 } }],
    },
  });
  expect((await run(stats, ['--by', 'rule'], env)).out).toMatch(/0\.80 +0\.\d\d to 0\.\d\d +5/);
});

test('a label needs a ruling that is there and a word that is known', async () => {
  const { env, home } = freshEnvironment();
  await expect(run(label, ['r-nothing', 'right'], env, AT, home)).rejects.toThrow('nothing in the log');
  await expect(run(label, ['r-nothing', 'good'], env, AT, home)).rejects.toThrow('right, wrong, gap, unclear');
});
