import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { accountName } from '../../src/learn/anchors/account.ts';
import { commonFolder } from '../../src/learn/anchors/held.ts';
import { digestOf, noteText, parseNote } from '../../src/learn/anchors/note.ts';
import type { Place } from '../../src/learn/anchors/place.ts';
import { isBroken, tellAge, tellVerified } from '../../src/learn/anchors/tell.ts';
import { checkAnchors } from '../../src/learn/anchors/verify.ts';
import { type Anchoring, anchorLog } from '../../src/learn/anchors/write.ts';
import { command as logCommand } from '../../src/commands/log.ts';
import { openLog } from '../../src/log/open.ts';
import { readAnchored, readHead, readLogId } from '../../src/log/anchors.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { verifyChain } from '../../src/log/verify.ts';
import type { Environment } from '../../src/system/git.ts';
import { AT, context, verdict } from '../log/events.ts';
import { run } from '../log/seen.ts';
import { emptyRepo, type Repo } from '../helpers/repo.ts';

const MINUTE = 60_000;
/** One folder of repositories for all; each test has a clone and a home of its own in it. */
const world = await emptyRepo();
afterAll(() => world.remove());
let repo: Repo;
let env: Environment;
let place: Place & { readonly kind: 'git' };
let turn = 0;

beforeEach(async () => {
  turn += 1;
  const folder = join(world.root, String(turn));
  mkdirSync(join(folder, 'shop'), { recursive: true });
  repo = world.in(join(folder, 'shop'));
  env = { ...repo.env, XDG_STATE_HOME: join(folder, 'state') };
  await repo.git('init', '--quiet');
  place = { kind: 'git', path: join(repo.root, '.git'), push: null };
});

async function append(count: number, at = AT): Promise<void> {
  const log = await openLog({ env });
  log.append(Array.from({ length: count }, (_, i) => verdictEvent(verdict({ at: at + i }), context())));
  log.close();
}

async function anchor(
  places: readonly Place[] = [place],
  over: { readonly now?: number; readonly begin?: boolean } = {},
): Promise<readonly Anchoring[]> {
  const log = await openLog({ env });
  const done = await anchorLog(log, { env, places, now: AT + MINUTE, actor: 'unknown', begin: false, ...over });
  log.close();
  return done;
}

async function verify(
  places: readonly Place[] = [place],
): Promise<{ readonly text: string; readonly isBroken: boolean }> {
  const log = await openLog({ env, readOnly: true });
  const [chain, checks] = [verifyChain(log), await checkAnchors(log, env, places)];
  log.close();
  return { text: tellVerified(chain, checks, AT + 5 * MINUTE).join('\n'), isBroken: isBroken(chain, checks) };
}

/** Somebody who owns the file rewrites it: triggers are no obstacle to them. */
async function rewrite(sql: string): Promise<void> {
  const log = await openLog({ env });
  log.driver().exec(`DROP TRIGGER event_is_never_changed; DROP TRIGGER event_is_never_deleted; ${sql}`);
  log.close();
}

async function idOf(): Promise<string> {
  const log = await openLog({ env, readOnly: true });
  const id = readLogId(log);
  log.close();
  return id ?? '';
}

test('a log that nobody anchored says how far it can be trusted, and what to do', async () => {
  await append(3);
  expect(await verify()).toEqual({ text: expect.stringContaining('guardrail log anchor --push'), isBroken: false });
});

test('anchored twice, it is whole up to there, and the rest is as good as this account', async () => {
  await append(3);
  expect(await anchor()).toMatchObject([{ kind: 'done', seq: 3 }]);
  await append(2, AT + MINUTE);
  expect(await anchor([place], { now: AT + 2 * MINUTE })).toMatchObject([{ kind: 'done', seq: 6 }]);
  const { text, isBroken: broken } = await verify();
  expect(text).toContain(`anchored up to 6 in refs/guardrail/anchors of ${repo.root}, 3 minutes ago`);
  expect([broken, text]).toEqual([false, expect.stringContaining('the 1 event after 6')]);
  expect(await repo.git('status', '--porcelain')).toBe(''); // nothing of a working tree was touched
  expect(await repo.git('rev-list', '--count', `refs/guardrail/anchors/${await idOf()}`)).toBe('2');
  const log = await openLog({ env, readOnly: true });
  expect(readAnchored(log)).toMatchObject({ seq: 6, where: expect.stringMatching(/^git:.*\/shop\/\.git$/) });
  log.close();
});

