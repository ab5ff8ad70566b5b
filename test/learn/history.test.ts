import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openGate, type Gate } from '../../src/gate/open.ts';
import { readBranch, type Branch } from '../../src/learn/history/branch.ts';
import { syncHistory, type SyncOptions, type Synced } from '../../src/learn/history/sync.ts';
import { openDriver } from '../../src/log/driver.ts';
import { historyPath } from '../../src/log/history/file.ts';
import { openHistory, type History } from '../../src/log/history.ts';
import { areaOf, mainArea } from '../../src/model/area.ts';
import { saysItMends } from '../../src/model/mends.ts';
import { modelName } from '../../src/model/model-name.ts';
import { emptyRepo, makeRepo, type Repo } from '../helpers/repo.ts';
import { DAY, ioOf, land, START } from './past.ts';

const NOW = START + 60 * DAY;
const WEIRD = 'docs/we\nird\tna"me.md';
const LATIN1 = 'src/api/caf\u00e9.ts'; // one byte for each character: no UTF-8
const CLAUDE = '\n\nCo-Authored-By: Claude Sonnet 4.5 <noreply@anthropic.com>\n';

let repo: Repo;
let tips: Readonly<Record<'first' | 'second' | 'merge' | 'future' | 'last', string>>;

beforeAll(async () => {
  repo = await makeRepo();
  const first = await land(repo, {
    message: 'Begin',
    day: 0,
    files: { 'README.md': 'a\n', 'src/api/a.ts': '1\n2\n3\n' },
  });
  const second = await land(repo, { message: 'Fix the sum', day: 2, files: { 'src/api/a.ts': '1\n2\nthree\nfour\n' } });
  const side = await land(repo, {
    message: Buffer.from('Write <b>docs</b>\u001b[31m\u00e9', 'latin1'),
    day: 3,
    by: 'bo',
    branch: 'side',
    parents: [first],
    files: { [WEIRD]: 'x\n', [LATIN1]: 'y\n', 'logo.png': Buffer.from([0, 1, 2, 0]) },
  });
  const merge = await land(repo, { message: 'Merge side', day: 4, parents: [second, side] });
  const future = await land(repo, {
    message: `Add an area${CLAUDE}`,
    day: 30_000,
    files: { 'src/api/a.ts': '1\n2\n' },
  });
  const root = await land(repo, {
    message: 'Another root',
    day: -400,
    branch: 'other',
    parents: [],
    files: { 'x/y/z': '' },
  });
  const last = await land(repo, { message: 'Join', day: 6, parents: [future, root], files: {} });
  tips = { first, second, merge, future, last };
});

afterAll(() => repo.remove());

type Stand = { readonly env: Repo['env']; readonly gate: Gate; readonly branch: Branch };

/** A state folder of its own; the branch is put where the test wants it. */
async function stand(at: string, of: Repo = repo, state?: string): Promise<Stand> {
  const folder = state ?? (await mkdtemp(join(tmpdir(), 'guardrail-history-')));
  if (state === undefined) onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await of.git('update-ref', 'refs/heads/main', at);
  const env = { ...of.env, XDG_STATE_HOME: folder };
  const gate = await openGate(ioOf(of, NOW, env));
  const branch = await readBranch(gate);
  if (branch.tip === null) throw new Error('no branch');
  return { env, gate, branch };
}

async function read({ env, gate, branch }: Stand, options: SyncOptions = {}): Promise<Synced> {
  const history = openHistory(env, branch.repo, { readOnly: false });
  try {
    return await syncHistory(gate, branch, history, options);
  } finally {
    history.close();
  }
}

function look<T>({ env, branch }: Stand, question: (history: History) => T): T {
  const history = openHistory(env, branch.repo, { readOnly: true });
  try {
    return question(history);
  } finally {
    history.close();
  }
}

