import { describe, expect, test } from 'vitest';
import { added, type Row } from './javascript-rows.ts';

const SHELL = "import { exec, execFile, spawn } from 'node:child_process';\n";

describe('calls that hand input to an interpreter, or drop a protection', () => {
  test.each<Row>([
    ['eval', 'export const run = (text: string) => eval(text);\n', ['unsafe-call/eval']],
    ['new Function', "export const run = (text: string) => new Function('x', text);\n", ['unsafe-call/eval']],
    ['a timer that is handed a text', "setTimeout('go()', 10);\n", ['unsafe-call/eval']],
    ['a method called evaluate', 'export const run = (page) => page.evaluate(() => 1);\n', []],
    ['a timer that is handed a function', 'setTimeout(() => go(), 10);\n', []],
    ['a text about eval', "export const text = 'eval(x)';\n", []],
    [
      'a command line of values',
      `${SHELL}export const run = (name: string) => exec(\`git log \${name}\`);\n`,
      ['unsafe-call/shell'],
    ],
    [
      'a command line that is added up',
      `${SHELL}export const run = (name: string) => exec('git log ' + name);\n`,
      ['unsafe-call/shell'],
    ],
    [
      'a shell asked for',
      `${SHELL}export const run = (name: string) => spawn(\`git log \${name}\`, { shell: true });\n`,
      ['unsafe-call/shell'],
    ],
    ['words one by one', `${SHELL}export const run = (name: string) => execFile('git', ['log', name]);\n`, []],
    ['a fixed command line', `${SHELL}export const run = () => exec('git log');\n`, []],
    ['a regular expression', 'export const run = (name: string) => /a/.exec(`b${name}`);\n', []],
    [
      'SQL of values',
      'export const run = (id: string) => db.query(`SELECT * FROM users WHERE id = ${id}`);\n',
      ['unsafe-call/sql'],
    ],
    [
      'SQL that is added up',
      "export const run = (id: string) => db.query('SELECT * FROM users WHERE id = ' + id);\n",
      ['unsafe-call/sql'],
    ],
    [
      'raw SQL',
      'export const run = (id: string) => prisma.$queryRawUnsafe(`SELECT * FROM users WHERE id = ${id}`);\n',
      ['unsafe-call/sql'],
    ],
    [
      'SQL with its values beside',
      "export const run = (id: string) => db.query('SELECT * FROM users WHERE id = $1', [id]);\n",
      [],
    ],
    ['a tagged SQL', 'export const run = (id: string) => db.execute(sql`SELECT * FROM users WHERE id = ${id}`);\n', []],
    [
      'places for values',
      "export const run = (ids: string[]) => db.query(`SELECT * FROM users WHERE id IN (${ids.map(() => '?').join()})`, ids);\n",
      [],
    ],
    [
      'places for values that have a name',
      "export function run(ids: string[]) {\n  const marks = ids.map(() => '?').join(', ');\n  return db.query(`SELECT * FROM users WHERE id in (${marks})`, ids);\n}\n",
      [],
    ],
    [
      'a name of values where places are meant',
      "export function run(ids: string[]) {\n  const marks = ids.join(', ');\n  return db.query(`SELECT * FROM users WHERE id in (${marks})`);\n}\n",
      ['unsafe-call/sql'],
    ],
    [
      'a column that has a name',
      'export const count = (columnName: string) => db.run(`UPDATE stats SET ${columnName} = ${columnName} + 1`);\n',
      ['unsafe-call/sql?'],
    ],
    [
      'a function that is made to see whether it can be read',
      'export function isReadable(code: string) {\n  new Function(code);\n  return true;\n}\n',
      ['unsafe-call/eval?'],
    ],
    ['a search that is no SQL', 'export const run = (id: string) => page.query(`div ${id}`);\n', []],
    [
      'markup',
      'export function show(el: Element, text: string) {\n  el.innerHTML = text;\n}\n',
      ['unsafe-call/markup'],
    ],
    [
      'markup of a template',
      'export function show(el: Element, name: string) {\n  el.innerHTML = `<b>${name}</b>`;\n}\n',
      ['unsafe-call/markup'],
    ],
    [
      'markup that is inserted',
      "export function show(el: Element, name: string) {\n  el.insertAdjacentHTML('beforeend', name);\n}\n",
      ['unsafe-call/markup'],
    ],
    ['fixed markup', "export function show(el: Element) {\n  el.innerHTML = '<b>x</b>';\n}\n", []],
    ['markup is cleared', "export function show(el: Element) {\n  el.innerHTML = '';\n}\n", []],
    [
      'markup that was cleaned',
      'export function show(el: Element, text: string) {\n  el.innerHTML = DOMPurify.sanitize(text);\n}\n',
      ['unsafe-call/markup?'],
    ],
    ['text', 'export function show(el: Element, text: string) {\n  el.textContent = text;\n}\n', []],
    [
      'the server is not asked who it is',
      'export const agent = new Agent({ rejectUnauthorized: false });\n',
      ['unsafe-call/tls-off'],
    ],
    ['not in the whole process', "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';\n", ['unsafe-call/tls-off']],
    [
      'its name is not checked',
      'export const agent = new Agent({ checkServerIdentity: () => undefined });\n',
      ['unsafe-call/tls-off'],
    ],
    ['it is asked', 'export const agent = new Agent({ rejectUnauthorized: true });\n', []],
    ['as it was told', 'export const agent = new Agent({ rejectUnauthorized: options.verify });\n', []],
    [
      'where a person asked',
      'export const agent = new Agent(options.insecure ? { rejectUnauthorized: false } : {});\n',
      ['unsafe-call/tls-off?'],
    ],
    [
      'md5 of a password',
      "export const hashPassword = (password: string) => createHash('md5').update(password).digest('hex');\n",
      ['unsafe-call/weak-hash'],
    ],
    [
      'sha1 of a token',
      "export const sign = (token: string) => createHash('sha1').update(token).digest('hex');\n",
      ['unsafe-call/weak-hash'],
    ],
    ['ecb', "export const c = createCipheriv('aes-128-ecb', key, null);\n", ['unsafe-call/weak-hash']],
    ['md5 of a file', "export const etag = (body: string) => createHash('md5').update(body).digest('hex');\n", []],
    [
      'sha256 of a password',
      "export const hashPassword = (password: string) => createHash('sha256').update(password).digest('hex');\n",
      [],
    ],
    [
      'a token by chance',
      'export function createToken() {\n  return Math.random().toString(36);\n}\n',
      ['unsafe-call/weak-random'],
    ],
    ['an otp by chance', 'export const otp = Math.floor(Math.random() * 1e6);\n', ['unsafe-call/weak-random']],
    [
      'a secret by chance',
      'export const user = { apiKey: Math.random().toString(36) };\n',
      ['unsafe-call/weak-random'],
    ],
    ['a colour by chance', 'export const color = Math.random() * 360;\n', []],
    ['a pause by chance', 'export const jitter = (ms: number) => ms * Math.random();\n', []],
    ['everybody with credentials', "app.use(cors({ origin: '*', credentials: true }));\n", ['unsafe-call/cors-open']],
    [
      'every origin with credentials',
      'app.use(cors({ origin: true, credentials: true }));\n',
      ['unsafe-call/cors-open'],
    ],
    ['everybody', "app.use(cors({ origin: '*' }));\n", ['unsafe-call/cors-open?']],
    ['one site', "app.use(cors({ origin: 'https://shop.example', credentials: true }));\n", []],
    [
      'a path of a request',
      'export const get = (req, res) => res.sendFile(path.join(root, req.params.name));\n',
      ['unsafe-call/path', 'unsafe-call/path'],
    ],
    [
      'a path of a request that is read',
      'export const get = (req, res) => {\n  const text = readFileSync(req.query.file);\n  res.end(text);\n};\n',
      ['unsafe-call/path'],
    ],
    [
      'a path that is checked',
      'export const get = (req, res) => {\n  const file = path.join(root, req.params.name);\n  if (!file.startsWith(root)) return res.end();\n  return send(file);\n};\n',
      [],
    ],
    ['a list that is joined', 'export const get = (req, res) => res.end(names.join(req.params.name));\n', []],
    [
      'a password in a log',
      "export function login(user: string, password: string) {\n  logger.info('login', user, password);\n  return check(user, password);\n}\n",
      ['unsafe-call/log-secret'],
    ],
    [
      'a token in a log',
      'export function login(user: User) {\n  logger.debug(`in: ${user.accessToken}`);\n  return check(user);\n}\n',
      ['unsafe-call/log-secret'],
    ],
    [
      'authorization in a log',
      'export function login(req: Request) {\n  logger.info(req.headers.authorization);\n  return check(req);\n}\n',
      ['unsafe-call/log-secret'],
    ],
    [
      'the word in a log',
      "export function login(user: string) {\n  logger.info('wrong password');\n  return check(user);\n}\n",
      [],
    ],
    [
      'whether there is one',
      'export function login(token: string) {\n  logger.info(!!token);\n  return check(token);\n}\n',
      [],
    ],
    [
      'how many tokens',
      'export function ask(usage: Usage) {\n  logger.info(usage.totalTokens);\n  return usage;\n}\n',
      [],
    ],
    ['everybody may write', "export const open = () => chmodSync('a', 0o777);\n", ['unsafe-call/permissions']],
    ['the owner may write', "export const open = () => chmodSync('a', 0o600);\n", []],
  ])('%s', (_, after, expected) => {
    expect(added('src/shop.ts', after)).toEqual(expected);
  });

  test.each<Row>([
    [
      'markup',
      'export const A = ({ text }) => <div dangerouslySetInnerHTML={{ __html: text }} />;\n',
      ['unsafe-call/markup'],
    ],
    [
      'markup that was cleaned',
      'export const A = ({ text }) => <div dangerouslySetInnerHTML={{ __html: sanitize(text) }} />;\n',
      ['unsafe-call/markup?'],
    ],
    ['text', 'export const A = ({ text }) => <div>{text}</div>;\n', []],
  ])('in a component: %s', (_, after, expected) => {
    expect(added('src/shop.tsx', after)).toEqual(expected);
  });
});

