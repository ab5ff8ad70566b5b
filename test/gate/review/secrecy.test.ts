import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { secretsIn, withoutSecrets } from '../../../src/gate/review/secrets-in.ts';
import { openReader, type Question, type Reader } from '../../helpers/reader.ts';
import type { Repo } from '../../helpers/repo.ts';
import { endsOf, seededSecrets } from '../../helpers/secrets.ts';
import {
  agentCommits,
  branch,
  chargedTwice,
  GOOGLE,
  here,
  hold,
  landRules,
  makeShop,
  OPENAI,
  pushHere,
  rulesWith,
  userConfig,
} from './desk.ts';

const SECRETS = seededSecrets(200);
/** By their shape alone, wherever they stand. */
const SHAPED = SECRETS.filter((secret) => secretsIn('a.ts', `x ${secret} y`).length > 0);
const AUTHOR = { name: 'Wilhelmina Quisenberry', email: 'wilhelmina@quisenberry.example' };
const MESSAGE = 'Zanzibar heliotrope: checked by hand, nothing to see';

let repo: Repo;
let reader: Reader;

beforeAll(async () => {
  reader = await openReader(null, ({ files, purpose }) => {
    // it quotes what it is shown, marks and all
    const lines =
      purpose === 'refute' ? [] : files.flatMap(({ path, lines: own }) => own.map((one) => ({ path, ...one })));
    const marked = lines.filter(({ mark, text }) => mark === '+' && text.includes('‹secret:')).slice(0, 20);
    return { findings: marked.map(({ path, line, text }) => chargedTwice(path, line, text.slice(0, 180))) };
  });
  repo = await makeShop('version: 1\n');
});
afterAll(async () => {
  await reader.close();
  await repo.remove();
});

let from = 0;
beforeEach(() => {
  from = reader.seen.length;
});
const asked = (): readonly Question[] => reader.questions().slice(from);
const sent = (): string =>
  reader.seen
    .slice(from)
    .map(({ body }) => JSON.stringify(body))
    .join('\n');
const purposes = (): readonly string[] =>
  [...new Set(asked().map(({ model, purpose }) => `${model} ${purpose}`))].sort();
const shown = (): readonly string[] =>
  [...new Set(asked().flatMap(({ files }) => files.flatMap(({ path, lines }) => (lines.length > 0 ? [path] : []))))]
    .filter((path) => !/-[b-z2-9]{8}\.\w+$/.test(path))
    .sort();

function leaked(bytes: string): readonly string[] {
  return SECRETS.filter((secret) => bytes.includes(secret) || endsOf(secret).some((end) => bytes.includes(end)));
}

