import { mkdtempSync, rmSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lineTo } from '../../../src/gate/review/line.ts';
import { type LineTo, readUserConfig } from '../../../src/gate/review/user-config.ts';
import { vendors } from '../../../src/review/vendors/index.ts';

const home = mkdtempSync(join(tmpdir(), 'guardrail-test-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const KEY = 'sk-test-0123456789abcdefghij';
const LOCAL = 'http://127.0.0.1:11434';

async function line(via: string, url: string | null, user: string, env: Record<string, string> = {}): Promise<LineTo> {
  const folder = join(home, '.config/guardrail');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), user, { mode: 0o600 });
  const all = { HOME: home, ...env };
  const { vendor } = (await vendors[via]?.()) ?? {};
  if (vendor === undefined) throw new Error(via);
  return lineTo(await readUserConfig(all), { url, vendor: 'x' }, vendor, all);
}

const OPENAI = { OPENAI_API_KEY: KEY };
const ENV_KEY = 'keys: { openai: { env: MINE } }';

describe('a key goes where it belongs', () => {
  test.each<[string, Parameters<typeof line>, string | null]>([
    ['to the vendor, from its own variable', ['openai', null, '{}', OPENAI], KEY],
    ['to the vendor, named by its host', ['openai', 'https://api.openai.com/v1', '{}', OPENAI], KEY],
    ['to the vendor, from a variable that the user names', ['openai', null, ENV_KEY, { MINE: KEY }], KEY],
    [
      'to the gateway that the user names',
      ['openai', null, 'endpoints: { openai: "https://gate.example/o" }', OPENAI],
      KEY,
    ],
    [
      'to the address that the user binds it to',
      ['openai-compatible', `${LOCAL}/v1`, `keys: { "${LOCAL}": { env: MINE } }`, { MINE: KEY }],
      KEY,
    ],
    ['not to an address that the repository names', ['openai', 'https://thief.example', '{}', OPENAI], null],
    ['not in the clear to the vendor’s name', ['openai', 'http://api.openai.com', '{}', OPENAI], null],
    ['not to the vendor’s name with another port', ['openai', 'https://api.openai.com:8443', '{}', OPENAI], null],
    [
      'not to a name that begins like the vendor’s',
      ['openai', 'https://api.openai.com.thief.example', '{}', OPENAI],
      null,
    ],
    [
      'not to an address that begins like the one it is bound to',
      ['openai-compatible', 'http://127.0.0.11:11434', `keys: { "${LOCAL}": { env: MINE } }`, { MINE: KEY }],
      null,
    ],
    [
      'not to a path beside the one it is bound to',
      [
        'openai-compatible',
        'https://h.example/teammate',
        'keys: { "https://h.example/team": { env: MINE } }',
        { MINE: KEY },
      ],
      null,
    ],
    ['not to a local server, which has none', ['openai-compatible', LOCAL, '{}', OPENAI], null],
  ])('%s', async (_name, [via, url, user, env], key) => {
    const found = await line(via, url, user, env);
    expect(found).toMatchObject({ kind: 'line', line: { key } });
    expect(found.kind === 'line' ? found.from : '').not.toContain(KEY);
  });

  test.each<[string, Parameters<typeof line>, RegExp]>([
    ['no key at all', ['openai', null, '{}', {}], /set OPENAI_API_KEY/],
    ['an empty variable', ['openai', null, ENV_KEY, { MINE: ' ' }], /\$MINE holds no key/],
    ['two lines', ['openai', null, ENV_KEY, { MINE: `${KEY}\nX-Evil: 1` }], /no key/],
    [
      'a file that is not there',
      ['openai', null, 'keys: { openai: { file: gone } }', {}],
      /key file .*gone cannot be read/,
    ],
    ['an address with a password', ['openai-compatible', 'https://a:b@h.example', '{}', {}], /no address of a server/],
    ['no address', ['openai-compatible', null, '{}', {}], /give it a "url"/],
    ['a program that is not there', ['codex-cli', null, '{}', { PATH: '/nowhere' }], /codex is not in PATH/],
  ])('%s is said, and nothing is sent', async (_name, [via, url, user, env], why) => {
    expect(await line(via, url, user, env)).toMatchObject({ kind: 'missing', why: expect.stringMatching(why) });
  });

  test('a key file is one that nobody else may read', async () => {
    const file = join(home, 'key');
    writeFileSync(file, `${KEY}\n`, { mode: 0o600 });
    expect(await line('openai', null, `keys: { openai: { file: "~/key" } }`)).toMatchObject({ line: { key: KEY } });
    chmodSync(file, 0o640);
    expect(await line('openai', null, `keys: { openai: { file: "${file}" } }`)).toMatchObject({
      kind: 'missing',
      why: expect.stringContaining('chmod 600'),
    });
  });

  test.each([
    ['an endpoint in the clear', 'endpoints: { openai: "http://gate.example" }', /in the clear/],
    ['an endpoint that is none', 'endpoints: { openai: gate }', /must be an address/],
    ['a key bound to nothing', 'keys: { "ftp://h.example": { env: A } }', /not the address of a server/],
    ['a cap below nothing', 'caps: { day: { money: -1 } }', /negative/],
    ['a key without a place', 'keys: { openai: {} }', /needs "env" or "file"/],
    ['what is no YAML', 'keys: [', /config\.yaml/],
  ])('%s is refused', async (_name, user, why) => {
    await expect(line('openai', null, user, OPENAI)).rejects.toThrow(why);
  });
});

describe('a program', () => {
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\n', { mode: 0o755 });

  test('is the one in PATH or the one that the user names, never one that a repository names', async () => {
    const env = { PATH: bin };
    expect(await line('claude-cli', '/repo/evil.sh', '{}', env)).toMatchObject({
      line: { url: join(bin, 'claude'), key: null },
    });
    expect(await line('claude-cli', null, 'endpoints: { claude-cli: /opt/claude }', env)).toMatchObject({
      line: { url: '/opt/claude' },
    });
  });

  test('hears of its login and its way out, and of nobody who works here', async () => {
    const found = await line('claude-cli', null, '{}', {
      PATH: bin,
      CLAUDE_CODE_OAUTH_TOKEN: 'token',
      CLAUDECODE: '1',
      CLAUDE_CODE_ENTRYPOINT: 'cli',
      GIT_DIR: '/repo/.git',
      ANTHROPIC_API_KEY: KEY,
      OPENAI_API_KEY: KEY,
      GUARDRAIL_ROLE: 'docs',
    });
    expect(found).toMatchObject({ line: { env: { PATH: bin, HOME: home, CLAUDE_CODE_OAUTH_TOKEN: 'token' } } });
    expect(found.kind === 'line' ? Object.keys(found.line.env) : []).toHaveLength(3);
  });
});
