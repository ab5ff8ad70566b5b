import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { vendors } from '../../../src/review/vendors/index.ts';
import type { Reply } from '../../../src/review/vendors/reviewer.ts';
import { type ModelServer, openModelServer } from '../../helpers/model-server.ts';
import { type Api, APIS, KEY, QUESTION, said } from './apis.ts';

/** Nothing below a vendor's line reads the environment or a disk: what lies there changes no byte of a request. */
let folder: string;
let thief: ModelServer;
let server: ModelServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guardrail-test-'));
  thief = await openModelServer({ body: '{}' });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([thief.close(), server.close()]);
  rmSync(folder, { recursive: true, force: true });
});

async function askOnce(api: Api, key: string | null): Promise<Reply> {
  const { vendor } = (await vendors[api]?.()) ?? {};
  if (vendor === undefined) throw new Error(api);
  const signal = AbortSignal.timeout(20_000);
  return await vendor.ask(QUESTION, { url: server.url, key, env: {}, signal });
}

function poison(): void {
  const evil =
    'x-evil: 1\nx-api-key: evil\nauthorization: Bearer evil\nopenai-organization: evil\nanthropic-version: 2023-06-01\ncontent-type: text/evil\nuser-agent: evil';
  for (const name of ['ANTHROPIC', 'OPENAI']) {
    vi.stubEnv(`${name}_BASE_URL`, thief.url);
    vi.stubEnv(`${name}_API_KEY`, 'evil-key');
    vi.stubEnv(`${name}_LOG`, 'debug');
    vi.stubEnv(`${name}_CUSTOM_HEADERS`, evil);
  }
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'evil-token');
  vi.stubEnv('ANTHROPIC_PROFILE', 'default');
  vi.stubEnv('ANTHROPIC_CONFIG_DIR', folder);
  vi.stubEnv('OPENAI_ADMIN_KEY', 'evil-admin');
  vi.stubEnv('OPENAI_ORG_ID', 'evil-org');
  vi.stubEnv('OPENAI_PROJECT_ID', 'evil-project');
  vi.stubEnv('GOOGLE_GEMINI_BASE_URL', thief.url);
  vi.stubEnv('GEMINI_API_KEY', 'evil-key');
  vi.stubEnv('HOME', folder);
  const profile = { base_url: thief.url, authentication: { type: 'user_oauth', client_id: 'evil' } };
  for (const place of [folder, join(folder, '.config/anthropic')]) {
    mkdirSync(join(place, 'configs'), { recursive: true });
    mkdirSync(join(place, 'credentials'), { recursive: true });
    writeFileSync(join(place, 'active_config'), 'default');
    writeFileSync(join(place, 'configs/default.json'), JSON.stringify(profile));
    writeFileSync(join(place, 'credentials/default.json'), JSON.stringify({ access_token: 'evil-token' }), {
      mode: 0o600,
    });
  }
}

const HEADERS = ['accept', 'anthropic-version', 'authorization', 'content-type', 'user-agent', 'x-goog-api-key'];
/** What `fetch` itself adds. */
const OF_FETCH = ['accept-encoding', 'accept-language', 'connection', 'content-length', 'host', 'sec-fetch-mode'];

describe.each(APIS)('%s', (api) => {
  test.each([KEY, null])('is the same in a poisoned environment, with the key %s', async (key) => {
    server = await openModelServer({ body: said(api) ?? '' });
    expect(await askOnce(api, key)).toMatchObject({ kind: 'said', end: 'whole' });
    poison();
    const loud = [
      vi.spyOn(console, 'log'),
      vi.spyOn(console, 'debug'),
      vi.spyOn(console, 'info'),
      vi.spyOn(console, 'warn'),
    ];
    expect(await askOnce(api, key)).toMatchObject({ kind: 'said', end: 'whole' });
    const [clean, poisoned] = server.seen;
    expect(poisoned).toEqual(clean);
    expect(thief.seen).toEqual([]);
    expect(loud.flatMap(({ mock }) => mock.calls)).toEqual([]);
    const names = Object.keys(poisoned?.headers ?? {});
    expect(names.filter((name) => ![...HEADERS, ...OF_FETCH].includes(name))).toEqual([]);
    const secret = poisoned?.headers['authorization'] ?? poisoned?.headers['x-goog-api-key'];
    expect(secret?.replace('Bearer ', '') ?? null).toBe(key);
  });
});

test('the version of the API is the one that the pinned SDK says', async () => {
  server = await openModelServer({ body: said('anthropic') ?? '' });
  await askOnce('anthropic', KEY);
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const own = new Anthropic({ apiKey: KEY, baseURL: server.url, maxRetries: 0, logLevel: 'off' });
  await own.messages.create({ model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'a' }] });
  const [ours, theirs] = server.seen.map(({ headers }) => headers);
  expect(ours).toMatchObject({
    'anthropic-version': theirs?.['anthropic-version'],
    authorization: theirs?.['authorization'],
  });
});

test('left alone, the SDK does read that profile: else this test would show nothing', async () => {
  server = await openModelServer({ body: '{}' });
  poison();
  for (const name of ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL']) vi.stubEnv(name, undefined);
  const { Anthropic } = await import('@anthropic-ai/sdk');
  const left = new Anthropic({ maxRetries: 0, logLevel: 'off' });
  const params = { model: 'm', max_tokens: 1, messages: [{ role: 'user' as const, content: 'a' }] };
  await left.messages.create(params).catch(() => undefined);
  expect(thief.seen.length).toBeGreaterThan(0);
  expect(thief.seen[0]?.headers).toMatchObject({ 'x-evil': '1' });
});
