import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ModelServer, openModelServer, type Script, type Seen } from '../../helpers/model-server.ts';
import { answerIn, questionOf, wholeAnswer, type WholeAnswer } from '../../helpers/reader.ts';
import type { Repo } from '../../helpers/repo.ts';
import {
  chargedTwice,
  type Held1,
  hold,
  importBranches,
  makeShop,
  OPENAI,
  pushHere,
  rowsOf,
  rulesWith,
} from './desk.ts';

/**
 * What a server may answer, and what the gate makes of it: a verdict, rows of the log, and an end within its bound. Each row is a branch of
 * its own; the server plays what the row says.
 */
type Row = {
  readonly name: string;
  readonly play: (seen: Seen) => Script;
  /** Of the first call. Empty: it is complete. */
  readonly cause: string;
  readonly outcome: 'clean' | 'inconclusive' | 'findings';
  /** Of the first call. */
  readonly tries?: number;
  readonly deadlineMs?: number;
};

const LONG_MS = 20_000;
const SHORT_MS = 1_500;
/** What a busy machine may add to a round. */
const SLACK_MS = 30_000;

const answer = (seen: Seen, over: (whole: WholeAnswer) => unknown = (whole) => whole): Script => ({
  body: answerIn(seen, JSON.stringify(over(wholeAnswer(questionOf(seen))))),
});
const saying =
  (over: (whole: WholeAnswer, seen: Seen) => unknown) =>
  (seen: Seen): Script =>
    answer(seen, (whole) => over(whole, seen));
const text =
  (write: (json: string) => string) =>
  (seen: Seen): Script => ({ body: answerIn(seen, write(JSON.stringify(wholeAnswer(questionOf(seen))))) });
/** The same answer with something else around it. */
const around =
  (change: (body: Record<string, unknown>) => unknown) =>
  (seen: Seen): Script => {
    const body: Record<string, unknown> = JSON.parse(String(answer(seen).body));
    return { body: JSON.stringify(change(body)) };
  };
const choice = (over: Readonly<Record<string, unknown>>, message: Readonly<Record<string, unknown>> = {}) =>
  around((body) => {
    const [one] = Array.isArray(body['choices']) ? body['choices'] : [];
    return { ...body, choices: [{ ...one, message: { ...one.message, ...message }, ...over }] };
  });
const status =
  (code: number, message = 'no', headers: Readonly<Record<string, string>> = {}) =>
  (): Script => ({
    status: code,
    body: JSON.stringify({ error: { message, type: 'error', code: message } }),
    headers,
  });
/** The line that each row's change adds, where a question shows it. */
const LINE = 3;
const wrongOf = (row: string): string => `chargeAgain(${row});`;
const wrongIn = (seen: Seen): string => wrongOf(/\d+/.exec(pathIn(seen))?.[0] ?? '');
const pathIn = (seen: Seen): string =>
  questionOf(seen).files.find(({ path }) => path.startsWith('src/row'))?.path ?? '';
const isRefute = (seen: Seen): boolean => questionOf(seen).purpose === 'refute';
const claiming = (over: Readonly<Record<string, unknown>>) =>
  saying((whole, seen) => ({
    ...whole,
    findings: [
      ...whole.findings,
      ...(isRefute(seen) ? [] : [{ ...chargedTwice(pathIn(seen), LINE, wrongIn(seen)), ...over }]),
    ],
  }));
const wholeWith = (seen: Seen): string => {
  const whole = wholeAnswer(questionOf(seen));
  return JSON.stringify({ ...whole, findings: [...whole.findings, chargedTwice(pathIn(seen), LINE, wrongIn(seen))] });
};
const withoutCanary = (whole: WholeAnswer): WholeAnswer => ({ ...whole, findings: [] });

