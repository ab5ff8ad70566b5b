import { describe, expect, test } from 'vitest';
import { type Settings, SettingsError, type Shim } from '../../../src/agents/host.ts';
import { HOSTS } from './host-of.ts';

const SHIM: Shim = { path: '/home/dev/.local/share/guardrail/agent', http: null };
const OLDER: Shim = { path: '/opt/old/guardrail/agent', http: null };

const JSON_HOSTS = HOSTS.filter(({ id, host }) => host.settings.length > 0 && id !== 'opencode').map(
  ({ id, host }) => ({
    id,
    settings: only(host.settings),
  }),
);

function only(all: readonly Settings[]): Settings {
  const [one] = all;
  if (one === undefined || all.length > 1) throw new Error('one file is meant');
  return one;
}

/** Files as people have them, each of which must come back byte for byte. */
const STARTS: readonly (readonly [string, string])[] = [
  ['minimal', '{}'],
  ['minimal with a line end', '{}\n'],
  ['two spaces', '{\n  "theme": "dark",\n  "version": 1\n}\n'],
  ['four spaces', '{\n    "version": 1,\n    "theme": "dark"\n}\n'],
  ['tabs', '{\n\t"version": 1,\n\t"theme": "dark"\n}\n'],
  ['Windows line ends', '{\r\n  "version": 1,\r\n  "theme": "dark"\r\n}\r\n'],
  ['no line end at the end', '{\n  "version": 1\n}'],
  ['one line', '{"version": 1, "theme": "dark"}'],
  ['a byte order mark', '\ufeff{\n  "version": 1\n}\n'],
  ['odd spacing', '{ "version":1 ,\n\n "theme" :"dark" }\n\n'],
  ['other letters', '{\n  "version": 1,\n  "name": "Žluťoučký \\u00e9 😀"\n}\n'],
  [
    'hooks of others',
    '{\n  "version": 1,\n  "hooks": {\n    "PreToolUse": [\n      { "matcher": "Bash", "hooks": [{ "type": "command", "command": "lint.sh" }] }\n    ],\n    "preToolUse": [{ "command": "lint.sh" }],\n    "Stop": []\n  },\n  "theme": "dark"\n}\n',
  ],
  [
    'a hook of others that is called like ours',
    '{\n  "version": 1,\n  "hooks": {\n    "PreToolUse": [{ "hooks": [{ "type": "command", "command": "/home/dev/other/agent claude-code" }] }]\n  }\n}\n',
  ],
];

describe.each(JSON_HOSTS)('$id', ({ settings }) => {
  test.each(STARTS)('gives back %s', (_name, text) => {
    const added = settings.add(text, SHIM);
    expect(added).not.toBe(text);
    expect(settings.check(added, SHIM)).toEqual([]);
    expect(settings.add(added, SHIM)).toBe(added);
    const removed = settings.remove(added, SHIM);
    // what held nothing but what any such file begins with may go: the manifest puts those bytes back
    if (removed === null) expect(text.replaceAll(/\s|"version":\s*1|\ufeff/g, '')).toBe('{}');
    else
      expect(removed.replace(/,?\s*"version": 1(?=\n?\}|\s*\}$)/, '')).toBe(
        text.replace(/,?\s*"version": 1(?=\n?\}|\s*\}$)/, ''),
      );
  });

  test.each(STARTS)('keeps all that others wrote in %s', (_name, text) => {
    const [before, after] = [text, settings.add(text, SHIM)].map(
      (one) => JSON.parse(one.replace(/^\ufeff/, '')) as Record<string, unknown>,
    );
    const { hooks: theirs = {}, ...rest } = before ?? {};
    expect(after).toMatchObject(rest);
    for (const [event, list] of Object.entries(theirs as Record<string, unknown[]>))
      expect((after?.['hooks'] as Record<string, unknown[]> | undefined)?.[event]?.slice(0, list.length)).toEqual(list);
  });

  test.each([null, '', ' \n'])('makes a file of its own where there is %j', (text) => {
    const added = settings.add(text, SHIM);
    expect(added.endsWith('}\n')).toBe(true);
    expect(settings.add(added, SHIM)).toBe(added);
    expect(settings.remove(added, SHIM)).toBeNull();
  });

  test.each<[string, string, RegExp]>([
    ['comments', '{\n  // mine\n  "a": 1\n}\n', /line 2: .*comments/],
    ['a comment behind', '{\n  "a": 1 /* mine */\n}\n', /line 2: .*comments/],
    ['a comma too many', '{\n  "a": 1,\n}\n', /line 3: .*comma too many/],
    ['half a file', '{\n  "a": [1,\n', /line 3: it ends too early/],
    ['no JSON', 'theme = dark\n', /line 1: /],
    ['a list', '[]\n', /line 1: it is no object/],
    ['hooks that are a list', '{\n  "hooks": []\n}\n', /line 2: "hooks" is no object/],
    ['a name twice', '{\n  "a": 1,\n  "a": 2\n}\n', /line 3: "a" is there twice/],
    ['two files in one', '{}\n{}\n', /line 2: there is more/],
    ['no quotes', '{\n  a: 1\n}\n', /line 2: /],
    ['a line end in a text', '{\n  "a": "x\ny"\n}\n', /line 2: /],
    ['brackets without end', '['.repeat(5000), /line 1: it is nested too deep/],
  ])('leaves %s alone and says where', (_name, text, says) => {
    expect(() => settings.add(text, SHIM)).toThrow(SettingsError);
    expect(() => settings.add(text, SHIM)).toThrow(says);
    expect(settings.check(text, SHIM).join()).toMatch(says.source.includes('"hooks"') ? /is missing/ : says);
  });

  test('takes the place of what an older guardrail wrote, and says so before', () => {
    const older = settings.add('{\n  "theme": "dark"\n}\n', OLDER);
    expect(settings.check(older, SHIM).join()).toMatch(/is missing[\s\S]*older hook of ours/);
    const added = settings.add(older, SHIM);
    expect(added).not.toContain('/opt/old');
    expect(settings.check(added, SHIM)).toEqual([]);
    expect(settings.remove(added, SHIM)).toMatch(/^\{\n {2}"theme": "dark"(,\n {2}"version": 1)?\n\}\n$/);
  });

  test('sees a hook that somebody took out or changed', () => {
    const added = settings.add(null, SHIM);
    expect(settings.check(added.replace(/"timeout(Sec)?": \d+/, '"timeout$1": 1'), SHIM).join()).toMatch(
      /missing or was changed/,
    );
    expect(settings.check('{}', SHIM).length).toBeGreaterThan(2);
  });

  test('quotes a path with spaces for the shell', () => {
    const added = settings.add(null, { path: "/home/li o'neil/agent", http: null });
    expect(added).toContain(`'/home/li o'\\\\''neil/agent' `);
  });

  test('reads half a million brackets and quotes in no time', () => {
    for (const text of [
      '{"a":['.repeat(20_000),
      `{"a": "${'\\"'.repeat(250_000)}`,
      `[${'"",'.repeat(100_000)}`,
      ' '.repeat(500_000),
    ])
      expect(() => settings.add(text === text.trim() ? text : `${text}x`, SHIM)).toThrow(SettingsError);
  });
});

