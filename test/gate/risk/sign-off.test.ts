import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addApprovals, bodyOf } from '../../../src/gate/approvals.ts';
import type { Inlet } from '../../../src/gate/inlet.ts';
import { judge, prepare, type Judged } from '../../../src/gate/judge.ts';
import { openGate, type Gate } from '../../../src/gate/open.ts';
import { decideAll, readFacts } from '../../../src/guard.ts';
import { syncOutcomes } from '../../../src/learn/outcomes/sync.ts';
import { historyPath } from '../../../src/log/history/file.ts';
import { openLog } from '../../../src/log/open.ts';
import { pushesSince } from '../../../src/log/pushes.ts';
import type { Approval } from '../../../src/model/approval.ts';
import type { Ruling } from '../../../src/model/verdict.ts';
import type { Risk } from '../../../src/model/risk.ts';
import { newUlid } from '../../../src/system/ulid.ts';
import { makeRepo, type Repo } from '../../helpers/repo.ts';

const REPO = '01HZZZZZZZZZZZZZZZZZZZZZZZ';
const RULES = 'extends: [sign-off]\nprotected: [main]\nrepo: 01HZZZZZZZZZZZZZZZZZZZZZZZ\nrisk: { audit: 0 }\n';
const BY_AGENT = '\n\nCo-Authored-By: Claude <noreply@anthropic.com>';
const HOUR = 3_600_000;

/** So many lines that are not like those of another file. */
function lines(n: number, word: string): string {
  return Array.from({ length: n }, (_, i) => `export const ${word}${i} = ${i};\n`).join('');
}

let repo: Repo;
let at = Date.parse('2026-03-01T12:00:00Z');

beforeAll(async () => {
  repo = await makeRepo();
  await repo.git('init', '--quiet', '--bare', '../remote.git');
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.commit('first', {
    '.guardrail/config.yaml': RULES,
    'cart/a.ts': lines(30, 'a'),
    'billing/b.ts': lines(30, 'b'),
    'README.md': 'shop\n',
  });
  await repo.git('push', '--quiet', 'origin', 'main');
});
afterAll(async () => {
  await repo.remove();
});

async function gateHere(): Promise<Gate> {
  const { root, env } = repo;
  return await openGate({ cwd: root, env, now: () => at, err: () => Promise.resolve(), parent: 0 });
}

async function inletOf(branch: string): Promise<Inlet> {
  const head = await repo.git('rev-parse', branch);
  const known = await repo.git('for-each-ref', '--format=%(objectname)', `refs/remotes/origin/${branch}`);
  const line = `refs/heads/${branch} ${head} refs/heads/${branch} ${known === '' ? '0'.repeat(40) : known}\n`;
  return { kind: 'push', remote: 'origin', url: '../remote.git', stdin: Buffer.from(line) };
}

/** Judged as git's hook asks for it; what passes is pushed. */
async function push(branch: string): Promise<Judged> {
  const judged = await judge(await gateHere(), await inletOf(branch), { record: true, hook: 'pre-push' });
  if (judged.verdict.level !== 'ask') await repo.git('push', '--quiet', '--force', 'origin', branch);
  return judged;
}

async function verify(branch: string): Promise<Judged> {
  const range = { kind: 'range', base: 'main', head: branch } as const;
  return await judge(await gateHere(), range, { record: false });
}

function rulingsOf({ verdict }: Judged): readonly (readonly [string, string])[] {
  return verdict.rulings.map(({ rule, level }) => [rule, level] as const);
}

function riskOf({ verdict }: Judged): Risk {
  const [risk] = verdict.risks ?? [];
  if (risk === undefined) throw new Error('nothing was weighed');
  return risk;
}

/** A new branch of main, and far enough from everything before it in time. */
async function onBranch(name: string, files: Readonly<Record<string, string>>, message = 'work'): Promise<void> {
  at += 48 * HOUR;
  await repo.git('switch', '--quiet', '--create', name, 'main');
  await repo.commit(`${message}${BY_AGENT}`, files);
}

async function approve(ruling: Ruling): Promise<void> {
  const { rule, fact } = ruling;
  const { before, after } = fact.evidence;
  const by = { name: 'Li', email: 'li@shop.example' };
  const given = { rule, subject: fact.subject, before, after, by, assurance: 'A0', because: 'read' } as const;
  const approval: Approval = { id: newUlid(at), repo: REPO, ...given, at, expires: at + HOUR };
  await addApprovals((await gateHere()).git, [{ approval, body: bodyOf(approval), signature: null }], by);
}

