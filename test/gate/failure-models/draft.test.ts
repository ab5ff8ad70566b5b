import { array, assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPostmortem } from '../../../src/gate/failure-models/draft/postmortem.ts';
import { readHunks, snippetOf } from '../../../src/gate/failure-models/draft/snippet.ts';
import { yamlText } from '../../../src/gate/failure-models/draft/write-yaml.ts';
import { parseYaml } from '../../../src/system/yaml.ts';

describe('a snippet', () => {
  const body = (count: number): string => Array.from({ length: count }, (_, index) => `  line(${index});`).join('\n');
  const long = `import a;\n\n${body(70).replaceAll('  ', '')}\n\nfunction f() {\n${body(10)}\n}\n\nfunction g() {\n  last();\n}\n`;

  test('of a short file is all of it, of none nothing', () => {
    expect(snippetOf('a\nb\n', [{ from: 1, length: 1 }])).toBe('a\nb\n');
    expect(snippetOf('', [{ from: 0, length: 0 }])).toBe('');
  });

  test('of a long one is what is declared around the lines', () => {
    expect(snippetOf(long, [{ from: 78, length: 2 }])).toBe(`function f() {\n${body(10)}\n}\n\n`);
  });

  test('of a long declaration is a few lines around them', () => {
    const shown = snippetOf(`function f() {\n${body(200)}\n}\n`, [{ from: 100, length: 1 }]);
    expect(shown.split('\n')).toHaveLength(8);
  });

  test('is never long', () => {
    const shown = snippetOf(`${body(5_000)}\n`, [
      { from: 1, length: 1 },
      { from: 4_000, length: 9 },
    ]);
    expect(shown.split('\n').length).toBeLessThanOrEqual(81);
  });

  test('hunks are read from a diff without context', () => {
    expect(readHunks('@@ -3 +3,2 @@ f\n-a\n+b\n+c\n@@ -9,0 +11 @@\n+ @@ -1 +1 @@\n')).toEqual([
      { before: { from: 3, length: 1 }, after: { from: 3, length: 2 } },
      { before: { from: 9, length: 0 }, after: { from: 11, length: 1 } },
    ]);
  });
});

test('every text comes back from YAML as it was', () => {
  const line = constantFrom(
    '',
    ' ',
    'a',
    '  b',
    '\tc',
    '# d',
    '- e: f',
    'g ',
    '|',
    '"',
    "'",
    '\r',
    '\u2028',
    'ü',
    '\ud83d\ude00',
  );
  assert(
    property(array(line), string(), (lines, more) => {
      for (const text of [lines.join('\n'), `${lines.join('\n')}\n`, more]) {
        const parsed = parseYaml(`a:\n  b: ${yamlText(text, 2)}\n  c: 1\n`);
        expect(parsed).toMatchObject({
          kind: 'read',
          root: { entries: [{ value: { entries: [{ key: 'b', value: { value: text } }, { key: 'c' }] } }] },
        });
      }
    }),
  );
});

describe('a postmortem', () => {
  test('without headings has its first line for a title', () => {
    expect(readPostmortem('\nThe day it broke\n\nIt broke.\n')).toMatchObject({
      title: 'The day it broke',
      headings: [],
      cause: '',
    });
  });

  test('keeps times, paths and what may be commits, each once', () => {
    const text =
      '# A\n\n* 2026-01-02 09:15 pushed `a1b2c3d4e5` to src/a/b.ts\n* 9:20 src/a/b.ts and deadbeef again a1b2c3d4e5\n\nSee config.yaml, not e.g. this.\n';
    expect(readPostmortem(text)).toMatchObject({
      commits: ['a1b2c3d4e5'],
      paths: ['src/a/b.ts', 'config.yaml'],
      timeline: ['2026-01-02 09:15 pushed `a1b2c3d4e5` to src/a/b.ts', '9:20 src/a/b.ts and deadbeef again a1b2c3d4e5'],
    });
  });

  test('is read in a moment however it is made', () => {
    for (const unit of ['a/\n', '#', '# a', '-', '0', 'a/', 'a.', '1:00', ' ']) {
      expect(readPostmortem(unit.repeat(200_000)).commits.length).toBeLessThanOrEqual(40);
    }
  });
});
