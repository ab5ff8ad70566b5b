import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import type { Repo } from '../helpers/repo.ts';

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

export async function npmInstall(repo: Repo, what: string): Promise<void> {
  await repo.write('package.json', '{"name":"shop","private":true}\n');
  const ran = await repo.run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', what], {
    env: { CI: '' },
  });
  expect(ran.code, ran.stderr).toBe(0);
  await repo.write('.gitignore', 'node_modules/\n');
}