test('a history that was rewritten whole, so that its chain is in order, differs from its anchor', async () => {
  await append(4);
  await anchor();
  const before = await idOf();
  const log = await openLog({ env });
  const rows = log.all('SELECT * FROM event ORDER BY seq');
  log.close();
  const { hashEvent, GENESIS } = await import('../../src/log/chain.ts');
  const { eventRow } = await import('../../src/log/projections/catch-up.ts');
  let prev = GENESIS;
  const updates = rows.map((row) => {
    const one = eventRow(row);
    const changed = one.seq === 2 ? { ...one, actor: 'human:ana@shop.example' } : one;
    const hash = hashEvent(prev, changed);
    const sql = `UPDATE event SET actor = '${changed.actor}', prev = '${prev}', hash = '${hash}' WHERE seq = ${one.seq};`;
    prev = hash;
    return sql;
  });
  await rewrite(updates.join(''));
  expect(await idOf()).toBe(before);
  const { text, isBroken: broken } = await verify();
  expect([broken, text]).toEqual([
    true,
    expect.stringMatching(/^whole: 5 events[^]*rewritten: [^]*event 4 or one before/),
  ]);
  expect(await anchor()).toMatchObject([{ kind: 'failed', why: expect.stringContaining('guardrail log verify') }]);
});

test('events cut off, with every trace in the projections, are missed by the anchor', async () => {
  await append(5);
  await anchor();
  await rewrite('DELETE FROM event WHERE seq > 3; UPDATE projected SET seq = 3; DELETE FROM anchor;');
  expect(await verify()).toEqual({
    text: expect.stringMatching(/cut short: .*event 5 was there.*ends at 3/),
    isBroken: true,
  });
});

test('another log under the same name: an anchor names the one that is gone', async () => {
  await append(5);
  await anchor();
  const old = await idOf();
  execFileSync('rm', ['-r', String(env['XDG_STATE_HOME'])]);
  expect((await verify()).text).toContain(`log ${old} was anchored here up to event 5, and there is no log now`);
  await append(2, AT + 9);
  expect(await verify()).toEqual({ text: expect.stringContaining(`replaced: `), isBroken: true });
  // nobody but a person says that this is how it should be; what they said is an anchor too
  expect(await anchor()).toMatchObject([{ kind: 'failed', why: expect.stringContaining('log anchor --begin') }]);
  expect(await anchor([place], { begin: true })).toMatchObject([{ kind: 'done', seq: 2 }]);
  expect((await verify()).isBroken).toBe(false);
});

test('logs of other machines in the same clone are none of our business', async () => {
  await append(1);
  await anchor();
  env = { ...env, XDG_STATE_HOME: join(world.root, String(turn), 'other') };
  await append(1, AT + 7);
  expect(await anchor()).toMatchObject([{ kind: 'done' }]);
  expect((await verify()).isBroken).toBe(false);
});

test.each([
  ['deleted', (ref: string) => repo.git('update-ref', '-d', ref), 'holds nothing of this log'],
  ['rewound', (ref: string) => repo.git('update-ref', ref, `${ref}~1`), 'reaches only to 2'],
] as const)('its ref %s: the log knows that it reached further', async (_how, take, says) => {
  await append(2);
  await anchor();
  await append(2, AT + 50);
  await anchor();
  await take(`refs/guardrail/anchors/${await idOf()}`);
  expect(await verify()).toEqual({ text: expect.stringContaining(`up to 5, and the place ${says}`), isBroken: true });
});

