import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { Language, SyntaxNode } from '../../src/model/syntax.ts';
import { LANGUAGE_FILES } from '../../src/system/grammar-files.ts';
import { grammars } from '../facts/changes.ts';

const SAMPLES: Readonly<Record<Language, readonly [source: string, broken: string]>> = {
  go: ['package a\n\nfunc TestA(t *testing.T) {}\n', 'package a\nfunc (\n'],
  python: ['class A(B):\n    def test_x(self): pass\n', 'def (:\n'],
  ruby: ['class A < B\n  def change = drop_table(:users)\nend\n', 'def x(\n'],
  tsx: ['const a = <b>{1}</b>;\n', 'const = (;\n'],
  typescript: ['const a: string = "x" as const;\n', 'const = (;\n'],
};

describe('each language', () => {
  test.each(Object.entries(SAMPLES))('%s is parsed, and a mistake shows', (name, [source, broken]) => {
    const language = Object.keys(SAMPLES).find((one): one is Language => one === name) ?? 'go';
    const shape = (root: SyntaxNode): unknown => [root.hasError, root.text === source, root.namedChildren.length > 0];
    expect(grammars.visit(language, source, shape)).toEqual([false, true, true]);
    expect(grammars.visit(language, broken, (root) => root.hasError)).toBe(true);
  });

  test('a text that is made to take for ever is given up, and the next one is read from its beginning', () => {
    expect(() => grammars.visit('ruby', '%{'.repeat(40_000), (root) => root.hasError)).toThrow('not done after');
    expect(grammars.visit('ruby', 'x = 1\n', (root) => [root.hasError, root.text])).toEqual([false, 'x = 1\n']);
  }, 60_000);

  test('has a grammar file', () => {
    expect(Object.keys(SAMPLES).sort()).toEqual(Object.keys(LANGUAGE_FILES).sort());
  });
});

describe('what the build copies', () => {
  test('asks for nothing but Node and what lies beside it: an installed engine has no other packages', async () => {
    const folder = new URL('../../dist/grammars/', import.meta.url);
    const programs = (await readdir(folder)).filter((name) => /\.c?js$/.test(name));
    expect(programs).toHaveLength(3);
    for (const name of programs) {
      const text = await readFile(new URL(name, folder), 'utf8');
      const asked = [...text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(([, one = '']) => one);
      expect(asked.filter((one) => !one.startsWith('./') && !isBuiltin(one))).toEqual([]);
    }
  });
});

describe('YAML', () => {
  test('documents, tags, aliases and merge keys come with their lines', () => {
    const { documents, problems } = grammars.yaml('a: &x { b: 1 }\nc: !Ref Foo\nd:\n  <<: *x\n  e: two\n---\n- 1\n');
    expect(problems).toEqual([]);
    expect(documents).toMatchObject([
      {
        kind: 'map',
        entries: [
          { key: 'a', line: 1 },
          { key: 'c', line: 2, value: { kind: 'value', value: 'Foo', tag: '!Ref' } },
          {
            key: 'd',
            value: {
              from: 4,
              to: 5,
              entries: [
                { key: 'e', line: 5 },
                { key: 'b', line: 1 },
              ],
            },
          },
        ],
      },
      { kind: 'list', from: 7, items: [{ value: 1 }] },
    ]);
  });

  test('a mistake is told beside what could be read', () => {
    const { documents, problems } = grammars.yaml('a: 1\nb: [1, 2\nc: {{ .Values.x }}\n');
    expect(problems.length).toBeGreaterThan(0);
    expect(documents.length).toBe(1);
  });

  test('what would take for ever is refused with a reason', () => {
    expect(grammars.yaml('['.repeat(5000))).toMatchObject({ documents: [], problems: [{ line: 1 }] });
    const bomb = ['a0: &a0 [x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)];
    expect(grammars.yaml(bomb.join('\n'))).toMatchObject({ documents: [], problems: [{}] });
  });

  test('large JSON is read without lines', () => {
    const big = JSON.stringify({
      Resources: Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`r${i}`, { Type: 'x' }])),
    });
    expect(grammars.yaml(big).documents[0]).toMatchObject({ kind: 'map', entries: [{ key: 'Resources' }] });
  });
});

describe('PostgreSQL', () => {
  test('statements come with their places in letters, not bytes', () => {
    const sql = "select 'é'; drop table users";
    const parsed = grammars.postgresql(sql);
    expect(parsed).toMatchObject({ kind: 'read', statements: [{}, { statement: { DropStmt: {} } }] });
    const last = parsed.kind === 'read' ? parsed.statements[1] : undefined;
    expect(sql.slice(last?.from, last?.to).trim()).toBe('drop table users');
  });

  test('a mistake has a place', () => {
    expect(grammars.postgresql('select 1;\ndrop tabel x;')).toMatchObject({ kind: 'broken', index: 15 });
    expect(grammars.postgresql('  ')).toEqual({ kind: 'read', statements: [] });
  });
});