test('a line is worth a review, four hundred in two areas a signature', async () => {
  await onBranch('small', { 'cart/a.ts': `${lines(30, 'a')}// one\n` });
  const small = await push('small');
  expect(rulingsOf(small)).toEqual([['sign-off.review', 'warn']]);
  expect(riskOf(small)).toMatchObject({ need: 'review', reach: { blast: 'local' } });

  await onBranch('large', { 'cart/c.ts': lines(200, 'c'), 'billing/d.ts': lines(200, 'd') });
  const large = await push('large');
  expect(rulingsOf(large)).toEqual([
    ['sign-off.owner', 'ask'],
    ['sign-off.senior', 'ask'],
  ]);
  expect(riskOf(large)).toMatchObject({ need: 'senior', reach: { blast: 'service', areas: ['billing', 'cart'] } });
  expect(riskOf(large).formula.join('\n')).toContain('never read, so its files count as new: guardrail outcomes sync');
});

test('pushed in two parts it needs what it needs as one', async () => {
  const parts = { 'cart/c.ts': lines(200, 'c'), 'billing/d.ts': lines(200, 'd') };
  await onBranch('half', { 'cart/c.ts': parts['cart/c.ts'] });
  const half = await push('half');
  expect(riskOf(half).need).toBe('review');
  await onBranch('whole', parts);
  const whole = riskOf(await push('whole'));
  await repo.git('switch', '--quiet', 'half');
  await repo.commit(`the rest${BY_AGENT}`, { 'billing/d.ts': parts['billing/d.ts'] });
  at -= 47 * HOUR; // an hour after the first half
  const rest = riskOf(await push('half'));
  expect(rest.need).toBe(whole.need);
  expect(rest.weighed).toMatchObject({ union: { pushes: 1 }, features: { linesAdded: 400, files: 2 } });
  // and a day later the first half is another change
  at += 25 * HOUR;
  expect(riskOf(await push('half'))).toMatchObject({ need: 'review', weighed: { union: { pushes: 0 } } });
});

test('an approval names this change, and no other', async () => {
  await onBranch('named', { 'cart/e.ts': lines(6, 'e'), 'billing/f.ts': lines(6, 'f') });
  const refused = await push('named');
  expect(rulingsOf(refused)).toEqual([['sign-off.owner', 'ask']]);
  const [ruling] = refused.verdict.rulings;
  if (ruling === undefined) throw new Error('nothing was refused');
  await approve(ruling);
  const before = await repo.git('rev-parse', 'named');
  const passed = await judge(await gateHere(), await inletOf('named'), { record: true, hook: 'pre-push' });
  expect(rulingsOf(passed)).toEqual([['sign-off.owner', 'allow']]);

  await repo.commit(`one more${BY_AGENT}`, { 'billing/f.ts': lines(7, 'f') });
  const next = await push('named');
  expect(next.verdict.level).toBe('ask');
  expect(next.verdict.rulings[0]?.id).not.toBe(ruling.id);
  // what was signed off is no part of what follows
  await repo.git('push', '--quiet', 'origin', `${before}:refs/heads/named`);
  expect(riskOf(await push('named')).weighed).toMatchObject({ union: { pushes: 0 }, features: { files: 1 } });
});

test('CI comes to the same, and asks no row of this machine', async () => {
  await onBranch('same', { 'cart/g.ts': lines(6, 'g'), 'billing/h.ts': lines(6, 'h') });
  const [pushed, verified] = [await push('same'), await verify('same')];
  expect(rulingsOf(verified)).toEqual([['sign-off.owner', 'ask']]);
  expect(verified.verdict.rulings.map(({ id }) => id)).toEqual(pushed.verdict.rulings.map(({ id }) => id));
  const { formula } = riskOf(verified);
  expect(formula.join('\n')).toContain('history: read from git');
  expect(riskOf(verified).weighed).toMatchObject({ missing: ['record'], union: { pushes: 0 } });
});

test('the log remembers how it was weighed', async () => {
  await onBranch('kept', { 'cart/i.ts': lines(5, 'i') }, 'Fix a crash');
  const kept = riskOf(await push('kept'));
  const log = await openLog({ env: repo.env, readOnly: true });
  const [last] = pushesSince(log, REPO, at - HOUR);
  log.close();
  expect(last).toMatchObject({
    by: { agent: 'claude-code', area: 'cart' },
    own: { files: [{ path: 'cart/i.ts', before: '', added: 5, deleted: 0, files: 1 }], isFix: true, commits: 1 },
    reach: { blast: 'local', areas: ['cart'] },
    signed: false,
  });
  expect(kept.weighed).toMatchObject({ kind: 'weighed', features: { isFix: true, linesAdded: 5 } });
});

