import { describe, expect, test } from 'vitest';
import { tests } from '../../src/facts/analyzers/tests.ts';
import { factsBetween } from './text-changes.ts';

type Row = readonly [name: string, before: string, after: string, told: readonly string[]];

function told(before: string, after: string, path = 'tests/test_cart.py'): readonly string[] {
  return factsBetween({ [path]: before }, { [path]: after }, [tests]).map(
    ({ kind, attributes }) => `${kind.replace('test.', '')} ${String(attributes['certainty'] ?? 'gone')}`,
  );
}

/** These lines between two tests that stay as they are. */
function file(...lines: readonly string[]): string {
  return `import os\nimport sys\nimport pytest\nfrom cart import total\n\n\ndef test_empty():\n    assert total([]) == 0\n\n\n${lines.join('\n')}\n\n\ndef test_length():\n    cart = [1, 2]\n    assert len(cart) == 2\n`;
}

function adds(...lines: readonly string[]): string {
  return file('def test_adds_prices():', ...lines.map((line) => `    ${line}`));
}

function method(...lines: readonly string[]): string {
  return file(
    'class TestCart(unittest.TestCase):',
    '    def test_adds(self):',
    ...lines.map((line) => `        ${line}`),
  );
}

const FULL = ['result = total([1, 2])', 'assert result == 3', 'assert result > 2'];
const marked = (mark: string): string => adds(...FULL).replace('def test_adds', `${mark}\ndef test_adds`);

