import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { command as logCommand } from '../../src/commands/log.ts';
import { command as stats } from '../../src/commands/stats.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import type { Environment } from '../../src/system/git.ts';
import { AT, context, freshEnvironment, person, ruling, verdict } from './events.ts';
import { run } from './seen.ts';

async function filled(): Promise<Environment> {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const days = Array.from({ length: 41 }, (_, i) => 40 - i);
  const events = days.flatMap((day) => {
    const at = AT - day * 86_400_000;
    const denied = verdict({
      at,
      level: 'deny',
      rulings: [ruling({ rule: `a.rule.with.quite.a.long.name.${'x'.repeat(60)}` })],
    });
    const byAgent = verdictEvent(day % 5 === 0 ? denied : verdict({ at }), context({ role: 'marketing' }));
    return [byAgent, verdictEvent(verdict({ at }), context({ operator: person, authors: [person] }))];
  });
  log.append(events);
  log.close();
  return env;
}

test('stats tells the whole story in 80 columns', async () => {
  const { out, exit } = await run(stats, [], await filled());
  expect(exit).toBe(0);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(out).toContain('82 judged');
  expect(out).toMatch(/ 9 refused/);
  expect(out).toContain('claude-code');
  expect(out).toContain('marketing');
  expect(out).toContain('1 rule or failure model has no labels');
  expect(out).toContain('pre-commit');
});

test('a repository with a long name stays in 80 columns too', async () => {
  const { env } = freshEnvironment();
  const log = await openLog({ env });
  const repo = 'git.shop.example/'.repeat(12);
  log.append([verdictEvent(verdict({ repo }), context())]);
  log.close();
  const { out } = await run(stats, ['--repo', repo], env);
  expect(out).toContain('1 judged');
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('one table, a shorter time, JSON, a page', async () => {
  const env = await filled();
  expect((await run(stats, ['--by', 'agent', '--since', '7d'], env)).out).toMatch(/claude-code +8 +2/);
  expect((await run(stats, ['--by', 'day', '--since', '2026-01-14'], env)).out).toContain('2026-01-15');
  const json: unknown = JSON.parse((await run(stats, ['--json'], env)).out);
  expect(json).toMatchObject({ totals: { verdicts: 82, denied: 9 }, cost: { refusals: expect.any(Number) } });
  expect((await run(stats, ['--html'], env)).out).toContain('<!doctype html>');
});

test('an empty log says what to type next, and makes nothing', async () => {
  const { env, folder } = freshEnvironment();
  expect((await run(stats, [], env)).out).toContain('guardrail check');
  expect((await run(logCommand, [], env)).out).toContain('guardrail check');
  expect((await run(logCommand, ['verify'], env)).out).toContain('whole: 0 events');
  expect((await run(logCommand, ['rebuild'], env)).out).toContain('read 0 events');
  expect(existsSync(folder)).toBe(false);
});

test('words it does not know are named', async () => {
  const { env } = freshEnvironment();
  await expect(run(stats, ['--by', 'moon'], env)).rejects.toThrow('moon');
  await expect(run(stats, ['--since', 'yesterday'], env)).rejects.toThrow('yesterday');
  await expect(run(logCommand, ['burn'], env)).rejects.toThrow('burn');
  await expect(run(logCommand, ['show', 'r-nothing'], env)).rejects.toThrow('r-nothing');
});

test('log lists, shows, exports and verifies', async () => {
  const env = await filled();
  const { out } = await run(logCommand, ['--limit', '3'], env);
  expect(out.trim().split('\n')).toHaveLength(3);
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect((await run(logCommand, ['show', 'r-7f3k2m'], env)).out).toContain(
    'file.delete of infra/main.tf in infra/main.tf:3',
  );
  const id = out.trim().split(/\s+/).at(-1) ?? '';
  expect((await run(logCommand, ['show', id.toLowerCase()], env)).out).toContain(id);
  expect((await run(logCommand, ['export'], env)).out.trim().split('\n')).toHaveLength(82);
  expect((await run(logCommand, ['verify'], env)).out).toContain('whole: 82 events');
  expect((await run(logCommand, ['path', '--json'], env)).out).toContain('log.db');
});

test('the first question after an upgrade brings a log of the engine before forward', async () => {
  const env = await filled();
  const log = await openLog({ env });
  const learned = ['claim', 'asked', 'rating', 'outcome', 'trial', 'tuned', 'anchor'];
  log.driver().exec(`${learned.map((table) => `DROP TABLE ${table};`).join('')} PRAGMA user_version = 5`);
  log.close();
  const verified = await run(logCommand, ['verify'], env); // reads, and changes nothing
  expect(verified.out).toContain('whole: 82 events');
  expect((await run(stats, [], env)).out).toContain('82 judged');
  const again = await openLog({ env, readOnly: true });
  expect(again.all('SELECT * FROM rating')).toEqual([]);
  again.close();
});