const SAVE = 'export async function saveOrder(id: string) {\n  await db.put(id);\n}\n';

describe('promises and work without an end', () => {
  test.each<Row>([
    [
      'nobody waits',
      `${SAVE}export async function pay(id: string) {\n  saveOrder(id);\n  return id;\n}\n`,
      ['promise-loose/floating'],
    ],
    [
      'nobody waits for a method',
      'export class Shop {\n  async store(id: string) {\n    await db.put(id);\n  }\n  async pay(id: string) {\n    this.store(id);\n  }\n}\n',
      ['promise-loose/floating'],
    ],
    [
      'forEach',
      'export async function all(ids: string[]) {\n  ids.forEach(async (id) => {\n    await put(id);\n  });\n}\n',
      ['promise-loose/floating'],
    ],
    ['awaited', `${SAVE}export async function pay(id: string) {\n  await saveOrder(id);\n}\n`, []],
    ['returned', `${SAVE}export async function pay(id: string) {\n  return saveOrder(id);\n}\n`, []],
    ['handled', `${SAVE}export async function pay(id: string) {\n  saveOrder(id).catch(report);\n}\n`, []],
    [
      'it handles itself',
      'async function note(id: string) {\n  try {\n    await put(id);\n  } catch (e) {\n    logger.warn(e);\n  }\n}\nexport async function pay(id: string) {\n  note(id);\n  return id;\n}\n',
      [],
    ],
    [
      'a function of the same name that does not wait',
      'function saveAll(id: string) {\n  return id;\n}\nexport async function pay(id: string) {\n  saveAll(id);\n}\n',
      [],
    ],
    [
      'then and then and nobody hears of an error',
      "export function show(id: string) {\n  fetch('/orders/' + id, { signal })\n    .then((answer) => answer.json())\n    .then((order) => draw(order));\n}\n",
      ['promise-loose/then-only'],
    ],
    [
      'then, of what is asynchronous here',
      `${SAVE}export function pay(id: string) {\n  saveOrder(id).then(() => note(id));\n}\n`,
      ['promise-loose/then-only'],
    ],
    [
      'then with a catch',
      "export function show(id: string) {\n  fetch('/orders/' + id, { signal }).then((answer) => draw(answer)).catch(report);\n}\n",
      [],
    ],
    [
      'then with a second function',
      "export function show(id: string) {\n  fetch('/orders/' + id, { signal }).then(draw, report);\n}\n",
      [],
    ],
    [
      'then that is given back',
      "export function show(id: string) {\n  return fetch('/orders/' + id, { signal }).then(draw);\n}\n",
      [],
    ],
    ['then of what may be no promise', 'export function show(cart: Cart) {\n  cart.then(draw);\n}\n', []],
    ['void', `${SAVE}export function pay(id: string) {\n  void saveOrder(id);\n}\n`, ['promise-loose/void?']],
    [
      'one by one',
      'export async function all(ids: string[]) {\n  for (const id of ids) await db.find(id);\n}\n',
      ['promise-loose/in-loop?'],
    ],
    [
      'no limit',
      'export async function get(url: string) {\n  return await fetch(url);\n}\n',
      ['unbounded/no-timeout?'],
    ],
    [
      'a limit',
      'export async function get(url: string) {\n  return await fetch(url, { signal: AbortSignal.timeout(1000) });\n}\n',
      [],
    ],
    [
      'again for ever',
      'export async function get(url: string) {\n  while (true) {\n    try {\n      return await ask(url);\n    } catch (e) {\n      logger.warn(e);\n    }\n  }\n}\n',
      ['unbounded/retry'],
    ],
    [
      'again three times',
      'export async function get(url: string) {\n  for (let attempt = 0; attempt < 3; attempt++) {\n    try {\n      return await ask(url);\n    } catch (e) {\n      logger.warn(e);\n    }\n  }\n}\n',
      [],
    ],
    [
      'again until it is enough',
      'export async function get(url: string) {\n  let attempts = 0;\n  while (true) {\n    try {\n      return await ask(url);\n    } catch (e) {\n      if (attempts++ > 3) throw e;\n    }\n  }\n}\n',
      [],
    ],
  ])('%s', (_, after, expected) => {
    expect(added('src/shop.ts', after)).toEqual(expected);
  });
});

