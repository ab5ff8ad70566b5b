import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardrail, guardrailHere, prepareGuarded, type Prepared } from '../helpers/guarded.ts';
import { finding, openReader, type Reader, type Said } from '../helpers/reader.ts';
import type { Repo } from '../helpers/repo.ts';

const KNOWN = ['src/pay.ts', 'src/cart.ts'];
const AGENT = { CLAUDECODE: '1' };
/** Asked in this order, each of a vendor of its own; what they answer is the test's. */
const config = (url: string, more = ''): string => `version: 1
reviewers:
  - { vendor: openai, model: gpt-6-sol, via: openai-compatible, url: "${url}/v1", paths: ["**"] }
${more}`;

let prepared: Prepared;
let reader: Reader;
let say: (question: Parameters<NonNullable<Parameters<typeof openReader>[1]>>[0]) => Said = () => ({});

beforeAll(async () => {
  reader = await openReader(KNOWN, (question) => say(question));
  prepared = await prepareGuarded({
    '.guardrail/config.yaml': config(reader.url),
    'src/pay.ts': 'export const pay = (cents: number): number => cents;\n',
  });
});
afterAll(async () => {
  await reader.close();
  await prepared.remove();
});

async function cloned(): Promise<Repo> {
  const repo = await prepared.copy();
  await repo.run('git', ['init', '--quiet', '--bare', '../remote.git']);
  await repo.git('remote', 'add', 'origin', '../remote.git');
  await repo.run('git', ['push', '--quiet', 'origin', 'main'], { env: {} });
  await repo.git('switch', '--quiet', '-c', 'work');
  return repo;
}

test('a change that an agent made is read by another vendor, and its finding holds the push until it is settled', async () => {
  const repo = await cloned();
  say = ({ files }) => {
    const bad = files
      .flatMap(({ lines }) => lines)
      .find(({ text, mark }) => mark === '+' && text === '    return true;');
    const title = 'A card that is refused counts as paid';
    const one = { failure_model: 'errors.fails-open', path: 'src/pay.ts', quote: bad?.text, line: bad?.line, title };
    return bad === undefined ? {} : { findings: [finding(one)] };
  };
  await repo.write(
    'src/pay.ts',
    'export function pay(card: string): boolean {\n  try {\n    charge(card);\n  } catch {\n    return true;\n  }\n  return true;\n}\ndeclare function charge(card: string): void;\n',
  );
  await repo.run('git', ['commit', '--quiet', '-am', 'Pay by card'], { env: AGENT });
  const ran = await guardrailHere(repo, ['review', '--watch'], { env: AGENT });
  console.log(ran.stderr, ran.stdout.toString());
  const push = await repo.run('git', ['push', 'origin', 'work'], { env: AGENT });
  console.log(push.stderr);
  console.log(
    (await guardrailHere(repo, ['findings'])).stdout.toString(),
    (await guardrailHere(repo, ['packet'])).stdout.toString(),
  );
  expect(push.code).not.toBe(0);
  expect(guardrail).toBeDefined();
});