const ROWS: readonly Row[] = [
  { name: 'a whole answer', play: (seen) => answer(seen), cause: '', outcome: 'clean', tries: 1 },
  {
    name: 'a refusal',
    play: choice({}, { refusal: 'I cannot help with that', content: null }),
    cause: 'refusal',
    outcome: 'inconclusive',
  },
  {
    name: 'an answer cut off by its length',
    play: choice({ finish_reason: 'length' }),
    cause: 'truncated',
    outcome: 'inconclusive',
  },
  {
    name: 'a content filter',
    play: choice({ finish_reason: 'content_filter' }),
    cause: 'filtered',
    outcome: 'inconclusive',
  },
  {
    name: 'an answer that ends nowhere',
    play: choice({ finish_reason: 'tool_calls' }),
    cause: 'unfinished',
    outcome: 'inconclusive',
  },
  { name: 'an answer without a word', play: choice({}, { content: '' }), cause: 'unfinished', outcome: 'inconclusive' },
  {
    name: 'no choices at all',
    play: around((body) => ({ ...body, choices: [] })),
    cause: 'garbled',
    outcome: 'inconclusive',
  },
  { name: '400', play: status(400), cause: 'bad-request', outcome: 'inconclusive', tries: 1 },
  {
    name: '401: the key is wrong',
    play: status(401, 'invalid_api_key'),
    cause: 'unauthorized',
    outcome: 'inconclusive',
    tries: 1,
  },
  { name: '402: nothing is left', play: status(402), cause: 'no-credit', outcome: 'inconclusive', tries: 1 },
  { name: '403', play: status(403), cause: 'unauthorized', outcome: 'inconclusive', tries: 1 },
  {
    name: '404: no such model',
    play: status(404, 'model_not_found'),
    cause: 'not-found',
    outcome: 'inconclusive',
    tries: 1,
  },
  { name: '408', play: status(408), cause: 'timeout', outcome: 'inconclusive', tries: 3 },
  { name: '409', play: status(409), cause: 'server', outcome: 'inconclusive', tries: 3 },
  { name: '413', play: status(413), cause: 'too-large', outcome: 'inconclusive', tries: 1 },
  { name: '422', play: status(422), cause: 'bad-request', outcome: 'inconclusive', tries: 1 },
  {
    name: '429',
    play: status(429, 'slow down', { 'retry-after': '0' }),
    cause: 'rate-limited',
    outcome: 'inconclusive',
    tries: 3,
  },
  {
    name: '429 because the quota is empty',
    play: status(429, 'insufficient_quota'),
    cause: 'no-credit',
    outcome: 'inconclusive',
    tries: 1,
  },
  {
    name: '429 that asks for an hour',
    play: status(429, 'slow down', { 'retry-after': '3600' }),
    cause: 'rate-limited',
    outcome: 'inconclusive',
    tries: 1,
  },
  { name: '500', play: status(500), cause: 'server', outcome: 'inconclusive', tries: 3 },
  { name: '503', play: status(503), cause: 'overloaded', outcome: 'inconclusive', tries: 3 },
  { name: '529', play: status(529), cause: 'overloaded', outcome: 'inconclusive', tries: 3 },
  {
    name: 'a redirect elsewhere',
    play: () => ({ status: 307, headers: { location: 'http://127.0.0.1:9/' } }),
    cause: 'bad-request',
    outcome: 'inconclusive',
    tries: 1,
  },
  {
    name: 'HTML with 200',
    play: () => ({ body: '<html>please log in</html>', headers: { 'content-type': 'text/html' } }),
    cause: 'garbled',
    outcome: 'inconclusive',
  },
  { name: 'nothing with 200', play: () => ({ body: '' }), cause: 'garbled', outcome: 'inconclusive' },
  {
    name: 'a server that hangs',
    play: () => ({ how: 'hang' }),
    cause: 'timeout',
    outcome: 'inconclusive',
    tries: 1,
    deadlineMs: SHORT_MS,
  },
  {
    name: 'a letter now and then',
    play: () => ({ how: 'drip' }),
    cause: 'timeout',
    outcome: 'inconclusive',
    tries: 1,
    deadlineMs: SHORT_MS,
  },
  {
    name: 'a connection that is reset',
    play: () => ({ how: 'gone' }),
    cause: 'network',
    outcome: 'inconclusive',
    tries: 3,
  },
  {
    name: 'half of an answer',
    play: (seen) => ({ ...answer(seen), how: 'cut' }),
    cause: 'network',
    outcome: 'inconclusive',
    tries: 3,
  },
  {
    name: 'an answer without an end',
    play: () => ({ how: 'endless' }),
    cause: 'garbled',
    outcome: 'inconclusive',
    tries: 1,
  },
  {
    name: 'another model than was asked',
    play: around((body) => ({ ...body, model: 'cheap-1' })),
    cause: 'wrong-model',
    outcome: 'inconclusive',
  },
  {
    name: 'a text of two million letters',
    play: text((json) => `${json}${' '.repeat(2_000_000)}`),
    cause: 'too-long',
    outcome: 'inconclusive',
  },
  {
    name: 'a thousand findings',
    play: saying((whole, seen) => ({
      ...whole,
      findings: Array.from({ length: 1000 }, () => chargedTwice(pathIn(seen), LINE, wrongIn(seen))),
    })),
    cause: 'too-many',
    outcome: 'inconclusive',
  },
  {
    name: 'prose around the one object',
    play: text((json) => `Here is my review:\n\`\`\`json\n${json}\n\`\`\`\nLGTM!`),
    cause: '',
    outcome: 'clean',
  },
  {
    name: 'two objects',
    play: text((json) => `${json}\n{"read":[],"findings":[],"rulings":[]}`),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'findings said twice',
    play: text((json) => json.replace(/\}$/, ',"findings":[]}')),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'a verdict in place of an answer',
    play: text(() => '{"verdict":"clean","approved":true}'),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'an answer with a verdict in it',
    play: saying((whole) => ({ ...whole, verdict: 'clean' })),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'LGTM, verdict clean',
    play: text(() => 'LGTM. Verdict: clean. No findings.'),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'a confidence that is no number',
    play: text((json) => json.replace(/"confidence":0\.9/g, '"confidence":NaN')),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'a confidence of two',
    play: text((json) => json.replace(/"confidence":0\.9/g, '"confidence":2')),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  {
    name: 'a severity that nobody knows',
    play: text((json) => json.replace(/"severity":"high"/g, '"severity":"none"')),
    cause: 'schema',
    outcome: 'inconclusive',
  },
  { name: 'the canary missed', play: saying(withoutCanary), cause: 'canary-missed', outcome: 'inconclusive' },
  {
    name: 'the canary denied',
    play: saying((whole) => ({ ...whole, findings: whole.findings.map((one) => ({ ...one, confidence: 0 })) })),
    cause: 'canary-denied',
    outcome: 'inconclusive',
  },
  {
    name: 'the canary at another line, and nothing quoted',
    play: saying((whole) => ({
      ...whole,
      findings: whole.findings.map((one) => ({ ...one, line: 900, to: 900, quote: '' })),
    })),
    cause: 'canary-missed',
    outcome: 'inconclusive',
  },
  {
    name: 'files that it does not say it read',
    play: saying((whole) => ({ ...whole, read: [] })),
    cause: 'partial',
    outcome: 'inconclusive',
  },
  {
    name: 'a finding in an answer that is worth nothing stands all the same',
    play: (seen) => ({ body: answerIn(seen, JSON.stringify({ ...JSON.parse(wholeWith(seen)), read: [] })) }),
    cause: 'partial',
    outcome: 'findings',
  },
  {
    name: 'a failure model that nobody asked about',
    play: claiming({ failure_model: 'made.up' }),
    cause: 'unknown-failure-model',
    outcome: 'inconclusive',
  },
  {
    name: 'a ruling on what is not open',
    play: saying((whole) => ({ ...whole, rulings: [{ id: 'f-0000000', says: 'fixed', why: 'x', line: null }] })),
    cause: 'unknown-id',
    outcome: 'inconclusive',
  },
  {
    name: 'the same ruling twice',
    play: saying((whole) => ({
      ...whole,
      rulings: [1, 2].map(() => ({ id: 'f-0000000', says: 'fixed', why: 'x', line: null })),
    })),
    cause: 'duplicate-ids',
    outcome: 'inconclusive',
  },
  { name: 'a quote that stands nowhere', play: claiming({ quote: 'eval(process.argv)' }), cause: '', outcome: 'clean' },
  { name: 'a quote a hundred lines off', play: claiming({ line: 103, to: 103 }), cause: '', outcome: 'clean' },
  {
    name: 'a quote in a file that is not shown',
    play: claiming({ path: 'src/elsewhere.ts' }),
    cause: '',
    outcome: 'clean',
  },
  {
    name: 'a quote of lines that nobody changed',
    play: claiming({ path: 'src/pay.ts', line: 1, to: 1, quote: 'export const pay' }),
    cause: '',
    outcome: 'clean',
  },
  {
    name: 'a finding two lines off: found at its own line',
    play: claiming({ line: 5, to: 5 }),
    cause: '',
    outcome: 'findings',
  },
  { name: 'a finding that nobody is sure of', play: claiming({ confidence: 0.3 }), cause: '', outcome: 'clean' },
  {
    name: 'a hit of no failure model by one vendor alone',
    play: claiming({ failure_model: 'other' }),
    cause: '',
    outcome: 'clean',
  },
];

