import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo } from '../helpers/repo.ts';

/** Put together here, so that no scanner takes them for real ones. */
const VALUE = ['s3cr3t', 'value', '0123456789'].join('-');
const HOME: Readonly<Record<string, string>> = {
  '.aws/credentials': `[shop-prod]\naws_access_key_id = ${VALUE}\n[shop-dev]\naws_access_key_id = ${VALUE}\n`,
  '.kube/config':
    'apiVersion: v1\ncurrent-context: shop-production\ncontexts:\n- context:\n    cluster: a\n    user: b\n  name: shop-production\n- context:\n    cluster: kind-a\n  name: kind-a\n',
  '.npmrc': `//registry.example/:_authToken=${VALUE}\n`,
  '.pgpass': `db.example:5432:shop:shop:${VALUE}\n`,
};

test('what an agent could reach is told by name and never by value', async () => {
  const repo = await makeRepo();
  try {
    const home = repo.env['HOME'] ?? '';
    for (const [path, text] of Object.entries(HOME)) {
      await mkdir(dirname(join(home, path)), { recursive: true });
      await writeFile(join(home, path), text);
    }
    const env = { STRIPE_API_KEY: VALUE, SSH_AUTH_SOCK: '/tmp/agent.sock' };
    const ran = await guardrail(repo, ['doctor', '--reach'], { env });
    const text = ran.stdout.toString();
    expect(ran.code, 'something of production lies in reach').toBe(1);
    expect(text).not.toContain(VALUE);
    for (const what of [
      'AWS profile shop-prod',
      'context shop-production (current)',
      'npm token',
      'database passwords',
      'variable STRIPE_API_KEY',
      'ssh-agent',
      'git hooks',
    ])
      expect(text).toContain(what);
    expect(text).not.toContain('kind-a');
    expect(text.indexOf('shop-prod')).toBeLessThan(text.indexOf('shop-dev'));
    const { found } = JSON.parse(
      (await guardrailHere(repo, ['doctor', '--reach', '--json'], { env })).stdout.toString(),
    );
    expect(found.length).toBeGreaterThanOrEqual(7);
    await writeFile(join(home, '.aws/credentials'), '');
    await writeFile(join(home, '.kube/config'), '');
    expect((await guardrailHere(repo, ['doctor', '--reach'], { env })).code, 'nothing of production').toBe(0);
  } finally {
    await repo.remove();
  }
});
