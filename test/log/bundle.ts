import { mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

/** The writer as one file in a folder of its own, beside a node_modules: as `init` copies guardrail under the data folder. */
export async function bundleWriter(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'guardrail-writer-'));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  const bundle = await rolldown({ input: join(import.meta.dirname, 'writer.ts'), platform: 'node' });
  const file = join(folder, 'writer.mjs');
  await bundle.write({ file, format: 'esm' });
  await bundle.close();
  return file;
}
