import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { makeShop, within } from '../helpers/shop.ts';

const DAY = 86_400_000;

/** A commit on an earlier day. */
async function commitAt(
  repo: Repo,
  days: number,
  message: string,
  files: Readonly<Record<string, string>>,
): Promise<string> {
  for (const [path, text] of Object.entries(files)) await repo.write(path, text);
  await repo.git('add', '--all');
  const date = new Date(Date.now() - days * DAY).toISOString();
  const env = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const ran = await repo.run('git', ['commit', '--quiet', '--no-verify', '--message', message], { env });
  if (ran.code !== 0) throw new Error(ran.stderr);
  return await repo.git('rev-parse', 'HEAD');
}

type Report = {
  readonly commits: number;
  readonly refused: number;
  readonly reverts: { readonly total: number; readonly caught: number };
  readonly rules: readonly {
    readonly rule: string;
    readonly refused: { readonly commits: number; readonly reverted: number; readonly perWeek: number };
    readonly warned: { readonly commits: number; readonly reverted: number };
    readonly examples: readonly { readonly oid: string; readonly isReverted: boolean }[];
  }[];
  readonly notes: readonly string[];
};

async function replayed(repo: Repo, ...more: readonly string[]): Promise<Report> {
  const ran = await guardrailHere(repo, ['replay', '--json', ...more]);
  expect([ran.stderr, ran.code]).toEqual(['', 0]);
  return JSON.parse(ran.stdout.toString()) as Report;
}

const TRAILER = '\n\nCo-Authored-By: Claude <noreply@anthropic.com>';

/** Two refusals by the infra rule (one taken back), two drafts at warn (one taken back), and one revert nobody could see. */
async function arrange(repo: Repo): Promise<Readonly<Record<string, string>>> {
  await commitAt(repo, 200, 'long ago', { 'infra/old.tf': '# x\n' });
  const bad = await commitAt(repo, 40, `tear down${TRAILER}`, { 'infra/main.tf': '# two\n' });
  await commitAt(repo, 35, `Revert "tear down"\n\nThis reverts commit ${bad}.`, { 'infra/main.tf': '# one\n' });
  await commitAt(repo, 30, 'grow', { 'infra/main.tf': '# three\n' });
  const draft = await commitAt(repo, 20, 'half a draft', { 'drafts/a.md': 'a\n' });
  await commitAt(repo, 19, 'Revert "half a draft"', { 'drafts/a.md': 'b\n' });
  const unseen = await commitAt(repo, 10, 'content', { 'content/x.md': 'x\n' });
  await commitAt(repo, 9, `Revert "content"\n\nThis reverts commit ${unseen}.`, { 'content/x.md': 'y\n' });
  return { bad, draft };
}

describe('replay', () => {
  test('counts what today’s rules would have stopped, and what of it was taken back', async () => {
    await within(makeShop(), async (repo) => {
      const { bad } = await arrange(repo);
      const report = await replayed(repo);
      // 7 of the window, and the rules themselves, which were committed today
      expect(report.reverts).toEqual({ total: 3, caught: 1 });
      const infra = report.rules.find(({ rule }) => rule === 'shop.infra.touch');
      expect(infra?.refused).toMatchObject({ commits: 3, reverted: 1 });
      expect(infra?.examples[0]).toMatchObject({ oid: bad, isReverted: true });
      expect(infra?.refused.perWeek).toBeCloseTo(3 / (90 / 7), 1);
      const role = report.rules.find(({ rule }) => rule === 'role.writer.paths');
      expect(role?.refused).toMatchObject({ commits: 1, reverted: 1 });
      const drafts = report.rules.find(({ rule }) => rule === 'shop.draft.touch');
      expect(drafts).toMatchObject({ refused: { commits: 0 }, warned: { commits: 2, reverted: 1 } });
    });
  });

  test('as text: what to promote, and nothing wider than a terminal', async () => {
    await within(makeShop(), async (repo) => {
      await arrange(repo);
      const ran = await guardrail(repo, ['replay', '--since', '60d', '--rule', 'shop.draft.touch']);
      const text = ran.stdout.toString();
      expect(text).toContain('guardrail promote shop.draft.touch   2 commits, 1 taken back later');
      for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    });
  });

  test('a revert that was itself taken back leaves its commit standing', async () => {
    await within(makeShop(), async (repo) => {
      const first = await commitAt(repo, 5, 'one', { 'content/x.md': 'x\n' });
      const second = await commitAt(repo, 4, `Revert "one"\n\nThis reverts commit ${first}.`, {
        'content/x.md': 'y\n',
      });
      await commitAt(repo, 3, `Revert "Revert "one""\n\nThis reverts commit ${second}.`, { 'content/x.md': 'x\n' });
      expect((await replayed(repo)).reverts.total).toBe(0);
    });
  });

  test('no commit at all, nothing in the window, and a rule that nobody has', async () => {
    const empty = await makeRepo();
    expect((await replayed(empty)).notes).toEqual(['there is no commit here yet']);
    await empty.remove();
    await within(makeRepo(), async (repo) => {
      await commitAt(repo, 5, 'one', { 'a.txt': 'a\n' });
      expect(await replayed(repo, '--since', '1d')).toMatchObject({ commits: 0, refused: 0, rules: [] });
    });
    await within(makeShop(), async (repo) => {
      const ran = await guardrailHere(repo, ['replay', '--rule', 'shop.infra.tuch']);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('did you mean "shop.infra.touch"?')]);
    });
  });

  test('a shallow clone: the commit at the cut is left out, and it says how to get the rest', async () => {
    await within(makeShop(), async (repo) => {
      await commitAt(repo, 3, 'one', { 'infra/a.tf': '# x\n' });
      await commitAt(repo, 2, 'two', { 'content/b.md': 'x\n' });
      await repo.run('git', ['clone', '--quiet', '--depth=2', `file://${repo.root}`, '../shallow']);
      const report = await replayed(repo.in(join(repo.root, '..', 'shallow')));
      expect(report.notes).toEqual([expect.stringContaining('git fetch --unshallow')]);
      expect(report.refused).toBe(0);
    });
  });

  test('a merge that git makes by itself is nobody’s doing', async () => {
    await within(makeShop(), async (repo) => {
      await repo.git('switch', '--quiet', '--create', 'work');
      await repo.commit('mine', { 'content/b.md': 'b\n' });
      await repo.git('switch', '--quiet', 'main');
      await repo.commit('infra', { 'infra/main.tf': '# two\n' });
      await repo.git('merge', '--quiet', '--no-verify', '--no-ff', '-m', 'merge', 'work');
      const before = await replayed(repo, '--rule', 'shop.infra.touch');
      expect(before.rules[0]?.examples.map(({ oid }) => oid)).not.toContain(await repo.git('rev-parse', 'HEAD'));
    });
  });
});
