import { describe, expect, test } from 'vitest';
import type { Sheet } from '../../../src/review/exchange.ts';
import { pathSaid } from '../../../src/review/prompt/names.ts';
import { drawFrom } from '../../../src/review/prompt/seed.ts';
import { tokensOf } from '../../../src/review/prompt/tokens.ts';
import { fileOf, hmac, none, sheetsOf, textOf } from './make.ts';

const lines = (count: number, of: (index: number) => string = (i) => `line ${i}`): string =>
  Array.from({ length: count }, (_, i) => `${of(i)}\n`).join('');
const BINARY = { kind: 'binary' } as const;
const side = (
  mode: '100644' | '100755' | '120000' | '160000',
  oid: string,
): { oid: string; mode: typeof mode; size: null } => ({
  oid: oid.repeat(40),
  mode,
  size: null,
});

describe('a file of a change', () => {
  test('is shown with numbers on one column and the head of what surrounds it', () => {
    const before = `import a from 'a';\n\nexport function total(items: Item[]): number {\n${lines(9, (i) => `  step${i}();`)}  return sum(items);\n}\n`;
    const after = before.replace('  step6();\n', '  step6(items);\n  check();\n');
    expect(textOf([fileOf('src/a.ts', before, after)])).toBe(
      [
        '# M src/a.ts +2 -1',
        '@@ export function total(items: Item[]): number {',
        '   step3();',
        '   step4();',
        '   step5();',
        '10-  step6();',
        '10+  step6(items);',
        '+  check();',
        '   step7();',
        '   step8();',
        '   return sum(items);',
        '',
      ].join('\n'),
    );
    expect(sheetsOf([fileOf('src/a.ts', before, after)]).sheets[0]?.lines.find(({ changed }) => changed)).toEqual({
      path: 'src/a.ts',
      side: 'before',
      line: 10,
      text: '  step6();',
      changed: true,
      symbol: 'total',
    });
  });

  test.each<[string, Parameters<typeof fileOf>, string]>([
    ['new', ['a.sh', null, 'echo\n', { after: side('100755', 'b') }], '# A a.sh +1 -0 (mode 100755)\n1+echo\n'],
    ['new and empty', ['a.txt', null, ''], '# A a.txt +0 -0\n'],
    ['deleted, shown whole', ['a.txt', 'a\nb\n', null], '# D a.txt +0 -2\n1-a\n2-b\n'],
    [
      'made executable',
      ['a.sh', 'a\n', 'a\n', { before: side('100644', 'a'), after: side('100755', 'a') }],
      '# M a.sh +0 -0 (same content; mode 100644 -> 100755)\n',
    ],
    [
      'only renamed',
      [
        'b.ts',
        'a\n',
        'a\n',
        { status: 'rename', from: 'a.ts', before: side('100644', 'a'), after: side('100644', 'a') },
      ],
      '# R b.ts +0 -0 (was a.ts; same content)\n',
    ],
    [
      'a link',
      ['l', null, '../x', { after: side('120000', 'b') }],
      '# A l +1 -0 (symbolic link)\n1+../x\n\\ no newline at the end\n',
    ],
    [
      'a submodule that moves',
      [
        'sub',
        { kind: 'absent' },
        { kind: 'absent' },
        { before: side('160000', 'a'), after: side('160000', 'b'), lines: { added: 1, removed: 1 } },
      ],
      `# M sub +1 -1 (submodule)\n1-Subproject commit ${'a'.repeat(40)}\n1+Subproject commit ${'b'.repeat(40)}\n`,
    ],
    ['a picture', ['a.png', BINARY, BINARY, { lines: 'binary' }], '# M a.png +0 -0 (not shown: binary)\n'],
    [
      'that git is told is binary',
      ['a.ts', 'a\n', 'b\n', { lines: 'binary' }],
      '# M a.ts +1 -1 (git is told that it is binary)\n1-a\n1+b\n',
    ],
    [
      'cut short of its line feed',
      ['a.txt', 'a\nb\n', 'a\nb'],
      '# M a.txt +1 -1 (white space only)\n a\n2-b\n2+b\n\\ no newline at the end\n',
    ],
    [
      'that only says so',
      ['a.txt', 'a\n', 'a\n\\ no newline at the end\n'],
      '# M a.txt +1 -0\n a\n2+\\ no newline at the end\n',
    ],
    [
      'of which every line ends otherwise',
      ['a.txt', 'a\nb\nc\n', 'a\r\nx\r\nc\r\n', { lines: { added: 3, removed: 3 } }],
      '# M a.txt +3 -3 (every line ends in CRLF, it was LF)\n a\n2-b\n2+x\n c\n',
    ],
    [
      'of which one line ends otherwise',
      ['a.txt', 'a\nb\n', 'a\r\nb\n'],
      '# M a.txt +1 -1 (white space only)\n1-a\n1+a⟨U+000D⟩\n b\n',
    ],
    [
      'in bytes that are no characters',
      ['a.txt', 'caf\ufffd\n', 'caf\ufffd\n', { lines: { added: 1, removed: 1 } }],
      '# M a.txt +1 -1 (a byte order mark or bytes that are no characters differ; not UTF-8: bytes that are no characters are ⟨U+FFFD⟩)\n1-caf⟨U+FFFD⟩\n1+caf⟨U+FFFD⟩\n',
    ],
    ['named like two lines', ['a\n# M b.ts +9 -9', null, 'x\n'], '# A "a⟨U+000A⟩# M b.ts +9 -9" +1 -0\n1+x\n'],
  ])('%s', (_name, file, shown) => {
    const { sheets, manifest } = sheetsOf([fileOf(...file)]);
    expect(sheets.map(({ text }) => text).join('')).toBe(shown);
    for (const one of manifest.files) expect(one.shown).toBe(one.added + one.removed);
  });

  test.each<[string, ReturnType<typeof fileOf>, { shown: number; excused: boolean; why: RegExp }]>([
    [
      'withheld',
      { ...fileOf('.env', 'A=1\n', 'A=2\n', { lines: { added: 1, removed: 1 } }), withheld: 'it holds secrets' },
      { shown: 0, excused: false, why: /holds secrets/ },
    ],
    [
      'generated',
      fileOf('package-lock.json', 'a\n', 'b\n', { generated: true, lines: { added: 1, removed: 1 } }),
      { shown: 0, excused: true, why: /generated/ },
    ],
    [
      'unreadable',
      fileOf('a.ts', 'a\n', { kind: 'unreadable', why: 'it has 9 GB' }),
      { shown: 0, excused: false, why: /9 GB/ },
    ],
    [
      'source that became binary',
      fileOf('a.ts', 'a\n', BINARY, { lines: 'binary' }),
      { shown: 1, excused: false, why: /binary now/ },
    ],
    [
      'a script with a NUL in it',
      fileOf('bin/deploy', 'a\n', BINARY, { lines: 'binary', before: side('100755', 'a'), after: side('100755', 'b') }),
      { shown: 1, excused: false, why: /binary now/ },
    ],
    [
      'a new program',
      fileOf('tools/run', null, BINARY, { lines: 'binary' }),
      { shown: 0, excused: false, why: /program/ },
    ],
    ['a library', fileOf('lib/a.so', null, BINARY, { lines: 'binary' }), { shown: 0, excused: false, why: /program/ }],
    [
      'a makefile that became binary',
      fileOf('x.lua', BINARY, BINARY, { lines: 'binary' }),
      { shown: 0, excused: false, why: /source/ },
    ],
    [
      'a large bundle',
      fileOf('dist/a.js', null, 'a\n'.repeat(900), { generated: true, lines: { added: 900, removed: 0 } }),
      { shown: 0, excused: true, why: /source that is called generated/ },
    ],
    [
      'a small program under a name of something generated',
      fileOf('dist/a.js', null, 'steal()\n', { generated: true, lines: { added: 1, removed: 0 } }),
      { shown: 1, excused: false, why: /^$/ },
    ],
    [
      'a line of a bundle',
      fileOf('a.min.js', null, 'x=1;'.repeat(9_000), { generated: true, lines: { added: 1, removed: 0 } }),
      { shown: 0, excused: true, why: /too long/ },
    ],
    ['binary source', fileOf('a.py', BINARY, BINARY, { lines: 'binary' }), { shown: 0, excused: false, why: /binary/ }],
    [
      'minified',
      fileOf('a.js', null, `${'x=1;'.repeat(5_000)}\nb\n`),
      { shown: 1, excused: false, why: /1 lines are too long/ },
    ],
  ])('%s is never clean, or is excused', (_name, file, { shown, excused, why }) => {
    const { manifest } = sheetsOf([file]);
    const [one] = manifest.files;
    expect(one).toMatchObject({ shown, excused });
    expect(one?.why).toMatch(why);
    if (!excused && why.source !== '^$') expect(one?.shown).toBeLessThan((one?.added ?? 0) + (one?.removed ?? 0));
  });

  test('that is withheld is named, and not a byte of it shown', () => {
    const file = { ...fileOf('.env', 'TOKEN=zebra\n', 'TOKEN=quartz\n'), withheld: 'it holds secrets' };
    expect(textOf([file])).toBe('# M .env +0 -0 (not shown: withheld: it holds secrets)\n');
  });

  test('is cut where it is longer than anybody would read, and says by how much', () => {
    expect(textOf([fileOf('a.js', null, `${'x'.repeat(9_000)}\n`)])).toMatch(
      /^# A a\.js \+1 -0\n1\+x{6000}⟨cut: 3000 more characters⟩\n$/,
    );
  });

  test('that differs from another in case only says so', () => {
    expect(textOf([fileOf('src/A.ts', null, 'a\n'), fileOf('src/a.ts', null, 'b\n')])).toContain(
      'another name differs from this one in case only',
    );
  });

  test('under a name of many characters is known by what was shown', () => {
    const path = `src/${'a b\n'.repeat(200)}.ts`;
    const [sheet] = sheetsOf([fileOf(path, null, 'x\n')]).sheets;
    const shown = sheet?.names?.[0]?.shown ?? '';
    expect(shown.length).toBeLessThan(300);
    expect(sheet && pathSaid(sheet, shown)).toBe(path);
    expect(sheet && pathSaid(sheet, `"${shown}"`)).toBe(path);
    expect(sheet && pathSaid(sheet, 'src/other.ts')).toBeNull();
  });
});

