import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openGate } from '../../src/gate/open.ts';
import { forgetRounds } from '../../src/gate/review/forget.ts';
import { type Replayed, replayReviews } from '../../src/gate/review/replay.ts';
import { openLog } from '../../src/log/open.ts';
import { reviewEvent } from '../../src/log/review-event.ts';
import { type KeptRound, keptRounds } from '../../src/log/reviews.ts';
import type { Report } from '../../src/model/report.ts';
import type { LedgerEntry, Review, Round } from '../../src/model/review.ts';
import { guardrailHere } from '../helpers/guarded.ts';
import { finding, openReader, type Reader } from '../helpers/reader.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

const AGENT = { CLAUDECODE: '1' };
const KNOWN = ['src/pay.ts', 'src/ship.ts'];
const MODEL = `failure-model: pay.charged-twice
title: A customer is charged twice
trigger: An order is charged again
symptom: A call of chargeAgain
fix: Charge once, and remember that it was
question: Does any path of this change charge the same order twice?
evidence: The call that charges again
severity: high
blocks: reviewer
applies: { paths: ["src/**"] }
origin: made up for tests
cases:
  - { name: it charges again, before: {}, after: { src/a.ts: "chargeAgain(order);\\n" }, expect: asked, wrong: "src/a.ts:1" }
  - { name: it charges, before: {}, after: { docs/a.ts: "charge(order);\\n" }, expect: quiet }
`;
const BAD = 'export function pay(): void {\n  charge(1);\n  chargeAgain(1);\n}\n';
const GOOD = 'export function pay(): void {\n  charge(1);\n}\n';

let repo: Repo;
let reader: Reader;
let rounds: readonly KeptRound[] = [];

/** A loop of two rounds: a finding, and its fix. Everything below reads what the log kept of it. */
beforeAll(async () => {
  reader = await openReader(KNOWN, ({ files, open, prompt }) => {
    if (prompt.includes('TASK: hold')) return {}; // about the author's words: another list of questions
    const lines = files.flatMap(({ path, lines: own }) => own.map((line) => ({ path, ...line })));
    const bad = lines.find(({ mark, text }) => mark === '+' && text.includes('chargeAgain('));
    const says = bad === undefined ? 'fixed' : 'stands';
    const rulings = open.map((id) => ({ id, says, why: 'it was looked for', line: null }));
    if (bad === undefined || open.length > 0) return { rulings };
    const { path, line, text } = bad;
    const invented = { failure_model: 'other', path, line: 2, quote: 'this stands nowhere', severity: 'low' };
    return {
      rulings,
      findings: [
        finding({ failure_model: 'pay.charged-twice', path, line, quote: text, title: 'Charged twice' }),
        finding(invented),
      ],
    };
  });
  repo = await makeRepo();
  await repo.commit('first', {
    '.guardrail/failure-models/pay/charged-twice.yaml': MODEL,
    '.guardrail/config.yaml': `version: 1
reviewers:
  - { vendor: openai, model: gpt-6-sol, via: openai-compatible, url: "${reader.url}/v1", paths: ["src/**"], price: { input: 2, output: 10 } }
`,
    'src/pay.ts': 'export {};\n',
    'src/ship.ts': 'export {};\n',
  });
  await repo.git('init', '--quiet', '--bare', '../remote.git');
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.git('push', '--quiet', 'origin', 'main');
  await repo.git('switch', '--quiet', '-c', 'work');
  await repo.commit('Pay\n\nCo-Authored-By: Claude <noreply@anthropic.com>', {
    'src/pay.ts': BAD,
    'src/ship.ts': 'export const ship = 1;\n',
  });
  const first = await guardrailHere(repo, ['review'], { env: AGENT });
  expect([first.code, first.stderr]).toEqual([1, expect.stringContaining('pay.charged-twice')]);
  await repo.commit('Pay once\n\nCo-Authored-By: Claude <noreply@anthropic.com>', { 'src/pay.ts': GOOD });
  const second = await guardrailHere(repo, ['review'], { env: AGENT });
  expect([second.code, second.stderr]).toEqual([0, expect.stringContaining('clean')]);
  const log = await openLog({ env: repo.env });
  const [row] = log.all('SELECT loop FROM review');
  rounds = keptRounds(log, repo.env, String(row?.['loop']));
  log.close();
  await repo.git('push', '--quiet', 'origin', 'work', 'work~1:refs/heads/first');
});
afterAll(() => repo.remove());