describe('claude-code', () => {
  const settings = JSON_HOSTS.find(({ id }) => id === 'claude-code')?.settings;
  test('keeps a hook that somebody put beside ours, in our own group', () => {
    const added = settings?.add('{\n  "theme": "dark"\n}\n', SHIM) ?? '';
    const mixed = added.replace(/("onFailure": "block"\s*\})/, '$1, { "type": "command", "command": "theirs.sh" }');
    const removed = settings?.remove(mixed, SHIM) ?? '';
    expect(removed).toContain('theirs.sh');
    expect(removed).not.toContain('guardrail');
    expect(JSON.parse(removed)).toMatchObject({
      theme: 'dark',
      hooks: { PreToolUse: [{ hooks: [{ command: 'theirs.sh' }] }] },
    });
  });

  test('asks by HTTP with the name of the token, never the token', () => {
    const http = { ...SHIM, http: 'http://127.0.0.1:4777' };
    const added = settings?.add(settings.add(null, SHIM), http) ?? '';
    expect(JSON.parse(added)).toMatchObject({
      hooks: {
        PreToolUse: [
          {
            hooks: [{ type: 'http', url: 'http://127.0.0.1:4777/v1/hook/claude-code/PreToolUse', onFailure: 'block' }],
          },
        ],
      },
    });
    expect(added).toContain('"Authorization": "Bearer $GUARDRAIL_TOKEN"');
    expect(added).not.toContain(SHIM.path);
    expect(settings?.remove(added, http)).toBeNull();
  });

  test.each(['disableAllHooks', 'allowManagedHooksOnly'])('sees that %s turns us off', (key) => {
    const added = settings?.add(`{"${key}": true}`, SHIM) ?? '';
    expect(settings?.check(added, SHIM).join()).toContain(key);
  });

  test('asks about every tool that is not known to look only', () => {
    const [, matcher = ''] = /"matcher": "(\^[^"]+)"/.exec(settings?.add(null, SHIM) ?? '') ?? [];
    const asked = (tool: string): boolean => new RegExp(matcher).test(tool);
    expect(['Bash', 'Read', 'Write', 'mcp__a__b', 'GlobX', 'XGlob', 'Tomorrow'].filter((tool) => !asked(tool))).toEqual(
      [],
    );
    expect(['Glob', 'Grep', 'TodoWrite', 'Task'].filter(asked)).toEqual([]);
  });
});

describe('opencode', () => {
  const settings = only(HOSTS.find(({ id }) => id === 'opencode')?.host.settings ?? []);
  test('is a file of our own', () => {
    const text = settings.add(null, SHIM);
    expect(settings.add(text, SHIM)).toBe(text);
    expect(settings.check(text, SHIM)).toEqual([]);
    expect(settings.remove(text, SHIM)).toBeNull();
    expect(settings.check(settings.add(null, OLDER), SHIM)).not.toEqual([]);
    expect(settings.add(settings.add(null, OLDER), SHIM)).toBe(text);
  });

  test('leaves the plugin of somebody else alone', () => {
    expect(() => settings.add('export const Mine = 1;\n', SHIM)).toThrow(SettingsError);
    expect(settings.remove('export const Mine = 1;\n', SHIM)).toBe('export const Mine = 1;\n');
  });
});