test.each([
  ['is no JSON', () => 'hello'],
  ['is empty', () => '\n'],
  ['is of another log', (text: string) => text.replace(/"log":"./, '"log":"7')],
  ['does not follow', (text: string) => text.replace(/"before":null/, `"before":"${'a'.repeat(64)}"`)],
  ['begins anew', (text: string) => text],
  ['is huge', (text: string) => text + ' '.repeat(9_000) + 'x'],
])('a note put there by hand that %s is seen', async (_how, forge) => {
  await append(2);
  await anchor();
  const ref = `refs/guardrail/anchors/${await idOf()}`;
  const text = await repo.git('log', '-1', '--format=%B', ref);
  const tree = await repo.git('mktree');
  const forged = (await repo.run('git', ['commit-tree', tree, '-p', ref], { input: forge(text.trim()) })).stdout;
  await repo.git('update-ref', ref, forged.toString().trim());
  expect(await verify()).toEqual({ text: expect.stringContaining('forged: '), isBroken: true });
});

test('pushed, it is at the remote; rewound here, what the remote was seen to hold says so', async () => {
  const remote = join(world.root, String(turn), 'origin.git');
  await repo.git('init', '--quiet', '--bare', remote);
  await repo.git('remote', 'add', 'origin', remote);
  await repo.git('config', 'core.hooksPath', '/nowhere');
  const pushed: Place = { ...place, push: 'origin' };
  await append(2);
  expect(await anchor([pushed])).toMatchObject([{ kind: 'done', says: 'pushed to origin' }]);
  await append(1, AT + 9);
  await anchor([pushed]);
  const ref = `refs/guardrail/anchors/${await idOf()}`;
  expect(await repo.git('ls-remote', 'origin', ref)).toContain(await repo.git('rev-parse', ref));
  await repo.git('update-ref', ref, `${ref}~1`);
  await rewrite('DELETE FROM event WHERE seq > 3; UPDATE projected SET seq = 3; DELETE FROM anchor WHERE upto > 2;');
  expect((await verify()).isBroken).toBe(true);
  // also where everything of it was deleted here: it is fetched again
  for (const one of (await repo.git('for-each-ref', '--format=%(refname)', 'refs/guardrail')).split('\n'))
    await repo.git('update-ref', '-d', one);
  const seen = await run(logCommand, ['verify', '--remote', 'origin'], env, AT, repo.root);
  expect([seen.exit, seen.out]).toEqual([1, expect.stringContaining('cut short')]);
});

test('a remote that is not there costs the push and not the anchor', async () => {
  await append(1);
  expect(await anchor([{ ...place, push: 'nowhere' }])).toMatchObject([
    { kind: 'done', says: expect.stringContaining('no remote of this name') },
  ]);
});

test('in a file, a line each; a line taken out of it, or its end cut, is seen', async () => {
  const file = join(world.root, String(turn), 'anchors.jsonl');
  const there: Place = { kind: 'file', path: file };
  await append(1);
  expect(await anchor([there])).toMatchObject([{ kind: 'failed', why: expect.stringContaining('it is not there') }]);
  writeFileSync(file, 'something else\n', { mode: 0o600 });
  for (const at of [1, 2, 3]) {
    await append(1, AT + at);
    expect(await anchor([there])).toMatchObject([
      { kind: 'done', says: expect.stringMatching(/not protected: .*0600.*chattr \+a/) },
    ]);
  }
  expect((await verify([there])).text).toContain('1 of its lines are no anchors');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  writeFileSync(file, `${[lines[1], lines[3]].join('\n')}\n`);
  expect(await verify([there])).toEqual({ text: expect.stringContaining('does not follow'), isBroken: true });
  truncateSync(file);
  expect(await verify([there])).toEqual({ text: expect.stringContaining('holds nothing of this log'), isBroken: true });
});

test.each([
  ['a link', (path: string) => symlinkSync('/etc/hostname', path), 'it is a link'],
  ['a folder', (path: string) => mkdirSync(path), 'it is a folder'],
  ['a pipe', (path: string) => void execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path]), 'it is a pipe'],
])('%s is no file to write anchors to', async (_what, make, why) => {
  const path = join(world.root, String(turn), 'odd');
  make(path);
  await append(1);
  expect(await anchor([{ kind: 'file', path }])).toMatchObject([{ kind: 'failed', why }]);
});

