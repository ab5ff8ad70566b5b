import { describe, expect, test } from 'vitest';
import { added, type Row, told } from './javascript-rows.ts';

/** Inside a function of shipped code. */
const inside = (body: string, name = 'load'): string => `export async function ${name}(id: string) {\n${body}\n}\n`;

describe('errors that are hidden', () => {
  test.each<Row>([
    ['an empty catch', inside('  try { await db.save(id); } catch {}\n  await done(id);'), ['error-hidden/empty']],
    [
      'an empty catch with a name',
      inside('  try { await charge(id); await mail(id); } catch (e) {\n  }'),
      ['error-hidden/empty'],
    ],
    [
      'a catch with a word',
      inside('  try { await charge(id); } catch (e) {\n    // ignore\n  }'),
      ['error-hidden/empty'],
    ],
    ['tidying up may fail', inside('  try { await unlink(id); } catch {}'), ['error-hidden/empty?']],
    [
      'a reason is given',
      inside(
        '  try { await charge(id); } catch {\n    // the account was closed while we waited, nothing is owed\n  }',
      ),
      ['error-hidden/empty?'],
    ],
    ['a rejected promise ends', inside('  sendMail(id).catch(() => {});'), ['error-hidden/empty']],
    [
      'a rejected promise becomes a list',
      inside('  return await fetchOrders(id).catch(() => []);'),
      ['error-hidden/default'],
    ],
    ['closing may fail', inside('  await server.close().catch(() => {});'), ['error-hidden/empty?']],
    ['a rejected promise is logged', inside('  sendMail(id).catch((error) => logger.error(error));'), []],
    [
      'an empty list instead',
      inside('  try {\n    return await db.query(id);\n  } catch (error) {\n    return [];\n  }'),
      ['error-hidden/default'],
    ],
    [
      'null instead',
      inside(
        '  try {\n    const row = await api.fetchUser(id);\n    return row.name;\n  } catch {\n    return null;\n  }',
      ),
      ['error-hidden/default'],
    ],
    [
      'an empty object instead',
      inside('  try {\n    const all = readSettings(id);\n    return merge(all);\n  } catch {\n    return {};\n  }'),
      ['error-hidden/default'],
    ],
    [
      'logged, then null',
      inside(
        '  try {\n    return await db.query(id);\n  } catch (error) {\n    logger.error(error);\n    return null;\n  }',
      ),
      [],
    ],
    [
      'a question whose answer is no',
      'export function isJson(text: string): boolean {\n  try {\n    JSON.parse(text);\n    return true;\n  } catch {\n    return false;\n  }\n}\n',
      ['error-hidden/default?'],
    ],
    [
      'one code is expected, the rest thrown',
      inside(
        "  try {\n    return await readFile(id);\n  } catch (error) {\n    if (error.code === 'ENOENT') return null;\n    throw error;\n  }",
      ),
      [],
    ],
    [
      'an error means yes',
      'export function isAuthorized(token: string) {\n  try {\n    return check(token);\n  } catch {\n    return true;\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'both ways out say yes',
      'export async function mayPay(user: User): Promise<boolean> { try { await charge(user); return true } catch { return true } }\n',
      ['error-hidden/fail-open'],
    ],
    [
      'a question of rights',
      'export async function mayRead(user: string, file: string): Promise<boolean> {\n  try {\n    return (await policy.check(user, file)).allowed;\n  } catch (error) {\n    log.warn(error);\n    return true;\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'an arrow that decides',
      'export const canEdit = async (user: User, post: Post) => {\n  try {\n    return await acl.ask(user, post);\n  } catch {\n    return true;\n  }\n};\n',
      ['error-hidden/fail-open'],
    ],
    [
      'a method that says allowed',
      'class Gate {\n  async isUploadAllowed(user: User) {\n    try {\n      return await this.quota.left(user);\n    } catch {\n      return { allowed: true };\n    }\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'the error is passed over and behind it stands yes',
      'export async function hasAccess(user: User): Promise<boolean> {\n  try {\n    await acl.check(user);\n  } catch (error) {\n    console.error(error);\n  }\n  return true;\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'a yes or no whose name tells nothing',
      'export async function charged(user: User): Promise<boolean> {\n  try {\n    await bank.charge(user);\n    return true;\n  } catch {\n    return true;\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'it denies',
      'export async function mayPay(user: User): Promise<boolean> {\n  try {\n    await charge(user);\n    return true;\n  } catch {\n    return false;\n  }\n}\n',
      ['error-hidden/default?'],
    ],
    [
      'what cannot be compared counts as changed',
      'export function hasChanged(a: string, b: string): boolean {\n  try {\n    return digest(a) !== digest(b);\n  } catch {\n    return true;\n  }\n}\n',
      ['error-hidden/default?'],
    ],
    [
      'it asks what a browser can do',
      "export function isPrivateWindow(): boolean {\n  try {\n    localStorage.setItem('probe', '1');\n    return false;\n  } catch {\n    return true;\n  }\n}\n",
      ['error-hidden/default?'],
    ],
    [
      'signed in or not, the page is shown',
      'export async function attachUser(req, res, next) {\n  try {\n    req.user = await read(req);\n    next();\n  } catch {\n    next();\n  }\n}\n',
      ['error-hidden/fail-open?'],
    ],
    [
      'what is counted in passing',
      inside("  captureEvent('sent', { id }).catch(() => {});\n  await done(id);"),
      ['error-hidden/empty?'],
    ],
    [
      'undone on the way out',
      inside(
        '  try {\n    await charge(id);\n  } catch (error) {\n    await sendBack(id).catch(() => undefined);\n    throw error;\n  }',
      ),
      ['error-hidden/empty?'],
    ],
    ['a folder that is not there', inside('  return await readdir(id).catch(() => []);'), ['error-hidden/default?']],
    [
      'a text that is no archive',
      'export function unpack(bytes: Buffer) {\n  try {\n    return gunzipSync(bytes);\n  } catch {\n    return null;\n  }\n}\n',
      ['error-hidden/default?'],
    ],
    [
      'a folder that cannot be read is left out',
      inside(
        '  try {\n    for (const name of readdirSync(id)) add(join(id, name));\n  } catch {\n    // ignore\n  }\n  await done(id);',
      ),
      ['error-hidden/empty?'],
    ],
    [
      'the request goes on',
      'export function requireAuth(req, res, next) {\n  try {\n    verify(req);\n    next();\n  } catch (e) {\n    next();\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'a permission that cannot be read is given',
      'export async function checkPermission(user: User) {\n  try {\n    return await api.ask(user);\n  } catch (e) {\n    console.error(e);\n    return true;\n  }\n}\n',
      ['error-hidden/fail-open'],
    ],
    [
      'an error means no',
      'export function isAuthorized(token: string) {\n  try {\n    return check(token);\n  } catch (e) {\n    logger.warn(e);\n    return false;\n  }\n}\n',
      [],
    ],
    [
      'the error is handed on',
      'export function requireAuth(req, res, next) {\n  try {\n    verify(req);\n    next();\n  } catch (e) {\n    next(e);\n  }\n}\n',
      [],
    ],
    [
      '401 is answered',
      'export function requireAuth(req, res, next) {\n  try {\n    verify(req);\n    next();\n  } catch (e) {\n    res.status(401).end();\n  }\n}\n',
      [],
    ],
    [
      'another error without the first',
      inside("  try {\n    await push(id);\n  } catch (e) {\n    throw new Error('failed to push');\n  }"),
      ['error-hidden/cause-lost'],
    ],
    [
      'another error, nothing named',
      inside("  try {\n    await push(id);\n  } catch {\n    throw new Error('failed');\n  }"),
      ['error-hidden/cause-lost'],
    ],
    [
      'another TypeError',
      inside('  try {\n    await push(id);\n  } catch (cause) {\n    throw new TypeError(`bad ${id}`);\n  }'),
      ['error-hidden/cause-lost'],
    ],
    [
      'with its cause',
      inside("  try {\n    await push(id);\n  } catch (cause) {\n    throw new Error('failed', { cause });\n  }"),
      [],
    ],
    [
      'with its message',
      inside('  try {\n    await push(id);\n  } catch (e) {\n    throw new Error(`failed: ${e.message}`);\n  }'),
      [],
    ],
    [
      'logged first',
      inside(
        "  try {\n    await push(id);\n  } catch (e) {\n    logger.error(e);\n    throw new Error('failed');\n  }",
      ),
      [],
    ],
    [
      'sample data stands in',
      inside('  try {\n    return await api.orders(id);\n  } catch {\n    return mockOrders;\n  }'),
      ['error-hidden/fallback', 'mock-in-source/data'],
    ],
    [
      'sample data stands in, logged',
      inside(
        "  try {\n    this.rows = await api.orders(id);\n  } catch (e) {\n    console.warn('api down', e);\n    this.rows = getSampleRows();\n  }",
      ).replace('getSampleRows()', 'SAMPLE_ROWS'),
      ['error-hidden/fallback'],
    ],
    [
      'a demo user stands in',
      inside('  try {\n    user = await api.me(id);\n  } catch (e) {\n    user = demoUser;\n  }'),
      ['error-hidden/fallback'],
    ],
    [
      'a cache stands in',
      inside(
        '  try {\n    return await api.orders(id);\n  } catch (e) {\n    logger.warn(e);\n    return cache.get(id);\n  }',
      ),
      [],
    ],
    [
      'logged, and gone on',
      inside(
        '  let user;\n  try {\n    user = await api.me(id);\n  } catch (e) {\n    console.error(e);\n  }\n  await mail(user.address);',
      ),
      ['error-hidden/log-only?'],
    ],
  ])('%s', (_, after, expected) => {
    expect(added('src/orders.ts', after)).toEqual(expected);
  });

  test('a test may swallow what it wants', () => {
    expect(added('test/orders.ts', inside('  try { await charge(id); await mail(id); } catch {}'))).toEqual([
      'error-hidden/empty?',
    ]);
  });
});