test('explain weighs what is staged too, and a commit does not', async () => {
  await onBranch('staged', { 'cart/j.ts': lines(3, 'j') });
  await repo.write('cart/k.ts', lines(4, 'k'));
  await repo.git('add', '--all');
  const gate = await gateHere();
  const staged = { kind: 'staged', message: null } as const;
  const told = await prepare(gate, staged, false, true);
  const { risks = [] } = await decideAll(told.change, await readFacts(told.change, told.deps), told.deps);
  expect(risks).toMatchObject([{ part: 'index', need: 'review', weighed: { features: { linesAdded: 4 } } }]);
  const { change } = await prepare(gate, staged);
  expect(change.parts.every((part) => part.risk === undefined)).toBe(true);
  await repo.git('commit', '--quiet', '--no-verify', '--message', 'k');
});

test('nobody asks, nothing is weighed', async () => {
  await onBranch('unasked', {
    '.guardrail/config.yaml': RULES.replace('[sign-off]', '[recommended]'),
    'cart/l.ts': 'l\n',
  });
  // the rules of the protected branch still ask
  expect((await verify('unasked')).verdict.risks).toHaveLength(1);
  const range = { kind: 'range', base: 'unasked', head: 'unasked' } as const;
  expect((await judge(await gateHere(), range, { record: false })).verdict.risks).toBeUndefined();
});

test('a history that was read tells of the files, and of who writes', async () => {
  await repo.git('switch', '--quiet', 'main');
  const bad = await repo.commit(`Count again${BY_AGENT}`, { 'cart/a.ts': lines(31, 'a') });
  await repo.commit(`Revert "Count again"\n\nThis reverts commit ${bad}.`, { 'cart/a.ts': lines(30, 'a') });
  await repo.git('push', '--quiet', 'origin', 'main');
  at = Date.now() + HOUR;
  expect(await syncOutcomes(await gateHere(), { reading: null, tracing: null })).toMatchObject({ kind: 'synced' });
  await onBranch('known', { 'cart/a.ts': `${lines(30, 'a')}// one\n` });
  const { weighed, formula } = riskOf(await push('known'));
  expect(weighed).toMatchObject({
    missing: [],
    features: { changes: 3, experience: 1 },
    record: { agent: 'claude-code', model: '', area: 'cart', commits: 1, bad: 1 },
  });
  if (weighed.kind === 'unread') throw new Error(weighed.why);
  expect(weighed.upper).toBeGreaterThan(weighed.p);
  expect(formula.join('\n')).toMatch(/record: claude-code in cart, 1 bad of 1 commits.*10 more clean matured commits/);
  // whoever takes the index away takes no bad record with it
  const index = historyPath(repo.env);
  await rename(index, `${index}.away`);
  await onBranch('gone', { 'cart/a.ts': `${lines(30, 'a')}// two\n` });
  const without = riskOf(await judge(await gateHere(), await inletOf('gone'), { record: false }));
  if (without.weighed.kind === 'unread') throw new Error(without.weighed.why);
  expect(without.weighed.upper).toBeGreaterThan(without.weighed.p);
  expect(without.formula.join('\n')).toContain('the index it rests on is gone');
  await rename(`${index}.away`, index);
  // an area where it has not been before is one of which nothing is known
  await onBranch('elsewhere', { 'billing/b.ts': `${lines(30, 'b')}// one\n` });
  expect(riskOf(await push('elsewhere')).weighed).toMatchObject({ record: { commits: 0, bad: 0 } });
});

test('a log that cannot be read is no clean record', async () => {
  await onBranch('damaged', { 'cart/m.ts': lines(2, 'm') });
  const log = await openLog({ env: repo.env });
  const { path } = log;
  log.close();
  await writeFile(path, 'no database');
  const judged = await judge(await gateHere(), await inletOf('damaged'), { record: false });
  expect(riskOf(judged)).toMatchObject({ need: null, weighed: { kind: 'unread' } });
  expect(judged.verdict.level).toBe('ask');
  expect(judged.verdict.rulings[0]?.say).toContain('guardrail doctor');
  expect(join(path, '..')).toContain(repo.env['HOME']);
});
