// src/ -> dist/: one entry, a chunk per command, no dependency but the SQLite driver.
import { chmod, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

// built beside and moved into place: a hook that starts meanwhile finds the old engine or the new one, never half of one
const fresh = await mkdtemp('.dist-');
try {
  const bundle = await rolldown({
    input: { guardrail: 'src/cli.ts', shipped: 'src/system/shipped.ts' },
    platform: 'node',
    external: [/^better-sqlite3$/, /^libsql$/],
    transform: { target: 'node20' },
  });
  await bundle.write({
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    banner: (chunk) => (chunk.name === 'guardrail' ? '#!/usr/bin/env node' : ''),
  });
  await bundle.close();
  await chmod(`${fresh}/guardrail.mjs`, 0o755);

  // the shipped policies, parsed now so that no hook has to load a YAML parser for them
  const { readShippedFolder } = await import(pathToFileURL(`${fresh}/shipped.mjs`).href);
  await writeFile(`${fresh}/shipped.json`, JSON.stringify(await readShippedFolder('policies')));
  await chmod(fresh, 0o755);
  await rm('dist', { recursive: true, force: true });
  await rename(fresh, 'dist');
} finally {
  await rm(fresh, { recursive: true, force: true });
}