describe('CI reads the same and says so where people look', () => {
  let ci: Repo;
  const verify = async (
    branch: string,
    ...more: readonly string[]
  ): Promise<{ code: number | null; out: string; err: string }> => {
    const home = join(repo.root, '../ci-home');
    const env = { HOME: home, OPENAI_API_KEY: 'sk-of-the-vendor' };
    const ran = await guardrailHere(ci, ['verify', `origin/main..origin/${branch}`, '--review', ...more], { env });
    return { code: ran.code, out: ran.stdout.toString(), err: ran.stderr };
  };
  beforeAll(async () => {
    await repo.git('clone', '--quiet', '../remote.git', '../ci');
    await mkdir(join(repo.root, '../ci-home'));
    ci = repo.in(join(repo.root, '../ci'));
  });
  afterAll(() => reader.close()); // from here on nobody can be asked

  test('the same findings by the same ids as on the machine of the author, at path and line', async () => {
    const json = await verify('first', '--json');
    expect(json.code).toBe(1);
    const { level, reviews } = JSON.parse(json.out) as { readonly level: string; readonly reviews: readonly Review[] };
    expect([level, reviews.map(({ outcome, refuses }) => [outcome, refuses])]).toEqual(['ask', [['findings', true]]]);
    expect(
      reviews.flatMap(({ ledger }) => ledger.map(({ finding: { id, line }, state }) => [id, line, state])),
    ).toEqual(roundAt(0).ledger.map(({ finding: { id, line }, state }) => [id, line, state]));
    const asked = reader.seen.length;
    const github = await verify('first', '--format', 'github');
    const [found] = roundAt(0).ledger;
    expect(github.code).toBe(1);
    expect(github.out).toContain(
      `::error file=src/pay.ts,line=3,title=pay.charged-twice ${found?.finding.id}::Charged twice.`,
    );
    const sarif = JSON.parse((await verify('first', '--format', 'sarif')).out) as Sarif;
    const [run] = sarif.runs;
    const [result] = run?.results ?? [];
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]?.id).toBe('review.pay.charged-twice');
    expect(result).toMatchObject({
      level: 'error',
      partialFingerprints: { 'guardrailFinding/v1': found?.finding.id },
      locations: [
        { physicalLocation: { artifactLocation: { uri: 'src/pay.ts' }, region: { startLine: 3, endLine: 3 } } },
      ],
    });
    expect(reader.seen.length).toBe(asked); // the same change is not paid for twice
  });

  test('what is clean passes, and no key of a vendor goes to the address that a repository names', async () => {
    const { code, out, err } = await verify('work', '--format', 'github');
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('clean');
    expect(JSON.stringify(reader.seen)).not.toContain('sk-of-the-vendor');
  });
});

type Sarif = {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly { readonly ruleIndex: number }[];
  }[];
};

function roundAt(index: number): Round {
  const round = rounds[index]?.value;
  if (round === null || round === undefined) throw new Error(`round ${index + 1} was not kept`);
  return round;
}

async function replay(id: string): Promise<readonly Replayed[]> {
  const log = await openLog({ env: repo.env });
  try {
    return replayReviews(log, repo.env, id);
  } finally {
    log.close();
  }
}

async function stepsOf(id: string): Promise<readonly (readonly [string, string])[]> {
  const all = await replay(id);
  return all.flatMap(({ steps }) => steps.map(({ what, kind }) => [what, kind] as const));
}

describe('a verdict is worked out again from the log alone', () => {
  test('each round of a loop comes to the same, outside of any repository and with nobody to ask', async () => {
    const loop = roundAt(0).loop;
    const ran = await guardrailHere(repo, ['log', 'replay', loop], { cwd: join(repo.root, '..') });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    const all = await replay(loop);
    expect(all.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['equal', 'findings'],
      ['equal', 'clean'],
    ]);
    expect(all.flatMap(({ steps }) => steps).length).toBeGreaterThan(18);
    expect(roundAt(1).inputs?.sittings.map(({ part }) => part)).toEqual(['moved', 'last', 'aware']);
  });

  test('a ledger in which a finding was closed, with its hash made anew, is not what the answers come to', async () => {
    const first = roundAt(0);
    const closed = first.ledger.map((entry): LedgerEntry => ({ ...entry, state: 'fixed' }));
    await append({ ...first, id: 'v-forged01', ledger: closed, outcome: 'clean' });
    expect(await stepsOf('v-forged01')).toEqual(
      expect.arrayContaining([
        ['the ledger', 'differs'],
        ['the verdict', 'differs'],
      ]),
    );
    expect((await guardrailHere(repo, ['log', 'replay', 'v-forged01'])).code).toBe(1);
  });

  test('an author that was taken for nobody, or another reader, shows in the choice', async () => {
    const first = roundAt(0);
    if (first.inputs === undefined) throw new Error('no inputs');
    await append({
      ...first,
      id: 'v-forged02',
      inputs: { ...first.inputs, authors: [{ kind: 'agent', agent: 'x', vendors: ['openai'], evidence: [] }] },
    });
    expect(await stepsOf('v-forged02')).toContainEqual(['the choice of readers', 'differs']);
  });

  test('an answer that was edited in the folder is seen by its hash, and one that was deleted is said to be gone', async () => {
    const [call] = roundAt(0).calls;
    const path = join(repo.env['HOME'] ?? '', '.local/state/guardrail/blobs', call?.answered ?? '');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('Charged twice', 'Charged once!'));
    const [edited] = await replay(roundAt(0).id);
    expect([edited?.kind, edited?.steps[1]?.says]).toEqual(['differs', expect.stringContaining('hash does not match')]);
    await writeFile(path, text);
    expect((await replay(roundAt(0).id))[0]?.kind).toBe('equal');
  });

  test('a round of an older guardrail is read, and said not to hold enough', async () => {
    const { inputs: _, ...old } = roundAt(0);
    await append({ ...old, id: 'v-older001', calls: old.calls.map(({ more: _more, ...call }) => call) });
    const [replayed] = await replay('v-older001');
    expect([replayed?.kind, replayed?.steps.at(-1)?.says]).toEqual([
      'incomplete',
      'an older guardrail did not keep it',
    ]);
    expect((await guardrailHere(repo, ['log', 'show', 'v-older001'])).code).toBe(0);
  });
});

