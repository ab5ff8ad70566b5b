import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/log/database.ts';
import { openLog } from '../../src/log/open.ts';
import { readPairs } from '../../src/log/said.ts';
import { readTrials } from '../../src/log/trials.ts';
import { overlapOnFindings } from '../../src/stats/trials.ts';
import { finding, openReader, type Question, type Reader, type Said } from '../helpers/reader.ts';
import type { Repo } from '../helpers/repo.ts';
import {
  AGENT,
  branch,
  GOOGLE,
  here,
  landRules,
  makeShop,
  OPENAI,
  reviewHere,
  rowsOf,
  rulesWith,
  type Said1,
  userConfig,
} from '../gate/review/desk.ts';

let repo: Repo;
let reader: Reader;
let say: (question: Question) => Said = seesCharges;
let asked = 0;

const CHARGED = 'pay.charged-twice';
const PRIVATE = 'the-vault-key-is-under-the-mat';

/** One case a number, so that each is a seed of its own. */
const rounded = (n: number): string => `  - name: rounding ${n}
    before: {}
    after: { src/round${n}.ts: "export const round${n} = (cents: number): number => Math.floor(cents / ${n + 2});\\n" }
    expect: asked
    wrong: "src/round${n}.ts:1"
`;
const model = (id: string, cases: string, more = ''): string => `failure-model: ${id}
title: A sum is off
trigger: A price is split
symptom: A rounded quotient
fix: Give the rest to somebody
question: Do the parts add up?
evidence: The quotient
severity: low
blocks: never
${more}origin: made up for tests
cases:
${cases}  - name: it is exact
    before: {}
    after: { src/exact.ts: "export const exact = 1;\\n" }
    expect: quiet
`;
const FILES = {
  '.guardrail/failure-models/pay/rounding.yaml': model('pay.rounding', [1, 2, 3].map(rounded).join('')),
  '.guardrail/failure-models/pay/no-case.yaml': model('pay.no-case', ''),
  '.guardrail/failure-models/pay/told.yaml': model('pay.told', rounded(9), 'mode: aware\n'),
};

beforeAll(async () => {
  reader = await openReader(null, (question) => say(question));
  repo = await makeShop(rulesWith(reader.url, [OPENAI, GOOGLE], '  private: ["vault/**"]\n'), FILES);
  // two changes that landed: their lines are what seeded defects are read among
  await repo.commit('Keep the cart sorted', {
    'src/cart.ts': 'export const cart: readonly string[] = [];\nexport const sorted = cart.toSorted();\n',
    'vault/key.ts': `export const key = "${PRIVATE}";\n`,
  });
  await repo.commit('Pay in cents', {
    'src/pay.ts': 'export const pay = (cents: number): number => Math.round(cents);\n',
  });
  await repo.git('push', '--quiet', 'origin', 'main');
});
afterAll(async () => {
  await reader.close();
  await repo.remove();
});

/** Sees every seeded charge where it is asked as `o-1`, and nothing where it is asked as `g-1`. */
function seesCharges({ files, model: name }: Question): Said {
  if (name !== 'o-1') return {};
  const lines = files.flatMap(({ path, lines: own }) => own.map((line) => ({ path, ...line })));
  const wrong = lines.filter(({ mark, text }) => mark === '+' && text.includes('chargeAgain('));
  return {
    findings: wrong.map(({ path, line, text }) => finding({ failure_model: CHARGED, path, line, quote: text })),
  };
}

function newQuestions(): readonly Question[] {
  const all = reader.questions().slice(asked);
  asked += all.length;
  return all;
}

async function canary(args: string, env = {}): Promise<Said1> {
  return await here(repo, ['canary', ...args.split(' ')], env);
}

async function trials(): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return await rowsOf(repo, 'SELECT * FROM trial ORDER BY seq');
}