describe('tests that no longer run', () => {
  test.each<Row>([
    ['pytest.mark.skip', adds(...FULL), marked('@pytest.mark.skip(reason="flaky")'), ['skip certain']],
    ['pytest.mark.skip without a reason', adds(...FULL), marked('@pytest.mark.skip'), ['skip certain']],
    ['xfail', adds(...FULL), marked('@pytest.mark.xfail'), ['skip certain']],
    ['xfail that must fail', adds(...FULL), marked('@pytest.mark.xfail(strict=True, reason="bug")'), ['skip likely']],
    [
      'skipif on a platform',
      adds(...FULL),
      marked('@pytest.mark.skipif(sys.platform == "win32", reason="no fork")'),
      ['skip possible'],
    ],
    ['skipif on True', adds(...FULL), marked('@pytest.mark.skipif(True, reason="later")'), ['skip certain']],
    [
      'skipif without an environment variable',
      adds(...FULL),
      marked('@pytest.mark.skipif(not os.environ.get("DB"), reason="no database")'),
      ['skip likely'],
    ],
    ['another mark', adds(...FULL), marked('@pytest.mark.slow'), []],
    ['pytest.skip()', adds(...FULL), adds('pytest.skip("later")', ...FULL), ['skip certain']],
    [
      'pytest.skip() in a condition',
      adds(...FULL),
      adds('if not has_network():', '    pytest.skip("no network")', ...FULL),
      ['skip possible'],
    ],
    [
      'a fixture that skips',
      file('@pytest.fixture', 'def database():', '    return connect()'),
      file(
        '@pytest.fixture',
        'def database():',
        '    if not there():',
        '        pytest.skip("no database")',
        '    return connect()',
      ),
      [],
    ],
    [
      'pytestmark of the file',
      adds(...FULL),
      adds(...FULL).replace('\n\n\ndef test_empty', '\n\npytestmark = pytest.mark.skip\n\n\ndef test_empty'),
      ['skip certain'],
    ],
    [
      'pytestmark that does not skip',
      adds(...FULL),
      adds(...FULL).replace('\n\n\ndef test_empty', '\n\npytestmark = pytest.mark.slow\n\n\ndef test_empty'),
      [],
    ],
    [
      'unittest.skip',
      method('self.assertEqual(total([1]), 1)'),
      method('self.assertEqual(total([1]), 1)').replace(
        '    def test_adds',
        '    @unittest.skip("later")\n    def test_adds',
      ),
      ['skip certain'],
    ],
    [
      'a class that is skipped',
      method('self.assertEqual(total([1]), 1)'),
      method('self.assertEqual(total([1]), 1)').replace('class TestCart', '@unittest.skip("later")\nclass TestCart'),
      ['skip certain'],
    ],
    [
      'a class that is no test',
      method('self.assertEqual(total([1]), 1)'),
      method('self.assertEqual(total([1]), 1)').replace(
        '    def test_adds',
        '    __test__ = False\n\n    def test_adds',
      ),
      ['skip certain'],
    ],
    [
      'self.skipTest',
      method('self.assertEqual(total([1]), 1)'),
      method('self.skipTest("later")', 'self.assertEqual(total([1]), 1)'),
      ['skip certain'],
    ],
    [
      'raise SkipTest',
      method('self.assertEqual(total([1]), 1)'),
      method('raise unittest.SkipTest("later")', 'self.assertEqual(total([1]), 1)'),
      ['skip certain'],
    ],
    [
      'expectedFailure',
      method('self.assertEqual(total([1]), 1)'),
      method('self.assertEqual(total([1]), 1)').replace(
        '    def test_adds',
        '    @unittest.expectedFailure\n    def test_adds',
      ),
      ['skip certain'],
    ],
    ['returns at its top', adds(...FULL), adds('return', ...FULL), ['skip certain']],
    [
      'commented out',
      adds(...FULL),
      file('# def test_adds_prices():', ...FULL.map((line) => `#     ${line}`)),
      ['skip certain'],
    ],
    [
      'under a name nobody collects',
      adds(...FULL),
      adds(...FULL).replace('test_adds_prices', '_test_adds_prices'),
      ['skip certain'],
    ],
    ['a new test that is skipped', file('x = 1'), marked('@pytest.mark.skip'), []],
    ['the mark taken away', marked('@pytest.mark.skip'), adds(...FULL), []],
    [
      'raises SkipTest where a package is missing',
      adds(...FULL),
      `try:\n    import numpy\nexcept ImportError:\n    raise unittest.SkipTest('numpy')\n${adds(...FULL)}`,
      ['skip possible'],
    ],
    [
      'a part that other tests call now',
      adds(...FULL),
      file(
        'def _test_adds_prices():',
        ...FULL.map((line) => `    ${line}`),
        '',
        '',
        'def test_twice():',
        '    _test_adds_prices()',
        '    assert total([1]) == 1',
      ),
      [],
    ],
    ['a reason is reworded', marked('@pytest.mark.skip(reason="a")'), marked('@pytest.mark.skip(reason="b")'), []],
  ])('%s', (_name, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

describe('tests that are gone', () => {
  const two = file(
    'def test_adds_prices():',
    ...FULL.map((line) => `    ${line}`),
    '',
    '',
    'def test_rounds():',
    '    cents = round(total([0.1]))',
    '    assert cents == 10',
  );
  test.each<Row>([
    ['one of several', two, adds(...FULL), ['delete gone']],
    ['renamed', adds(...FULL), adds(...FULL).replace('test_adds_prices', 'test_sum_of_prices'), []],
    [
      'into a class',
      adds(...FULL),
      file('class TestSum:', '    def test_adds_prices(self):', ...FULL.map((line) => `        ${line}`)),
      [],
    ],
    [
      'unittest becomes pytest',
      method('self.assertEqual(total([1]), 1)', 'self.assertIsNone(total(None))'),
      file('def test_adds():', '    assert total([1]) == 1', '    assert total(None) is None'),
      [],
    ],
    [
      'into a table',
      file('def test_one():', '    assert total([1]) == 1', '', '', 'def test_two():', '    assert total([1, 2]) == 3'),
      file(
        '@pytest.mark.parametrize("prices,expected", [([1], 1), ([1, 2], 3)])',
        'def test_total(prices, expected):',
        '    assert total(prices) == expected',
      ),
      [],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});

describe('tests that ask less', () => {
  const with_ = (...lines: readonly string[]): string => adds('result = total([1, 2])', ...lines);
  const EQUAL = with_('assert result == {"cents": 300}');
  test.each<Row>([
    ['an assertion goes', adds(...FULL), adds(...FULL.slice(0, 2)), ['weaken certain']],
    ['all assertions go', adds(...FULL), adds(FULL[0] ?? ''), ['weaken certain']],
    ['an empty body', adds(...FULL), adds('pass'), ['weaken certain']],
    ['a docstring and nothing else', adds(...FULL), adds('"""Adds."""'), ['weaken certain']],
    ['assert True', with_('assert result == 3'), with_('assert True'), ['weaken certain']],
    ['== becomes is not None', EQUAL, with_('assert result is not None'), ['weaken certain']],
    ['== becomes in', with_('assert result == "a"'), with_('assert "a" in result'), ['weaken certain']],
    ['== becomes >=', with_('assert result == 3'), with_('assert result >= 0'), ['weaken certain']],
    ['== becomes truth', with_('assert result == 3'), with_('assert result'), ['weaken certain']],
    ['== becomes isinstance', EQUAL, with_('assert isinstance(result, dict)'), ['weaken certain']],
    ['or True', with_('assert result == 3'), with_('assert result == 3 or True'), ['weaken certain']],
    [
      'assertEqual becomes assertTrue',
      method('result = total([1])', 'self.assertEqual(result, 1)'),
      method('result = total([1])', 'self.assertTrue(result)'),
      ['weaken certain'],
    ],
    [
      'assertEqual, the expected first, becomes assertIsNotNone',
      method('result = total([1])', 'self.assertEqual(1, result)'),
      method('result = total([1])', 'self.assertIsNotNone(result)'),
      ['weaken certain'],
    ],
    [
      'assertEqual becomes assertIn',
      method('result = total([1])', 'self.assertEqual(result, "a")'),
      method('result = total([1])', 'self.assertIn("a", result)'),
      ['weaken certain'],
    ],
    [
      'any error will do',
      adds('with pytest.raises(ValueError):', '    total(None)'),
      adds('with pytest.raises(Exception):', '    total(None)'),
      ['weaken certain'],
    ],
    [
      'any message will do',
      adds('with pytest.raises(ValueError, match="no"):', '    total(None)'),
      adds('with pytest.raises(ValueError):', '    total(None)'),
      ['weaken likely'],
    ],
    [
      'a wider tolerance',
      with_('assert result == pytest.approx(3, rel=1e-6)'),
      with_('assert result == pytest.approx(3, rel=0.5)'),
      ['weaken certain'],
    ],
    [
      'fewer places',
      method('self.assertAlmostEqual(total([1]), 1, places=5)'),
      method('self.assertAlmostEqual(total([1]), 1, places=1)'),
      ['weaken certain'],
    ],
    [
      'an except swallows',
      with_('assert result == 3'),
      with_('try:', '    assert result == 3', 'except Exception:', '    pass'),
      ['weaken certain'],
    ],
    [
      'an except of another error',
      with_('assert result == 3'),
      with_('try:', '    assert result == 3', 'except ValueError:', '    pass'),
      [],
    ],
    [
      'suppress',
      with_('assert result == 3'),
      with_('with contextlib.suppress(AssertionError):', '    assert result == 3'),
      ['weaken certain'],
    ],
    ['another value, and no code changes', with_('assert result == 3'), with_('assert result == 4'), ['weaken likely']],
    ['mock.ANY', with_('assert result == 3'), with_('assert result == mock.ANY'), ['weaken certain']],
    [
      'called with becomes called',
      with_('spy.assert_called_once_with(3)'),
      with_('spy.assert_called()'),
      ['weaken certain'],
    ],
    [
      'a row goes',
      file('@pytest.mark.parametrize("a", [1, 2, 3])', 'def test_a(a):', '    assert total([a]) == a'),
      file('@pytest.mark.parametrize("a", [1, 2])', 'def test_a(a):', '    assert total([a]) == a'),
      ['weaken certain'],
    ],
    [
      'a row comes',
      file('@pytest.mark.parametrize("a", [1, 2])', 'def test_a(a):', '    assert total([a]) == a'),
      file('@pytest.mark.parametrize("a", [1, 2, 3])', 'def test_a(a):', '    assert total([a]) == a'),
      [],
    ],
    ['unittest becomes pytest', method('self.assertEqual(total([1]), 1)'), method('assert total([1]) == 1'), []],
    ['the sides change places', with_('assert result == 3'), with_('assert 3 == result'), []],
    ['two in one', with_('assert result > 1', 'assert result < 5'), with_('assert result > 1 and result < 5'), []],
    ['a message is added', with_('assert result == 3'), with_('assert result == 3, "the sum"'), []],
    ['quotes', with_("assert result == 'a'"), with_('assert result == "a"'), []],
    [
      'the same assertion stood there twice',
      with_('assert result == 3', 'assert result == 3'),
      with_('assert result == 3'),
      [],
    ],
    ['asks more', with_('assert result'), with_('assert result == 3'), []],
    [
      'into a function that asserts',
      adds(...FULL),
      `def is_three(result):\n    assert result == 3\n    assert result > 2\n\n\n${adds(FULL[0] ?? '', 'is_three(result)')}`,
      [],
    ],
    [
      'a function that asserts asks less',
      `def is_three(result):\n    assert result == 3\n    assert result > 2\n\n\n${adds(FULL[0] ?? '', 'is_three(result)')}`,
      `def is_three(result):\n    assert result == 3\n\n\n${adds(FULL[0] ?? '', 'is_three(result)')}`,
      ['weaken certain'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });
});
