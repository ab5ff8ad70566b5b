import { chmod, cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { CLI, PRIVATE_KEY } from '../helpers/guarded.ts';
import { makeRepo } from '../helpers/repo.ts';

const HOOKS = fileURLToPath(new URL('../../hooks', import.meta.url));

it('a server refuses a forbidden push while its objects are in quarantine, and takes an allowed one', async () => {
  const repo = await makeRepo();
  try {
    const server = join(repo.root, '../server.git');
    await repo.git('init', '--quiet', '--bare', server);
    for (const name of ['pre-receive', 'guardrail.sh', 'guardrail-engine.sh', 'guardrail-node.sh'])
      await cp(join(HOOKS, name), join(server, 'hooks', name));
    await chmod(join(server, 'hooks/pre-receive'), 0o755);
    await writeFile(join(server, 'hooks/guardrail.env'), `engine='${CLI}'\nnode='${process.execPath}'\n`);

    await repo.commit('first', { 'README.md': 'shop\n' });
    const allowed = await repo.run('git', ['push', server, 'main']);
    expect(allowed.code, allowed.stderr).toBe(0);

    await repo.commit('key', { id_rsa: PRIVATE_KEY });
    const refused = await repo.run('git', ['push', server, 'main']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/remote: .*id_rsa/);
    expect(await repo.in(server).git('rev-parse', 'main')).toBe(await repo.git('rev-parse', 'HEAD~1'));
  } finally {
    await repo.remove();
  }
});
