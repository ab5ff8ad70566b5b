import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guardrailHere } from '../helpers/guarded.ts';
import { openModelServer } from '../helpers/model-server.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { KEY, MODEL, said } from '../review/vendors/apis.ts';

let repo: Repo;
beforeAll(async () => {
  repo = await makeRepo();
  await repo.commit('first', { 'a.txt': 'a\n' });
});
afterAll(() => repo.remove());

async function rules(text: string): Promise<void> {
  await repo.commit('rules', { '.guardrail/config.yaml': `version: 1\nextends: [recommended]\n${text}` });
}

async function userConfig(text: string, mode = 0o600): Promise<void> {
  const folder = join(repo.env['HOME'] ?? '', '.config/guardrail');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.yaml'), text);
  await chmod(join(folder, 'config.yaml'), mode);
}

async function run(
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const { code, stdout, stderr } = await guardrailHere(repo, ['reviewers', ...args], { env });
  return { code, out: stdout.toString(), err: stderr };
}

async function json(args: readonly string[] = [], env: Record<string, string> = {}): Promise<Record<string, never>> {
  const { out } = await run(['--json', ...args], env);
  return JSON.parse(out) as Record<string, never>;
}

const TWO = `reviewers:
  - { vendor: openai, model: gpt-6-sol, paths: ["src/**"] }
  - { name: ours, vendor: alibaba, model: qwen3, via: openai-compatible, url: "http://127.0.0.1:11434", paths: ["**"] }
`;

describe('guardrail reviewers', () => {
  test('with none: says that only detectors look, and how to add one', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain('only guardrail');
    expect(out).toContain('reviewers:\n');
  });

  test('lists vendor, model, paths, price, where its key is, caps and who may clear what', async () => {
    await rules(TWO);
    const { code, out } = await run([], { OPENAI_API_KEY: KEY });
    expect(code).toBe(0);
    expect(out).toContain('vendor openai, model gpt-6-sol, via openai');
    expect(out).toContain('key: $OPENAI_API_KEY');
    expect(out).toContain('price 2.00 read');
    expect(out).toContain('Caps: a change 2.00 and 1000000 tokens, a day 20.00');
    expect(out).toMatch(/by Claude Code.*\(anthropic\): openai\/gpt-6-sol, ours/);
    expect(out).not.toContain(KEY);
  });

  test('a missing key is named, and who has none cannot clear anything', async () => {
    const found = await json();
    expect(found).toMatchObject({
      reviewers: [
        { name: 'openai/gpt-6-sol', ready: false, missing: expect.stringContaining('set OPENAI_API_KEY') },
        { name: 'ours', ready: true, from: 'none is sent', price: null, priceFrom: 'unknown' },
      ],
    });
    expect(JSON.stringify(found['pairs'])).not.toContain('gpt-6-sol');
  });

  test('the user may turn some off and lower caps, and cannot raise them', async () => {
    await userConfig('reviewers: { off: [ours] }\ncaps: { day: { money: 1 }, change: { tokens: 99999999 } }\n');
    expect(await json([], { OPENAI_API_KEY: KEY })).toMatchObject({
      reviewers: [{ allowed: true }, { allowed: false, ready: false }],
      caps: { day: { money: 1, tokens: 10_000_000 }, change: { money: 2, tokens: 1_000_000 } },
    });
    await userConfig('reviewers: { off: true }\n');
    expect((await run([], { OPENAI_API_KEY: KEY })).out).toContain('turns all of them off');
  });

  test('a configuration with a key in it that others may read is refused, in one line without the key', async () => {
    await userConfig(`keys: { openai: ${KEY} }\n`, 0o644);
    const { code, out, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain('chmod 600');
    expect(out + err).not.toContain(KEY);
    await userConfig(`keys: { openai: ${KEY} }\n`);
    expect(await json()).toMatchObject({
      reviewers: [{ ready: true, from: expect.stringContaining('configuration') }, {}],
    });
  });

  test('what a user mistypes is an error that names file and line', async () => {
    await userConfig('keys: { openai: { envv: A } }\nreviewer: { off: true }\n');
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toMatch(/config\.yaml: .*line 1: unknown key "envv".*line 2: unknown key "reviewer"/);
    await userConfig('{}\n');
  });

  test('--check asks each, tells the model that answered, and says what is wrong', async () => {
    const good = await openModelServer({ body: said('openai-compatible') ?? '' });
    const other = await openModelServer({ body: said('openai-compatible', { model: 'other' }) ?? '' });
    const bad = await openModelServer({ status: 401, body: '{"error":{"message":"no"}}' });
    try {
      const one = (name: string, url: string): string =>
        `  - { name: ${name}, vendor: alibaba, model: ${MODEL}, via: openai-compatible, url: "${url}", paths: ["**"] }\n`;
      await rules(`reviewers:\n${one('good', good.url)}${one('other', other.url)}${one('bad', bad.url)}`);
      const { code, out } = await run(['--check']);
      expect(code).toBe(1);
      expect(out).toContain(`ok     good: answers as ${MODEL}`);
      expect(out).toContain('FAILED other: wrong-model');
      expect(out).toContain('FAILED bad: unauthorized');
      expect(good.seen).toMatchObject([{ complaints: [], body: { messages: [{ content: 'Say ok.' }] } }]);
      expect((await run(['good', '--check'])).code).toBe(0);
      expect((await run(['none', '--check'])).code).toBe(2);
    } finally {
      await Promise.all([good.close(), other.close(), bad.close()]);
    }
  });

  test('a reviewer that the protected branch does not name counts for nothing', async () => {
    await rules('');
    await repo.git('checkout', '-q', '-b', 'work');
    await rules(TWO);
    expect((await json([], { OPENAI_API_KEY: KEY }))['reviewers']).toEqual([]);
  });
});
