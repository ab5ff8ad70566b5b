import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere, seedEngine } from '../helpers/guarded.ts';
import type { Ran, Repo } from '../helpers/repo.ts';
import { makeShared, within } from '../helpers/shop.ts';

type Ruling = { readonly rule: string; readonly level: string; readonly fact: { readonly authors: readonly Author[] } };
type Author = {
  readonly kind: string;
  readonly agent: string | null;
  readonly session: string | null;
  readonly evidence: readonly string[];
};

describe('lines are tied to whoever wrote them', () => {
  test('what an agent wrote and a person commits is still the agent’s, at the commit and at the push', async () => {
    await within(makeShared(), async (repo) => {
      expect(await writes(repo, 'notes/plan.md', 'by an agent\n')).toBe('ask');
      await repo.write('notes/plan.md', 'by an agent\n');
      await repo.write('notes/own.md', 'by a person\n');
      await repo.git('add', '--all');
      const staged = await rulings(repo, ['check', '--json']);
      expect(authorsOf(staged, 'notes/plan.md')).toEqual(['claude-code s-1', 'human']);
      expect(authorsOf(staged, 'notes/own.md')).toEqual(['human']);
    });
  });

  test('a file the agent edited and somebody went on with is still under suspicion; one committed since is not', async () => {
    await within(makeShared(), async (repo) => {
      await writes(repo, 'drafts/a.md', 'one\n');
      await repo.write('drafts/a.md', 'one\nand more\n');
      await repo.git('add', '--all');
      expect(authorsOf(await rulings(repo, ['check', '--json']), 'drafts/a.md')).toEqual(['claude-code s-1', 'human']);
      const later = { GIT_COMMITTER_DATE: '2099-01-01T00:00:00Z', GIT_AUTHOR_DATE: '2099-01-01T00:00:00Z' };
      await repo.run('git', ['commit', '--quiet', '--no-verify', '--message', 'a draft'], { env: later });
      await repo.write('drafts/a.md', 'only a person\n');
      await repo.git('add', '--all');
      expect(authorsOf(await rulings(repo, ['check', '--json']), 'drafts/a.md')).toEqual(['human']);
    });
  });

  test('a push knows what the commit hook knew', async () => {
    await within(makeShared(), async (repo) => {
      await seedEngine(repo);
      expect((await guardrail(repo, ['init', '--yes'])).code).toBe(0);
      await writes(repo, 'drafts/b.md', 'two\n');
      await repo.write('drafts/b.md', 'two\n');
      await repo.git('add', '--all');
      const committed = await atShell(repo, ['git', 'commit', '--quiet', '--message', 'a draft of two']);
      expect(committed.stderr).toContain('shop.draft.touch');
      const pushed = await atShell(repo, ['git', 'push', '--quiet', 'origin', 'HEAD:topic']);
      expect([pushed.code, pushed.stderr]).toEqual([0, expect.stringContaining('shop.draft.touch')]);
      const events = (await guardrail(repo, ['log', 'export'])).stdout.toString().trim().split('\n');
      const push = events.filter((event) => event.includes('pre-push'));
      expect(push).toHaveLength(1);
      expect(push[0]).toContain('claude-code');
    });
  });
});

async function atShell(repo: Repo, words: readonly string[]): Promise<Ran> {
  return await repo.run(process.execPath, [new URL('../alone.mjs', import.meta.url).pathname, ...words]);
}

async function writes(repo: Repo, path: string, content: string): Promise<string> {
  const input = JSON.stringify({
    session_id: 's-1',
    cwd: repo.root,
    hook_event_name: 'PreToolUse',
    tool_name: 'Write',
    tool_input: { file_path: `${repo.root}/${path}`, content },
    tool_use_id: 't',
  });
  const ran = await guardrailHere(repo, ['agent', 'claude-code', 'PreToolUse'], { input });
  const text = ran.stdout.toString();
  return text === '' ? 'allow' : (JSON.parse(text).hookSpecificOutput?.permissionDecision ?? 'allow');
}

async function rulings(repo: Repo, args: readonly string[]): Promise<readonly (Ruling & { readonly path: string })[]> {
  const said = JSON.parse((await guardrailHere(repo, args)).stdout.toString());
  return said.rulings.map((ruling: Ruling & { fact: { where: { path: string } } }) => ({
    ...ruling,
    path: ruling.fact.where.path,
  }));
}

function authorsOf(all: readonly (Ruling & { readonly path: string })[], path: string): readonly string[] {
  const authors = all.filter((ruling) => ruling.path === path).flatMap(({ fact }) => fact.authors);
  return [
    ...new Set(authors.map(({ kind, agent, session }) => (agent === null ? kind : `${agent} ${session}`))),
  ].sort();
}
