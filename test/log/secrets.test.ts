import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command as logCommand } from '../../src/commands/log.ts';
import { command as stats } from '../../src/commands/stats.ts';
import { openDriver } from '../../src/log/driver.ts';
import { openLog } from '../../src/log/open.ts';
import { verdictEvent } from '../../src/log/verdict-event.ts';
import { redact } from '../../src/model/redact.ts';
import { AT, context, freshEnvironment, person, ruling, verdict } from './events.ts';
import { run } from './seen.ts';

/** The same numbers each time: a secret that slips through must slip through again tomorrow. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const LETTERS = UPPER + LOWER + DIGITS;

const KEY = ['RSA PRIVATE', 'KEY-----'].join(' ');

/** Put together here, so that no scanner takes this file for a leak. */
const SHAPES: readonly ((word: (alphabet: string, length: number) => string) => string)[] = [
  (word) => ['AK', 'IA', word(`${UPPER}234567`, 16)].join(''),
  (word) => word(`${LETTERS}+/`, 40), // an AWS secret key
  (word) => ['gh', 'p_', word(LETTERS, 36)].join(''),
  (word) => ['github', '_pat_', word(LETTERS, 22), '_', word(LETTERS, 59)].join(''),
  (word) => ['gl', 'pat-', word(LETTERS, 20)].join(''),
  (word) => ['xo', 'xb-', word(DIGITS, 12), '-', word(DIGITS, 12), '-', word(LETTERS, 24)].join(''),
  (word) => ['sk', '_live_', word(LETTERS, 24)].join(''),
  (word) => ['sk', '-ant-api03-', word(`${LETTERS}_-`, 60)].join(''),
  (word) => [`-----BEGIN ${KEY}`, word(LETTERS, 64), word(LETTERS, 64), `-----END ${KEY}`].join('\n'),
  (word) => ['ey', 'J', word(LETTERS, 20), '.eyJ', word(LETTERS, 40), '.', word(`${LETTERS}_-`, 43)].join(''),
  (word) => word('0123456789abcdef', 32),
  (word) => word('0123456789abcdef', 64),
  (word) => word(LETTERS, 24),
  (word) => word(`${LETTERS}_-`, 43),
  (word) => word(LOWER + DIGITS, 20),
  (word) => ['AI', 'za', word(`${LETTERS}_-`, 35)].join(''),
];

function secrets(count: number): readonly string[] {
  const below = seeded(20_260_115);
  const word = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join('');
  return Array.from({ length: count }, (_, i) => (SHAPES[i % SHAPES.length] ?? SHAPES[0])?.(word) ?? '');
}

/** The telling part of it: long runs, so that a mask in the middle does not hide that both ends are still there. */
function partsOf(secret: string): readonly string[] {
  const words = secret.split(/[^A-Za-z0-9]+/).filter((part) => part.length >= 12);
  return words
    .flatMap((part) => [part.slice(0, 12), part.slice(-12)])
    .filter((part) => !/^(?:BEGIN|PRIVATE)/.test(part));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

test('of 200 secrets, in every place a text can stand, none is left: database, log ahead, spool, exports', async () => {
  const { env, folder } = freshEnvironment();
  const all = secrets(200);
  const events = all.map((secret, i) =>
    verdictEvent(
      verdict({
        branch: `fix/${secret}`,
        level: 'deny',
        repo: i % 2 === 0 ? `https://ana:${secret.replaceAll(/[^\w]/g, '')}@shop.example/shop` : 'shop',
        rulings: [
          ruling({
            rule: 'secret.found',
            fact: {
              subject: `config/${secret}`,
              where: { path: `keys/${secret}/${i}.txt`, range: null },
              attributes: { value: secret },
            },
            say: `found ${secret}`,
            why: secret,
          }),
        ],
        notes: [`token=${secret} in message`],
        coverage: { refs: 0, commits: 0, files: 1, bytes: 1, unread: [{ what: 'file', path: secret, why: secret }] },
      }),
      context({
        checkout: `/home/ana/${secret}`,
        role: secret,
        operator: { ...person, name: secret, email: `${secret}@shop.example`, evidence: [`KEY=${secret}`] },
        objects: {
          tree: null,
          base: null,
          head: null,
          commits: [],
          refs: [{ ref: `refs/heads/${secret}`, before: null, after: null }],
        },
      }),
    ),
  );
  const log = await openLog({ env, busyMs: 1 });
  expect(log.append(events.slice(0, 150)).kind).toBe('written');
  const other = openDriver(log.path);
  other.exec('BEGIN IMMEDIATE');
  expect(log.append(events.slice(150)).kind).toBe('spooled');
  const written = filesBelow(folder);
  expect(written.some((path) => path.endsWith('.jsonl'))).toBe(true);
  const bytes = written.map((path) => readFileSync(path, 'latin1'));
  other.exec('COMMIT');
  const said = [
    (await run(logCommand, ['export'], env)).out,
    (await run(logCommand, ['--limit', '200', '--json'], env)).out,
    (await run(logCommand, ['show', 'r-7f3k2m'], env)).out,
    (await run(stats, [], env, AT)).out,
    (await run(stats, ['--json'], env, AT)).out,
    (await run(stats, ['--html'], env, AT)).out,
  ];
  expect(said[0]?.trim().split('\n')).toHaveLength(200);
  const everything = [...bytes, ...said].join('\n');
  const left = all.filter((secret) => partsOf(secret).some((part) => everything.includes(part)));
  expect(left).toEqual([]);
  log.close();
});

test.each([
  'src/components/customer-billing-address-form/CustomerBillingAddressForm.test.tsx',
  'infra/modules/production-database-cluster/main.tf',
  'docs/architecture/decision-records/0012-use-event-sourcing-for-orders.md',
  'apps/web/src/pages/[id]/internationalization.ts',
  'src/main/java/com/example/shop/AbstractOrderFulfillmentServiceFactory.java',
  'aws_db_instance.production_primary_database',
  'refs/heads/feature/improve-observability-dashboards',
  'migrations/20260115120000_add_customer_index.sql',
  'infra.stateful.destroy',
  'guard.change of .guardrail/config.yaml',
  'package-lock.json',
  'renovate/typescript-eslint-monorepo',
  'node_modules/@typescript/typescript-linux-x64/package.json',
  'module.eks_managed_node_group["default"].aws_autoscaling_group.this[0]',
  'public/images/background-hero-desktop@2x.png',
  'ana@shop.example',
  'the token bucket limits how often the password page may be asked',
])('%s is no secret', (text) => {
  expect(redact(text)).toBe(text);
});

test('what a secret stands in stays readable', () => {
  expect(redact(`https://ana:hunter2hunter@shop.example/x`)).toBe('https://[masked]@shop.example/x');
  expect(redact('password: hunter2')).toBe('password: [masked]');
  expect(redact('Authorization: Bearer abcdef.ghijkl')).toBe('Authorization: Bearer [masked]');
});

test.each([
  'a.'.repeat(100_000),
  `${'a-'.repeat(100_000)}:`,
  'eyJ'.repeat(50_000),
  '-----BEGIN PRIVATE KEY-----'.repeat(5_000),
  ' '.repeat(200_000),
])('a long text that almost matches is read in one pass', (text) => {
  expect(redact(text).length).toBeGreaterThan(0); // the square of it would not end within the test's time
});
