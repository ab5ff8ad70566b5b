import { describe, expect, test } from 'vitest';
import { tests } from '../../src/facts/analyzers/tests.ts';
import { factsBetween } from './text-changes.ts';

type Row = readonly [name: string, before: string, after: string, told: readonly string[]];

function told(before: string, after: string): readonly string[] {
  return factsBetween({ 'cart_test.go': before }, { 'cart_test.go': after }, [tests]).map(
    ({ kind, attributes }) => `${kind.replace('test.', '')} ${String(attributes['certainty'] ?? 'gone')}`,
  );
}

function file(...lines: readonly string[]): string {
  return `package cart\n\nimport "testing"\n\nfunc TestEmpty(t *testing.T) {\n\tif got := Total(nil); got != 0 {\n\t\tt.Errorf("got %d", got)\n\t}\n}\n\n${lines.join('\n')}\n`;
}

function adds(...lines: readonly string[]): string {
  return file('func TestAdds(t *testing.T) {', ...lines.map((line) => `\t${line}`), '}');
}

const FULL = [
  'got, err := Total([]int{1, 2})',
  'if err != nil {',
  '\tt.Fatal(err)',
  '}',
  'if got != 3 {',
  '\tt.Errorf("got %d", got)',
  '}',
];
const REQUIRE = ['got, err := Total([]int{1, 2})', 'require.NoError(t, err)', 'require.Equal(t, 3, got)'];
const table = (...rows: readonly string[]): string =>
  adds(
    'tests := []struct{ in, want int }{',
    ...rows.map((row) => `\t${row},`),
    '}',
    'for _, tt := range tests {',
    '\tif got := Double(tt.in); got != tt.want {',
    '\t\tt.Errorf("got %d", got)',
    '\t}',
    '}',
  );

describe('tests in Go', () => {
  test.each<Row>([
    ['t.Skip', adds(...FULL), adds('t.Skip("flaky")', ...FULL), ['skip certain']],
    ['t.SkipNow', adds(...FULL), adds('t.SkipNow()', ...FULL), ['skip certain']],
    ['t.Skip when short', adds(...FULL), adds('if testing.Short() {', '\tt.Skip()', '}', ...FULL), ['skip possible']],
    [
      't.Skip without an environment variable',
      adds(...FULL),
      adds('if os.Getenv("DB") == "" {', '\tt.Skip()', '}', ...FULL),
      ['skip likely'],
    ],
    [
      't.Skip on a platform',
      adds(...FULL),
      adds('if runtime.GOOS == "windows" {', '\tt.Skip()', '}', ...FULL),
      ['skip possible'],
    ],
    ['a build tag that is never set', adds(...FULL), `//go:build ignore\n\n${adds(...FULL)}`, ['skip certain']],
    ['a build tag of an integration', adds(...FULL), `//go:build integration\n\n${adds(...FULL)}`, ['skip likely']],
    ['a build tag of a platform', adds(...FULL), `//go:build !windows\n\n${adds(...FULL)}`, ['skip possible']],
    [
      'a name that is not collected',
      adds(...FULL),
      adds(...FULL).replace('func TestAdds', 'func testAdds'),
      ['skip certain'],
    ],
    ['returns at its top', adds(...FULL), adds('return', ...FULL), ['skip certain']],
    [
      'commented out',
      adds(...FULL),
      file('// func TestAdds(t *testing.T) {', ...FULL.map((line) => `// \t${line}`), '// }'),
      ['skip certain'],
    ],
    ['gone', adds(...FULL), file(), ['delete gone']],
    ['renamed', adds(...FULL), adds(...FULL).replace('TestAdds', 'TestTotal'), []],
    [
      'a subtest is gone',
      adds(...FULL, 't.Run("rounds", func(t *testing.T) {', '\tif Round(1) != 2 {', '\t\tt.Fatal()', '\t}', '})'),
      adds(...FULL),
      ['delete gone'],
    ],
    [
      'a test becomes a subtest',
      file('func TestAdds(t *testing.T) {', ...FULL, '}'),
      file('func TestAll(t *testing.T) {', 't.Run("adds", func(t *testing.T) {', ...FULL, '})', '}'),
      [],
    ],
    ['a check goes', adds(...FULL), adds(...FULL.slice(0, 4)), ['weaken certain']],
    [
      't.Errorf becomes t.Logf',
      adds(...FULL),
      adds(...FULL)
        .replace('\t\tt.Errorf("got %d", got)\n\t}\n}\n', (all) => all)
        .replace(/if got != 3 \{\n\t\tt\.Errorf/, 'if got != 3 {\n\t\tt.Logf'),
      ['weaken likely'],
    ],
    [
      'an error is thrown away',
      adds(...FULL),
      adds('got, _ := Total([]int{1, 2})', ...FULL.slice(4)),
      ['weaken likely'],
    ],
    ['an empty body', adds(...FULL), adds(), ['weaken certain']],
    [
      'a branch never taken',
      adds(...FULL),
      adds(...FULL.slice(0, 4), 'if false {', ...FULL.slice(4), '}'),
      ['weaken certain'],
    ],
    [
      'require.Equal becomes NotNil',
      adds(...REQUIRE),
      adds(...REQUIRE.slice(0, 2), 'require.NotNil(t, got)'),
      ['weaken certain'],
    ],
    [
      'require.Equal becomes True',
      adds(...REQUIRE),
      adds(...REQUIRE.slice(0, 2), 'require.True(t, true)'),
      ['weaken certain'],
    ],
    [
      'require.ErrorIs becomes Error',
      adds('_, err := Total(nil)', 'require.ErrorIs(t, err, ErrEmpty)'),
      adds('_, err := Total(nil)', 'require.Error(t, err)'),
      ['weaken certain'],
    ],
    [
      'a wider delta',
      adds('assert.InDelta(t, 3.1, Pi(), 0.001)'),
      adds('assert.InDelta(t, 3.1, Pi(), 0.5)'),
      ['weaken certain'],
    ],
    [
      'another value, and no code changes',
      adds(...REQUIRE),
      adds(...REQUIRE.slice(0, 2), 'require.Equal(t, 4, got)'),
      ['weaken likely'],
    ],
    ['a row goes', table('{1, 2}', '{2, 4}', '{3, 6}'), table('{1, 2}', '{2, 4}'), ['weaken certain']],
    ['a row comes', table('{1, 2}', '{2, 4}'), table('{1, 2}', '{2, 4}', '{3, 6}'), []],
    ['t.Fatal becomes require', adds(...FULL), adds(...REQUIRE), []],
    ['assert becomes require', adds(...REQUIRE).replaceAll('require', 'assert'), adds(...REQUIRE), []],
    ['another message', adds(...FULL), adds(...FULL).replaceAll('got %d', 'Total() = %d'), []],
    ['t.Parallel', adds(...FULL), adds('t.Parallel()', ...FULL), []],
    [
      'a method of a suite asks less',
      file('func (s *CartSuite) TestAdds() {', '\tgot := Total(nil)', '\ts.Equal(3, got)', '}'),
      file('func (s *CartSuite) TestAdds() {', '\tgot := Total(nil)', '\ts.NotNil(got)', '}'),
      ['weaken certain'],
    ],
    [
      'a helper that fails the test',
      adds(...FULL),
      `${adds('checkTotal(t, 3)')}\nfunc checkTotal(t *testing.T, want int) {\n\tif got := Total(nil); got != want {\n\t\tt.Fatal(got)\n\t}\n}\n`,
      [],
    ],
    ['tests come', file(), adds(...FULL), []],
  ])('%s', (_name, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});
