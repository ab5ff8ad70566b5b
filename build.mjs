// src/ -> dist/: a starter, the engine in one file, the reviewers it opens at need, and the shipped policies; no dependency
// but the SQLite driver.
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

// built beside and moved into place: a hook that starts meanwhile finds the old engine or the new one, never half of one
const fresh = await mkdtemp('.dist-');
try {
  // one file: V8 keeps what it compiled of one script (src/main.ts), and a commit opens no others
  await bundle('src/cli.ts', { file: `${fresh}/engine.cjs`, format: 'cjs' }, [reviewersApart()]);
  await toAscii(`${fresh}/engine.cjs`);
  // the SDKs of two vendors weigh more than all the rest, and no commit has a use for them
  await bundle('src/review/vendors/index.ts', { file: `${fresh}/reviewers.cjs`, format: 'cjs' });
  await copyLicences(['@anthropic-ai/sdk', 'openai'], `${fresh}/reviewers.LICENSES`);
  // the copy of a hook starts this one: to begin with an ES module would take 5 ms of every commit
  await bundle('src/main.ts', { file: `${fresh}/guardrail.cjs`, format: 'cjs' });
  await writeFile(`${fresh}/guardrail.mjs`, "#!/usr/bin/env node\nimport './guardrail.cjs';\n");
  await bundle('src/system/shipped.ts', { file: `${fresh}/shipped.mjs`, format: 'esm' });
  await chmod(`${fresh}/guardrail.mjs`, 0o755);
  if (/\bimport\(/.test(await readFile(`${fresh}/engine.cjs`, 'utf8')))
    throw new Error('the engine is one file, and a script that V8 kept cannot import()');

  // the shipped policies, parsed now so that no hook has to load a YAML parser for them
  const { readShippedFolder } = await import(pathToFileURL(`${fresh}/shipped.mjs`).href);
  await writeFile(`${fresh}/shipped.json`, JSON.stringify(withoutCases(await readShippedFolder('policies'))));
  // a file of its own: reviews read it, and no commit does
  const failureModels = withoutCases(await readShippedFolder('failure-models'));
  await writeFile(`${fresh}/failure-models.json`, JSON.stringify(failureModels));
  await rm(`${fresh}/shipped.mjs`);
  await copyGrammars();
  await makeTables(failureModels);
  await chmod(fresh, 0o755);
  await rm('dist', { recursive: true, force: true });
  await rename(fresh, 'dist');
} finally {
  await rm(fresh, { recursive: true, force: true });
}

/** Half of the shipped policies and failure models are their cases, which no hook has a use for. Their hash is of the whole file. */
function withoutCases({ documents }) {
  return {
    documents: documents.map(({ root, ...document }) => ({
      ...document,
      root: root.kind === 'map' ? { ...root, entries: root.entries.filter(({ key }) => key !== 'cases') } : root,
    })),
  };
}

/** Parsers as their makers publish them, each with its licence; a commit loads only those it has a use for. */
async function copyGrammars() {
  await bundle('src/system/grammar-files.ts', { file: `${fresh}/grammar-files.mjs`, format: 'esm' });
  const { LANGUAGE_FILES, PARSER_FILES } = await import(pathToFileURL(`${fresh}/grammar-files.mjs`).href);
  await rm(`${fresh}/grammar-files.mjs`);
  const folder = join(fresh, 'grammars');
  await mkdir(folder);
  // the package around it says that a .js file is a module, and these are none
  await writeFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  for (const file of [...Object.values(LANGUAGE_FILES), ...Object.values(PARSER_FILES)]) {
    await cp(join('node_modules', file), join(folder, basename(file)));
    if (/\.c?js$/.test(file)) await standAlone(join(folder, basename(file)));
    await chmod(join(folder, basename(file)), 0o644);
    const name = file.split('/').slice(0, file.startsWith('@') ? 2 : 1);
    await cp(join('node_modules', ...name, 'LICENSE'), join(folder, `${name.at(-1)}.LICENSE`));
  }
}

/**
 * The copy that `init` makes has no node_modules beside it but the database's. libpg-query's types export nothing when they run, and
 * what is left may ask for what lies beside it and for Node alone: else nobody could commit SQL outside of this repository.
 */
async function standAlone(file) {
  const text = (await readFile(file, 'utf8')).replace(/^__exportStar\(require\("@pgsql\/types"\), exports\);$/m, '');
  await writeFile(file, text);
  const asked = [...text.matchAll(/\brequire\(\s*["']([^"']+)["']\s*\)/g)].map(([, name]) => name);
  const foreign = asked.filter((name) => !name.startsWith('./') && !isBuiltin(name));
  if (foreign.length > 0) throw new Error(`${file} asks for ${foreign.join(', ')}, which no installed copy has`);
}

/** Kept ones are copied; what can be reduced from a package of this folder is made anew, so that it cannot fall behind. */
async function makeTables(failureModels) {
  const folder = join(fresh, 'tables');
  await mkdir(folder);
  await cp('tables/terraform.json', join(folder, 'terraform.json'));
  const { parse } = await import('yaml');
  await writeFile(join(folder, 'mcp.json'), JSON.stringify(parse(await readFile('tables/mcp.yaml', 'utf8'))));
  // only their ids: a commit tells by them whether a failure model takes the place of a shipped one
  const ids = failureModels.documents.map(({ file }) =>
    file.replace(/^failure-models\/(.*)\.yaml$/, '$1').replace('/', '.'),
  );
  await writeFile(join(folder, 'failure-models.json'), JSON.stringify(ids));
  const { reduceServiceSpec } = await import('./tables/cloudformation.mjs');
  await writeFile(join(folder, 'cloudformation.json'), JSON.stringify(await reduceServiceSpec()));
}

/** In the engine the table of vendors is a door to the bundle beside it. */
function reviewersApart() {
  const code =
    "import { createRequire } from 'node:module';\nexport const { vendors } = createRequire(import.meta.url)('./reviewers.cjs');\n";
  const isTable = (id) => /[\\/]src[\\/]review[\\/]vendors[\\/]index\.ts$/.test(id);
  return { name: 'reviewers-apart', load: (id) => (isTable(id) ? { code, moduleType: 'js' } : null) };
}

async function copyLicences(names, file) {
  const texts = names.map(
    async (name) => `${name}\n\n${await readFile(join('node_modules', name, 'LICENSE'), 'utf8')}`,
  );
  await writeFile(file, (await Promise.all(texts)).join('\n\n'));
}

/** With a single other character in it, V8 keeps half a megabyte as a whole one, and decoding it takes longer. */
async function toAscii(file) {
  const text = await readFile(file, 'utf8');
  const escape = (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, text.replaceAll(/[^\x00-\x7f]/g, escape));
}

async function bundle(input, output, plugins = []) {
  const made = await rolldown({
    input,
    plugins,
    platform: 'node',
    external: [/^better-sqlite3$/, /^libsql$/],
    transform: { target: 'node20' },
  });
  await made.write({
    ...output,
    codeSplitting: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  });
  await made.close();
}
