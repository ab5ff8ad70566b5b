import { describe, expect, test } from 'vitest';
import { told } from './javascript-rows.ts';

type Change = readonly [name: string, before: string, after: string, told: readonly string[]];

const route = (list: string): string =>
  `app.delete('/users/:id', ${list}async (req, res) => {\n  await removeUser(req.params.id);\n});\n`;
const body = (...lines: readonly string[]): string =>
  `export async function removeUser(id: string, user: User) {\n${lines.map((line) => `  ${line}\n`).join('')}  await users.remove(id);\n}\n`;

describe('checks that stood there', () => {
  test.each<Change>([
    ['a guard of a route', route('requireAdmin, '), route(''), ['guard-removed/auth']],
    ['a limit of a route', route('limiter, '), route(''), ['guard-removed/limit']],
    ['a call', body('await requireAuth(user);'), body(), ['guard-removed/auth']],
    ['a permission', body('await checkPermission(user, id);', 'note(id);'), body('note(id);'), ['guard-removed/auth']],
    ['an owner', body("if (user.id !== owner.id) throw new Forbidden('no');"), body(), ['guard-removed/auth']],
    [
      'what is sent is looked at',
      body('const input = validateInput(id);'),
      body('const input = id;'),
      ['guard-removed/validation'],
    ],
    [
      'what is shown is escaped',
      'export function show(name: string) {\n  return `<b>${escapeHtml(name)}</b>`;\n}\n',
      'export function show(name: string) {\n  return `<b>${name}</b>`;\n}\n',
      ['guard-removed/escape'],
    ],
    [
      'a schema in its place',
      'export function order(x: unknown) {\n  const input = validateOrder(x);\n  return place(input);\n}\n',
      'export function order(x: unknown) {\n  const input = orderSchema.parse(x);\n  return place(input);\n}\n',
      [],
    ],
    [
      'a text is read in its place',
      'export function order(x: string) {\n  const input = validateOrder(x);\n  return place(input);\n}\n',
      'export function order(x: string) {\n  const input = JSON.parse(x);\n  return place(input);\n}\n',
      ['guard-removed/validation'],
    ],
    ['another guard in its place', route('requireAdmin, '), route('requireOwner, '), []],
    ['a guard for all routes', route('requireAdmin, '), `app.use(requireAdmin);\n${route('')}`, []],
    ['a call that is renamed', body('await requireAuth(user);'), body('await ensureAuthenticated(user);'), []],
    ['another call goes', body('await note(user);'), body(), []],
    [
      'the function goes too',
      `${body('await requireAuth(user);')}export const a = 1;\n`,
      'export const a = 1;\n',
      ['feature-removed/export?'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(told({ 'src/users.ts': before }, { 'src/users.ts': after })).toEqual(expected);
  });

  test('a guard that moves into what is called', () => {
    const before = { 'src/users.ts': body('await requireAuth(user);') };
    const after = {
      'src/users.ts': body('await prepare(user);'),
      'src/prepare.ts': 'export async function prepare(user: User) {\n  await requireAuth(user);\n}\n',
    };
    expect(told(before, after)).toEqual([]);
  });
});

describe('what others use is gone', () => {
  test.each<Change>([
    [
      'an export',
      'export const total = 1;\nexport const sum = 2;\n',
      'export const sum = 2;\n',
      ['feature-removed/export?'],
    ],
    ['a route', "app.get('/a', a);\napp.get('/b', b);\n", "app.get('/a', a);\n", ['feature-removed/route']],
    [
      'a flag',
      "program.option('--dry-run', 'no');\nprogram.option('--force', 'yes');\n",
      "program.option('--force', 'yes');\n",
      ['feature-removed/flag'],
    ],
    ['a route with another verb', "app.get('/a', a);\n", "app.post('/a', a);\n", []],
    ['an export that is given on', 'export const total = 1;\n', 'const total = 1;\nexport { total };\n', []],
    ['what was never given out', 'const total = 1;\nexport const sum = 2;\n', 'export const sum = 2;\n', []],
  ])('%s', (_, before, after, expected) => {
    expect(told({ 'src/shop.ts': before }, { 'src/shop.ts': after })).toEqual(expected);
  });

  test('an export that moves', () => {
    expect(
      told(
        { 'src/a.ts': 'export const total = 1;\nexport const b = 2;\n' },
        { 'src/a.ts': 'export const b = 2;\n', 'src/c.ts': 'export const total = 1;\n' },
      ),
    ).toEqual([]);
  });
});

describe('conditions that are turned round', () => {
  const line = (condition: string): string =>
    `export function f(a: number, b: number) {\n  if (${condition}) return a;\n  return b;\n}\n`;
  test.each<Change>([
    ['a boundary', line('a < b'), line('a <= b'), ['operator-flip/boundary?']],
    ['an equality', line('a === b'), line('a !== b'), ['operator-flip/negated?']],
    ['a negation', line('ready(a)'), line('!ready(a)'), ['operator-flip/negated?']],
    ['and becomes or', line('a > 1 && b > 1'), line('a > 1 || b > 1'), ['operator-flip/and-or?']],
    ['two equal signs become three', line('a == b'), line('a === b'), []],
    ['another name', line('a < b'), line('a < c'), []],
    ['or becomes a default', line('a || b'), line('a ?? b'), []],
  ])('%s', (_, before, after, expected) => {
    expect(told({ 'src/f.ts': before }, { 'src/f.ts': after })).toEqual(expected);
  });

  test('with its test', () => {
    const check = (n: number): string => `it('f', () => {\n  expect(f(1, 2)).toBe(${n});\n});\n`;
    const told2 = told(
      { 'src/f.ts': line('a < b'), 'src/f.test.ts': check(1) },
      { 'src/f.ts': line('a <= b'), 'src/f.test.ts': check(2) },
    );
    expect(told2).toEqual(['test-hollow/flipped?']);
  });

  test('the same said with another runner is not turned', () => {
    const check = (n: string): string => `it('f', () => {\n  expect(f(1, 2)).${n};\n});\n`;
    const same = told(
      { 'src/f.ts': line('a < b'), 'src/f.test.ts': check('toBe(1)') },
      { 'src/f.ts': line('a <= b'), 'src/f.test.ts': check('toBe(1, "one")') },
    );
    expect(same).not.toContain('test-hollow/flipped?');
  });

  test('a function that is written anew asks in other words', () => {
    const many = (name: string): string =>
      Array.from({ length: 12 }, (_, index) => `  await ${name}${index}(user, id);\n`).join('');
    const whole = (text: string): string => `export async function removeUser(id: string, user: User) {\n${text}}\n`;
    const before = whole(`  await requireAuth(user);\n${many('old')}`);
    expect(told({ 'src/u.ts': before }, { 'src/u.ts': whole(many('fresh')) })).toEqual(['guard-removed/auth?']);
    expect(told({ 'src/u.ts': before }, { 'src/u.ts': whole(many('old')) })).toEqual(['guard-removed/auth']);
  });

  test('who asks a path offers none', () => {
    const asks = (text: string): string => `export const client = axios.create();\n${text}`;
    expect(
      told(
        { 'src/c.ts': asks("export const all = () => client.get('/orders', options);\n") },
        { 'src/c.ts': asks('export const all = () => [];\n') },
      ),
    ).toEqual([]);
  });
});

describe('tests that hold nothing', () => {
  const it = (title: string, ...lines: readonly string[]): string =>
    `import { total } from './cart';\nit('${title}', async () => {\n${lines.map((one) => `  ${one}\n`).join('')}});\n`;
  test.each<readonly [name: string, after: string, told: readonly string[]]>([
    ['nothing is asked', it('adds', 'const sum = total([1, 2]);', 'await store(sum);'), ['test-hollow/no-assertion']],
    ['only printed', it('adds', 'console.log(total([1]));'), ['test-hollow/no-assertion']],
    [
      'only printed, under the name test',
      "import { test } from 'vitest';\nimport { total } from './cart';\ntest('adds', () => {\n  const sum = total([1]);\n  console.log(sum);\n});\n",
      ['test-hollow/no-assertion'],
    ],
    ['only called', it('adds', 'total([1, 2, 3]);'), ['test-hollow/no-assertion']],
    ['it does not throw', it('does not throw', 'total([1, 2, 3]);'), ['test-hollow/no-assertion?']],
    ['an assertion of node', it('adds', 'assert.equal(total([1]), 1);'), []],
    [
      'a helper asks',
      `function expectTotal(n: number) {\n  expect(total([n])).toBe(n);\n}\n${it('adds', 'expectTotal(1);')}`,
      [],
    ],
    ['the screen asks', it('shows', "await screen.findByText('x');"), []],
    ['true is true', it('adds', 'total([1]);', 'expect(true).toBe(true);'), ['test-hollow/tautology']],
    ['it is itself', it('adds', 'const sum = total([1]);', 'expect(sum).toBe(sum);'), ['test-hollow/tautology']],
    ['one is one', it('adds', 'expect(1).toEqual(1);'), ['test-hollow/tautology']],
    ['the same call twice', it('adds', 'expect(total([1])).toEqual(total([1]));'), ['test-hollow/tautology?']],
    ['a flag is true', it('adds', 'expect(done).toBe(true);'), []],
    [
      'the catch swallows it',
      it('adds', 'try {', '  expect(total([1])).toBe(2);', '} catch (e) {', '  console.log(e);', '}'),
      ['test-hollow/caught-assertion'],
    ],
    [
      'it asks only when thrown',
      it('fails', 'try {', '  total(null);', '} catch (e) {', "  expect(e.message).toBe('x');", '}'),
      ['test-hollow/caught-assertion'],
    ],
    [
      'it asks how often',
      it(
        'fails',
        'expect.assertions(1);',
        'try {',
        '  total(null);',
        '} catch (e) {',
        "  expect(e.message).toBe('x');",
        '}',
      ),
      [],
    ],
    ['nobody waits', it('adds', 'expect(load()).resolves.toBe(1);'), ['test-hollow/caught-assertion']],
    [
      'nobody waits for then',
      it('adds', 'load().then((one) => {', '  expect(one).toBe(1);', '});'),
      ['test-hollow/caught-assertion'],
    ],
    ['somebody waits', it('adds', 'await expect(load()).resolves.toBe(1);'), []],
    ['it is returned', it('adds', 'return load().then((one) => {', '  expect(one).toBe(1);', '});'), []],
    [
      'its subject is mocked',
      `vi.mock('./cart');\n${it('adds', 'expect(total([1])).toBe(1);')}`,
      ['test-hollow/mock-of-subject'],
    ],
    [
      'its subject is mocked by hand',
      `jest.mock('./cart', () => ({ total: () => 1 }));\n${it('adds', 'expect(total([1])).toBe(1);')}`,
      ['test-hollow/mock-of-subject'],
    ],
    [
      'a part of it is mocked',
      `vi.mock('./cart', async (original) => ({ ...(await importOriginal()), a: 1 }));\n${it('adds', 'expect(total([1])).toBe(1);')}`,
      [],
    ],
    ['another is mocked', `vi.mock('./db');\n${it('adds', 'expect(total([1])).toBe(1);')}`, []],
    [
      'it sleeps',
      it(
        'adds',
        'start();',
        'await new Promise((resolve) => setTimeout(resolve, 500));',
        'expect(total([1])).toBe(1);',
      ),
      ['test-hollow/fixed-sleep'],
    ],
    [
      'it sleeps by name',
      it('adds', 'start();', 'await sleep(1000);', 'expect(total([1])).toBe(1);'),
      ['test-hollow/fixed-sleep'],
    ],
    [
      'it lets others run',
      it('adds', 'start();', 'await new Promise((resolve) => setTimeout(resolve, 0));', 'expect(total([1])).toBe(1);'),
      [],
    ],
    ['it looks again and again', it('adds', 'await vi.waitFor(() => expect(total([1])).toBe(1));'), []],
  ])('%s', (_, after, expected) => {
    const cart = { 'src/cart.ts': 'export const total = (list: readonly number[]) => list.length;\n' };
    expect(told(cart, { ...cart, 'src/cart.test.ts': after })).toEqual(expected);
  });

  test('more time', () => {
    const limit = (ms: number): string => `jest.setTimeout(${ms});\nit('a', () => {\n  expect(a()).toBe(1);\n});\n`;
    expect(told({ 'src/a.test.ts': limit(1000) }, { 'src/a.test.ts': limit(9000) })).toEqual([
      'test-hollow/longer-timeout',
    ]);
    expect(told({ 'src/a.test.ts': limit(9000) }, { 'src/a.test.ts': limit(1000) })).toEqual([]);
  });
});

describe('texts made for it end', () => {
  test.each<readonly [name: string, text: string]>([
    ['nested functions', `export const a = ${'() => '.repeat(3000)}1;\n`],
    ['nested calls', `a(${'b('.repeat(2000)}${')'.repeat(2000)});\n`],
    ['one long line', `export const a = [${'"x",'.repeat(50_000)}];\n`],
    ['many catches', 'try { a(); } catch {}\n'.repeat(4000)],
    ['many functions', Array.from({ length: 4000 }, (_, index) => `export function f${index}(a: any) {}\n`).join('')],
  ])('%s', (_, text) => {
    expect(Array.isArray(told({}, { 'src/a.ts': text }))).toBe(true);
  });

  test('a component with a script', () => {
    const vue =
      '<template>\n  <div />\n</template>\n<script lang="ts">\nexport async function load(id: string) {\n  try { await save(id); } catch {}\n}\n</script>\n';
    expect(told({}, { 'src/A.vue': vue })).toEqual(['error-hidden/empty']);
  });

  test('what stood there before is no news', () => {
    const old = 'export async function f(a: any) {\n  try { await save(a); } catch {}\n}\n';
    expect(told({ 'src/a.ts': old }, { 'src/a.ts': `export const one = 1;\n${old}` })).toEqual([]);
  });
});
