import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { ask, type Outcome } from '../../../src/review/ask.ts';
import { openBudget } from '../../../src/review/budget.ts';
import { isSameModel } from '../../../src/review/served-model.ts';
import { vendors } from '../../../src/review/vendors/index.ts';
import { openModelServer, type ModelServer, type Script } from '../../helpers/model-server.ts';
import { type Api, APIS, KEY, MODEL, QUESTION, said, wrong } from './apis.ts';

const PLENTY = { change: { money: 100, tokens: 1e9 }, day: { money: 100, tokens: 1e9 } };
const NOTHING = { change: { tokens: 0, money: 0 }, day: { tokens: 0, money: 0 } };
/** Where an answer comes, it comes at once. */
const LONG_MS = 30_000;
const SHORT_MS = 120;
/** What a busy machine may add. */
const SLACK_MS = 10_000;

type Expected = {
  readonly kind: 'said' | 'failed';
  /** Of an answer its end, of a failure its cause. */
  readonly how: string;
  readonly tries: number;
};
type Row = {
  readonly name: string;
  /** Null: this API cannot answer so. */
  readonly play: (api: Api) => readonly Script[] | null;
  readonly expect: Expected;
  readonly deadlineMs?: number;
  readonly also?: (outcome: Outcome, server: ModelServer) => void;
};

const body =
  (what: Parameters<typeof said>[1]) =>
  (api: Api): readonly Script[] | null => {
    const text = said(api, what);
    return text === null ? null : [{ body: text }];
  };
const status =
  (
    code: number,
    type: string,
    message: string,
    more: { readonly code?: string; readonly headers?: Record<string, string> } = {},
  ) =>
  (api: Api): readonly Script[] => [
    { status: code, body: wrong(api, type, message, more.code), headers: more.headers ?? {} },
  ];
const whole = (api: Api): string => said(api) ?? '';
const answered = (how: string, tries = 1): Expected => ({ kind: 'said', how, tries });
const failing = (how: string, tries = 1): Expected => ({ kind: 'failed', how, tries });
const noKey = (outcome: Outcome): void => expect(JSON.stringify(outcome)).not.toContain(KEY);

