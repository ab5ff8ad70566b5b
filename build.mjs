// src/ -> dist/: one entry, a chunk per command, no dependency but the SQLite driver.
import { chmod, rm, writeFile } from 'node:fs/promises';
import { rolldown } from 'rolldown';

await rm('dist', { recursive: true, force: true });
const bundle = await rolldown({
  input: { guardrail: 'src/cli.ts', shipped: 'src/system/shipped.ts' },
  platform: 'node',
  external: [/^better-sqlite3$/, /^libsql$/],
  transform: { target: 'node20' },
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: '[name]-[hash].mjs',
  minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  banner: (chunk) => (chunk.name === 'guardrail' ? '#!/usr/bin/env node' : ''),
});
await bundle.close();
await chmod('dist/guardrail.mjs', 0o755);

// the shipped policies, parsed now so that no hook has to load a YAML parser for them
const { readShippedFolder } = await import('./dist/shipped.mjs');
await writeFile('dist/shipped.json', JSON.stringify(await readShippedFolder('policies')));