/** Everything that is kept of this user: the log with its WAL, blobs, spool. */
function kept(): string {
  const state = join(repo.env['HOME'] ?? '', '.local/state/guardrail');
  return readdirSync(state, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

const lineOf = (secret: string, index: number): string =>
  [
    `const apiKey${index} = '${secret}';`,
    `  "password_${index}": "${secret}",`,
    `secret_key_${index}: "${secret}"`,
    `api_token_${index} = "${secret}"`,
  ][index % 4] ?? '';
const fileOf = (secrets: readonly string[]): string => `${secrets.map(lineOf).join('\n')}\n`;

describe('200 secrets in a change', () => {
  test('none of them leaves, and none is kept: of lines that come, go and stay, of names, messages and the specification', async () => {
    const [come, go, stay, rest] = [0, 50, 100, 150].map((at) => SECRETS.slice(at, at + 50));
    if (come === undefined || go === undefined || stay === undefined || rest === undefined)
      throw new Error('200 secrets');
    const named = rest.filter((secret) => SHAPED.includes(secret)).slice(0, 10);
    const spec = `# Secrets\n\n${rest.map((secret, index) => `- AC-${index}: ${lineOf(secret, index)}`).join('\n')}\n`;
    await landRules(repo, rulesWith(reader.url, [OPENAI]), {
      '.guardrail/specs/secrets.md': spec,
      'src/go.ts': fileOf(go),
      'src/stay.ts': `${fileOf(stay.slice(0, 25))}one\n${fileOf(stay.slice(25))}`,
    });
    await branch(repo, 'secrets');
    await agentCommits(
      repo,
      {
        'src/come.ts': fileOf(come),
        'src/go.ts': 'export const gone = true;\n',
        'src/stay.ts': `${fileOf(stay.slice(0, 25))}two\n${fileOf(stay.slice(25))}`,
        ...Object.fromEntries(named.map((secret) => [`src/${secret}.ts`, `export const a = 1; // ${secret}\n`])),
      },
      `Use them\n\n${rest.map((secret) => `token = "${secret}"`).join('\n')}`,
    );
    const { round } = await hold(repo, 'secrets');
    expect(purposes()).toEqual(['o-1 aware', 'o-1 blind', 'o-1 refute']);
    expect(round.ledger.length).toBeGreaterThan(0);
    expect([...sent().matchAll(/‹secret:/g)].length).toBeGreaterThan(300);
    expect(sent()).toContain('AC-49');
    expect(leaked(sent())).toEqual([]);
    expect((await pushHere(repo, ['secrets'])).code).toBe(1);
    expect((await here(repo, ['packet'])).out).toContain('‹secret:');
    // a file that is called by a secret keeps its name where the round is kept (in git it has it too); nothing else is
    expect(leaked(kept()).filter((secret) => !named.includes(secret))).toEqual([]);
  });

  test('code about secrets is shown as it is, and a finding that quotes it stands', () => {
    const code = [
      'export function check(token: string, password: Buffer): boolean {',
      '  const apiKey = readKey(token);',
      '  const secret = process.env.SECRET;',
      '  return user.password === given.password; // Basic authentication',
      '}',
    ].join('\n');
    expect(secretsIn('src/access.ts', code)).toEqual([]);
    expect(withoutSecrets(JSON.stringify({ quote: code, mark: '‹secret:jwt:0a1b2c3d›' }))).toContain('readKey(token)');
    for (const line of ["password = 'hunter22'", 'token=q8Zr41kLm29XsPv7TtYwe3', 'postgres://ana:pw@host/db'])
      expect(secretsIn('src/access.ts', `  // ${line}\n`)).not.toEqual([]);
    expect(withoutSecrets(`a ${SHAPED[0] ?? ''} b`)).not.toContain(SHAPED[0]);
  });
});

describe('what a reader gets, and what it never gets', () => {
  const secretFile = ['.env', 'deploy/id_rsa', 'config/server.pem'];
  const open = (paths: readonly string[]): Record<string, string> =>
    Object.fromEntries(paths.map((path) => [path, `export const it = '${path}';\n`]));

  test('a blind question holds no byte of the author’s words or names; files of keys and private ones go nowhere', async () => {
    await landRules(repo, rulesWith(reader.url, [OPENAI], '  private: ["vault/**"]\n'));
    await branch(repo, 'blind');
    await repo.git('config', 'user.name', AUTHOR.name);
    await repo.git('config', 'user.email', AUTHOR.email);
    await agentCommits(repo, open(['src/blind.ts', 'vault/plan.ts', ...secretFile]), MESSAGE);
    const { round, review, refuses } = await hold(repo, 'blind');
    expect(purposes()).toEqual(['o-1 aware', 'o-1 blind']);
    const blind = reader.seen
      .slice(from)
      .map(({ body }) => JSON.stringify(body))
      .filter((body) => body.includes('TASK: find'));
    const aware =
      sent()
        .split('\n')
        .find((body) => body.includes('TASK: hold')) ?? '';
    expect(aware).toContain('Zanzibar heliotrope');
    for (const word of [
      'Zanzibar',
      'heliotrope',
      'nothing to see',
      'Wilhelmina',
      'Quisenberry',
      'quisenberry',
      'Claude',
      'blind review',
    ])
      expect(blind.join('')).not.toContain(word);
    expect(sent()).not.toContain('Quisenberry');
    expect(shown()).toEqual(['src/blind.ts']);
    for (const path of ['vault/plan.ts', ...secretFile]) expect(sent()).not.toContain(`'${path}'`);
    const whys = Object.fromEntries(
      round.manifest.files.map(({ path, shown: lines, why }) => [path, `${lines} ${why}`]),
    );
    expect(whys).toEqual({
      'src/blind.ts': '1 ',
      'vault/plan.ts': '0 withheld: vault/plan.ts is private by the rules (review.private)',
      ...Object.fromEntries(
        secretFile.map((path) => [path, '0 withheld: a file that holds secrets by its name is sent to nobody']),
      ),
    });
    expect([review.outcome, refuses]).toEqual(['inconclusive', { prefer: false, require: true }]);
    await repo.git('config', '--unset', 'user.name');
    await repo.git('config', '--unset', 'user.email');
  });

  test('each of two readers gets its own paths', async () => {
    const own = [
      { ...OPENAI, more: 'paths: ["src/**", "lib/**"], not: ["**/secret/**"]' },
      { ...GOOGLE, more: 'paths: ["docs/**"]' },
    ];
    await landRules(repo, rulesWith(reader.url, own));
    await branch(repo, 'paths');
    const paths = ['src/a.ts', 'src/secret/b.ts', 'lib/c.ts', 'docs/d.ts', 'other/e.ts'];
    await repo.commit('By some agent\n\nCo-authored-by: Cursor <cursoragent@cursor.com>', open(paths));
    await hold(repo, 'paths', 20_000, {});
    const by = (model: string): readonly string[] =>
      paths.filter((path) =>
        asked().some((question) => question.model === model && question.prompt.includes(`it = '${path}'`)),
      );
    expect({ o: by('o-1'), g: by('g-1') }).toEqual({ o: ['src/a.ts', 'lib/c.ts'], g: ['docs/d.ts'] });
  });
});

describe('without consent nothing is sent', () => {
  const KEYS = { OPENAI_API_KEY: 'sk-not-a-key-0123456789', ANTHROPIC_API_KEY: 'sk-ant-not-a-key' };
  const write = async (name: string): Promise<void> => {
    await branch(repo, name);
    await agentCommits(repo, { [`src/${name}.ts`]: `export const ${name} = 1;\n` });
  };
  const pushed = async (name: string): Promise<string> => {
    const { code, err } = await pushHere(repo, [name], { CLAUDECODE: '1', ...KEYS });
    return `${String(code)} ${err.replace(/\s+/g, ' ')}`;
  };

  test('no reviewers: a key in the environment is no consent', async () => {
    await landRules(repo, 'version: 1\n');
    await write('nobody');
    expect(await pushed('nobody')).toMatch(/^0 .*by detectors only.*No reviewer is configured/);
    expect(reader.seen.length).toBe(from);
  });

  test('a change that names its own reader: it counts once it has landed', async () => {
    await write('own');
    await agentCommits(repo, { '.guardrail/config.yaml': rulesWith(reader.url, [OPENAI]) });
    await hold(repo, 'own');
    await here(repo, ['review']);
    expect(reader.seen.length).toBe(from);
  });

  test('a change that takes the reader out of the rules is not sent to it any more', async () => {
    await landRules(repo, rulesWith(reader.url, [OPENAI]));
    await write('leaves');
    await agentCommits(repo, { '.guardrail/config.yaml': 'version: 1\n' });
    await hold(repo, 'leaves');
    expect(reader.seen.length).toBe(from);
  });

  test.each([
    ['off: true', /turns off every reviewer/],
    ['off: [openai]', /turns off every reviewer/],
    ['off: [openai-compatible]', /turns off every reviewer/],
    ['off: [o]', /turns off every reviewer/],
    ['of: true', /Your own configuration cannot be read, so nobody is asked: .*config\.yaml: line 1/],
  ])('the user’s own configuration says %s', async (text, says) => {
    const name = `off${text.replace(/\W/g, '')}`;
    await landRules(repo, rulesWith(reader.url, [OPENAI]));
    await write(name);
    await userConfig(repo, `reviewers: { ${text} }\n`);
    expect(await pushed(name)).toMatch(says);
    expect((await here(repo, ['review'])).err.replace(/\s+/g, ' ')).toMatch(says);
    expect(reader.seen.length).toBe(from);
    await userConfig(repo, '{}\n');
  });

  test('a repository’s url gets no key, not even where it claims to be the vendor', async () => {
    await landRules(repo, rulesWith(reader.url, [OPENAI]));
    await write('nokey');
    await hold(repo, 'nokey', 20_000, { CLAUDECODE: '1', ...KEYS });
    const headers = JSON.stringify(reader.seen.slice(from).map((seen) => seen.headers));
    expect(reader.seen.length).toBeGreaterThan(from);
    for (const key of Object.values(KEYS)) expect(headers + sent()).not.toContain(key);
    const vendorsOwn = rulesWith(reader.url, []).concat(
      `reviewers:\n  - { vendor: openai, model: gpt-6-sol, via: openai, url: "${reader.url}/v1", paths: ["**"] }\n`,
    );
    await landRules(repo, vendorsOwn);
    await write('claims');
    await hold(repo, 'claims', 20_000, { CLAUDECODE: '1', ...KEYS });
    const all = JSON.stringify(reader.seen.slice(from).map((seen) => seen.headers));
    for (const key of Object.values(KEYS)) expect(all).not.toContain(key);
  });
});