async function append(round: Round): Promise<void> {
  const log = await openLog({ env: repo.env });
  const where = { repo: round.repo, checkout: repo.root, actor: 'human:ana@shop.example', ts: Date.now() };
  log.append([reviewEvent(repo.env, where, round)]);
  log.close();
}

describe('what an audit asks for is in the record', () => {
  test('of the round: what was read, by which rules, who may have written it and why these readers', () => {
    const { inputs, ...round } = roundAt(0);
    for (const hash of [round.tree, round.rules, round.failureModels, round.key])
      expect(hash).toMatch(/^[0-9a-f]{64}$/);
    for (const oid of [round.head, round.base, inputs?.after]) expect(oid).toMatch(/^[0-9a-f]{40}$/);
    expect(round.manifest.files.map(({ path, shown }) => [path, shown])).toEqual([
      ['src/pay.ts', 5],
      ['src/ship.ts', 2],
    ]);
    expect(inputs?.authors.flatMap(({ vendors, evidence }) => [...vendors, evidence.length > 0])).toContain(
      'anthropic',
    );
    expect(inputs?.choice).toMatchObject({ needed: 1, possible: true, order: [{ vendor: 'openai', foreign: true }] });
    expect(inputs?.bearing).toMatchObject({ independence: 'prefer', binds: true, specMissing: false });
  });

  test('of each call: who was asked how, what it cost, and every word in a blob by its hash', async () => {
    const calls = rounds.flatMap(({ value }) => value?.calls ?? []);
    expect(calls.length).toBeGreaterThan(4);
    for (const call of calls) {
      expect(call).toMatchObject({
        vendor: 'openai',
        model: 'gpt-6-sol',
        served: 'gpt-6-sol',
        host: new URL(reader.url).host,
        outcome: 'complete',
        tries: 1,
        more: { end: 'whole', errors: [], redactions: 0, priced: 'configuration', mostOutput: 16_000 },
      });
      expect(call.more?.by).toMatch(/^openai \d+\.\d+\.\d+$/);
      expect(call.more?.prompt).toMatch(/^[0-9a-f]{64}$/);
      expect(call.tokens.output).toBeGreaterThan(0);
      expect(call.money).toBeCloseTo((call.tokens.input * 2 + call.tokens.output * 10) / 1e6, 9);
      const blobs = await readdir(join(repo.env['HOME'] ?? '', '.local/state/guardrail/blobs'));
      expect(blobs).toEqual(expect.arrayContaining([call.asked, call.answered]));
    }
  });

  test('what was said and set aside is kept beside what stood', async () => {
    const [call] = roundAt(0).calls;
    const text = await readFile(
      join(repo.env['HOME'] ?? '', '.local/state/guardrail/blobs', call?.answered ?? ''),
      'utf8',
    );
    const { answer } = JSON.parse(text) as {
      readonly answer: { readonly setAside: unknown; readonly claims: unknown };
    };
    expect(answer.setAside).toEqual([
      expect.objectContaining({ why: expect.stringContaining('does not stand there') }),
    ]);
    expect(answer.claims).toHaveLength(1);
  });

  test('guardrail log lists it, and shows one round on a page', async () => {
    const list = (await guardrailHere(repo, ['log'])).stdout.toString();
    expect(list).toMatch(
      new RegExp(`clean {2}review of work, round 2, \\d\\.\\d\\d {2}${roundAt(1).id} in ${roundAt(1).loop}`),
    );
    const page = (await guardrailHere(repo, ['log', 'show', roundAt(0).id])).stdout.toString();
    for (const part of [
      'round 1 of',
      'author',
      'claude',
      'chosen',
      'openai gpt-6-sol',
      'blind',
      'Charged twice',
      'one try',
    ])
      expect(page).toContain(part);
  });
});