test('an anchor that cannot be written is said, and holds up no other', async () => {
  await append(1);
  const full: Place = { kind: 'file', path: '/dev/full' };
  const gone: Place = { kind: 'git', path: join(repo.root, 'nowhere'), push: null };
  const objects = join(repo.root, '.git/objects');
  execFileSync('rm', ['-r', objects]);
  writeFileSync(objects, ''); // a repository that nothing can be written to, also by root
  const done = await anchor([full, gone, place]);
  expect(done.map(({ kind }) => kind)).toEqual(['failed', 'failed', 'failed']);
  const { text, isBroken: broken } = await verify([gone]);
  expect([broken, text]).toEqual([false, expect.stringContaining('could not look at')]);
});

test('a log that another process holds is anchored, and remembers it once it can', async () => {
  await append(2);
  const holder = await openLog({ env });
  holder.driver().exec('BEGIN IMMEDIATE');
  const log = await openLog({ env, busyMs: 20 });
  const done = await anchorLog(log, { env, places: [place], now: AT, actor: 'unknown', begin: false });
  expect(done).toMatchObject([
    { kind: 'done', seq: 2 },
    { kind: 'failed', why: expect.stringContaining('locked') },
  ]);
  log.close();
  holder.driver().exec('ROLLBACK');
  holder.close();
  expect(await anchor()).toMatchObject([{ kind: 'done', seq: 3 }]); // with what had waited in the spool
  expect((await verify()).isBroken).toBe(false);
});

test('a configuration with a mistake keeps nobody from verifying', async () => {
  await append(1);
  const config = join(world.root, String(turn), 'config');
  mkdirSync(join(config, 'guardrail'), { recursive: true });
  writeFileSync(join(config, 'guardrail/config.yaml'), 'anchor: [\n');
  const seen = await run(logCommand, ['verify'], { ...env, XDG_CONFIG_HOME: config }, AT, repo.root);
  expect([seen.exit, seen.err]).toEqual([0, expect.stringContaining('were not looked at')]);
});

test('without git, the chain is verified all the same', async () => {
  await append(2);
  const seen = await run(logCommand, ['verify'], { ...env, PATH: '/nowhere' }, AT, repo.root);
  expect([seen.exit, seen.out]).toEqual([0, expect.stringContaining('whole: 2 events')]);
});

test('a shallow clone of the anchors is read as far as it goes', async () => {
  await append(1);
  await anchor();
  await append(1, AT + 5);
  await anchor();
  const ref = `refs/guardrail/anchors/${await idOf()}`;
  const other = world.in(join(world.root, String(turn)));
  await other.git('init', '--quiet', 'clone');
  await other.git('-C', 'clone', 'fetch', '--quiet', '--depth=1', `file://${repo.root}`, `${ref}:${ref}`);
  const there: Place = { kind: 'git', path: join(other.root, 'clone/.git'), push: null };
  const { text, isBroken: broken } = await verify([there]);
  expect([broken, text]).toEqual([false, expect.stringContaining('(this clone is shallow)')]);
});

test('five thousand anchors are read in one pass', async () => {
  await append(3);
  const log = await openLog({ env, readOnly: true });
  const [head, id] = [readHead(log), readLogId(log)];
  log.close();
  if (head === null || id === null) throw new Error('no head');
  const parts: string[] = [];
  let before: string | null = null;
  for (let at = 0; at < 5_000; at += 1) {
    const { seq, hash } = head;
    const text = noteText({ log: id, seq, hash, ts: AT + at, before, account: accountName(env), instead: [] });
    before = digestOf(text);
    parts.push(
      `commit refs/guardrail/anchors/${id}\ncommitter g <g@h> 1 +0000\ndata ${Buffer.byteLength(text)}\n${text}\n`,
    );
  }
  await repo.run('git', ['fast-import', '--quiet'], { input: parts.join('') });
  const checks = await checkAnchors(await openLog({ env, readOnly: true }), env, [place]);
  expect(checks).toMatchObject([{ kind: 'holds', upto: 3, notes: 5_000, ts: AT + 4_999 }]);
});

test('a clock that jumps makes neither a negative age nor a broken anchor', async () => {
  await append(2, AT + 1e9);
  await anchor([place], { now: AT + 1e12 });
  await append(1, AT - 1e9);
  await anchor([place], { now: AT - 1e9 });
  expect(await verify()).toMatchObject({ isBroken: false });
  expect([tellAge(-5), tellAge(61 * MINUTE), tellAge(3e8)]).toEqual(['0 minutes', '1 hour', '3 days']);
});