describe('imports that nothing provides', () => {
  test.each<Row>([
    [
      'a package that is not listed',
      "import got from 'super-got';\nexport const a = got;\n",
      ['phantom-import/unlisted'],
    ],
    ['a scoped one', "import got from '@acme/got/deep';\nexport const a = got;\n", ['phantom-import/unlisted']],
    ['required', "const got = require('super-got');\nmodule.exports = got;\n", ['phantom-import/unlisted']],
    ['listed', "import express from 'express';\nexport const a = express;\n", []],
    ['a part of one that is listed', "import { jsx } from 'react/jsx-runtime';\nexport const a = jsx;\n", []],
    [
      'of node',
      "import fs from 'fs';\nimport path from 'node:path';\nimport { readFile } from 'fs/promises';\nexport const a = fs;\n",
      [],
    ],
    [
      'made by a bundler',
      "import a from 'virtual:icons';\nimport b from '@/cart';\nimport c from '#cart';\nimport d from '$lib/x';\nexport const e = a;\n",
      [],
    ],
    ['its own name', "import a from 'shop/deep';\nexport const b = a;\n", []],
    ['in a text', "export const text = `import x from 'super-got'`;\n", []],
    ['a file that is not there', "import { a } from './gone';\nexport const b = a;\n", ['phantom-import/missing-file']],
    [
      'a folder that is not there',
      "import { a } from '../gone/deep.js';\nexport const b = a;\n",
      ['phantom-import/missing-file'],
    ],
    ['given on', "export * from './gone';\n", ['phantom-import/missing-file']],
    ['it is there', "import { a } from './there';\nexport const b = a;\n", []],
    ['js means ts', "import { a } from './there.js';\nexport const b = a;\n", []],
    ['a folder with an index', "import { a } from './folder';\nexport const b = a;\n", []],
    ['a style', "import './look.css';\nexport const b = 1;\n", []],
    [
      'it may be made',
      "import { a } from './generated/client';\nexport const b = a;\n",
      ['phantom-import/missing-file?'],
    ],
    [
      'it is tried',
      "export async function f() {\n  try {\n    return await import('super-got');\n  } catch (e) {\n    logger.warn(e);\n    return fallback();\n  }\n}\n",
      ['phantom-import/unlisted?'],
    ],
    [
      'for development alone',
      "import { rollup } from 'rollup';\nexport const a = rollup;\n",
      ['phantom-import/dev-only?'],
    ],
  ])('%s', (_, after, expected) => {
    const there = {
      'src/there.ts': 'export const a = 1;\n',
      'src/folder/index.ts': 'export const a = 1;\n',
      'src/look.css': 'a {}\n',
    };
    expect(added('src/shop.ts', after, there)).toEqual(expected);
  });

  test.each<readonly [name: string, others: Readonly<Record<string, string>>]>([
    [
      'a neighbour of the workspace',
      {
        'package.json': '{"name":"top","workspaces":["packages/*"]}',
        'packages/b/package.json': '{"name":"super-got"}',
      },
    ],
    [
      'a neighbour of pnpm',
      { 'pnpm-workspace.yaml': 'packages:\n  - "libs/*"\n', 'libs/b/package.json': '{"name":"super-got"}' },
    ],
    ['a package of the top', { 'package.json': '{"name":"top","dependencies":{"super-got":"1"}}' }],
    ['a path of the type checker', { 'tsconfig.json': '{"compilerOptions":{"paths":{"super-got":["./x"]}}}' }],
    [
      'an alias of the bundler',
      { 'vite.config.ts': "export default { resolve: { alias: { 'super-got': './x' } } };\n" },
    ],
  ])('provided by %s', (_, others) => {
    const text = "import got from 'super-got';\nexport const a = got;\n";
    expect(added('packages/a/src/shop.ts', text, { 'packages/a/package.json': '{"name":"a"}', ...others })).toEqual([]);
  });

  test('no manifest can be read, so nothing is claimed', () => {
    expect(added('src/a.ts', "import got from 'super-got';\nexport const a = got;\n", { 'package.json': '{' })).toEqual(
      [],
    );
  });
});
