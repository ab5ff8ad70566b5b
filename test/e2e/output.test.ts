import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { CLI, guardrailHere, PRIVATE_KEY } from '../helpers/guarded.ts';
import type { Repo } from '../helpers/repo.ts';
import { endsOf, seededSecrets } from '../helpers/secrets.ts';
import { AGENT, makeShop, within } from '../helpers/shop.ts';

const HOUSE = fileURLToPath(new URL('../..', import.meta.url));

/** Many files at one blob in the index, without writing one of them. */
async function stageMany(repo: Repo, paths: readonly string[], text = 'x\n'): Promise<void> {
  const blob = (await repo.run('git', ['hash-object', '-w', '--stdin'], { input: text })).stdout.toString().trim();
  const input = paths.map((path) => `100644 ${blob}\t${path}\0`).join('');
  const ran = await repo.run('git', ['update-index', '-z', '--add', '--index-info'], { input });
  if (ran.code !== 0) throw new Error(ran.stderr);
}

const EVIL = [
  'infra/a\n::error::injected.tf',
  'infra/::error file=x,line=1::injected.tf',
  'infra/%0A::warning::injected.tf',
  'infra/x,title=mine:%25.tf',
  'infra/\u001b[2Jclear.tf',
  'infra/\u202egpj.tf',
  'infra/a:b c#d?e%20f.tf',
  'infra/"quoted".tf',
];

describe('SARIF', () => {
  test('is what @types/sarif says a log is, and keeps what the schema says in words', async () => {
    await within(makeShop(), async (repo) => {
      await stageMany(repo, EVIL);
      await stageMany(repo, ['deploy.pem'], PRIVATE_KEY);
      await stageMany(repo, ['drafts/a.md']);
      const ran = await guardrailHere(repo, ['check', '--format', 'sarif'], { env: AGENT });
      expect(ran.code).toBe(1);
      const text = ran.stdout.toString('utf8');
      await repo.write('../types/log.ts', `import type { Log } from 'sarif';\nexport const log: Log = ${text};\n`);
      await repo.write(
        '../types/wrong.ts',
        `import type { Log } from 'sarif';\nexport const log: Log = ${text.replace('"results"', '"outcomes"')};\n`,
      );
      await symlink(join(HOUSE, 'node_modules'), join(repo.root, '../types/node_modules'));
      const tsc = (file: string): ReturnType<Repo['run']> =>
        repo.run(
          join(HOUSE, 'node_modules/.bin/tsc'),
          ['--noEmit', '--strict', '--skipLibCheck', '--types', 'sarif', file],
          {
            cwd: join(repo.root, '../types'),
          },
        );
      const good = await tsc('log.ts');
      expect([good.stdout.toString(), good.code]).toEqual(['', 0]);
      expect((await tsc('wrong.ts')).code).not.toBe(0);
      checkLog(JSON.parse(text));
    });
  });
});

type Result = {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number; readonly endLine: number };
    };
  }[];
};
type Run = {
  readonly tool: {
    readonly driver: { readonly semanticVersion: string; readonly rules: readonly { readonly id: string }[] };
  };
  readonly results: readonly Result[];
};

/** uri-reference (RFC 3986 §4.1): only these characters, every % an escape, and a first segment without a colon. */
const URI = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%[0-9A-F]{2})+$/;

function checkLog(log: { readonly version: string; readonly runs: readonly Run[] }): void {
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  const { rules, semanticVersion } = run.tool.driver;
  expect(semanticVersion).toMatch(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(run.results.length).toBeGreaterThanOrEqual(10);
  for (const result of run.results) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(['error', 'warning', 'note', 'none']).toContain(result.level);
    expect(result.message.text).not.toBe('');
    for (const { physicalLocation } of result.locations ?? []) {
      expect(physicalLocation.artifactLocation.uri).toMatch(URI);
      expect(physicalLocation.artifactLocation.uri.split('/')[0]).not.toContain(':');
      const { region } = physicalLocation;
      if (region === undefined) continue;
      expect(region.startLine).toBeGreaterThanOrEqual(1);
      expect(region.endLine).toBeGreaterThanOrEqual(region.startLine);
    }
  }
}

