import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openReader, type Reader } from '../../helpers/reader.ts';
import type { Repo } from '../../helpers/repo.ts';
import {
  agentCommits,
  branch,
  type Held1,
  hold,
  honest,
  importBranches,
  landRules,
  makeShop,
  OPENAI,
  pushHere,
  rowsOf,
  rulesWith,
} from './desk.ts';

let repo: Repo;
let reader: Reader;
let from = 0;

beforeAll(async () => {
  reader = await openReader(null, honest);
  repo = await makeShop(rulesWith(reader.url, [OPENAI]));
});
afterAll(async () => {
  await reader.close();
  await repo.remove();
});
beforeEach(() => {
  from = reader.seen.length;
});
const calls = (): number => reader.seen.length - from;
const said = ({ review }: Held1): string => `${review.outcome}: ${review.reasons.join(' ')}`;
const rules = (review = ''): Promise<void> => landRules(repo, rulesWith(reader.url, [OPENAI], review));
const lines = (count: number, name: string): string =>
  Array.from(
    { length: count },
    (_, index) => `export const ${name}${index} = (n: number): number => n + ${index};\n`,
  ).join('');

describe('a change of any sort', () => {
  test('of 20,000 lines: read whole, in as many questions as it needs, and no longer than that takes', async () => {
    await rules();
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`src/part${at}.ts`, lines(500, `p${at}x`)]),
    );
    await importBranches(repo, [{ name: 'huge', files }]);
    const held = await hold(repo, 'huge', 60_000);
    expect(said(held)).toBe('clean: ');
    expect(held.round.manifest.files.reduce((sum, { shown }) => sum + shown, 0)).toBe(20_000);
    expect(calls()).toBeGreaterThan(20);
    expect(calls()).toBeLessThan(120);
    const [{ spent = 0 } = {}] = await rowsOf(
      repo,
      `SELECT sum(input + output) AS spent FROM call WHERE loop = '${held.round.loop}'`,
    );
    expect(Number(spent)).toBeLessThan(1_000_000);
    expect(held.ms).toBeLessThan(60_000);
  }, 120_000);

  test('at the cap of a change: what the cap holds is read, and the rest is said plainly', async () => {
    await rules('  caps: { change: { tokens: 45000 } }\n');
    const files = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`src/cap${at}.ts`, lines(400, `c${at}x`)]));
    await importBranches(repo, [{ name: 'capped', files }]);
    const held = await hold(repo, 'capped', 60_000);
    expect(said(held)).toBe(
      'unread: No model of another vendor has read this change. What the rules allow to be spent on reviews is spent.',
    );
    const [{ spent = 0 } = {}] = await rowsOf(
      repo,
      `SELECT sum(input + output) AS spent FROM call WHERE loop = '${held.round.loop}'`,
    );
    expect(Number(spent)).toBeLessThanOrEqual(45_000);
    expect(held.refuses).toEqual({ prefer: false, require: true });
    const push = await pushHere(repo, ['capped']);
    expect([push.code, push.err]).toEqual([0, expect.stringContaining('by detectors only')]);
  }, 120_000);

  test.each(['change', 'day'])('a cap of zero for each %s: nobody is asked', async (which) => {
    await rules(`  caps: { ${which}: { tokens: 0 } }\n`);
    await importBranches(repo, [{ name: `zero${which}`, files: { [`src/zero${which}.ts`]: lines(3, which) } }]);
    const held = await hold(repo, `zero${which}`);
    expect(said(held)).toMatch(/^unread: No model of another vendor has read this change\. What the rules allow/);
    expect([calls(), held.round.spent]).toEqual([0, true]);
  });

  test('of images alone: nobody is asked; of a program that nobody can read: never clean', async () => {
    await rules();
    const bytes = Buffer.from(Array.from({ length: 600 }, (_, index) => index % 256));
    await importBranches(repo, [
      { name: 'images', files: { 'img/a.png': bytes, 'img/b.jpg': bytes } },
      { name: 'programs', files: { 'bin/tool.bin': bytes } },
    ]);
    const images = await hold(repo, 'images');
    expect(said(images)).toBe('unread: Nothing in this change needs a reader.');
    expect([images.refuses, calls()]).toEqual([{ prefer: false, require: false }, 0]);
    const programs = await hold(repo, 'programs');
    expect(said(programs)).toMatch(/^inconclusive: Not all of it was shown to the reader: bin\/tool\.bin/);
    expect(programs.refuses).toEqual({ prefer: false, require: true });
  });

  test('that is empty: nothing is reviewed, and the push passes', async () => {
    await rules();
    await branch(repo, 'empty');
    await agentCommits(repo, {}, 'Nothing');
    const push = await pushHere(repo, ['empty']);
    expect([push.code, push.err, calls()]).toEqual([0, expect.not.stringContaining('review'), 0]);
  });

  test.each([
    ['latin-1', Buffer.from('const name = "caf\xe9";\nchargeAgain(1);\n', 'latin1')],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('const utf = 16;\nchargeAgain(16);\n', 'utf16le')]),
    ],
    [
      'no encoding that anybody knows',
      Buffer.concat([
        Buffer.from('const odd = "'),
        Buffer.from([0xc3, 0x28, 0x80, 0xfe, 0x81]),
        Buffer.from('";\nchargeAgain(8);\n'),
      ]),
    ],
  ])('in %s: it is shown, or said not to be, and never clean unseen', async (name, bytes) => {
    await rules();
    const file = name.replace(/\W/g, '');
    await importBranches(repo, [{ name: file, files: { [`src/${file}.ts`]: bytes } }]);
    const held = await hold(repo, file);
    const [shown] = held.round.manifest.files;
    const isSeen = shown !== undefined && shown.shown >= shown.added + shown.removed;
    expect(held.review.outcome).toBe(isSeen ? 'findings' : shown?.excused === true ? 'unread' : 'inconclusive');
    expect(held.review.outcome).not.toBe('clean');
  });
});

