import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isSameAuthor } from '../../../src/gate/risk/author.ts';
import { learnFrom } from '../../../src/gate/risk/past.ts';
import { lotOf, pushedBy } from '../../../src/gate/risk/pushed.ts';
import { kept, worstRecord } from '../../../src/gate/risk/record.ts';
import { clockFrom } from '../../../src/learn/history/clock.ts';
import { keepTraced, untraced } from '../../../src/log/history/claims.ts';
import { openHistory } from '../../../src/log/history.ts';
import { addPast, finishPast, standing, type NewPast } from '../../../src/log/history/write.ts';
import type { Actor } from '../../../src/model/actor.ts';
import type { Change, Edit, Part } from '../../../src/model/change.ts';
import type { PastCommit } from '../../../src/model/outcome.ts';
import type { PushedBy } from '../../../src/model/risk.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 1);
const AGENT: Actor = {
  kind: 'agent',
  agent: 'claude-code',
  session: 's1',
  name: null,
  email: null,
  env: {},
  evidence: [],
  vendors: ['anthropic'],
};
const BY: PushedBy = { agent: 'claude-code', model: 'm-1', session: 's1', email: 'li@x.example', area: 'docs' };

function edit(path: string, more: Partial<Edit> = {}): Edit {
  const version = (oid: string): Edit['after'] => ({ oid, mode: '100644', size: 4000 });
  return {
    status: 'modify',
    path,
    from: null,
    before: version('1'.repeat(40)),
    after: version('2'.repeat(40)),
    lines: { added: 3, removed: 1 },
    landed: true,
    generated: false,
    commits: [],
    authors: [AGENT],
    ...more,
  };
}

function changeOf(...edits: readonly Edit[]): { readonly change: Change; readonly part: Part } {
  const part: Part = { id: 'refs/heads/x', scope: 'net', title: 'x', branch: 'x', edits };
  const change: Change = {
    inlet: 'push',
    repo: 'r',
    at: NOW,
    branch: 'x',
    operator: AGENT,
    parts: [part],
    refs: [],
    coverage: { refs: 1, commits: 1, files: 1, bytes: 1, unread: [] },
    replay: false,
  };
  return { change, part };
}

test('one more blank does not draw the lot again, and another file does', () => {
  const lot = (...edits: readonly Edit[]): string => {
    const { change, part } = changeOf(...edits);
    return lotOf(change, part);
  };
  const again = edit('a.ts', { after: { oid: '3'.repeat(40), mode: '100644', size: 4001 } });
  expect(lot(again)).toBe(lot(edit('a.ts')));
  expect(lot(edit('b.ts', { status: 'rename', from: 'a.ts' }))).toBe(lot(edit('a.ts')));
  expect(lot(edit('a.ts'), edit('b.ts'))).not.toBe(lot(edit('a.ts')));
  expect(lot(edit('a.ts', { before: { oid: '4'.repeat(40), mode: '100644', size: 9 } }))).not.toBe(lot(edit('a.ts')));
});

test('a program of which git was told to count no lines has some', () => {
  const { change, part } = changeOf(edit('a.ts', { lines: 'binary' }), edit('b.png', { lines: 'binary' }));
  expect(pushedBy(change, part, 0).files).toMatchObject([
    { path: 'a.ts', added: 100, deleted: 100 },
    { path: 'b.png', added: 0, deleted: 0 },
  ]);
});

test('another session in the same area goes on with the same work', () => {
  const other = { ...BY, session: 's2' };
  expect(isSameAuthor(BY, other)).toBe(true);
  expect(isSameAuthor(BY, { ...other, area: 'billing' })).toBe(false);
  expect(isSameAuthor(BY, { ...other, email: 'bo@x.example' })).toBe(false); // another person's, on a server
  expect(isSameAuthor(BY, { ...BY, area: 'billing' })).toBe(true);
  expect(isSameAuthor(BY, { ...other, area: 'billing', session: '' })).toBe(true);
  expect(isSameAuthor(BY, { ...BY, agent: 'codex' })).toBe(false);
});

