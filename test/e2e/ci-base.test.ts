import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRepo, type Repo } from '../helpers/repo.ts';

const cli = fileURLToPath(new URL('../../dist/guardrail.mjs', import.meta.url));
const CONFIG = (may: string): string => `version: 1
repo: 01JC1BASE00000000000000000
extends: []
roles:
  coder: { who: { agent: claude-code }, may: { paths: [${may}] } }
`;
const TRAILER = 'Co-Authored-By: Claude <noreply@anthropic.com>';

let repo: Repo;
let base: string;

/** A checkout as CI makes it: no branches, no remote, HEAD detached. Nothing here is called main. */
beforeAll(async () => {
  repo = await makeRepo();
  base = await repo.commit('Begin', { 'src/a.ts': '', '.guardrail/config.yaml': CONFIG('"src/**"') });
  await repo.git('branch', '--move', 'develop');
  await repo.git('checkout', '--quiet', '--detach');
  await repo.git('branch', '--delete', '--force', 'develop');
});
afterAll(() => repo.remove());

async function verify(head: string): Promise<{ code: number; says: string }> {
  const ran = await repo.run(process.execPath, [cli, 'verify', `${base}..${head}`]);
  return { code: ran.code, says: ran.stderr };
}

test('a change inside its role passes', async () => {
  const head = await repo.commit(`Work\n\n${TRAILER}`, { 'src/a.ts': 'export {};\n' });
  expect(await verify(head)).toMatchObject({ code: 0 });
  await repo.git('checkout', '--quiet', base);
});

test('a change that widens its own role first is judged by the rules it is to be merged into', async () => {
  await repo.commit('Widen', { '.guardrail/config.yaml': CONFIG('"**"') });
  const head = await repo.commit(`Work\n\n${TRAILER}`, { 'infra/main.tf': '# nothing\n' });
  const { code, says } = await verify(head);
  expect(code).toBe(1);
  expect(says).toContain('role.coder.paths');
  expect(says).toContain('infra/main.tf');
});