describe('CI annotations', () => {
  test('no file name starts a workflow command or adds a property', async () => {
    await within(makeShop(), async (repo) => {
      await stageMany(repo, EVIL);
      const ran = await guardrailHere(repo, ['check', '--format', 'github']);
      const lines = ran.stdout.toString().trimEnd().split('\n');
      expect(lines).toHaveLength(EVIL.length);
      for (const line of lines) {
        const [, level, properties = ''] = /^::(error|warning) ([^:]*)::/.exec(line) ?? [];
        expect(level).toBe('error');
        expect(properties.split(',').map((one) => one.split('=')[0])).toEqual(['file', 'line', 'title']);
        expect(line).not.toMatch(/[\u0000-\u001f\u202e]/);
      }
    });
  });
});

describe('a slow reader gets everything', () => {
  test.each(['json', 'sarif'])('3 MB of %s', async (format) => {
    await within(makeShop(), async (repo) => {
      const fat = 'long-folder-name/'.repeat(format === 'json' ? 10 : 36);
      const paths = Array.from({ length: format === 'json' ? 2500 : 1600 }, (_, index) => `infra/${fat}${index}.tf`);
      await stageMany(repo, paths);
      const pipe = `'${process.execPath}' '${CLI}' check --format ${format} 2>/dev/null | (sleep 1; cat > ../out)`;
      await repo.run('sh', ['-c', pipe]);
      const bytes = await readFile(join(repo.root, '../out'));
      expect(bytes.length).toBeGreaterThan(3_000_000);
      const parsed = JSON.parse(bytes.toString('utf8')) as {
        readonly rulings?: readonly unknown[];
        readonly runs?: readonly Run[];
      };
      expect(parsed.rulings?.length ?? parsed.runs?.[0]?.results.length).toBe(paths.length);
    });
  });
});

describe('200 seeded secrets', () => {
  test('in paths, branch names, messages and contents: none in terminal, JSON, SARIF or annotations', async () => {
    await within(makeShop(), async (repo) => {
      const secrets = seededSecrets(200);
      const part = (from: number): readonly string[] => secrets.slice(from, from + 50);
      await repo.git('switch', '--quiet', '--create', `work/${secrets[0]}`);
      await stageMany(repo, [`infra/${secrets[50]}.tf`]);
      await repo.git('commit', '--quiet', '--no-verify', '-m', String(secrets[6]));
      const small = await repo.git('rev-parse', 'HEAD'); // each ref of a push is read by itself: one brings all, the others one file
      await stageMany(
        repo,
        part(50).map((secret) => `infra/${secret}.tf`),
      );
      await stageMany(
        repo,
        ['infra/keys.tf'],
        `${part(100)
          .map((secret) => `key = "${secret}"`)
          .join('\n')}\n`,
      );
      for (const secret of part(150)) await repo.git('commit', '--quiet', '--no-verify', '--allow-empty', '-m', secret);
      await repo.git(
        'commit',
        '--quiet',
        '--no-verify',
        '--allow-empty',
        '-m',
        `add ${secrets[7]}\n\nCo-Authored-By: ${secrets[8]} <${secrets[9]}@x.example>`,
      );
      const seen: string[] = [];
      const [tip, zero] = [await repo.git('rev-parse', 'HEAD'), '0'.repeat(40)];
      const lines = part(0).map(
        (secret, at) => `refs/heads/work/${secret} ${at === 0 ? tip : small} refs/heads/work/${secret} ${zero}\n`,
      );
      const pushed = await guardrailHere(repo, ['hook', 'pre-push', '--url', '../there.git'], {
        input: lines.join(''),
        env: AGENT,
      });
      expect([pushed.code, pushed.stderr]).toEqual([1, expect.stringContaining('this push of 50 refs')]);
      seen.push(pushed.stderr);
      const range = 'main..HEAD';
      for (const more of [[], ['--json'], ['--format', 'sarif'], ['--format', 'github'], ['-v']]) {
        for (const verb of ['check', 'verify']) {
          const ran = await guardrailHere(repo, [verb, range, ...more], { env: AGENT });
          expect(ran.code).toBe(1);
          seen.push(ran.stdout.toString(), ran.stderr);
        }
      }
      for (const more of [[], ['--json'], ['--all']]) {
        const ran = await guardrailHere(repo, ['explain', range, ...more], { env: AGENT });
        seen.push(ran.stdout.toString(), ran.stderr);
      }
      const replayed = await guardrailHere(repo, ['replay']);
      seen.push(replayed.stdout.toString(), (await guardrailHere(repo, ['replay', '--json'])).stdout.toString());
      const all = seen.join('\n');
      expect(all.length).toBeGreaterThan(50_000);
      const leaked = secrets.filter((secret) => endsOf(secret).some((end) => all.includes(end)));
      expect(leaked).toEqual([]);
    });
  });
});