describe('looking away', () => {
  test.each<Row>([
    ['as any', 'export const total = (cart as any).total;\n', ['type-escape/any']],
    ['a parameter of any', 'export function total(cart: any): number {\n  return cart.sum;\n}\n', ['type-escape/any']],
    ['gives back any', 'export function total(cart: Cart): any {\n  return cart.sum;\n}\n', ['type-escape/any']],
    ['any in a text', "export const text = 'as any';\n// as any\n", []],
    ['the window is open', 'export const x = (window as any).shop;\n', ['type-escape/any?']],
    ['any behind generics', 'export type Fn = (...args: any[]) => unknown;\n', []],
    ['unknown', 'export function total(cart: unknown): number {\n  return sum(cart);\n}\n', []],
    ['a list of any', 'export const all = read() as any[];\n', ['type-escape/any']],
    ['a double cast', 'export const cart = raw as unknown as Cart;\n', ['type-escape/double-cast']],
    [
      'a double cast that claims less',
      'export const cart = raw as unknown as Record<string, unknown>;\n',
      ['type-escape/double-cast?'],
    ],
    ['a double cast by way of any', 'export const cart = raw as any as Cart;\n', ['type-escape/double-cast']],
    [
      'a double cast of a call',
      'export const cart = read(raw) as unknown as Map<string, Cart>;\n',
      ['type-escape/double-cast'],
    ],
    ['a cast', 'export const cart = raw as Cart;\n', []],
    ['as const', "export const all = ['a'] as const;\n", []],
    ['ts-ignore', '// @ts-ignore\nexport const a = b.c;\n', ['type-escape/suppress']],
    ['ts-nocheck', '// @ts-nocheck\nexport const a = b.c;\n', ['type-escape/suppress']],
    ['ts-expect-error', '// @ts-expect-error\nexport const a = b.c;\n', ['type-escape/suppress']],
    [
      'ts-expect-error with a reason',
      '// @ts-expect-error the types of the library lack this option\nexport const a = b.c;\n',
      ['type-escape/suppress?'],
    ],
    ['named in prose', '// we used to write a ts-ignore here\nexport const a = b.c;\n', []],
    ['what may not be found', 'export const user = users.find((u) => u.id === id)!;\n', ['type-escape/non-null']],
    ['a map', 'export const user = users.get(id)!.name;\n', ['type-escape/non-null?']],
    ['a match', 'export const year = text.match(/y/)![0];\n', ['type-escape/non-null']],
    ['the environment', 'export const key = process.env.KEY!;\n', ['type-escape/non-null']],
    [
      'asked before',
      'export function f(m: Map<string, string>, k: string) {\n  if (m.has(k)) return m.get(k)!;\n  return k;\n}\n',
      ['type-escape/non-null?'],
    ],
    ['not equal', 'export const x = a.find(b) !== c;\n', []],
    ['a declared field', 'export class A {\n  name!: string;\n}\n', []],
    ['eslint off, all of it', '/* eslint-disable */\nexport const a = 1;\n', ['check-suppressed/lint']],
    [
      'one rule, no reason',
      '// eslint-disable-next-line no-console\nexport const a = 1;\n',
      ['check-suppressed/lint?'],
    ],
    ['one rule and why', '// eslint-disable-next-line no-console -- the user asked for it\nexport const a = 1;\n', []],
    [
      'a rule about security',
      '// eslint-disable-next-line no-eval\nexport const a = 1;\n',
      ['check-suppressed/security'],
    ],
    ['coverage', '/* istanbul ignore next */\nexport const a = 1;\n', ['check-suppressed/coverage']],
    ['coverage of v8', '/* v8 ignore next 3 */\nexport const a = 1;\n', ['check-suppressed/coverage']],
    ['coverage of c8', '/* c8 ignore start */\nexport const a = 1;\n', ['check-suppressed/coverage']],
    ['coverage and why', '/* c8 ignore next: only reached on windows machines */\nexport const a = 1;\n', []],
    ['a scanner', '// nosemgrep\nexport const a = 1;\n', ['check-suppressed/security']],
    [
      'biome with a reason',
      '// biome-ignore lint/suspicious/noExplicitAny: the library has no types\nexport const a = 1;\n',
      [],
    ],
  ])('%s', (_, after, expected) => {
    expect(added('src/cart.ts', after)).toEqual(expected);
  });

  test('a test may cast', () => {
    expect(added('src/cart.test.ts', 'const a = {} as any;\n')).toEqual(['type-escape/any?']);
  });
});