const ROWS: readonly Row[] = [
  {
    name: 'a whole answer',
    play: body({}),
    expect: answered('whole'),
    also: ({ reply, tokens }) => {
      expect(reply).toMatchObject({ text: '{"ok":true}', served: MODEL });
      expect(tokens).toEqual({ input: 100, cached: 30, output: 7 });
    },
  },
  { name: 'a refusal', play: body({ end: 'refused' }), expect: answered('refused') },
  {
    name: 'an answer cut off by its length',
    play: body({ end: 'truncated', text: '{"ok":tr' }),
    expect: answered('truncated'),
  },
  { name: 'an answer stopped by a filter', play: body({ end: 'filtered', text: '' }), expect: answered('filtered') },
  { name: 'an answer that pauses', play: body({ end: 'unclear' }), expect: answered('unclear') },
  { name: 'an answer without a word', play: body({ text: '' }), expect: answered('unclear') },
  {
    name: 'another model than was asked',
    play: body({ model: 'other-2' }),
    expect: answered('whole'),
    also: ({ reply }) => {
      expect(reply).toMatchObject({ served: 'other-2' });
      expect(isSameModel(MODEL, 'other-2')).toBe(false);
    },
  },
  {
    name: 'an answer that tells no usage',
    play: body({ usage: false }),
    expect: answered('whole'),
    also: ({ tokens }) => {
      expect(tokens.input).toBeGreaterThan(50);
      expect(tokens.output).toBe(QUESTION.mostOutput);
    },
  },
  { name: '400', play: status(400, 'invalid_request_error', 'bad schema'), expect: failing('bad-request') },
  {
    name: '400 for a question that is too long',
    play: status(400, 'invalid_request_error', 'prompt is too long: 300000 tokens > 200000 maximum'),
    expect: failing('too-large'),
  },
  {
    name: '400 for an account without credit',
    play: status(400, 'invalid_request_error', 'Your credit balance is too low to access the API'),
    expect: failing('no-credit'),
  },
  { name: '401', play: status(401, 'authentication_error', 'invalid key'), expect: failing('unauthorized') },
  { name: '402', play: status(402, 'billing', 'pay first'), expect: failing('no-credit') },
  { name: '403', play: status(403, 'permission_error', 'not for you'), expect: failing('unauthorized') },
  { name: '404', play: status(404, 'not_found_error', `model ${MODEL}`), expect: failing('not-found') },
  { name: '408', play: status(408, 'timeout', 'too slow'), expect: failing('timeout', 3) },
  { name: '409', play: status(409, 'conflict', 'locked'), expect: failing('server', 3) },
  { name: '413', play: status(413, 'request_too_large', 'too large'), expect: failing('too-large') },
  { name: '418, which nobody expects', play: status(418, 'teapot', 'short and stout'), expect: failing('bad-request') },
  { name: '422', play: status(422, 'unprocessable', 'no'), expect: failing('bad-request') },
  { name: '429', play: status(429, 'rate_limit_error', 'slow down'), expect: failing('rate-limited', 3) },
  {
    name: '429 for an empty quota',
    play: (api) =>
      api === 'google'
        ? null
        : status(429, 'insufficient_quota', 'you exceeded your quota', { code: 'insufficient_quota' })(api),
    expect: failing('no-credit'),
  },
  {
    name: '429 with retry-after of an hour',
    play: status(429, 'rate_limit_error', 'slow down', { headers: { 'retry-after': '3600' } }),
    expect: failing('rate-limited'),
  },
  {
    name: '429 until a date tomorrow',
    play: status(429, 'rate_limit_error', 'slow down', {
      headers: { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() },
    }),
    expect: failing('rate-limited'),
  },
  {
    name: '429 with retry-after-ms, then an answer',
    play: (api) => [
      ...status(429, 'rate_limit_error', 'slow down', { headers: { 'retry-after-ms': '900' } })(api),
      { body: whole(api) },
    ],
    expect: answered('whole', 2),
  },
  { name: '500', play: status(500, 'api_error', 'oops'), expect: failing('server', 3) },
  {
    name: '500, then an answer',
    play: (api) => [...status(500, 'api_error', 'oops')(api), { body: whole(api) }],
    expect: answered('whole', 2),
  },
  { name: '503', play: status(503, 'unavailable', 'later'), expect: failing('overloaded', 3) },
  { name: '529', play: status(529, 'overloaded_error', 'Overloaded'), expect: failing('overloaded', 3) },
  {
    name: 'a page of HTML as a success',
    play: () => [{ body: '<!doctype html><title>Log in</title>', headers: { 'content-type': 'text/html' } }],
    expect: failing('garbled'),
  },
  {
    name: 'a page of HTML from a proxy',
    play: () => [{ status: 502, body: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } }],
    expect: failing('server', 3),
  },
  { name: 'an empty success', play: () => [{ body: '' }], expect: failing('garbled') },
  { name: 'a success without a body', play: () => [{ status: 204 }], expect: failing('bad-request') },
  {
    name: 'half of the JSON as a success',
    play: (api) => [{ body: whole(api).slice(0, 40) }],
    expect: failing('garbled'),
  },
  { name: 'JSON of something else', play: () => [{ body: '{"status":"ok","data":[]}' }], expect: failing('garbled') },
  { name: 'JSON that is a list', play: () => [{ body: '[]' }], expect: failing('garbled') },
  {
    name: 'an answer that says things twice',
    play: (api) => [{ body: whole(api).replace(/^\{/, `{${JSON.stringify(keyOf(api))}:"refusal",`) }],
    expect: failing('garbled'),
  },
  { name: 'silence', play: () => [{ how: 'hang' }], expect: failing('timeout'), deadlineMs: SHORT_MS },
  { name: 'a body that drips', play: () => [{ how: 'drip' }], expect: failing('timeout'), deadlineMs: SHORT_MS },
  {
    name: 'an error that drips',
    play: () => [{ status: 500, how: 'drip' }],
    expect: failing('timeout'),
    deadlineMs: SHORT_MS,
  },
  {
    name: 'a connection that breaks in the middle',
    play: (api) => [{ body: whole(api), how: 'cut' }],
    expect: failing('network', 3),
  },
  { name: 'a connection that breaks at once', play: () => [{ how: 'gone' }], expect: failing('network', 3) },
  {
    name: 'a connection that breaks once',
    play: (api) => [{ how: 'gone' }, { body: whole(api) }],
    expect: answered('whole', 2),
  },
  { name: 'a body of 9 MB', play: () => [{ body: `"${' '.repeat(9 << 20)}"` }], expect: failing('garbled') },
  { name: 'a body without an end', play: () => [{ how: 'endless' }], expect: failing('garbled') },
  { name: 'an error without an end', play: () => [{ status: 400, how: 'endless' }], expect: failing('garbled') },
  {
    name: 'a small body that unpacks into a large one',
    play: () => [{ body: gzipSync(Buffer.alloc(9 << 20, ' ')), headers: { 'content-encoding': 'gzip' } }],
    expect: failing('garbled'),
  },
  {
    name: 'an error that echoes the key',
    play: (api) => [{ status: 401, body: ({ headers }) => wrong(api, 'auth', `bad key ${secretOf(headers)}`) }],
    expect: failing('unauthorized'),
    also: (outcome) => {
      noKey(outcome);
      expect(outcome.reply).toMatchObject({ why: expect.stringContaining('[key]') });
    },
  },
  {
    name: 'an answer that echoes the key',
    play: (api) => [{ body: ({ headers }) => said(api, { text: `{"k":"${secretOf(headers)}"}` }) ?? '' }],
    expect: answered('whole'),
    also: (outcome) => {
      noKey(outcome);
      expect(outcome.reply).toMatchObject({ text: '{"k":"[key]"}' });
    },
  },
];