test('a log that was never begun has nothing to anchor', async () => {
  expect(await anchor()).toMatchObject([{ kind: 'failed', why: 'nothing was ever written' }]);
});

test('as a command: here, and exit 1 once it is broken', async () => {
  await append(3);
  const seen = await run(logCommand, ['anchor'], env, AT + MINUTE, repo.root);
  expect([seen.exit, seen.err]).toEqual([0, expect.stringContaining('anchored up to event 3')]);
  const whole = await run(logCommand, ['verify'], env, AT + 3 * MINUTE, repo.root);
  expect([whole.exit, whole.out]).toEqual([0, expect.stringContaining('2 minutes ago')]);
  await rewrite("UPDATE event SET actor = 'x' WHERE seq = 4");
  const broken = await run(logCommand, ['verify', '--json'], env, AT, repo.root);
  expect([broken.exit, JSON.parse(broken.out)]).toMatchObject([
    1,
    { kind: 'broken', anchors: [{ kind: 'holds', upto: 3 }] },
  ]);
  const here = await run(logCommand, ['anchor', '--begin'], env, AT, repo.root);
  expect([here.exit, here.err]).toEqual([1, expect.stringContaining('by a person at a terminal')]);
  await expect(run(logCommand, ['anchor'], env, AT, '/')).rejects.toThrow('--file');
});

test('a place whose name looks like a secret is masked in the log, and known all the same', async () => {
  const folder = join(world.root, String(turn), 'ghp_16C7e42F292c6912E7710c838347Ae178B4a');
  await repo.git('init', '--quiet', '--bare', folder);
  const there: Place = { kind: 'git', path: folder, push: null };
  await append(2);
  await anchor([there]);
  expect((await verify([])).text).toContain('could not look at');
  await repo.git('-C', folder, 'update-ref', '-d', `refs/guardrail/anchors/${await idOf()}`);
  expect(await verify([there])).toEqual({ text: expect.stringContaining('taken back'), isBroken: true });
});

test('every worktree of a clone anchors in the same place', async () => {
  await repo.commit('first', { a: '1' });
  await repo.git('worktree', 'add', '--quiet', '../tree');
  expect(await commonFolder(join(repo.root, '../tree'), env)).toBe(join(repo.root, '.git'));
});

test('what is not exactly a note is none', () => {
  const note = {
    log: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    seq: 1,
    hash: 'a'.repeat(64),
    ts: AT,
    before: null,
    account: 'b'.repeat(16),
    instead: [],
  };
  expect(parseNote(noteText(note))).toEqual(note);
  for (const over of [
    { seq: 0 },
    { seq: 1.5 },
    { ts: 1e300 },
    { hash: 'A'.repeat(64) },
    { log: '../x' },
    { account: '' },
  ])
    expect(parseNote(noteText({ ...note, ...over }))).toBeNull();
  for (const text of ['', '[]', '{}', 'null', '{"v":2}']) expect(parseNote(text)).toBeNull();
});

test('a remote by a relative path is meant from the top of the working tree; one that is not there is said, and why', async () => {
  await append(2);
  execFileSync('git', ['init', '--quiet', '--bare', join(repo.root, '../far.git')]);
  await repo.git('remote', 'add', 'origin', '../far.git');
  const pushed = await run(logCommand, ['anchor', '--push'], env, AT, repo.root);
  expect([pushed.exit, pushed.err]).toEqual([0, expect.stringContaining('pushed to origin')]);
  const looked = await run(logCommand, ['verify', '--remote', 'origin'], env, AT, repo.root);
  expect([looked.exit, looked.out]).toEqual([0, expect.stringContaining('anchored up to 2')]);
  await repo.git('remote', 'set-url', 'origin', '../gone.git');
  const failed = await run(logCommand, ['anchor', '--push'], env, AT, repo.root);
  expect(failed.exit).toBe(2);
  expect(failed.err).toContain("to origin: fatal: '../gone.git' does not appear to be a git repository");
  expect(failed.err).toContain('next: ');
  await expect(run(logCommand, ['verify', '--remote', 'origin'], env, AT, repo.root)).rejects.toThrow(
    "fetch anchors of origin: fatal: '../gone.git'",
  );
});