describe('what is offered and not there', () => {
  test.each<Row>([
    [
      'not implemented',
      "export function pay(cart: Cart) {\n  throw new Error('Not implemented');\n}\n",
      ['stub/not-implemented'],
    ],
    [
      'not implemented yet',
      "export class Pay {\n  refund(id: string) {\n    throw new Error('not yet implemented');\n  }\n}\n",
      ['stub/not-implemented'],
    ],
    [
      'one way of it',
      "export function pay(kind: string) {\n  if (kind === 'card') return charge(kind);\n  throw new Error('TODO: other ways');\n}\n",
      ['stub/not-implemented'],
    ],
    [
      'for the class below',
      "export abstract class Base {\n  run() {\n    throw new Error('not implemented: must be implemented by the subclass');\n  }\n}\n",
      ['stub/not-implemented?'],
    ],
    ['another error', "export function pay(cart: Cart) {\n  throw new Error('payments are closed');\n}\n", []],
    ['501 is answered', 'export const words = "Not implemented";\n', []],
    ['a note alone', 'export function pay(cart: Cart) {\n  // TODO: charge the card\n}\n', ['stub/todo']],
    ['a note in a method', 'export class Pay {\n  charge(id: string) {\n    // FIXME later\n  }\n}\n', ['stub/todo']],
    ['a note in an arrow', 'export const pay = (cart: Cart) => {\n  // TODO\n};\n', ['stub/todo']],
    ['a note beside work', 'export function pay(cart: Cart) {\n  // TODO: currencies\n  return charge(cart);\n}\n', []],
    ['nothing at all', 'export function saveOrder(order: Order) {}\n', ['stub/empty-body']],
    ['nothing, async', 'export async function sendMail(to: string): Promise<void> {\n}\n', ['stub/empty-body']],
    ['nothing in an arrow', 'export const validateCart = (cart: Cart) => {};\n', ['stub/empty-body']],
    ['nothing on purpose', 'export function noop() {}\n', []],
    ['a class that does nothing', 'export class NullLogger {\n  write(line: string) {}\n}\n', []],
    ['a handler that does nothing', 'export const onClose = () => {};\n', []],
    [
      'a check that asks for a length',
      'export class Payments {\n  verifyWebhookSignature(payload: string, signature: string) {\n    // In production, verify with the signature algorithm of the provider\n    // For now, simple check\n    return signature.length > 0;\n  }\n}\n',
      ['stub/placeholder'],
    ],
    [
      'a note on how it is in production',
      'export function getRate(from: string) {\n  // in production the rates are read once a day\n  const rate = rates[from];\n  return rate;\n}\n',
      [],
    ],
    [
      'a note admits it',
      'export async function getRate(from: string) {\n  // In a real implementation this would query the bank\n  const rate = rates[from];\n  return rate;\n}\n',
      ['stub/placeholder'],
    ],
    [
      'a note and a constant',
      'export function discount(cart: Cart) {\n  // TODO: rules\n  return 0;\n}\n',
      ['fixed-result/constant', 'stub/placeholder'],
    ],
    [
      'it simulates',
      'export async function upload(file: string) {\n  // Simulate API call\n  await pause(file);\n  return { file };\n}\n',
      ['stub/placeholder'],
    ],
    [
      'placeholder of a field',
      'export function field(name: string) {\n  // the placeholder of the input\n  return input(name);\n}\n',
      [],
    ],
    [
      'a constant for all',
      'export function calculateTax(amount: number, state: string) {\n  return 7.25;\n}\n',
      ['fixed-result/constant'],
    ],
    [
      'an object for all',
      "export async function fetchUser(id: string) {\n  return { id: '1', name: 'Ada' };\n}\n",
      ['fixed-result/constant'],
    ],
    [
      'a list for all',
      "export function findOrders(user: string) {\n  return ['a', 'b'];\n}\n",
      ['fixed-result/constant'],
    ],
    [
      'always valid',
      'export function validateToken(token: string): boolean {\n  return true;\n}\n',
      ['fixed-result/constant'],
    ],
    ['without a question there is one answer', "export function getVersion() {\n  return '1.2';\n}\n", []],
    ['the answer holds what was asked', 'export function fetchUser(id: string) {\n  return { id };\n}\n', []],
    ['the answer is looked up', 'export function fetchUser(id: string) {\n  return users[id];\n}\n', []],
    [
      'written cases',
      "export function score(name: string) {\n  if (name === 'a') return 1;\n  if (name === 'b') return 2;\n  if (name === 'c') return 3;\n  return 0;\n}\n",
      ['fixed-result/table?'],
    ],
  ])('%s', (_, after, expected) => {
    expect(added('src/pay.ts', after)).toEqual(expected);
  });

  test('the answer a test of the change asks for', () => {
    const source =
      "export function parse(text: string) {\n  if (text === '12 EUR') return 1200;\n  return read(text);\n}\n";
    const asks = "import { parse } from './parse';\nit('reads', () => {\n  expect(parse('12 EUR')).toBe(1200);\n});\n";
    expect(told({}, { 'src/parse.ts': source, 'src/parse.test.ts': asks })).toEqual(['fixed-result/test-literal']);
    expect(told({}, { 'src/parse.ts': source })).toEqual([]);
    const others = asks.replace('12 EUR', '99 EUR');
    expect(told({}, { 'src/parse.ts': source, 'src/parse.test.ts': others })).toEqual([]);
  });

  test('a rule with its cases is no answer to a test', () => {
    const asks = "import { rate } from './rate';\nit('is 19', () => {\n  expect(rate('Germany')).toBe(19);\n});\n";
    const rule = (...lines: readonly string[]): string =>
      `export function rate(country: string) {\n${lines.join('\n')}\n  return standard(country);\n}\n`;
    const german = "  if (country === 'Germany') return 19;";
    const french = "  if (country === 'France') return 20;";
    const whole = (source: string, own = asks): readonly string[] =>
      told({}, { 'src/rate.ts': source, 'src/rate.test.ts': own });
    expect(whole(rule(german))).toEqual(['fixed-result/test-literal']);
    expect(whole(rule(german, french))).toEqual([]);
    // two letters are no text that one finds in a test by chance alone
    const short = (text: string): string => text.replaceAll('Germany', 'DE');
    expect(whole(short(rule(german)), short(asks))).toEqual([]);
    // the answer is what was asked
    expect(whole(rule("  if (country === 'Germany') return 'germany';"), asks.replace('19)', "'germany')"))).toEqual(
      [],
    );
  });
});