/** The field that says how an answer ended: twice is once too often. */
function keyOf(api: Api): string {
  return { anthropic: 'stop_reason', openai: 'status', 'openai-compatible': 'choices', google: 'candidates' }[api];
}

function secretOf(headers: Readonly<Record<string, string>>): string {
  return (headers['authorization'] ?? headers['x-goog-api-key'] ?? '').replace('Bearer ', '');
}

async function run(api: Api, server: ModelServer, deadlineMs: number): Promise<{ outcome: Outcome; waits: number[] }> {
  const { vendor } = (await vendors[api]?.()) ?? {};
  if (vendor === undefined) throw new Error(api);
  const waits: number[] = [];
  const outcome = await ask(vendor, QUESTION, {
    line: { url: server.url, key: KEY, env: {} },
    deadlineMs,
    budget: openBudget(PLENTY, NOTHING),
    price: { input: 1, cached: 0.1, output: 5 },
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    now: () => Date.now(),
  });
  return { outcome, waits };
}

let played = 0;
afterAll(() => console.info(`vendors: ${ROWS.length} behaviours, ${played} played`));

describe.each(APIS)('%s', (api) => {
  test.each(ROWS.map((row) => [row.name, row] as const))('%s', async (_name, row) => {
    const scripts = row.play(api);
    if (scripts === null) return;
    played += 1;
    const server = await openModelServer(...scripts);
    const deadlineMs = row.deadlineMs ?? LONG_MS;
    try {
      const { outcome, waits } = await run(api, server, deadlineMs);
      const { reply, tries, ms } = outcome;
      expect({ kind: reply.kind, how: reply.kind === 'said' ? reply.end : reply.cause, tries }).toEqual(row.expect);
      expect(server.seen.length).toBe(tries);
      expect(server.seen.flatMap(({ complaints }) => complaints)).toEqual([]);
      expect(waits.length).toBe(tries - 1);
      expect(waits.every((wait) => wait >= 500 && wait < deadlineMs)).toBe(true);
      expect(ms).toBeLessThan((row.deadlineMs ?? 0) + SLACK_MS);
      noKey(outcome);
      row.also?.(outcome, server);
    } finally {
      await server.close();
    }
  });

  test('a server that sends us elsewhere is not followed, least of all with the question', async () => {
    const thief = await openModelServer({ body: whole(api) });
    const server = await openModelServer({ status: 307, headers: { location: `${thief.url}/v1/messages` } });
    try {
      const { outcome } = await run(api, server, LONG_MS);
      expect(outcome).toMatchObject({ tries: 1, reply: { kind: 'failed', cause: 'bad-request' } });
      expect(thief.seen).toEqual([]);
    } finally {
      await Promise.all([server.close(), thief.close()]);
    }
  });

  test('nobody listens', async () => {
    const server = await openModelServer({});
    await server.close();
    const { outcome } = await run(api, server, LONG_MS);
    expect(outcome).toMatchObject({ tries: 3, reply: { kind: 'failed', cause: 'network' } });
  });

  test('the harmless request is one that the API takes', async () => {
    const server = await openModelServer({ body: whole(api) });
    try {
      const { vendor } = (await vendors[api]?.()) ?? {};
      const signal = AbortSignal.timeout(LONG_MS);
      const reply = await vendor?.check(MODEL, { url: server.url, key: KEY, env: {}, signal });
      expect(reply).toMatchObject({ kind: 'said' });
      expect(server.seen).toMatchObject([{ complaints: [] }]);
    } finally {
      await server.close();
    }
  });
});

test('the server that checks requests sees what is wrong with them', async () => {
  const server = await openModelServer({});
  const post = async (path: string, sent: unknown): Promise<void> => {
    await fetch(server.url + path, { method: 'POST', body: JSON.stringify(sent) });
  };
  try {
    await post('/v1/messages', { model: 'm', messages: [{ role: 'user', content: 'a' }], temperature: 0 });
    await post('/v1/responses', { model: 'm', input: 'a', max_output_tokens: 16, store: true });
    await post('/v1/chat/completions', { model: 'm', max_tokens: 1, messages: [{ role: 'bot', content: 'a' }] });
    await post('/v1beta/models/m:generateContent', { contents: [], generationConfig: { maxOutputTokens: 1 } });
    await post('/elsewhere', {});
    expect(server.seen.map(({ complaints }) => complaints)).toEqual([
      ['unknown: temperature', 'wrong: max_tokens'],
      ['wrong: store'],
      ['wrong: messages'],
      ['wrong: contents'],
      ['no API at /elsewhere'],
    ]);
  } finally {
    await server.close();
  }
});
