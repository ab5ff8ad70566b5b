import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kept: string;
  }
}

/** A folder for what one run of the suite makes once and copies often; removed when all have ended (vitest calls this). */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'guardrail-kept-'));
  project.provide('kept', folder);
  return () => rm(folder, { recursive: true, force: true });
}