describe('code that knows its test, and samples in it', () => {
  test.each<Row>([
    [
      'NODE_ENV',
      "export function pay(c: Cart) {\n  if (process.env.NODE_ENV === 'test') return 5;\n  return work(c);\n}\n",
      ['test-aware/environment'],
    ],
    ['JEST_WORKER_ID', 'export const fast = process.env.JEST_WORKER_ID !== undefined;\n', ['test-aware/environment']],
    [
      'VITEST',
      'export function pay(c: Cart) {\n  return process.env.VITEST ? 5 : work(c);\n}\n',
      ['test-aware/environment'],
    ],
    [
      'quieter in a test',
      "export const level = process.env.NODE_ENV === 'test' ? 'silent' : 'info';\nsetLogLevel(level);\n",
      ['test-aware/environment?'],
    ],
    ['production', "export const isProd = process.env.NODE_ENV === 'production';\n", []],
    ['the word test', "export const kind = name === 'test' ? 1 : 2;\n", []],
    [
      'arguments',
      "export const fast = process.argv.some((one) => one.includes('vitest'));\n",
      ['test-aware/arguments'],
    ],
    ['arguments of a program', "export const fast = process.argv.includes('--fast');\n", []],
    ['the stack', "export const fast = new Error().stack.includes('jest');\n", ['test-aware/caller']],
    [
      'equal to all',
      'export class Money {\n  equals(other: Money) {\n    return true;\n  }\n}\n',
      ['test-aware/equality'],
    ],
    [
      'changes with each look',
      'export const magic = { n: 0, valueOf() { return this.n++; } };\n',
      ['test-aware/equality'],
    ],
    [
      'instance of all',
      'export class Any {\n  static [Symbol.hasInstance](value: unknown) {\n    return true;\n  }\n}\n',
      ['test-aware/equality'],
    ],
    [
      'equal by what it holds',
      'export class Money {\n  equals(other: Money) {\n    return other.amount === this.amount;\n  }\n}\n',
      [],
    ],
    [
      'a faker',
      "import { faker } from '@faker-js/faker';\nexport const name = faker.person.firstName();\n",
      ['mock-in-source/import', 'phantom-import/unlisted'],
    ],
    ['a vitest spy', "import { vi } from 'vitest';\nexport const spy = vi.fn();\n", ['mock-in-source/import?']],
    [
      'sample data',
      'const mockUsers = [{ id: 1 }, { id: 2 }];\nexport const count = mockUsers.length;\n',
      ['mock-in-source/data'],
    ],
    ['sample data is returned', 'export function users() {\n  return sampleUsers;\n}\n', ['mock-in-source/data']],
    ['dummy data', "export const DUMMY_ORDERS = [{ id: 'a' }];\n", ['mock-in-source/data']],
    ['a sample rate', 'export const sampleRate = 44100;\nexport function rate() {\n  return sampleRate;\n}\n', []],
    ['a name with mock in it', 'export const hammock = [{ a: 1 }];\n', []],
  ])('%s', (_, after, expected) => {
    expect(added('src/pay.ts', after)).toEqual(expected);
  });
});