/** Each its own lines, or one row would be the loop of another. */
const changeOf = (row: string): string =>
  `export function row${row}(): void {\n  charge(${row});\n  ${wrongOf(row)}\n  log('row ${row} is done');\n}\n`;
const AT_ONCE = 6;

let repo: Repo;
let server: ModelServer;
const results = new Map<number, Held1>();

beforeAll(async () => {
  server = await openModelServer((seen) => {
    const { prompt } = questionOf(seen);
    const row = ROWS[Number(/src\/row(\d+)\.ts/.exec(prompt)?.[1])];
    return row === undefined ? { status: 418 } : row.play(seen);
  });
  repo = await makeShop(rulesWith(server.url, [OPENAI], '  independence: require\n'));
  const files = (index: number): Record<string, string> => ({ [`src/row${index}.ts`]: changeOf(String(index)) });
  await importBranches(
    repo,
    ROWS.map((_, index) => ({ name: `row${index}`, files: files(index) })),
  );
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < ROWS.length; at = next++)
      results.set(at, await hold(repo, `row${at}`, ROWS[at]?.deadlineMs ?? LONG_MS));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 240_000);
afterAll(async () => {
  await server.close();
  await repo.remove();
});

describe('what a server may answer, and the verdict', () => {
  test(`${ROWS.length} behaviours`, () => expect(ROWS.length).toBeGreaterThanOrEqual(50));

  test.each(ROWS.map((row, index) => ({ ...row, index })))(
    '$name',
    async ({ index, cause, outcome, tries, deadlineMs }) => {
      const { round, review, refuses, ms } = results.get(index) ?? (await hold(repo, `row${index}`));
      const [first] = round.calls;
      expect({
        cause: first?.cause,
        tries: tries === undefined ? undefined : first?.tries,
        outcome: review.outcome,
      }).toEqual({ cause, tries, outcome });
      expect(refuses).toEqual(
        {
          clean: { prefer: false, require: false },
          inconclusive: { prefer: false, require: true },
          findings: { prefer: true, require: true },
        }[outcome],
      );
      expect(ms).toBeLessThan((deadlineMs ?? LONG_MS) * round.calls.length + SLACK_MS);
      const rows = await rowsOf(repo, `SELECT outcome, round, open FROM review WHERE branch = 'row${index}'`);
      expect(rows).toEqual([{ outcome, round: 1, open: expect.any(Number) }]);
      const calls = await rowsOf(
        repo,
        `SELECT outcome, cause, tries FROM call WHERE loop = '${round.loop}' ORDER BY seq`,
      );
      expect(calls).toEqual(
        round.calls.map((call) => ({ outcome: call.outcome, cause: call.cause, tries: call.tries })),
      );
      if (outcome === 'inconclusive')
        expect(review.reasons.join(' ')).toContain(`The review could not be completed: o: ${cause}.`);
      expect(round.manifest.files[0]?.shown).toBe(cause === '' ? 5 : 0);
    },
  );

  test('the push says so in a line where the rules prefer a reader, and nobody is asked again within the minute', async () => {
    const [index] = ROWS.flatMap(({ name }, at) => (name === '401: the key is wrong' ? [at] : []));
    const before = server.seen.length;
    const push = await pushHere(repo, [`row${String(index)}`]);
    expect([push.code, push.err]).toEqual([1, expect.stringContaining('o: unauthorized')]);
    expect(push.err).toContain('guardrail review');
    expect(server.seen.length).toBe(before);
  });
});
