import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Gate, openGate } from '../../src/gate/open.ts';
import { type Cover, readCovers } from '../../src/learn/trials/covers.ts';
import { dueFor } from '../../src/learn/trials/due.ts';
import { seenIn } from '../../src/learn/trials/hit.ts';
import { readSeeds, type Seed, type Seeds } from '../../src/learn/trials/seeds.ts';
import { join, planNames, weave, type Weaving, type Woven } from '../../src/learn/trials/weave.ts';
import type { ReviewerRule } from '../../src/model/review.ts';
import type { Trial } from '../../src/model/trial.ts';
import type { Answer, Claim, SheetLine } from '../../src/review/exchange.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

let repo: Repo;
let gate: Gate;
let found: Seeds;
let covers: readonly Cover[];

const reviewer: ReviewerRule = {
  name: 'o',
  vendor: 'openai',
  model: 'o-1',
  via: 'openai',
  url: null,
  mayRead: () => true,
  paths: ['**'],
  price: null,
  window: 100_000,
  answer: 16_000,
};
const HALVED = 'export const half = (cents: number): number => Math.floor(cents / 2);\n';
const own = (commit: string): string => `failure-model: pay.halved
title: A cent is lost
trigger: An amount is split
symptom: A rounded half
fix: Give the rest to somebody
question: Do the halves add up?
evidence: The rounding
severity: high
blocks: never
origin: commit ${commit.slice(0, 12)} of this repository
cases:
  - name: a cent is lost
    before: {}
    after: { secret/half.ts: "${HALVED.trim()}\\n" }
    expect: asked
`;

beforeAll(async () => {
  repo = await makeRepo();
  await repo.commit('first', { 'packages/core/src/cart.ts': 'export const cart = [];\n', 'docs/a.md': 'A\n' });
  const bad = await repo.commit('Halve it', { 'packages/core/src/half.ts': HALVED });
  await repo.commit('Tell of it', {
    'docs/a.md': 'A\nB\n',
    'keys/id_rsa': 'for nobody\n',
    'vault/a.ts': 'export {};\n',
  });
  await repo.commit('Keep what went wrong', { '.guardrail/failure-models/pay/halved.yaml': own(bad) });
  gate = await openGate({ cwd: repo.root, env: repo.env, now: () => 0, err: () => Promise.resolve(), parent: 0 });
  found = await readSeeds(gate);
  covers = await readCovers(gate, { isPrivate: (path) => path.startsWith('vault/') });
});
afterAll(async () => await repo.remove());

function weaving(over: Partial<Weaving> = {}): Weaving {
  const rules = { isPrivate: (path: string) => path.startsWith('vault/') };
  return { rules, models: found.models, covers, bare: false, hmac: planNames, ...over };
}

function seedOf(id: string): Seed {
  const seed = found.seeds.find(({ model }) => model.id === id);
  if (seed === undefined) throw new Error(`no seed of ${id}`);
  return seed;
}

async function woven(seed: Seed, over: Partial<ReviewerRule> = {}, how: Partial<Weaving> = {}): Promise<Woven> {
  const made = await weave(seed, { ...reviewer, ...over }, weaving(how));
  if (typeof made === 'string') throw new Error(made);
  return made;
}

function claimAt({ path, side, line, text, symbol }: SheetLine, failureModel: string): Claim {
  const words = { title: '', why: '', fix: '', criterion: null, severity: 'high' as const, confidence: 0.9 };
  return { failureModel, path, side, line, to: line, symbol, quote: text, ...words };
}

const said = (...claims: readonly Claim[]): Answer => ({ kind: 'complete', claims, setAside: [], rulings: [] });

describe('covers', () => {
  test('are changes that were made here, without what is private, secret by its name, or a failure model', () => {
    expect(covers.map(({ files }) => files.map(({ path }) => path))).toEqual([
      ['docs/a.md'],
      ['packages/core/src/half.ts'],
    ]);
  });
});