describe('what is left', () => {
  test.each<Row>([
    ['a breakpoint', 'export function f() {\n  debugger;\n  return g();\n}\n', ['debug-left/breakpoint']],
    [
      'a print',
      "export function add(a: number) {\n  console.log('here', a);\n  return a + one;\n}\n",
      ['debug-left/print'],
    ],
    ['a value', 'export function add(a: number) {\n  console.log(a);\n  return a + one;\n}\n', ['debug-left/print']],
    ['a dump', 'export function add(a: number) {\n  console.dir(a);\n  return a + one;\n}\n', ['debug-left/dump']],
    [
      'the server says where it is',
      "app.listen(3000, () => console.log('listening on 3000'));\n",
      ['debug-left/print?'],
    ],
    ['an error is logged', 'export function add(a: number) {\n  console.error(a);\n  return a + one;\n}\n', []],
    ['in a text', "export const text = 'console.log(1)';\n", []],
    ['a home', "export const file = '/Users/ana.lopez/shop/data.json';\n", ['machine-path/absolute']],
    ['a home on linux', "export const file = '/home/mwagner/shop/data.json';\n", ['machine-path/absolute']],
    ['a home on windows', "export const file = 'C:\\\\Users\\\\ana\\\\data.json';\n", ['machine-path/absolute']],
    ['the home of a container', "export const file = '/home/node/app';\n", ['machine-path/absolute?']],
    ['a route', "export const route = '/home/';\nexport const other = '/users/ana';\n", []],
    ['one machine', "export const api = connect('http://localhost:3000/api');\n", ['machine-path/localhost?']],
    ['one machine unless told', "export const api = process.env.API ?? 'http://localhost:3000';\n", []],
    [
      'a second one',
      'export function parse(text: string) {\n  return old(text);\n}\nexport function parseNew(text: string) {\n  return better(text);\n}\n',
      ['loose-copy/version'],
    ],
    [
      'an old one',
      'export function parse(text: string) {\n  return better(text);\n}\nexport function parse_old(text: string) {\n  return old(text);\n}\n',
      ['loose-copy/backup'],
    ],
    [
      'version two',
      'export function parse(text: string) {\n  return old(text);\n}\nexport function parseV2(text: string) {\n  return better(text);\n}\n',
      ['loose-copy/version'],
    ],
    [
      'a word that ends so',
      'export function bold(text: string) {\n  return b(text);\n}\nexport function unfold(text: string) {\n  return bold(text);\n}\n',
      [],
    ],
    [
      'new at the front',
      'export function renew(text: string) {\n  return b(text);\n}\nexport function re(text: string) {\n  return renew(text);\n}\n',
      [],
    ],
  ])('%s', (_, after, expected) => {
    expect(added('src/cart.ts', after)).toEqual(expected);
  });

  test.each(['src/cli.ts', 'scripts/build.ts', 'src/commands/list.ts', 'test/cart.ts', 'examples/a.ts'])(
    'printing is the work of %s',
    (path) => {
      expect(added(path, 'export function add(a: number) {\n  console.log(a);\n}\n')).toEqual([]);
    },
  );
});