/** Ways around a gate, as one types them. A hook's own name in a file list is none. */
const SKIPS: readonly RegExp[] = [
  /--no-verify/,
  /\bgit (commit|push|merge)\b[^\n]{0,60} -n\b/,
  /\b(HUSKY|LEFTHOOK|PRE_COMMIT|GUARDRAIL)\w*=(0|false|skip|off)\b/i,
  /\bSKIP=[\w"]/,
  /-c core\.hooksPath|core\.hooksPath=|config (?![^\n]*--get)[^\n]{0,30}core\.hooksPath \S/,
  /\bchmod -x\b[^\n]{0,40}hooks|\brm\b[^\n]{0,30}\.git\/hooks/,
  /\b(skip|bypass|disable|turn off|circumvent)\b[^\n.]{0,30}\b(the|this) (gate|hook|check|guard)/i,
];

function teaches(text: string): readonly string[] {
  return SKIPS.flatMap((skip) => skip.exec(text)?.[0] ?? []);
}

describe('nothing we print teaches how to go around the gate', () => {
  let refused = '';
  beforeAll(async () => {
    await within(makeShop(), async (repo) => {
      await repo.write('infra/main.tf', 'two\n');
      await repo.write('drafts/a.md', 'a\n');
      await repo.git('add', '--all');
      for (const env of [{}, AGENT]) {
        for (const words of [
          ['check'],
          ['check', '--format', 'github'],
          ['check', '--format', 'sarif'],
          ['explain', '--all'],
        ]) {
          const ran = await guardrailHere(repo, words, { env });
          refused += ran.stdout.toString() + ran.stderr;
        }
      }
      refused += (await guardrailHere(repo, ['approve', 'r-0000000', '--because', 'x'], { env: AGENT })).stderr;
    });
  });

  test.each([
    'git commit --no-verify',
    'git push -q origin -n',
    'HUSKY=0 git commit',
    'git -c core.hooksPath=/dev/null commit',
    'to bypass this gate',
    'rm -f .git/hooks/pre-commit',
  ])('the test would see "%s"', (text) => {
    expect(teaches(text)).not.toEqual([]);
  });

  test('refusals and explanations', () => {
    expect(refused).toContain('shop.infra.touch');
    expect(teaches(refused)).toEqual([]);
  });

  test('help of every command', async () => {
    await within(makeShop(), async (repo) => {
      const main = (await guardrailHere(repo, ['help'])).stdout.toString();
      const verbs = [...main.matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, verb = '']) => verb);
      expect(verbs.length).toBeGreaterThan(10);
      for (const verb of verbs) {
        const ran = await guardrailHere(repo, ['help', verb]);
        expect([verb, teaches(ran.stdout.toString())]).toEqual([verb, []]);
      }
      expect(teaches(main)).toEqual([]);
    });
  });

  test('shipped policies, hooks and papers', async () => {
    const files = [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      ...(await below('docs')),
      ...(await below('hooks')),
      ...(await below('policies')),
    ];
    let looked = 0;
    for (const file of files) {
      const text = await readFile(join(HOUSE, file), 'utf8').catch(() => null);
      if (text === null) continue; // a paper that is not written yet
      looked += 1;
      // a case holds the very line that its rule refuses; no refusal and no list prints it
      const told = file.startsWith('policies/') ? text.replaceAll(/^ +command: .*$/gm, '') : text;
      expect([file, teaches(told)]).toEqual([file, []]);
    }
    expect(looked).toBeGreaterThan(10);
  });

  test('the strings of the built program that a person or an agent could read', async () => {
    const bundle = await Promise.all(
      (await below('dist'))
        .filter((file) => /\.[cm]?js$/.test(file))
        .map((file) => readFile(join(HOUSE, file), 'utf8')),
    );
    const text = bundle.join('\n');
    expect(text.length).toBeGreaterThan(100_000);
    // git's own reader of hook settings and the parsers of a command name these words; a sentence never does
    const sentences = text.match(/`[^`]{20,400}`|'[^'\n]{20,400}'|"[^"\n]{20,400}"/g) ?? [];
    expect(sentences.length).toBeGreaterThan(200);
    expect(sentences.filter((sentence) => /\s\w+\s\w+\s/.test(sentence) && teaches(sentence).length > 0)).toEqual([]);
  });
});

async function below(folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(HOUSE, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(HOUSE.length));
}
