import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyzers } from '../../src/facts/analyzers/index.ts';
import { guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

const CASES = join(dirname(fileURLToPath(import.meta.url)), '..', 'cases');
const AGENT = { CLAUDECODE: '1' };
const TRAILER = 'Work\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

/** Each case is four programs and a push, so not every analyzer of a family is tried: these always, of the others every second. */
const ALWAYS = new Set(['terraform', 'kubernetes', 'sql', 'cloudformation', 'github-actions', 'rails']);

/** One that it refuses, and of those above one that must stay quiet. A case with rules of its own
 * is another matter: a repository follows them, and the case runner does not read them. */
const chosen = analyzers.flatMap(({ id }, index) => {
  if (!ALWAYS.has(id) && index % 2 === 1) return [];
  const folder = join(CASES, id);
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  const first = (start: string): readonly string[] =>
    names.filter((name) => name.startsWith(start) && !hasRules(join(folder, name))).slice(0, 1);
  const some = [...first('bad.'), ...(ALWAYS.has(id) ? first('ok.') : [])];
  return some.map((name) => ({ name: `${id}/${name}`, folder: join(folder, name) }));
});

function hasRules(folder: string): boolean {
  return ['before', 'after'].some((side) => existsSync(join(folder, side, '.guardrail')));
}

type Said = { readonly level: string; readonly rules: readonly string[] };

let runner: ReadonlyMap<string, Said>;
let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'parity-'));
  for (const { name, folder } of chosen) {
    await mkdir(join(place, name), { recursive: true });
    for (const side of ['before', 'after'])
      if (existsSync(join(folder, side)))
        await cp(join(folder, side), join(place, name, side), { recursive: true, verbatimSymlinks: true });
    await writeFile(join(place, name, 'expected.json'), '{"verdict":"allow"}');
  }
  const alone = await makeRepo();
  const ran = await guardrailHere(alone, ['policy', 'test', place, '--json']);
  await alone.remove();
  const answer = JSON.parse(ran.stdout.toString('utf8')) as { cases: { id: string; got: string; rules: string[] }[] };
  runner = new Map(answer.cases.map(({ id, got, rules }) => [id, { level: got, rules: [...rules].sort() }]));
});
afterAll(() => rm(place, { recursive: true, force: true }));

test('there is something of every technology', () => {
  expect(chosen.length).toBeGreaterThan(analyzers.length / 2);
  for (const id of ALWAYS) expect(chosen.filter(({ name }) => name.startsWith(`${id}/`)).length).toBe(2);
});

describe.each(chosen)('$name', ({ name, folder }) => {
  test('the case runner, check, verify and both hooks say the same', async () => {
    const remote = await makeRepo('--bare');
    const repo = await makeRepo();
    try {
      const said = await everywhere(repo, remote, folder);
      const { level, rules } = said.get('check') ?? { level: 'nothing', rules: [] };
      const refused = level === 'ask' || level === 'deny';
      for (const [at, verdict] of said) {
        if (at.startsWith('hook'))
          expect({ at, level: verdict.level }).toEqual({ at, level: refused ? 'refused' : 'passes' });
        else expect({ at, ...verdict }).toEqual({ at, level, rules });
      }
      expect({ at: 'policy test', ...runner.get(name) }).toEqual({ at: 'policy test', level, rules });
    } finally {
      await Promise.all([repo.remove(), remote.remove()]);
    }
  });
});

async function everywhere(repo: Repo, remote: Repo, folder: string): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>();
  await lay(repo, folder, 'before');
  await repo.git('add', '--all', '--force');
  await repo.git('commit', '--quiet', '--allow-empty', '--no-verify', '--message', 'Begin');
  await repo.git('remote', 'add', 'origin', remote.root);
  await repo.git('push', '--quiet', '--no-verify', 'origin', 'main');
  await repo.git('switch', '--quiet', '--create', 'work');
  await lay(repo, folder, 'after');
  await repo.git('add', '--all', '--force');
  said.set('check', await ask(repo, ['check', '--json']));
  said.set('hook pre-commit', await hook(repo, ['hook', 'pre-commit'], ''));
  await repo.git('commit', '--quiet', '--no-verify', '--message', TRAILER);
  said.set('verify', await ask(repo, ['verify', '--json', 'origin/main..work']));
  const lines = `refs/heads/work ${await repo.git('rev-parse', 'HEAD')} refs/heads/work ${'0'.repeat(40)}\n`;
  said.set('hook pre-push', await hook(repo, ['hook', 'pre-push', '--remote=origin', `--url=${remote.root}`], lines));
  return said;
}

/** The working tree becomes that side of the case and nothing else. */
async function lay(repo: Repo, folder: string, side: string): Promise<void> {
  for (const entry of readdirSync(repo.root))
    if (entry !== '.git') await rm(join(repo.root, entry), { recursive: true });
  if (existsSync(join(folder, side)))
    await cp(join(folder, side), repo.root, { recursive: true, verbatimSymlinks: true });
}

async function ask(repo: Repo, args: readonly string[]): Promise<Said> {
  const ran = await guardrailHere(repo, args, { env: AGENT });
  if (ran.code > 1) throw new Error(`guardrail ${args.join(' ')}: exit ${ran.code}: ${ran.stderr}`);
  const answer = JSON.parse(ran.stdout.toString('utf8')) as {
    level: string;
    rulings: { rule: string; level: string }[];
  };
  const rules = answer.rulings.filter(({ level }) => level !== 'allow').map(({ rule }) => rule);
  return { level: answer.level, rules: [...new Set(rules)].sort() };
}

async function hook(repo: Repo, args: readonly string[], input: string): Promise<Said> {
  const ran = await guardrailHere(repo, args, { env: AGENT, input });
  return { level: ran.code === 0 ? 'passes' : 'refused', rules: [] };
}
