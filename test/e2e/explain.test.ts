import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { AGENT, makeShop, within } from '../helpers/shop.ts';

describe('explain', () => {
  test('which rule, from which line of which policy, met what, and what would allow it', async () => {
    await within(makeShop(), async (repo) => {
      await repo.write('infra/main.tf', 'two\n');
      await repo.write('drafts/a.md', 'a\n');
      await repo.git('add', '--all');
      const ran = await guardrail(repo, ['explain'], { env: AGENT });
      const text = ran.stdout.toString();
      expect(ran.code).toBe(0);
      expect(text).toContain('.guardrail/policies/infra.yaml:5');
      expect(text).toContain('file.modify about infra/main.tf');
      expect(text).toContain('CLAUDECODE=1');
      expect(text.replaceAll(/\s+/g, ' ')).toContain('nothing, for this actor; a person may take it over');
      expect(text.replaceAll(/\s+/g, ' ')).toContain('it passes as it is');
      for (const line of text.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(120);
    });
  });

  test('one reason by its id, one path with what came near, and a range', async () => {
    await within(makeShop(), async (repo) => {
      await repo.write('infra/main.tf', 'two\n');
      await repo.write('content/b.md', 'b\n');
      await repo.git('add', '--all');
      const all = JSON.parse((await guardrailHere(repo, ['explain', '--json'], { env: AGENT })).stdout.toString());
      const { id } = (all.rulings as { id: string; rule: string }[]).find(
        ({ rule }) => rule === 'shop.infra.touch',
      ) ?? { id: '' };
      const one = (await guardrailHere(repo, ['explain', id], { env: AGENT })).stdout.toString();
      expect(one).toContain('shop.infra.touch');
      expect(one).not.toContain('role.writer.paths');
      const near = (await guardrailHere(repo, ['explain', 'content/b.md'], { env: AGENT })).stdout.toString();
      expect(near).toMatch(/misses {2}shop\.infra\.touch .*not path/);
      await repo.commit('both');
      const range = (
        await guardrailHere(repo, ['explain', 'shop.infra.touch', 'HEAD~1..HEAD'], { env: AGENT })
      ).stdout.toString();
      expect(range).toContain('shop.infra.touch');
    });
  });
});
