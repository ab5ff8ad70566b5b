import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { leavesOfJson, outlineOf } from '../../src/facts/outline.ts';

/** The line reader must agree with a real parser wherever it claims to understand. */
const READABLE = {
  'lists in a row and below': 'a: [x, \'y z\', "w"]\nb:\n  - x\n  - y\nc:\n- x\n- y\n',
  'maps in items':
    'overrides:\n  - path: "sandbox/**"\n    rules: ["infra.*"]\n    level: warn\n  - path: web\n    rules: [a, b]\nafter: 1\n',
  'maps in maps in a row': 'limits: { agent: { files: 60, list: [a, { b: c }] }, human: { files: 1 } }\n',
  'deep below':
    'roles:\n  docs:\n    who: { agent: claude-code, env: { GUARDRAIL_ROLE: docs } }\n    may:\n      paths:\n        - "docs/**"\n        - site\n  web:\n    may: { paths: [web] }\n',
  comments: '# top\na: b # after\nc: "d # e"\n\n---\n'.replace('\n---\n', '\n'),
  'times and colons in values': 'freeze: { from: "Fri 16:00", to: "Mon 08:00" }\nurl: https://shop.example/a\n',
  'keys in quotes': '"a b": c\n\'d\': e\n',
} as const;

test.each(Object.entries(READABLE))('%s', (_name, text) => {
  expect(outlineOf(text)).toEqual(leavesOfJson(JSON.stringify(parse(text))));
});

test.each([
  ['an anchor', 'a: &x b\n'],
  ['an alias', 'a: *x\n'],
  ['a merge', 'a:\n  <<: *x\n'],
  ['a tag', 'a: !x b\n'],
  ['a text over several lines', 'a: |\n  b: c\n'],
  ['a list over several lines', 'a: [b,\n  c]\n'],
  ['a tab', 'a:\n\tb: c\n'],
])('%s is not followed', (_name, text) => {
  expect(outlineOf(text)).toBeNull();
});