describe('what became of findings can be counted', () => {
  test('a person says that one was right, an agent says nothing that counts', async () => {
    const id = roundAt(0).ledger[0]?.finding.id ?? '';
    const said = await guardrailHere(repo, ['label', id, 'right', '--because', 'it would have charged twice']);
    expect([said.code, said.stdout.toString()]).toEqual([0, expect.stringContaining('review.pay.charged-twice')]);
    expect((await guardrailHere(repo, ['label', id, 'wrong'], { env: AGENT })).stderr).toContain('does not count');
    expect((await guardrailHere(repo, ['label', 'f-0000000', 'right'])).code).toBe(2);
    const { reviews } = await statsOf();
    expect(reviews.failureModels).toContainEqual(
      expect.objectContaining({ id: 'pay.charged-twice', labels: { right: 1, wrong: 0, gap: 0, unclear: 0 } }),
    );
  });

  test('stats name the reviewer with its calls, answers, tokens and cost', async () => {
    const { reviews } = await statsOf();
    const calls = rounds.flatMap(({ value }) => value?.calls ?? []);
    expect(reviews.reviewers[0]).toMatchObject({
      vendor: 'openai',
      model: 'gpt-6-sol',
      latency: { p50: expect.anything() },
    });
    expect(reviews.reviewers[0]?.calls).toBeGreaterThanOrEqual(calls.length);
    const text = (await guardrailHere(repo, ['stats'])).stdout.toString();
    expect(text).toMatch(/openai gpt-6-sol +\d+ +\d+ +0 +\d+ +0\.\d\d/);
    expect((await guardrailHere(repo, ['stats', '--by', 'failure-model'])).stdout.toString()).toContain(
      'pay.charged-twice',
    );
    expect((await guardrailHere(repo, ['stats', '--html'])).stdout.toString()).toContain('<h3>Reviews</h3>');
  });
});

async function statsOf(): Promise<Report> {
  return JSON.parse((await guardrailHere(repo, ['stats', '--json'])).stdout.toString()) as Report;
}

/** Last: it takes away what the others read. */
describe('words are deleted, numbers stay', () => {
  test('nobody but a person at a terminal has them deleted', async () => {
    for (const env of [AGENT, {}]) {
      const ran = await guardrailHere(repo, ['log', 'forget', roundAt(0).id], { env });
      expect([ran.code, ran.stderr]).toEqual([1, expect.stringContaining('by a person at a terminal')]);
    }
    expect((await replay(roundAt(0).id))[0]?.kind).toBe('equal');
  });

  test('of a forgotten round nothing is left but what was counted, and the round after it says what it lacks', async () => {
    const blobs = join(repo.env['HOME'] ?? '', '.local/state/guardrail/blobs');
    const gate = await openGate({
      cwd: repo.root,
      env: repo.env,
      now: () => Date.now(),
      err: () => Promise.resolve(),
      parent: 0,
    });
    const before = await statsOf();
    const log = await openLog({ env: repo.env });
    const [first] = rounds;
    if (first === undefined) throw new Error('no round');
    const gone = await forgetRounds(gate, log, [first]);
    log.close();
    await gate.repository.scratch.close();
    expect(gone).toBeGreaterThan(4);
    expect((await statsOf()).reviews).toEqual(before.reviews);
    const left = new Set(await readdir(blobs));
    const words = roundAt(0).calls.flatMap(({ asked, answered }) => [asked, answered ?? '']);
    expect(words.filter((hash) => left.has(hash))).toEqual([]);
    expect((await replay(first.id))[0]?.steps).toEqual([
      { what: 'the record of the round', kind: 'lost', says: 'it was deleted' },
    ]);
    const [second] = await replay(roundAt(1).id);
    expect([second?.kind, second?.steps.at(-1)?.says]).toEqual([
      'incomplete',
      expect.stringContaining(`${first.id}, is not there`),
    ]);
    const page = await guardrailHere(repo, ['log', 'show', first.id]);
    expect([page.code, page.stdout.toString()]).toEqual([0, expect.stringContaining('its words were deleted')]);
    expect((await guardrailHere(repo, ['log', 'verify'])).code).toBe(0);
  });
});
