import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { PRIVATE_KEY } from '../helpers/guarded.ts';
import { openModelServer } from '../helpers/model-server.ts';
import { makeRepo } from '../helpers/repo.ts';
import { MODEL, said } from '../review/vendors/apis.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

it('the packed package, installed in a fresh folder with an empty home, guards a fresh repository', async () => {
  const repo = await makeRepo();
  const home = repo.env['HOME'] ?? '';
  const model = await openModelServer({ body: said('anthropic') ?? '' }, { body: said('openai-compatible') ?? '' });
  try {
    const packed = await repo.run('npm', ['pack', '--ignore-scripts', '--pack-destination', home], { cwd: ROOT });
    expect(packed.code, packed.stderr).toBe(0);
    const tarball = join(home, packed.stdout.toString('utf8').trim().split('\n').at(-1) ?? '');
    await repo.write('package.json', '{"name":"shop","private":true}\n');
    await repo.write('.gitignore', 'node_modules/\n');
    const installed = await repo.run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', tarball]);
    expect(installed.code, installed.stderr).toBe(0);
    const init = await repo.run('npx', ['--no-install', 'guardrail', 'init', '--yes']);
    expect(init.code, init.stderr).toBe(0);
    expect(init.stderr).toContain('this clone is guarded');
    const config = join(repo.root, '.guardrail/config.yaml');
    const reviewer = (via: string): string =>
      `  - { vendor: x, name: ${via}, model: ${MODEL}, via: ${via}, url: "${model.url}", paths: ["**"] }\n`;
    const reviewers = `\nreviewers:\n${reviewer('anthropic')}${reviewer('openai-compatible')}`;
    await writeFile(config, (await readFile(config, 'utf8')) + reviewers);

    await repo.write('id_rsa', PRIVATE_KEY);
    await repo.git('add', 'id_rsa');
    const refused = await repo.run('git', ['commit', '-m', 'key']);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('id_rsa');

    // the hooks do not need the package any more, nor does the log
    await rm(join(repo.root, 'node_modules'), { recursive: true });
    expect((await repo.run('git', ['commit', '-m', 'key'])).stderr).toContain('id_rsa');
    await repo.git('rm', '--quiet', '--cached', 'id_rsa');
    await rm(join(repo.root, 'id_rsa'));
    await repo.git('add', '--all');
    const passed = await repo.run('git', ['commit', '-m', 'Guard this repository']);
    expect(passed.code, passed.stderr).toBe(0);
    expect(passed.stderr).not.toContain('log');
    await mkdir(join(home, 'seen'));
    await writeFile(join(home, 'seen/settings'), await readFile(join(repo.root, '.git/hooks/guardrail.env')));
    const engine = /^engine='(.*)'$/m.exec(await readFile(join(home, 'seen/settings'), 'utf8'))?.[1] ?? '';
    // the SDKs lie in a bundle beside the engine, and came along with it
    for (const name of ['anthropic', 'openai-compatible']) {
      const checked = await repo.run(process.execPath, [engine, 'reviewers', name, '--check']);
      expect(checked.stdout.toString('utf8') + checked.stderr).toContain(`ok     ${name}: answers as ${MODEL}`);
    }
    expect(model.seen).toMatchObject([{ complaints: [] }, { complaints: [] }]);
    const doctor = await repo.run(process.execPath, [engine, 'doctor', '--json']);
    expect(doctor.code, doctor.stdout.toString('utf8')).toBe(0);
  } finally {
    await model.close();
    await repo.remove();
  }
});
