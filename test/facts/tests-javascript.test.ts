import { describe, expect, test } from 'vitest';
import { tests } from '../../src/facts/analyzers/tests.ts';
import { factsBetween } from './text-changes.ts';

type Row = readonly [name: string, before: string, after: string, told: readonly string[]];

function told(path: string, before: string, after: string): readonly string[] {
  return factsBetween({ [path]: before }, { [path]: after }, [tests]).map(
    ({ kind, attributes }) => `${kind.replace('test.', '')} ${String(attributes['certainty'] ?? 'gone')}`,
  );
}

/** One test with these lines between two that stay as they are. */
function suite(...lines: readonly string[]): string {
  return `import { total } from './cart';\n\ndescribe('cart', () => {\n  it('is empty at first', () => {\n    expect(total([])).toBe(0);\n  });\n\n${lines.map((line) => `  ${line}`).join('\n')}\n\n  it('counts what is in it', () => {\n    const cart = [1, 2];\n    expect(cart.length).toBe(2);\n  });\n});\n`;
}

function adds(...lines: readonly string[]): string {
  return suite("it('adds prices', () => {", ...lines.map((line) => `  ${line}`), '});');
}

const FULL = ['const sum = total([1, 2]);', 'expect(sum).toBe(3);', 'expect(sum).toBeGreaterThan(2);'];

describe('tests that no longer run', () => {
  test.each<Row>([
    ['it.skip', adds(...FULL), adds(...FULL).replace("it('adds", "it.skip('adds"), ['skip certain']],
    ['xit', adds(...FULL), adds(...FULL).replace("it('adds", "xit('adds"), ['skip certain']],
    ['test.todo', adds(...FULL), suite("it.todo('adds prices');"), ['skip certain']],
    [
      'describe.skip is said once',
      adds(...FULL),
      adds(...FULL).replace('describe(', 'describe.skip('),
      ['skip certain'],
    ],
    ['xdescribe', adds(...FULL), adds(...FULL).replace('describe(', 'xdescribe('), ['skip certain']],
    ['it.only', adds(...FULL), adds(...FULL).replace("it('adds", "it.only('adds"), ['skip certain']],
    ['fit', adds(...FULL), adds(...FULL).replace("it('adds", "fit('adds"), ['skip certain']],
    ['only on the one suite there is', adds(...FULL), adds(...FULL).replace('describe(', 'describe.only('), []],
    ['only taken away', adds(...FULL).replace("it('adds", "it.only('adds"), adds(...FULL), []],
    ['skip taken away', adds(...FULL).replace("it('adds", "it.skip('adds"), adds(...FULL), []],
    [
      'was skipped and stays so',
      adds(...FULL).replace("it('adds", "it.skip('adds"),
      adds('const x = 1;').replace("it('adds", "it.skip('adds"),
      [],
    ],
    ['skipIf(true)', adds(...FULL), adds(...FULL).replace("it('adds", "it.skipIf(true)('adds"), ['skip certain']],
    [
      'skipIf on a platform',
      adds(...FULL),
      adds(...FULL).replace("it('adds", "it.skipIf(process.platform === 'win32')('adds"),
      ['skip possible'],
    ],
    [
      'skipIf without an environment variable',
      adds(...FULL),
      adds(...FULL).replace("it('adds", "it.skipIf(!process.env.DB)('adds"),
      ['skip likely'],
    ],
    ['runIf(false)', adds(...FULL), adds(...FULL).replace("it('adds", "it.runIf(false)('adds"), ['skip certain']],
    [
      'node:test option',
      adds(...FULL),
      adds(...FULL).replace("'adds prices', ", "'adds prices', { skip: true }, "),
      ['skip certain'],
    ],
    [
      'node:test option that is off',
      adds(...FULL),
      adds(...FULL).replace("'adds prices', ", "'adds prices', { skip: false }, "),
      [],
    ],
    [
      't.skip()',
      adds(...FULL).replace('() => {\n    const sum', '(t) => {\n    const sum'),
      adds('t.skip();', ...FULL).replace('() => {\n    t', '(t) => {\n    t'),
      ['skip certain'],
    ],
    ['this.skip() in a condition', adds(...FULL), adds('if (isSlow()) this.skip();', ...FULL), ['skip possible']],
    ['this.skip() of mocha', adds(...FULL), adds('this.skip();', ...FULL), ['skip certain']],
    ['returns at its top', adds(...FULL), adds('return;', ...FULL), ['skip certain']],
    ['all of it in a branch never taken', adds(...FULL), adds('if (false) {', ...FULL, '}'), ['skip certain']],
    [
      'commented out',
      adds(...FULL),
      suite("// it('adds prices', () => {", ...FULL.map((line) => `//   ${line}`), '// });'),
      ['skip certain'],
    ],
    [
      'commented out as a block',
      adds(...FULL),
      suite('/*', "it('adds prices', () => {", ...FULL, '});', '*/'),
      ['skip certain'],
    ],
    [
      'an alias that skips',
      adds(...FULL),
      `const later = it.skip;\n${adds(...FULL).replace("it('adds", "later('adds")}`,
      ['skip certain'],
    ],
    ['expected to fail', adds(...FULL), adds(...FULL).replace("it('adds", "it.fails('adds"), ['skip likely']],
    ['playwright fixme', adds(...FULL), adds(...FULL).replace("it('adds", "test.fixme('adds"), ['skip certain']],
    ['playwright skips in the body', adds(...FULL), adds('test.skip();', ...FULL), ['skip certain']],
    [
      'playwright skips one browser',
      adds(...FULL),
      adds("test.skip(browserName === 'webkit', 'not there yet');", ...FULL),
      ['skip possible'],
    ],
    ['a skip in beforeEach', suite(), suite('beforeEach(function () { this.skip(); });'), ['skip certain']],
    ['a new test that is skipped', suite(), adds(...FULL).replace("it('adds", "it.skip('adds"), []],
    ['the word skip in a title', adds(...FULL), adds(...FULL).replace('adds prices', 'does not skip prices'), []],
    ['retries', adds(...FULL), adds(...FULL).replace("'adds prices', () =>", "'adds prices', { retry: 2 }, () =>"), []],
  ])('%s', (_name, before, after, expected) => {
    expect(told('src/cart.test.ts', before, after)).toEqual(expected);
  });
});