test('documents beside it hide no area where its author has failed', () => {
  const commit = (area: string, weight: number, nth: number): PastCommit => {
    const ts = NOW - (100 + nth) * DAY;
    const own = { oid: `${area}${nth}`, agent: 'claude-code', model: 'm-1', area };
    return { ...own, ts, weight, came: weight > 0 ? ts + DAY : null };
  };
  const commits = Array.from({ length: 40 }, (_, nth) => [commit('docs', 0, nth), commit('billing', nth % 2, nth)]);
  const learned = { commits: commits.flat(), shown: () => 1, local: { intercept: 0, slope: 1, matured: 0 } };
  const upper = (...edits: readonly Edit[]): number => {
    const { change, part } = changeOf(...edits);
    return worstRecord(learned, BY, [part, pushedBy(change, part, 0)], NOW).record.upper;
  };
  const [safe, padded] = [upper(edit('docs/a.md')), upper(edit('docs/a.md'), edit('billing/b.ts'))];
  expect(safe).toBeLessThan(0.25);
  expect(padded).toBeGreaterThan(0.4);
  expect(upper(edit('docs/a.md'), edit('billing/b.ts', { generated: true }))).toBe(safe);
});

test('a bad record stays when its index is taken away, and a good one does not', () => {
  expect(kept({ upper: 0.5, baseline: 0.2 })).toMatchObject({ upper: 0.5, baseline: 0.2 });
  expect(kept({ upper: 0.1, baseline: 0.2 })).toBeNull();
  expect(kept(null)).toBeNull();
});

test('a commit is no older than its parents, and a clock that runs ahead holds up nobody', () => {
  const clock = clockFrom(NOW, (oid) => (oid === 'known' ? NOW - 9 * DAY : null));
  const made = (oid: string, parents: readonly string[], days: number): number =>
    (clock({ oid, parents, ts: NOW + days * DAY }) - NOW) / DAY;
  expect(made('root', [], -100)).toBe(-100);
  expect(made('a', ['root', 'known'], -50)).toBe(-9);
  expect(made('dated back', ['a'], -700)).toBe(-9);
  expect(made('ahead', ['a'], 300)).toBe(0);
  expect(made('behind it', ['ahead'], -4)).toBe(-4);
  expect(made('dated back behind it', ['ahead'], -700)).toBe(-9);
});

test('a history whose mending was not followed yet is none without faults', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-followed-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const history = openHistory({ HOME: folder, XDG_STATE_HOME: folder }, 'r', { readOnly: false });
  onTestFinished(() => history.close());
  const { id } = standing(history);
  const oidOf = (nth: number): string => nth.toString(16).padStart(40, '0');
  const commits = Array.from({ length: 600 }, (_, nth): NewPast => {
    const written = { email: 'li@x.example', agent: '', model: '', area: 'a', paths: [], claims: [] };
    const size = { added: 40, deleted: 2, fileCount: 2, isMerge: false, isFix: nth % 4 === 0 };
    return { oid: oidOf(nth), ts: NOW - (1200 - nth) * DAY, ...written, ...size };
  });
  const tip = oidOf(599);
  expect(addPast(history, id, commits, { from: [], to: [tip] })).toBe(true);
  finishPast(history, id, { tip, ref: 'refs/heads/main', shallow: '', now: NOW });
  const intercept = (): number => learnFrom(history, new Map(), NOW).local.intercept;
  expect(intercept()).toBeGreaterThan(-0.05); // nothing was followed, so nothing is known
  const left = untraced(history, id, 1000);
  for (const commit of left.slice(0, 75)) keepTraced(history, commit, []);
  const half = intercept();
  for (const commit of left.slice(75)) keepTraced(history, commit, []);
  expect(half).toBeLessThan(-0.1);
  expect(intercept()).toBeLessThan(half - 0.1);
});