describe('rules of any sort', () => {
  test('a spec that the rules ask for and nobody wrote: refused, with the command that begins one', async () => {
    await rules('  spec: [{ path: "src/billing/**" }]\n');
    await importBranches(repo, [{ name: 'nospec', files: { 'src/billing/a.ts': lines(3, 'bill') } }]);
    const held = await hold(repo, 'nospec');
    expect(said(held)).toMatch(/^inconclusive: The rules ask for a spec of this change.*guardrail spec new/);
    expect(held.refuses).toEqual({ prefer: true, require: true });
  });

  const broken = 'failure-model: pay.broken\ntitle: [unfinished\n';
  test('a failure model that the change brings and nobody can read: never clean, and what has landed still counts', async () => {
    await rules();
    const file = { '.guardrail/failure-models/pay/broken.yaml': broken };
    await importBranches(repo, [
      { name: 'brokenmodel', files: { ...file, 'src/fine.ts': lines(3, 'fine') } },
      { name: 'brokenhides', files: { ...file, 'src/hides.ts': 'charge(77);\nchargeAgain(77);\n' } },
    ]);
    const fine = await hold(repo, 'brokenmodel');
    expect(said(fine)).toMatch(/^inconclusive: A failure model cannot be read: .*broken\.yaml/);
    expect(fine.refuses).toEqual({ prefer: false, require: true });
    expect((await hold(repo, 'brokenhides')).review).toMatchObject({ outcome: 'findings', refuses: true });
  });

  test('a failure model that has landed broken: the shipped ones count, and it is said', async () => {
    await landRules(repo, rulesWith(reader.url, [OPENAI]), { '.guardrail/failure-models/pay/broken.yaml': broken });
    const hidden =
      'export async function isAllowed(user: string): Promise<boolean> {\n  try {\n    return await ask(user);\n  } catch {\n    return true;\n  }\n}\n';
    await importBranches(repo, [{ name: 'landedbroken', files: { 'src/allow.ts': hidden } }]);
    const held = await hold(repo, 'landedbroken');
    expect(said(held)).toMatch(/A failure model cannot be read/);
    expect(held.review.outcome).not.toBe('clean');
    await repo.git('rm', '--quiet', '.guardrail/failure-models/pay/broken.yaml');
    await rules();
  });

  test('nobody listens at the address: no verdict, within the time, and the push is not held up', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    await landRules(repo, rulesWith(`http://127.0.0.1:${port}`, [OPENAI]));
    await importBranches(repo, [{ name: 'gone', files: { 'src/gone.ts': lines(3, 'gone') } }]);
    const held = await hold(repo, 'gone', 10_000);
    expect(said(held)).toBe('inconclusive: The review could not be completed: o: network.');
    expect(held.refuses).toEqual({ prefer: false, require: true });
    const push = await pushHere(repo, ['gone']);
    expect([push.code, push.err.replace(/\s+/g, ' ')]).toEqual([
      0,
      expect.stringContaining('came to no verdict: no other vendor has read this change whole'),
    ]);
  });
});