describe('tests that are gone', () => {
  const two = suite(
    "it('adds prices', () => {",
    ...FULL,
    '});',
    "it('rounds to cents', () => {",
    '  const cents = round(total([0.1, 0.2]));',
    '  expect(cents).toBe(30);',
    '});',
  );
  test.each<Row>([
    ['one of several', two, adds(...FULL), ['delete gone']],
    ['renamed', adds(...FULL), adds(...FULL).replace('adds prices', 'sums up what it holds'), []],
    ['the suite is renamed', adds(...FULL), adds(...FULL).replace("describe('cart'", "describe('the cart'"), []],
    [
      'reordered',
      two,
      suite(
        "it('rounds to cents', () => {",
        '  const cents = round(total([0.1, 0.2]));',
        '  expect(cents).toBe(30);',
        '});',
        "it('adds prices', () => {",
        ...FULL,
        '});',
      ),
      [],
    ],
    ['it becomes test', adds(...FULL), adds(...FULL).replaceAll(/\bit\(/g, 'test('), []],
    [
      'into a table',
      suite(
        "it('adds one', () => {",
        '  expect(total([1])).toBe(1);',
        '});',
        "it('adds two', () => {",
        '  expect(total([1, 2])).toBe(3);',
        '});',
      ),
      suite(
        "it.each([[[1], 1], [[1, 2], 3]])('adds %j', (prices, sum) => {",
        '  expect(total(prices)).toBe(sum);',
        '});',
      ),
      [],
    ],
    [
      'two become one',
      two,
      suite(
        "it('adds and rounds', () => {",
        ...FULL,
        '  const cents = round(total([0.1, 0.2]));',
        '  expect(cents).toBe(30);',
        '});',
      ),
      [],
    ],
    ['one that asked nothing', suite("it('loads', () => {", '  total([]);', '});'), suite(), []],
    [
      'written anew',
      adds(...FULL),
      suite(
        "it('gives the sum of all prices in cents', async () => {",
        '  const shop = await open();',
        '  expect(await shop.sum()).toEqual({ cents: 300 });',
        '});',
      ),
      [],
    ],
    [
      'the same test stood there twice',
      suite("it('adds prices', () => {", ...FULL, '});', "it('adds prices again', () => {", ...FULL, '});'),
      adds(...FULL),
      [],
    ],
    ['it was skipped anyway', suite("it.skip('adds prices', () => {", ...FULL, '});'), suite(), []],
    ['every one of them', two, "import { total } from './cart';\n", ['delete gone']],
  ])('%s', (_name, before, after, expected) => {
    expect(told('src/cart.test.ts', before, after)).toEqual(expected);
  });
});

describe('tests that ask less', () => {
  const with_ = (line: string): string => adds('const sum = total([1, 2]);', line);
  const VALUE = with_('expect(sum).toEqual({ cents: 300 });');
  test.each<Row>([
    ['an assertion goes', adds(...FULL), adds(...FULL.slice(0, 2)), ['weaken certain']],
    ['all assertions go', adds(...FULL), adds(...FULL.slice(0, 1)), ['weaken certain']],
    ['an empty body', adds(...FULL), adds(), ['weaken certain']],
    [
      'an assertion is commented out',
      adds(...FULL),
      adds(FULL[0] ?? '', FULL[1] ?? '', `// ${FULL[2] ?? ''}`),
      ['weaken certain'],
    ],
    ['true is true', adds(...FULL.slice(0, 2)), with_('expect(true).toBe(true);'), ['weaken certain']],
    ['toEqual becomes toBeDefined', VALUE, with_('expect(sum).toBeDefined();'), ['weaken certain']],
    ['toEqual becomes toBeTruthy', VALUE, with_('expect(sum).toBeTruthy();'), ['weaken certain']],
    ['toEqual becomes toMatchObject', VALUE, with_('expect(sum).toMatchObject({});'), ['weaken certain']],
    ['toEqual becomes not.toThrow', VALUE, with_('expect(sum).not.toThrow();'), ['weaken certain']],
    ['toEqual becomes a recording', VALUE, with_('expect(sum).toMatchSnapshot();'), ['weaken likely']],
    ['toEqual becomes expect.any', VALUE, with_('expect(sum).toEqual(expect.any(Object));'), ['weaken certain']],
    [
      'toBe becomes a range',
      with_('expect(sum).toBe(3);'),
      with_('expect(sum).toBeGreaterThan(0);'),
      ['weaken certain'],
    ],
    [
      'fewer digits',
      with_('expect(sum).toBeCloseTo(3.14159, 5);'),
      with_('expect(sum).toBeCloseTo(3.14159, 1);'),
      ['weaken certain'],
    ],
    ['more digits', with_('expect(sum).toBeCloseTo(3.14159, 1);'), with_('expect(sum).toBeCloseTo(3.14159, 5);'), []],
    [
      'the error may be any',
      with_("expect(() => total()).toThrow('no prices');"),
      with_('expect(() => total()).toThrow();'),
      ['weaken certain'],
    ],
    [
      'called with becomes called',
      with_('expect(spy).toHaveBeenCalledWith(3);'),
      with_('expect(spy).toHaveBeenCalled();'),
      ['weaken certain'],
    ],
    ['true becomes truthy', with_('expect(sum).toBe(true);'), with_('expect(sum).toBeTruthy();'), ['weaken possible']],
    [
      'a catch swallows',
      with_('expect(sum).toBe(3);'),
      adds('const sum = total([1, 2]);', 'try {', 'expect(sum).toBe(3);', '} catch {}'),
      ['weaken certain'],
    ],
    [
      'a catch that throws again',
      with_('expect(sum).toBe(3);'),
      adds('const sum = total([1, 2]);', 'try {', 'expect(sum).toBe(3);', '} catch (error) { throw error; }'),
      [],
    ],
    [
      'one of two in a branch never taken',
      adds(...FULL),
      adds(FULL[0] ?? '', FULL[1] ?? '', `if (false) ${FULL[2] ?? ''}`),
      ['weaken certain'],
    ],
    [
      'one of two behind a condition',
      adds(...FULL),
      adds(FULL[0] ?? '', FULL[1] ?? '', `if (sum) ${FULL[2] ?? ''}`),
      ['weaken possible'],
    ],
    [
      'another value, and no code changes',
      with_('expect(sum).toBe(3);'),
      with_('expect(sum).toBe(4);'),
      ['weaken likely'],
    ],
    ['true becomes false', with_('expect(sum).toBe(true);'), with_('expect(sum).toBe(false);'), ['weaken likely']],
    [
      'another value of another input',
      adds('const sum = total([1, 2]);', 'expect(sum).toBe(3);'),
      adds('const sum = total([2, 2]);', 'expect(sum).toBe(4);'),
      [],
    ],
    [
      'a row goes',
      suite("it.each([[1, 1], [2, 2], [3, 4]])('adds %i', (a, b) => {", '  expect(total([a])).toBe(b);', '});'),
      suite("it.each([[1, 1], [2, 2]])('adds %i', (a, b) => {", '  expect(total([a])).toBe(b);', '});'),
      ['weaken certain'],
    ],
    [
      'a row comes',
      suite("it.each([[1, 1]])('adds %i', (a, b) => {", '  expect(total([a])).toBe(b);', '});'),
      suite("it.each([[1, 1], [2, 2]])('adds %i', (a, b) => {", '  expect(total([a])).toBe(b);', '});'),
      [],
    ],
    ['node:assert goes loose', with_('assert.strictEqual(sum, 3);'), with_('assert.ok(sum);'), ['weaken certain']],
    ['node:assert on a comparison', with_('assert.strictEqual(sum, 3);'), with_('assert(sum === 3);'), []],
    ['chai goes loose', with_('expect(sum).to.equal(3);'), with_('expect(sum).to.exist;'), ['weaken certain']],
    ['should goes loose', with_('sum.should.equal(3);'), with_('sum.should.exist;'), ['weaken certain']],
    ['ava goes loose', with_('t.is(sum, 3);'), with_('t.truthy(sum);'), ['weaken certain']],
    [
      'a status of supertest goes',
      with_("await request(app).get('/').expect(200).expect('ok');"),
      with_("await request(app).get('/').expect(200);"),
      ['weaken certain'],
    ],
    ['mocha becomes vitest', with_('expect(sum).to.equal(3);'), with_('expect(sum).toBe(3);'), []],
    ['assert becomes expect', with_('assert.deepEqual(sum, { a: 1 });'), with_('expect(sum).toEqual({ a: 1 });'), []],
    ['toBe(null) becomes toBeNull()', with_('expect(sum).toBe(null);'), with_('expect(sum).toBeNull();'), []],
    ['length becomes toHaveLength', with_('expect(sum.length).toBe(3);'), with_('expect(sum).toHaveLength(3);'), []],
    ['formatted anew', VALUE, with_('expect(sum).toEqual({\n      cents: 300,\n    });'), []],
    [
      'asked in parts',
      VALUE,
      adds('const sum = total([1, 2]);', 'expect(sum).toBeDefined();', 'expect(sum.cents).toBe(300);'),
      [],
    ],
    [
      'parts become the whole',
      adds('const sum = total([1, 2]);', 'expect(sum.cents).toBe(300);', 'expect(sum.tax).toBe(57);'),
      with_('expect(sum).toEqual({ cents: 300, tax: 57 });'),
      [],
    ],
    [
      'toEqual becomes objectContaining',
      VALUE,
      with_('expect(sum).toEqual(expect.objectContaining({}));'),
      ['weaken certain'],
    ],
    ['asks more', with_('expect(sum).toBeDefined();'), VALUE, []],
    [
      'one more assertion',
      with_('expect(sum).toBe(3);'),
      adds('const sum = total([1, 2]);', 'expect(sum).toBe(3);', 'expect(sum).not.toBe(4);'),
      [],
    ],
    [
      'moved to another test',
      adds(...FULL),
      suite(
        "it('adds prices', () => {",
        ...FULL.slice(0, 2),
        '});',
        "it('is more than its parts', () => {",
        FULL[0] ?? '',
        FULL[2] ?? '',
        '});',
      ),
      [],
    ],
    [
      'into a function that asserts',
      adds(...FULL),
      `function isThree(sum) {\n  expect(sum).toBe(3);\n  expect(sum).toBeGreaterThan(2);\n}\n${adds(FULL[0] ?? '', 'isThree(sum);')}`,
      [],
    ],
    [
      'into a function that by its name asserts',
      adds(...FULL),
      adds(FULL[0] ?? '', 'expectSum(sum, 3);', 'expectMore(sum);'),
      [],
    ],
    [
      'a variable is renamed',
      with_('expect(sum).toBe(3);'),
      adds('const result = total([1, 2]);', 'expect(result).toBe(3);'),
      [],
    ],
    ['comments', adds(...FULL), adds('// the sum of all', ...FULL), []],
  ])('%s', (_name, before, after, expected) => {
    expect(told('src/cart.test.ts', before, after)).toEqual(expected);
  });
});

describe('what else the change does', () => {
  const facts = (
    before: Readonly<Record<string, string>>,
    after: Readonly<Record<string, string>>,
  ): readonly string[] =>
    factsBetween(before, after, [tests]).map(({ kind, attributes }) =>
      `${kind} ${String(attributes['certainty'] ?? '')}`.trim(),
    );
  const TEST = 'src/cart.test.ts';
  const CODE = 'src/cart.ts';

  test('an expectation that follows the code is only possible', () => {
    const of = (sum: number): Record<string, string> => ({
      [TEST]: adds('const sum = total([1, 2]);', `expect(sum).toBe(${sum});`),
      [CODE]: `export const total = () => ${sum};\n`,
    });
    expect(facts(of(3), of(4))).toEqual(['test.weaken possible']);
  });

  test('many expectations at once are an update', () => {
    const of = (add: number): Record<string, string> => ({
      [TEST]: adds(...[1, 2, 3, 4, 5, 6].map((one) => `expect(total([${one}])).toBe(${one + add});`)),
    });
    expect(facts(of(0), of(1))).toEqual([]);
  });

  test('a test moves to another file', () => {
    const there = {
      'src/sum.test.ts':
        "import { total } from './cart';\n\nit('adds prices', () => {\n  const sum = total([1, 2]);\n  expect(sum).toBe(3);\n});\n",
    };
    expect(facts({ [TEST]: adds(...FULL) }, { [TEST]: suite(), ...there })).toEqual([]);
  });

  test('a whole file moves its tests', () => {
    expect(
      facts(
        { [TEST]: adds(...FULL) },
        { 'test/cart.spec.ts': `import { total } from '../src/cart';\n${adds(...FULL)}` },
      ),
    ).toEqual([]);
  });

  test('a whole file that is deleted is one fact', () => {
    expect(facts({ [TEST]: adds(...FULL) }, {})).toEqual(['test.delete']);
  });

  test('what is tested is deleted', () => {
    const before = {
      [TEST]: adds('const sum = vatOf([1, 2]);', 'expect(sum).toBe(3);'),
      [CODE]: 'export function total() {}\nexport function vatOf() {}\n',
    };
    expect(facts(before, { [TEST]: suite(), [CODE]: 'export function total() {}\n' })).toEqual([]);
  });

  test('what is tested stays', () => {
    const before = {
      [TEST]: adds('const sum = vatOf([1, 2]);', 'expect(sum).toBe(3);'),
      [CODE]: 'export function total() {}\nexport function vatOf() {}\n',
    };
    expect(
      facts(before, { [TEST]: suite(), [CODE]: 'export function total() { return 1; }\nexport function vatOf() {}\n' }),
    ).toEqual(['test.delete']);
  });

  test('a text that no longer follows its syntax is said', () => {
    expect(facts({ [TEST]: adds(...FULL) }, { [TEST]: adds(...FULL).slice(0, 250) })).toContain('unreadable');
  });

  test('syntax the grammar does not know is no broken file', () => {
    const fine = adds(...FULL);
    const odd = fine.replace(
      "describe('cart'",
      "const real = await vi.importActual<typeof import('./cart')>('./cart');\ndescribe('cart'",
    );
    expect(facts({ [TEST]: fine }, { [TEST]: odd.replace('adds prices', 'sums') })).toEqual([]);
  });

  test('an assertion moves to another file', () => {
    const there = { 'src/sum.test.ts': "it('is more', () => {\n  expect(sum).toBeGreaterThan(2);\n});\n" };
    expect(facts({ [TEST]: adds(...FULL) }, { [TEST]: adds(...FULL.slice(0, 2)), ...there })).toEqual([]);
  });

  test('a recording that only grew', () => {
    const path = 'src/__snapshots__/cart.test.ts.snap';
    expect(facts({ [path]: 'exports[`a`] = `1`;\n' }, { [path]: 'exports[`a`] = `2`;\n' })).toEqual([]);
  });
});
