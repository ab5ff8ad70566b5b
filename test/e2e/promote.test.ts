import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { AGENT, makeShop, within } from '../helpers/shop.ts';

const config = (repo: Repo): Promise<string> => readFile(join(repo.root, '.guardrail/config.yaml'), 'utf8');

describe('promote', () => {
  test('writes one override and keeps every other byte; then the rule refuses', async () => {
    await within(makeShop(), async (repo) => {
      const before = await config(repo);
      const ran = await guardrail(repo, ['promote', 'shop.draft.touch']);
      expect(ran.stdout.toString()).toContain('git commit -m "Enforce shop.draft.touch"');
      expect(ran.stdout.toString()).toContain('shop.draft.touch: warn, then agent deny, human ask');
      const after = await config(repo);
      expect(after.startsWith(before)).toBe(true);
      expect(after.slice(before.length)).toBe(
        'overrides:\n  - { rules: [ shop.draft.touch ], level: { agent: deny, human: ask } }\n',
      );
      await repo.commit('enforce');
      await repo.write('drafts/a.md', 'a\n');
      await repo.git('add', '--all');
      expect((await guardrailHere(repo, ['check'], { env: AGENT })).code).toBe(1);
      const again = await guardrailHere(repo, ['promote', 'shop.draft.touch']);
      expect([again.code, again.stdout.toString()]).toEqual([0, expect.stringContaining('already: nothing to change')]);
      const log = await guardrailHere(repo, ['log', 'export']);
      expect(log.stdout.toString()).toContain('"promotion"');
    });
  });

  test('--dry-run writes nothing, --to ask asks everybody, --to warn takes it back', async () => {
    await within(makeShop(), async (repo) => {
      const before = await config(repo);
      const dry = await guardrailHere(repo, ['promote', 'shop.draft.touch', '--dry-run']);
      expect([dry.code, await config(repo)]).toEqual([0, before]);
      expect(dry.stdout.toString()).toContain('+overrides:');
      await guardrailHere(repo, ['promote', 'shop.draft.touch', '--to', 'ask']);
      expect(await config(repo)).toContain('{ rules: [ shop.draft.touch ], level: ask }');
      await guardrailHere(repo, ['promote', 'shop.draft.touch', '--to', 'warn']);
      expect(await config(repo)).toContain('{ rules: [ shop.draft.touch ], level: warn }');
      expect((await config(repo)).match(/shop\.draft\.touch/g)).toHaveLength(1);
    });
  });

  test('comments and order of a list of overrides stay, and exceptions for paths stay exceptions', async () => {
    await within(makeShop(), async (repo) => {
      const text = `${await config(repo)}overrides:
  # the sandbox may be broken
  - path: "sandbox/**"
    rules: ["shop.*"]
    level: warn # on purpose
  - { rules: ["shop.infra.*"], level: warn } # for now
# the end
limits: { agent: { files: 60 } }
`;
      await writeFile(join(repo.root, '.guardrail/config.yaml'), text);
      await guardrailHere(repo, ['promote', 'shop.infra.touch']);
      const added = '  - { rules: [ shop.infra.touch ], level: { agent: deny, human: ask } }\n';
      expect(await config(repo)).toBe(text.replace('# the end', `${added}# the end`));
      await guardrailHere(repo, ['promote', 'shop.draft.touch']);
      const first = '  - { rules: [ shop.draft.touch ], level: { agent: deny, human: ask } }\n';
      expect((await config(repo)).indexOf(first)).toBeLessThan((await config(repo)).indexOf('# the sandbox'));
    });
  });

  test('no rule of that name, no config, no such level', async () => {
    await within(makeShop(), async (repo) => {
      const unknown = await guardrailHere(repo, ['promote', 'shop.draft.tuch']);
      expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('did you mean "shop.draft.touch"?')]);
      const level = await guardrailHere(repo, ['promote', 'shop.draft.touch', '--to', 'allow']);
      expect([level.code, level.stderr]).toEqual([2, expect.stringContaining('warn, ask or deny')]);
    });
    await within(makeRepo(), async (repo) => {
      const ran = await guardrailHere(repo, ['promote', 'files.symlink']);
      expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('guardrail init')]);
    });
  });
});
