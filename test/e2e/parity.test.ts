import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chmod, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

const agent = { CLAUDECODE: '1' };
const trailer = 'Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

/** Same change, same evidence of who, same rules: same verdict, wherever it comes in. */
const situations: readonly {
  name: string;
  refused: boolean;
  /** The built command line instead of this process: one that passes and one that does not. */
  built?: true;
  change: (repo: Repo) => Promise<void>;
}[] = [
  {
    name: 'an ordinary edit',
    refused: false,
    built: true,
    change: (repo) => repo.write('src/app.ts', 'export const a = 2;\n'),
  },
  {
    name: 'an edit outside the role',
    refused: true,
    built: true,
    change: (repo) => repo.write('infra/main.tf', '# nothing\n'),
  },
  {
    name: 'a private key',
    refused: true,
    change: (repo) =>
      repo.write(
        'src/id_rsa',
        `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS\n-----END RSA ${'PRIVATE'} KEY-----\n`,
      ),
  },
  { name: 'an owner file removed', refused: true, change: (repo) => rm(join(repo.root, '.github/CODEOWNERS')) },
  {
    name: 'a link that leaves the repository',
    refused: true,
    change: (repo) => symlink('../../../etc/passwd', join(repo.root, 'src/link')),
  },
  {
    name: 'the rules themselves loosened',
    refused: true,
    change: (repo) =>
      repo.write('.guardrail/config.yaml', CONFIG.replace('may: { paths: ["src/**", "test/**"] }', 'may: {}')),
  },
  { name: 'a test deleted', refused: true, change: (repo) => rm(join(repo.root, 'test/app.test.ts')) },
  { name: 'a script made executable', refused: false, change: (repo) => chmod(join(repo.root, 'src/run.sh'), 0o755) },
  {
    name: 'a renamed file',
    refused: false,
    change: async (repo) => void (await repo.git('mv', 'src/app.ts', 'src/shop.ts')),
  },
];

const CONFIG = `version: 1
repo: 01JPAR1TY00000000000000000
extends: [strict]
protected: [main]
roles:
  coder: { who: { agent: claude-code }, may: { paths: ["src/**", "test/**"] } }
`;

type Said = { readonly level: string; readonly rules: readonly string[] };

describe.each(situations)('$name', ({ refused, built, change }) => {
  const run = built === true ? guardrail : guardrailHere;
  let repo: Repo;
  let remote: Repo;
  const said = new Map<string, Said>();

  beforeAll(async () => {
    remote = await makeRepo('--bare');
    repo = await makeRepo();
    await repo.commit('Begin', {
      'src/app.ts': 'export const a = 1;\n',
      'src/run.sh': '#!/bin/sh\n',
      'test/app.test.ts': 'test("a", () => {});\n',
      'infra/main.tf': '# empty\n',
      '.github/CODEOWNERS': '* @shop/all\n',
      '.guardrail/config.yaml': CONFIG,
    });
    await repo.git('remote', 'add', 'origin', remote.root);
    await repo.git('push', '--quiet', 'origin', 'main');
    await repo.git('switch', '--quiet', '--create', 'work');
    await change(repo);
    await repo.git('add', '--all');
    said.set('check', await ask(['check', '--json']));
    said.set(
      'patch',
      await ask(
        ['check', '--json', '--patch', '-'],
        (await repo.run('git', ['diff', '--cached', '--binary', '--full-index', 'HEAD'])).stdout,
      ),
    );
    said.set('explain', await ask(['explain', '--json']));
    const hook = await run(repo, ['hook', 'pre-commit'], { env: agent });
    said.set('hook pre-commit', { level: hook.code === 0 ? 'passes' : 'refused', rules: [] });
    await repo.git('commit', '--quiet', '--no-verify', '--message', trailer);
    said.set('range', await ask(['check', '--json', 'main..work']));
    said.set('verify', await ask(['verify', '--json', 'origin/main..work']));
    const lines = `refs/heads/work ${await repo.git('rev-parse', 'HEAD')} refs/heads/work ${'0'.repeat(40)}\n`;
    const push = await run(repo, ['hook', 'pre-push', '--remote=origin', `--url=${remote.root}`], {
      env: agent,
      input: lines,
    });
    said.set('hook pre-push', { level: push.code === 0 ? 'passes' : 'refused', rules: [] });
  });
  afterAll(() => Promise.all([repo.remove(), remote.remove()]));

  async function ask(args: readonly string[], input: Buffer | string = ''): Promise<Said> {
    const ran = await run(repo, args, { env: agent, input });
    if (ran.code > 1) throw new Error(`guardrail ${args.join(' ')}: exit ${ran.code}: ${ran.stderr}`);
    const answer = JSON.parse(ran.stdout.toString('utf8')) as {
      level: string;
      rulings: { rule: string; level: string }[];
    };
    const rules = answer.rulings
      .filter((ruling) => ruling.level !== 'allow')
      .map((ruling) => `${ruling.level} ${ruling.rule}`);
    return { level: answer.level, rules: [...new Set(rules)].sort() };
  }

  test('check, patch, range, verify and explain say the same', () => {
    const expected = said.get('check');
    for (const [place, verdict] of said) {
      if (!place.startsWith('hook')) expect({ place, ...verdict }).toEqual({ place, ...expected });
    }
  });

  test(refused ? 'every entry refuses it' : 'every entry lets it pass', () => {
    const level = said.get('check')?.level ?? '';
    expect(['ask', 'deny'].includes(level)).toBe(refused);
    for (const place of ['hook pre-commit', 'hook pre-push']) {
      expect({ place, level: said.get(place)?.level }).toEqual({ place, level: refused ? 'refused' : 'passes' });
    }
  });
});