const EVER = { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

/** All that can be asked, so that two ways to one history can be compared. */
function everything(one: Stand): unknown {
  return look(one, (history) => ({
    commits: history.commits(EVER),
    features: [...history.features(EVER)].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    files: [...history.filesOf(['README.md', 'docs/README.md', 'src/api/a.ts', WEIRD, 'logo.png', 'x/y/z', 'new.ts'])],
    ana: history.experienceOf({ email: 'Ana@shop.example' }),
    bo: history.experienceOf({ email: 'bo@shop.example' }),
    claude: history.experienceOf({ agent: 'claude-code', area: 'src/api' }),
    count: history.tip()?.commits,
  }));
}

test('a history is read once: files, people, agents, and each commit as it was on its day', async () => {
  const one = await stand(tips.last);
  expect(await read(one)).toEqual({ kind: 'read', fresh: 7, removed: 0, isCut: false });
  expect(await read(one)).toEqual({ kind: 'read', fresh: 0, removed: 0, isCut: false });
  look(one, (history) => {
    expect(history.tip()).toEqual({ oid: tips.last, ref: 'refs/heads/main', commits: 5, syncedAt: NOW });
    const files = history.filesOf(['src/api/a.ts', WEIRD, 'src/api/caf\udce9.ts', 'logo.png', 'new.ts']);
    expect(files.get('src/api/a.ts')).toEqual({ changes: 3, last: NOW }); // its clock ran ahead
    expect([...files.keys()]).toEqual(['src/api/a.ts', WEIRD, 'src/api/caf\udce9.ts', 'logo.png']);
    expect(history.experienceOf({ email: 'ANA@shop.example' })).toBe(3); // what the agent wrote is not hers
    expect(history.experienceOf({ email: 'eve@shop.example' })).toBe(0);
    expect(history.experienceOf({ agent: 'claude-code', area: 'src/api' })).toBe(1);
    expect(history.experienceOf({ agent: 'claude-code', area: 'docs' })).toBe(0);
    const [newest] = history.commits({ from: NOW, to: NOW });
    expect(newest).toMatchObject({
      oid: tips.future,
      agent: 'claude-code',
      model: 'claude-sonnet-4.5',
      area: 'src/api',
    });
    const features = history.features(EVER);
    expect(features.get(tips.second)).toEqual({
      linesAdded: 2,
      linesDeleted: 1,
      files: 1,
      isFix: true,
      ageDays: 2,
      changes: 1,
      experience: 1,
    });
    expect(features.get(tips.first)).toMatchObject({ ageDays: null, changes: 0, experience: 0 });
    expect(features.has(tips.merge)).toBe(false);
    expect(history.commits({ from: START + DAY, to: START + 2 * DAY }).map(({ oid }) => oid)).toEqual([tips.second]);
  });
  const bytes = readFileSync(historyPath(one.env)).toString('latin1');
  expect(bytes).not.toContain('shop.example'); // people are counted, not named
});

test('outcomes of commits are laid over them', async () => {
  const one = await stand(tips.last);
  await read(one);
  const outcomes = new Map([[tips.second, { weight: 0.5, came: START + 9 * DAY }]]);
  const weighed = look(one, (history) => history.commits(EVER, outcomes)).filter(({ weight }) => weight > 0);
  expect(weighed).toMatchObject([{ oid: tips.second, weight: 0.5, came: START + 9 * DAY }]);
});

test('cut off after every commit, and gone on with, it comes to the same', async () => {
  const whole = await stand(tips.last);
  await read(whole);
  const pieces = await stand(tips.last);
  const told: number[] = [];
  let synced = await read(pieces, { bundle: 1, isEnough: () => true, onProgress: (done) => told.push(done) });
  let times = 1;
  while (synced.kind === 'read' && synced.isCut && times < 20) {
    expect(look(pieces, (history) => history.tip())).toBe(null);
    synced = await read(pieces, { bundle: 1, isEnough: () => true });
    times += 1;
  }
  expect(times).toBeGreaterThan(5);
  expect(told[0]).toBe(1);
  expect(everything(pieces)).toEqual(everything(whole));
});

test('commits that a rewrite took away are taken out, as if they had never been read', async () => {
  const one = await stand(tips.last);
  await read(one);
  const again = await land(repo, {
    message: 'Other work',
    day: 8,
    branch: 'rewritten',
    parents: [tips.merge],
    files: { 'src/api/a.ts': 'z\n' },
  });
  const rewritten = await stand(again, repo, one.env['XDG_STATE_HOME']);
  expect(await read(rewritten)).toEqual({ kind: 'read', fresh: 1, removed: 2, isCut: false });
  const fresh = await stand(again);
  await read(fresh);
  expect(everything(rewritten)).toEqual(everything(fresh));
});

test('a clone that is older than what was read changes nothing', async () => {
  const one = await stand(tips.last);
  await read(one);
  const before = everything(one);
  const older = await stand(tips.second, repo, one.env['XDG_STATE_HOME']);
  expect(await read(older)).toEqual({ kind: 'behind' });
  expect(everything(one)).toEqual(before);
});

test('where git has lost what was read, all is read anew; and a shallow clone tells nothing of where it ends', async () => {
  const other = await makeRepo();
  const shallow = await emptyRepo();
  onTestFinished(async () => {
    await other.remove();
    await shallow.remove();
  });
  const url = 'https://host.example/team/shop.git';
  const first = await land(other, { message: 'Elsewhere', day: 1, files: { a: '1' } });
  await other.git('remote', 'add', 'origin', url);
  const one = await stand(first, other);
  await read(one);
  await land(other, { message: 'More', day: 2, files: { a: '2' } });
  const tip = await land(other, { message: 'And more', day: 3, files: { b: '2' } });
  await shallow.git('clone', '--quiet', '--depth=2', `file://${other.root}`, '.');
  await shallow.git('remote', 'set-url', 'origin', url);
  const cut = await stand(tip, shallow, one.env['XDG_STATE_HOME']);
  expect(cut.branch.repo).toBe(one.branch.repo);
  expect(cut.branch.cuts.size).toBe(1);
  expect(await read(cut)).toMatchObject({ kind: 'read', fresh: 2 });
  expect(look(cut, (history) => [history.tip()?.commits, history.filesOf(['a', 'b']).size])).toEqual([1, 1]);
  await other.git('update-ref', 'refs/heads/main', tip);
  const whole = await stand(tip, other, one.env['XDG_STATE_HOME']);
  expect(await read(whole)).toMatchObject({ kind: 'read', fresh: 3 });
  expect(look(whole, (history) => history.tip()?.commits)).toBe(3);
});

test("what a user's configuration says changes nothing", async () => {
  const renamed = await land(repo, {
    message: 'Move',
    day: 9,
    branch: 'renamed',
    parents: [tips.last],
    files: { 'README.md': null, 'docs/README.md': 'a\n' },
  });
  const plain = await stand(renamed);
  await read(plain);
  const settings = [
    ['diff.renames', 'copies'],
    ['diff.noprefix', 'true'],
    ['diff.external', '/bin/false'],
    ['diff.orderFile', '/nonexistent'],
    ['diff.relative', 'true'],
    ['diff.algorithm', 'histogram'],
    ['log.diffMerges', 'first-parent'],
    ['log.showRoot', 'false'],
    ['log.showSignature', 'true'],
    ['log.mailmap', 'true'],
    ['mailmap.file', join(plain.env['XDG_STATE_HOME'] ?? '', 'mailmap')],
    ['log.decorate', 'full'],
    ['format.pretty', 'oneline'],
    ['format.notes', 'true'],
    ['color.ui', 'always'],
    ['core.quotePath', 'true'],
    ['i18n.logOutputEncoding', 'ISO-8859-1'],
  ];
  const text = settings.map(([name = '', value = '']) => {
    const [section = '', key = ''] = name.split('.');
    return `[${section}]\n\t${key} = ${value}\n`;
  });
  const config = join(plain.env['XDG_STATE_HOME'] ?? '', 'gitconfig');
  writeFileSync(config, text.join(''));
  writeFileSync(join(plain.env['XDG_STATE_HOME'] ?? '', 'mailmap'), 'Bo <bo@shop.example> <ana@shop.example>\n');
  const set = await stand(renamed, { ...repo, env: { ...repo.env, GIT_CONFIG_GLOBAL: config } });
  await read(set);
  expect(everything(set)).toEqual(everything(plain));
});

describe('the file', () => {
  test('that is no database, or of another version, is as good as none, and made anew', async () => {
    const one = await stand(tips.last);
    await read(one);
    const before = everything(one);
    const driver = openDriver(historyPath(one.env));
    driver.exec('PRAGMA user_version = 99');
    driver.close();
    look(one, (history) => {
      expect(history.fault).toMatch(/another version/);
      expect([history.tip(), history.filesOf(['README.md']).size]).toEqual([null, 0]);
    });
    expect(await read(one)).toMatchObject({ fresh: 7 });
    expect(everything(one)).toEqual(before);
    for (const beside of ['-wal', '-shm']) rmSync(historyPath(one.env) + beside, { force: true });
    writeFileSync(historyPath(one.env), 'no database at all, and longer than the header of one '.repeat(20));
    look(one, (history) => expect([history.tip(), history.fault !== null]).toEqual([null, true]));
    expect(await read(one)).toMatchObject({ fresh: 7 });
    expect(everything(one)).toEqual(before);
  });

  test('that is not there is not made by reading', async () => {
    const one = await stand(tips.last);
    look(one, (history) => expect(history.fault).toMatch(/no history was read yet/));
    expect(() => readFileSync(historyPath(one.env))).toThrow(/ENOENT/);
    expect(dirname(historyPath(one.env))).toContain(one.env['XDG_STATE_HOME'] ?? '?');
  });

  test('that another process has gone on with in the meantime is left to it', async () => {
    const one = await stand(tips.last);
    const inner: Synced[] = [];
    const synced = await read(one, {
      bundle: 1,
      onProgress: (done) => {
        if (done !== 1) return;
        const driver = openDriver(historyPath(one.env));
        driver.exec("UPDATE repository SET heads = 'elsewhere'");
        driver.close();
      },
    });
    expect([synced, ...inner]).toEqual([{ kind: 'busy' }]);
  });
});

test.each([
  ['README.md', '.'],
  ['docs/a.md', 'docs'],
  ['src/cli.ts', 'src'],
  ['src/learn/history/x.ts', 'src/learn'],
  ['packages/core/src/a.ts', 'packages/core'],
  ['infra/prod/main.tf', 'infra/prod'],
])('%s lies in %s', (path, area) => {
  expect(areaOf(path)).toBe(area);
});

test('a change lies where most of its lines do, whatever the order of its files', () => {
  const files = [
    { path: 'docs/a.md', lines: 3 },
    { path: 'src/b/c.ts', lines: 40 },
    { path: 'src/a/c.ts', lines: 40 },
  ];
  expect(mainArea(files)).toBe('src/a');
  expect(mainArea(files.toReversed())).toBe('src/a');
  expect(mainArea([])).toBe('.');
});

test.each([
  ['Fix the sum of an empty cart', true],
  ['fix(cart): round half up', true],
  ['Correct a regression in login', true],
  ['Revert "Add a button"', true],
  ['Fix a typo in the readme', false],
  ['Add prefixes to names', false],
  ['Debug output for the cart', false],
  ['Add a feature\n\nThis fixes nothing, it says.', false],
])('%j says that it mends something: %s', (message, mends) => {
  expect(saysItMends(message)).toBe(mends);
});

test.each([
  ['Claude Sonnet 4.5', 'claude-sonnet-4.5'],
  ['Claude Opus 4.5 (1M context)', 'claude-opus-4.5'],
  ['anthropic/claude-sonnet-4-5-20250929', 'claude-sonnet-4.5'],
  ['claude-3-5-sonnet-latest', 'claude-3.5-sonnet'],
  ['gpt-5.2', 'gpt-5.2'],
  ['openrouter/google/gemini-2.5-pro', 'gemini-2.5-pro'],
  ['Claude', ''],
  ['', ''],
])('%j is the model %j', (said, name) => {
  expect(modelName(said)).toBe(name);
});
