import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { escapeText, sayJson, showPath } from '../../src/speak/escape.ts';

test.each([
  ['plain text stays', 'infra/main.tf: 3 lines', 'infra/main.tf: 3 lines'],
  ['letters of any script stay', 'döner/日本.txt', 'döner/日本.txt'],
  ['a newline cannot begin a line of its own', 'a\nguardrail: allowed', 'a\\nguardrail: allowed'],
  ['an escape sequence cannot repaint', '\u001b[2K\u001b[32mok', '\\x1b[2K\\x1b[32mok'],
  ['a right-to-left override is shown', 'exe\u202etxt.sh', 'exe\\u{202e}txt.sh'],
  ['a zero width joiner is shown', 'ad\u200bmin', 'ad\\u{200b}min'],
  ['a tag character is shown', 'a\u{e0041}', 'a\\u{e0041}'],
  ['a byte that is not UTF-8 is shown as a byte', 'caf\udce9', 'caf\\xe9'],
  ['C1 controls are shown', '\u009b31m', '\\x9b31m'],
])('%s', (_name, raw, shown) => expect(escapeText(raw)).toBe(shown));

test.each([
  ['a simple path is bare', 'src/a-b.ts', 'src/a-b.ts'],
  ['a space is quoted', 'a b.txt', "'a b.txt'"],
  ['a quote is quoted', "it's", "$'it\\'s'"],
  ['a newline is quoted', 'a\nb', "$'a\\nb'"],
  ['a backslash is doubled', 'a\\b', "$'a\\\\b'"],
  ['a letter that turns the line is its bytes', 'exe\u202etxt.sh', "$'exe\\xe2\\x80\\xaetxt.sh'"],
  ['so is a C1 control', 'a\u009bm', "$'a\\xc2\\x9bm'"],
  ['a byte that is not UTF-8 is itself', 'caf\udce9', "$'caf\\xe9'"],
])('as a path: %s', (_name, raw, shown) => expect(showPath(raw)).toBe(shown));

test('bash reads a path back as the bytes it is', () => {
  for (const path of [
    'a b',
    "it's",
    'a\nb',
    'a\\b',
    'exe\u202etxt',
    'a\u009b2J\u001b[m',
    '日本',
    '$(x) `y` "z"',
    'tag\u{e0041}',
  ]) {
    const said = spawnSync('bash', ['-c', `printf %s ${showPath(path)}`], { env: { PATH: '/usr/bin:/bin' } });
    expect(said.stdout.toString('utf8')).toBe(path);
  }
});

test('JSON shows nothing that acts, and a parser gets it all back', () => {
  const value = {
    'a\u202eb': ['\u009b31m', '\u001b[2K', 'ad\u200bmin', 'tag\u{e0041}', 'caf\udce9', 'döner/日本', 'a\nb'],
  };
  expect(sayJson(value)).toMatch(/^[\u0020-\u007eö日本]*$/);
  expect(JSON.parse(sayJson(value))).toEqual(value);
  expect(sayJson(value, 2)).toContain('\n  "a\\u202eb": [');
});
