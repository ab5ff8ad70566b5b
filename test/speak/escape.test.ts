import { expect, test } from 'vitest';
import { escapeText, showPath } from '../../src/speak/escape.ts';

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
])('as a path: %s', (_name, raw, shown) => expect(showPath(raw)).toBe(shown));