/** Every byte of the working tree and of its .git: index, refs, reflogs, objects. */
async function stateOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0`).update(await readFile(file));
  return `${files.length} files ${hash.digest('hex')}`;
}

describe('a seeded defect', () => {
  test('is planned with its cost, and nothing is sent or written', async () => {
    const before = await stateOf(repo.root);
    const { code, out, err } = await canary(`plan --failure-model ${CHARGED} --most 2`, AGENT);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 questions to 2 reviewers, one seeded defect each: at most 0.00 and');
    expect(out).toContain(`  o  ${CHARGED}: it charges again\n    among the lines of `);
    expect(newQuestions()).toEqual([]);
    expect(await stateOf(repo.root)).toBe(before);
  });

  test('is shown to whoever the rules name, in the words of any blind review, and seen by one and missed by the other', async () => {
    const before = await stateOf(repo.root);
    const { code, out, err } = await canary(`run --failure-model ${CHARGED} --most 2`);
    expect(err).toContain('1 seen, 1 missed, 0 without a whole answer');
    expect(code).toBe(0);
    expect(out).toBe(`  o  ${CHARGED}: it charges again: seen\n  g  ${CHARGED}: it charges again: missed\n`);
    expect(await stateOf(repo.root)).toBe(before);
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('stands among the lines of one change that was really made, the same for both, and nothing private', () => {
    const [first, second] = newQuestions();
    if (first === undefined || second === undefined) throw new Error('two questions were expected');
    for (const { purpose, prompt, open } of [first, second]) {
      expect(purpose).toBe('blind');
      expect(open).toEqual([]);
      expect(prompt).not.toMatch(/canary|seeded|trial|vault|Keep the cart|Pay in cents/i);
      expect(prompt).not.toContain(PRIVATE);
      expect(prompt).toContain(`- ${CHARGED} (high): Does any path`);
    }
    const pathsOf = ({ files }: Question): readonly string[] =>
      files.map(({ path }) => path).filter((path) => /^src\/\w+\.ts$/.test(path));
    expect(pathsOf(first)).toEqual(pathsOf(second));
    expect(pathsOf(first)).toEqual(['src/a.ts', expect.stringMatching(/^src\/(cart|pay)\.ts$/)]);
  });

  test('is remembered as a trial under the identity of its call, and as no review', async () => {
    const rows = await rowsOf(
      repo,
      `SELECT trial.identity AS identity, asked.identity AS of_call, trial.result AS result, asked.loop AS loop, trial.origin AS origin,
         trial.diff AS diff, trial.model AS model, trial.mode AS mode, asked.model AS asked_model FROM trial
       JOIN event ON event.seq = trial.seq JOIN asked ON asked.loop = json_extract(event.payload, '$.loop') ORDER BY trial.seq`,
    );
    expect(rows.map(({ result, model: name }) => [name, result])).toEqual([
      ['o-1', 'hit'],
      ['g-1', 'miss'],
    ]);
    for (const row of rows) {
      expect(row['identity']).toBe(row['of_call']);
      expect(row['identity']).toMatch(/^[og]-1@[0-9a-f]{6}$/);
      expect(row).toMatchObject({ origin: 'case', mode: 'blind', model: row['asked_model'] });
      expect(row['loop']).toMatch(/^canary-[0-9a-f]{8}$/);
      expect(row['diff']).toMatch(/^[0-9a-f]{16}$/);
    }
    expect(await rowsOf(repo, 'SELECT * FROM review')).toEqual([]);
    expect(await rowsOf(repo, 'SELECT * FROM finding')).toEqual([]);
    const status = await here(repo, ['findings']);
    expect(status.out).toContain('No review of this branch is remembered');
  });

  test('counts towards what the day may cost', async () => {
    const { today } = JSON.parse((await here(repo, ['reviewers', '--json'])).out);
    expect(today.calls).toBe(2);
    expect(today.tokens).toBeGreaterThan(1_000);
  });

  test('has no use for an agent, which may look at the plan', async () => {
    const { code, err } = await canary(`run --failure-model ${CHARGED}`, AGENT);
    expect(code).toBe(1);
    expect(err).toContain('agent claude-code');
    expect(err).toContain('next: guardrail canary plan');
    expect(newQuestions()).toEqual([]);
  });
});

describe('what is asked next', () => {
  test('is never the same defect again before all others were shown', async () => {
    const first = await canary('run --failure-model pay.rounding --reviewer g --most 2');
    const second = await canary('run --failure-model pay.rounding --reviewer g --most 2');
    const names = [...`${first.out}${second.out}`.matchAll(/rounding (\d)/g)].map(([, n]) => n);
    expect(names).toHaveLength(4);
    expect(new Set(names.slice(0, 3)).size).toBe(3);
    newQuestions();
  });

  test('says why nothing can be: a failure model without bad cases, one that is asked with the words of an author', async () => {
    const none = await canary('plan --failure-model pay.no-case');
    expect([none.code, none.out]).toEqual([1, 'Nothing can be asked.\n']);
    expect(none.err).toContain('pay.no-case: it has no bad case');
    expect(none.err).toContain('next: guardrail failure-model lint');
    const { without } = JSON.parse((await canary('plan --json')).out);
    expect(without).toContainEqual({ id: 'pay.told', why: expect.stringContaining("author's words") });
  });

  test('must be something that is there', async () => {
    expect((await canary('plan --failure-model pay.roundin')).err).toContain('did you mean "pay.rounding"?');
    expect((await canary('plan --reviewer x')).err).toContain('--reviewer x: there is none');
    expect((await canary('run --most 0')).err).toContain('--most takes a number from 1 to 200, not "0"');
    expect((await canary('runn')).err).toContain('did you mean "run"?');
  });

  test('shipped failure models can be shown to a reader of everything, each with its own question asked', async () => {
    const { planned, unshown } = JSON.parse((await canary('plan --most 30 --reviewer o --json')).out);
    expect(planned).toHaveLength(30);
    expect(new Set(planned.map(({ diff }: { diff: string }) => diff)).size).toBe(30);
    for (const { askedAbout, failureModel } of planned) expect(askedAbout).toContain(failureModel);
    expect(unshown.length).toBeLessThan(15);
  });
});

describe('an answer that is not whole', () => {
  test('is neither hit nor miss, and after two of them that reader is asked no further', async () => {
    newQuestions();
    say = ({ files }) => ({ unread: files.map(({ path }) => path), findings: [] });
    const before = (await trials()).length;
    const { code, out, err } = await canary('run --reviewer o --most 5');
    say = seesCharges;
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.includes('no whole answer (partial: it does not say'))).toHaveLength(
      2,
    );
    expect(err).toContain('o was asked no further: 2 answers in a row were not whole');
    const rows = (await trials()).slice(before);
    expect(rows.map(({ result, cause }) => [result, cause])).toEqual([
      ['none', 'partial'],
      ['none', 'partial'],
    ]);
    expect(newQuestions()).toHaveLength(2);
  });
});

describe('the log', () => {
  test('that another process holds gets them the next time', async () => {
    const { driver } = openDatabase(join(repo.env['HOME'] ?? '', '.local/state/guardrail/log.db'), {
      readOnly: false,
      busyMs: 0,
    });
    const before = (await trials()).length;
    driver.run('BEGIN IMMEDIATE', []);
    const { code, err } = await canary('run --reviewer g --failure-model pay.rounding --most 1');
    driver.run('ROLLBACK', []);
    driver.close();
    expect(err).toContain('the log is busy; 1 trial will be added to it the next time');
    expect(code).toBe(0);
    expect((await canary('list')).out).toContain('pay.rounding');
    expect((await trials()).length).toBe(before + 1);
    newQuestions();
  });

  test('says what each is worth, with n, and nothing below five', async () => {
    const { out, code } = await canary('list');
    expect(code).toBe(0);
    expect(out).toMatch(/g-1@[0-9a-f]{6} +\.00 +\.00–\.\d\d +6 +0/);
    expect(out).toMatch(/seen by o-1@[0-9a-f]{6} +recall.*\npay\.charged-twice +– +4 more +1 /);
    expect(out).toMatch(/o-1@[0-9a-f]{6} and g-1@[0-9a-f]{6} +0 +1 +0 +0/);
    const json = JSON.parse((await canary(`list --json --failure-model ${CHARGED}`)).out);
    expect(json.cells).toHaveLength(2);
    expect(json.pairs).toMatchObject([{ both: 0, onlyOne: 1, onlyOther: 0, neither: 0 }]);
  });
});

describe('consent', () => {
  test('is asked of the user too', async () => {
    await userConfig(repo, 'reviewers:\n  off: [google]\n');
    const { out, err } = await canary(`plan --failure-model ${CHARGED} --most 4`);
    expect(err).toContain('g is not asked: your own configuration turns it off');
    expect(out).not.toContain('  g  ');
    await userConfig(repo, 'reviewers:\n  off: true\n');
    const off = await canary(`run --failure-model ${CHARGED}`);
    expect([off.code, off.err]).toEqual([1, expect.stringContaining('no reviewer can be asked from here')]);
    expect(newQuestions()).toEqual([]);
  });

  test('and caps: a quarter of the day is all that seeded defects may cost', async () => {
    await userConfig(repo, 'caps:\n  day: { tokens: 100 }\n');
    const { code, err } = await canary(`run --failure-model ${CHARGED}`);
    await userConfig(repo, '');
    expect(code).toBe(1);
    expect(err).toContain('was asked no further: the cap of today is reached');
    expect(newQuestions()).toEqual([]);
  });
});

describe('two readers of a real change', () => {
  test('are remembered each with what it said, and a seeded defect is none of it', async () => {
    await branch(repo, 'both');
    await repo.commit('A change\n\nCo-authored-by: Cursor <cursoragent@cursor.com>', {
      'src/one.ts': 'chargeAgain(1);\n',
      'src/two.ts': 'chargeAgain(2);\n',
    });
    say = (question) => {
      const [purpose, all] = [question.purpose, seesCharges({ ...question, model: 'o-1' }).findings ?? []];
      // a second reading denies them all
      if (purpose === 'refute')
        return { rulings: question.open.map((id) => ({ id, says: 'never_was', why: 'it is not charged' })) };
      if (purpose !== 'blind') return {};
      return { findings: question.model === 'o-1' ? all : all.slice(0, 1) };
    };
    await reviewHere(repo, [], {});
    say = seesCharges;
    const log = await openLog({ env: repo.env, readOnly: true });
    const span = { from: 0, now: Date.now(), repo: null };
    const pairs = readPairs(log, span);
    const identities = new Set(readTrials(log, span).map(({ identity }) => identity));
    log.close();
    const of = (name: string): string => [...identities].find((identity) => identity.startsWith(name)) ?? 'nobody';
    const [o, g] = [of('o-1@'), of('g-1@')];
    expect(pairs).toHaveLength(2);
    for (const { failureModel, read } of pairs)
      expect([failureModel, new Set(read)]).toEqual([CHARGED, new Set([o, g])]);
    expect(pairs.map(({ said }) => said.length).sort((a, b) => a - b)).toEqual([1, 2]);
    const real = new Set(pairs.map(({ finding: id }) => id));
    expect(overlapOnFindings(pairs, real, o, g)).toEqual({ both: 1, onlyOne: 1, onlyOther: 0 });
    for (const id of real) expect((await here(repo, ['label', id, 'right'])).code).toBe(0);
    expect(overlapOnFindings(pairs, new Set(), o, g)).toEqual({ both: 0, onlyOne: 0, onlyOther: 0 });
  });
});

test('what readers let go and a person calls real is shown again, where it stood, and not to the one that had found it', async () => {
  const { planned } = JSON.parse((await canary(`plan --failure-model ${CHARGED} --most 8 --json`)).out);
  const escaped = planned.filter(({ origin }: { origin: string }) => origin === 'escaped');
  const rows = await rowsOf(repo, `SELECT id, finder, state FROM finding ORDER BY path`);
  expect(rows.map(({ state }) => state)).toEqual(['disputed', 'disputed']);
  expect(escaped).toHaveLength(2);
  for (const { seed, reviewer, paths } of escaped) {
    const row = rows.find(({ id }) => id === seed);
    expect(reviewer).toBe(row?.['finder'] === 'o' ? 'g' : 'o');
    expect(paths.filter((path: string) => /^src\/(one|two)\.ts$/.test(path))).toHaveLength(1);
  }
  say = (question) => seesCharges({ ...question, model: 'o-1' });
  const { out } = await canary(`run --failure-model ${CHARGED} --most 8`);
  say = seesCharges;
  expect(out.split('\n').filter((line) => /: f-[0-9a-z]{7}: seen$/.test(line))).toHaveLength(2);
  const kept = await rowsOf(repo, "SELECT seed FROM trial WHERE origin = 'escaped' AND result = 'hit'");
  expect(kept).toHaveLength(2);
  newQuestions();
});

describe('money', () => {
  test('that a person sets for one run ends it before a question that might cost more', async () => {
    const priced = { ...OPENAI, more: 'paths: ["**"], price: { input: 10, output: 10 }' };
    const name = 'a <script>alert(1)</script> \\e[2J\\u202e case';
    const strange = model('pay.strange', rounded(7).replace('rounding 7', `"${name}"`));
    await landRules(repo, rulesWith(reader.url, [priced]), { '.guardrail/failure-models/pay/strange.yaml': strange });
    newQuestions();
    const before = await stateOf(repo.root);
    const { code, out, err } = await canary(
      'run --most 6 --money 0.21 --failure-model pay.rounding --failure-model pay.strange',
    );
    expect(code).toBe(0);
    const held = newQuestions().length;
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(4);
    expect(err).toMatch(
      /4 questions to 1 reviewer, one seeded defect each: at most 0\.\d\d and \d+ tokens; .* leaves 0\.21 and/,
    );
    expect(err).toContain('o was asked no further: it may cost more than --money leaves');
    expect(err).toMatch(/0\.[01]\d spent/);
    expect(out.split('\n')).toHaveLength(held + 1);
    expect(await stateOf(repo.root)).toBe(before);
  });

  test('what strangers wrote is escaped wherever it is shown', async () => {
    const { out } = await canary('plan --failure-model pay.strange --most 1');
    const { out: json } = await canary('plan --failure-model pay.strange --most 1 --json');
    expect(out).toContain('a <script>alert(1)</script> \\x1b[2J\\u{202e} case');
    for (const text of [out, json]) expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(JSON.parse(json).planned[0].seed).toContain('\u202e');
  });

  test('where the rules name nobody there is nobody to ask', async () => {
    await landRules(repo, rulesWith(reader.url, []));
    for (const verb of ['plan', 'run']) {
      const { code, err } = await canary(verb);
      expect([code, err]).toEqual([1, expect.stringContaining('the rules name no reviewer')]);
      expect(err).toContain('next: name one under reviewers: in .guardrail/config.yaml');
    }
    expect(newQuestions()).toEqual([]);
  });
});