describe('a seed', () => {
  test('of a failure model that was drafted from a commit of this repository had escaped', () => {
    expect(seedOf('pay.halved').origin).toBe('escaped');
    expect(seedOf('data.money-as-float').origin).toBe('case');
    expect(found.seeds.length).toBeGreaterThan(200);
  });

  test('made of words of this repository goes to nobody who may not read where they stand', async () => {
    const closed = { mayRead: (path: string) => !path.startsWith('secret/') };
    expect(await weave(seedOf('pay.halved'), { ...reviewer, ...closed }, weaving())).toContain('may not read');
    expect(await weave(seedOf('pay.halved'), reviewer, weaving({ rules: { isPrivate: () => true } }))).toContain(
      'may not',
    );
  });

  test('stands in the package of its cover, among code of its language', async () => {
    const { prefix, cover, sheet } = await woven(seedOf('data.money-as-float'));
    expect([prefix, cover?.files.map(({ path }) => path)]).toEqual(['packages/core', ['packages/core/src/half.ts']]);
    expect(sheet.paths).toEqual(['packages/core/src/half.ts', 'packages/core/src/total.ts']);
    expect(sheet.text).toMatch(/^# M packages\/core\/src\/total\.ts \+2 -1$/m);
  });

  test('stands where its reader may read, with only that of the cover, or nowhere', async () => {
    const seed = seedOf('data.money-as-float');
    const docs = await woven(seed, { mayRead: (path) => path.startsWith('docs/'), paths: ['docs/**'] });
    expect(docs.sheet.paths).toEqual(['docs/a.md', 'docs/src/total.ts']);
    const nowhere = await weave(seed, { ...reviewer, mayRead: (path) => path === 'docs/a.md', paths: [] }, weaving());
    expect(nowhere).toContain('no place for it is open');
    const nobody = await weave(seed, { ...reviewer, mayRead: (path) => path === 'src/total.ts' }, weaving());
    expect(nobody).toContain('try --bare');
    const bare = await woven(seed, { mayRead: (path) => path === 'src/total.ts' }, { bare: true });
    expect(bare.sheet.paths).toEqual(['src/total.ts']);
  });

  test('is asked about by its own failure model and by those that any such change is asked about', async () => {
    const { failureModels } = await woven(seedOf('data.money-as-float'));
    expect(failureModels.map(({ id }) => id)).toContain('data.money-as-float');
    expect(failureModels.length).toBeGreaterThan(5);
  });

  test('is one where it is shown: a reader that points at it has it, and one that points at the cover has not', async () => {
    const sample = found.seeds.filter(({ wrong }) => wrong !== null).filter((_, index) => index % 8 === 0);
    let looked = 0;
    for (const seed of sample) {
      const one = await woven(seed);
      const { wrong } = seed;
      const row = one.sheet.lines.find(
        ({ path, line, side }) =>
          path === join(one.prefix, wrong?.path ?? '') &&
          line === wrong?.line &&
          side === (seed.after.has(wrong.path) ? 'after' : 'before'),
      );
      if (row === undefined) throw new Error(`${seed.model.id}, ${seed.name}: its line is not shown`);
      looked += 1;
      const result = (...claims: readonly Claim[]): string => seenIn(said(...claims), one).result;
      expect(result(claimAt(row, seed.model.id)), seed.name).toBe('hit');
      expect(result(claimAt(row, 'other')), seed.name).toBe('hit');
      expect(result(claimAt(row, `${seed.model.domain}.something-else`)), seed.name).toBe('hit');
      expect(result(claimAt(row, 'elsewhere.something-else')), seed.name).toBe('miss');
      const cover = one.sheet.lines.filter(({ path }) => one.cover?.files.some((file) => file.path === path) === true);
      expect(cover.length).toBeGreaterThan(0);
      expect(result(...cover.map((line) => claimAt(line, seed.model.id))), seed.name).toBe('miss');
      expect(result(), seed.name).toBe('miss');
    }
    console.info(`trials: ${looked} seeds looked at`);
    expect(looked).toBeGreaterThan(12);
  });

  test('is neither seen nor missed in an answer that is not whole, whatever that claims', async () => {
    const one = await woven(seedOf('data.money-as-float'));
    const claims = one.sheet.lines.map((line) => claimAt(line, 'data.money-as-float'));
    const half: Answer = { kind: 'inconclusive', cause: 'truncated', why: 'the answer was cut off', claims };
    expect(seenIn(half, one)).toEqual({ result: 'none', cause: 'truncated' });
  });

  test('under another name must stand where the defect is, and not only in its file', async () => {
    const [first] = found.seeds.filter(({ after }) =>
      [...after.values()].some(({ bytes }) => bytes.toString().split('\n').length > 12),
    );
    if (first === undefined) throw new Error('no seed has twelve lines');
    const [path = ''] = first.after.keys();
    const one = await woven({ ...first, wrong: { path, line: 1 } });
    const rows = one.sheet.lines.filter((line) => line.path === join(one.prefix, path) && line.changed);
    const last = rows.at(-1);
    if (last === undefined) throw new Error('nothing of it is shown');
    expect(seenIn(said(claimAt(last, 'other')), one).result).toBe('miss');
    expect(seenIn(said(claimAt(last, first.model.id)), one).result).toBe('hit');
  });
});

describe('what is due', () => {
  const trial = (seed: Seed, result: Trial['result'], ts = 0, identity = 'a'): Trial => ({
    ts,
    repo: '',
    failureModel: seed.model.id,
    seed: seed.name,
    diff: seed.diff,
    origin: 'case',
    identity,
    vendor: '',
    model: '',
    mode: 'blind',
    result,
    cause: '',
    money: 0,
  });
  const ids = (seeds: readonly Seed[]): readonly string[] => seeds.map(({ diff }) => diff);
  const DAY = 86_400_000;

  test('is every seed once, the own first, each failure model in its turn, in the same order for every reader', () => {
    const due = dueFor(found.seeds, [], 'a', 0);
    expect(new Set(ids(due)).size).toBe(new Set(ids(found.seeds)).size);
    expect(due[0]?.model.id).toBe('pay.halved');
    const models = new Set(found.seeds.map(({ model }) => model.id));
    expect(new Set(due.slice(0, models.size).map(({ model }) => model.id)).size).toBe(models.size);
    expect(ids(dueFor(found.seeds.toReversed(), [], 'b', 0))).toEqual(ids(due));
  });

  test('is no seed again before all others, and then that first of which least is known', () => {
    const seeds = found.seeds.slice(0, 6);
    const shown: Trial[] = [];
    for (let n = 0; n < 18; n += 1) {
      const [next] = dueFor(seeds, shown, 'a', n);
      if (next === undefined) throw new Error('nothing is due');
      shown.push(trial(next, n % 2 === 0 ? 'hit' : 'miss', n));
      expect(new Set(shown.slice(n - (n % 6)).map(({ diff }) => diff)).size).toBe((n % 6) + 1);
    }
    expect(ids(dueFor(seeds, shown, 'b', 18))).toEqual(ids(dueFor(seeds, [], 'b', 18)));
  });

  test('comes the sooner the older what is known', () => {
    const seeds = [seedOf('data.money-as-float'), seedOf('concurrency.await-missing')];
    const [old, young] = seeds;
    if (old === undefined || young === undefined) throw new Error('two seeds');
    const known = [trial(old, 'hit', 0), trial(young, 'hit', 700 * DAY)];
    expect(ids(dueFor(seeds, known, 'a', 701 * DAY))).toEqual([old.diff, young.diff]);
    const other = [trial(old, 'hit', 700 * DAY), trial(young, 'hit', 0)];
    expect(ids(dueFor(seeds, other, 'a', 701 * DAY))).toEqual([young.diff, old.diff]);
  });

  test('rests a week where the answer was not whole', () => {
    const seeds = [seedOf('data.money-as-float'), seedOf('concurrency.await-missing')];
    const [first] = dueFor(seeds, [], 'a', 0);
    if (first === undefined) throw new Error('nothing is due');
    const known = [trial(first, 'none', 0)];
    expect(dueFor(seeds, known, 'a', DAY)[0]).not.toBe(first);
    expect(dueFor(seeds, known, 'a', 8 * DAY)[0]).toBe(first);
  });
});

test('a failure model that cannot be read is said, and those that were shipped are left', async () => {
  await repo.commit('Break it', { '.guardrail/failure-models/pay/broken.yaml': 'failure-model: [\n' });
  const broken = await readSeeds(
    await openGate({ cwd: repo.root, env: repo.env, now: () => 0, err: () => Promise.resolve(), parent: 0 }),
  );
  expect(broken.problems.join('\n')).toContain('pay/broken.yaml:2');
  expect(broken.seeds.length).toBeGreaterThan(200);
  expect(broken.seeds.some(({ isOwn }) => isOwn)).toBe(false);
});