/** Files with edits here and there, some new, some deleted. */
function someChange(seed: string, files: number): ReturnType<typeof fileOf>[] {
  const draw = drawFrom(seed);
  return Array.from({ length: files }, (_, at) => {
    const size = 5 + Math.floor(draw() * 400);
    const before = lines(size, (i) =>
      i % 20 === 0 ? `function f${at}_${i}() {` : i % 20 === 19 ? '}' : `  call(${i}, ${at});`,
    );
    const after = before.replace(/call\((\d*[37]), /g, (all, number: string) =>
      draw() < 0.3 ? `called(${number}, ` : all,
    );
    const path = at % 3 === 2 ? `test/m${at - 1}.test.ts` : `src/m${at}.ts`;
    return at % 7 === 0
      ? fileOf(path, null, after)
      : at % 11 === 0
        ? fileOf(path, before, null)
        : fileOf(path, before, after);
  });
}

describe('sheets', () => {
  test.each([600, 1_500, 6_000, 50_000])('of at most %d tokens hold every changed line once', (tokens) => {
    const files = someChange(`cover ${tokens}`, 40);
    const { sheets, manifest } = sheetsOf(files, { tokens });
    for (const sheet of sheets) expect(sheet.tokens).toBeLessThanOrEqual(tokens);
    for (const sheet of sheets) expect(sheet.tokens).toBe(tokensOf(sheet.text));
    const changed = sheets.flatMap((sheet) => sheet.lines).filter((line) => line.changed);
    const keys = changed.map(({ path, side: of, line }) => `${path} ${of} ${line}`);
    expect(new Set(keys).size).toBe(keys.length);
    const total = manifest.files.reduce((sum, { added, removed }) => sum + added + removed, 0);
    expect(keys.length).toBe(total);
    expect(manifest.files.every(({ shown, added, removed, why }) => shown === added + removed && why === '')).toBe(
      true,
    );
    expect(sheets.map(({ id }) => id)).toEqual(sheets.map((_, at) => String(at + 1)));
  });

  test('say of each line the number it has in its file', () => {
    const files = someChange('numbers', 30);
    const texts = new Map(files.map(({ edit, sides }) => [edit.path, sides]));
    for (const { path, side: of, line, text } of sheetsOf(files, { tokens: 900 }).sheets.flatMap(
      (sheet) => sheet.lines,
    )) {
      const content = texts.get(path)?.[of];
      expect(content?.kind === 'text' ? content.text.split('\n')[line - 1] : null).toBe(text);
    }
  });

  test('print a number where a reader would lose count, also where a file goes on', () => {
    for (const sheet of sheetsOf([fileOf('a.txt', null, lines(300))], { tokens: 500 }).sheets) {
      const counted = countLines(sheet);
      expect(counted).toEqual(sheet.lines.map(({ line }) => line));
    }
  });

  test('keep a test with what it tests', () => {
    const files = someChange('related', 30);
    const { sheets } = sheetsOf(files, { tokens: 12_000 });
    const placeOf = (path: string): string => sheets.find(({ paths }) => paths.includes(path))?.id ?? '';
    const tests = files.map(({ edit }) => edit.path).filter((path) => path.startsWith('test/'));
    const apart = tests.filter((path) => placeOf(path) !== placeOf(path.replace('test/', 'src/').replace('.test', '')));
    expect(tests.length).toBeGreaterThan(5);
    expect(apart).toEqual([]);
  });

  test('cut a long file before a definition', () => {
    const text = lines(60, (i) => `function f${i}() {\n  return ${i};\n}\n`);
    const { sheets } = sheetsOf([fileOf('a.ts', null, text)], { tokens: 500 });
    expect(sheets.length).toBeGreaterThan(2);
    for (const { lines: own } of sheets) expect(own[0]?.text).toMatch(/^function/);
    expect(sheets[1]?.text).toMatch(/^# A a\.ts \+240 -0 part 2\n/);
  });

  test('of a change that only grew elsewhere are the same, byte for byte', () => {
    const files = someChange('stable', 60);
    const grown = files.map((file, at) => (at === 31 ? grownBy(file) : file));
    const [first, second] = [files, grown].map((all) =>
      sheetsOf(all, { tokens: 4_000 }).sheets.map(({ text }) => text),
    );
    const same = first?.filter((text) => second?.includes(text)).length ?? 0;
    expect(first?.length).toBeGreaterThan(5);
    expect(same).toBeGreaterThanOrEqual((first?.length ?? 0) - 1);
    expect(sheetsOf(files, { tokens: 4_000 })).toEqual(sheetsOf(files, { tokens: 4_000 }));
  });

  test('of a later round hold what was asked for, and the manifest the rest', () => {
    const files = [...someChange('later', 12), fileOf('package-lock.json', 'a\n', 'b\n', { generated: true })];
    const only = new Set(['src/m1.ts', 'src/m4.ts']);
    const { sheets, manifest } = sheetsOf(files, { only });
    expect(new Set(sheets.flatMap(({ paths }) => paths))).toEqual(only);
    for (const { path, shown, added, removed, why, excused } of manifest.files) {
      if (only.has(path)) expect([shown, why]).toEqual([added + removed, '']);
      else if (path === 'package-lock.json') expect([shown, excused]).toEqual([0, true]);
      else expect([shown, why, excused]).toEqual([0, 'read in an earlier round', false]);
    }
  });

  test('of nothing are none', () => {
    expect(sheetsOf([], { secretsIn: none, hmac })).toEqual({ sheets: [], manifest: { files: [] } });
  });
});

function grownBy({ edit, sides }: ReturnType<typeof fileOf>): ReturnType<typeof fileOf> {
  const textOfSide = ({ kind, ...more }: typeof sides.before): string => ('text' in more ? more.text : kind);
  return fileOf(edit.path, textOfSide(sides.before), `one more\n${textOfSide(sides.after)}`);
}

/** As a reader counts: on from the last number with the same mark. */
function countLines(sheet: Sheet): readonly number[] {
  let last = 0;
  return sheet.text.split('\n').flatMap((line) => {
    const [, number = '', mark] = /^(\d*)([+-])/.exec(line) ?? [];
    if (mark === undefined) return [];
    last = number === '' ? last + 1 : Number(number);
    return [last];
  });
}
