import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const HASH_BYTES = 32;

// INVARIANT: an engine that ends before it has said anything (a file that a crash left empty) has refused
process.exitCode = 2;

/**
 * Starts the engine with what V8 made of it the last time: compiling half a megabyte anew was a third of what a commit waits
 * for. INVARIANT: this changes speed, never results. V8 refuses code of another version or other flags, and whatever else goes
 * wrong here ends in compiling again. Of the source V8 compares nothing but the length: a copy is named for what is in it, and a
 * build is known by when it was made.
 *
 * What it remembers lies beside the copy that `init` made, and beside `dist/` of a package: whoever may write there may write the
 * engine itself.
 */
const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, 'engine.cjs');
// of the daemon apart: V8 takes no code that was kept under other flags, and each would make the other compile anew
const flags =
  process.execArgv.length === 0 ? '' : `-${hashOf(process.execArgv.join(' '), Buffer.alloc(0)).toString('hex', 0, 4)}`;
const name = `${basename(here)}-${process.version}-${process.arch}${flags}`;
const isCopy = existsSync(join(here, 'contents.json'));
const compiled = join(dirname(here), isCopy ? 'compiled' : '.compiled', name);
const made = isCopy ? '' : String(statSync(file).mtimeMs);
const known = recall(compiled);
const text = readFileSync(file, 'latin1'); // the build leaves nothing but ASCII in it
if (text === '') throw new Error(`start ${file}: it is empty; install guardrail again`);
const source = `(function (exports, require, module, __filename, __dirname) {${text}\n})`;
const script = new Script(source, { filename: file, ...(known === null ? {} : { cachedData: known }) });
const engine: unknown = script.runInThisContext();
if (typeof engine !== 'function') throw new Error(`start ${file}: it is not an engine; install guardrail again`);
const module = { exports: {} };
Reflect.apply(engine, module.exports, [module.exports, createRequire(file), module, file, here]);
// at the end, when V8 has compiled what a judgement needs and nothing that it does not
if (script.cachedDataRejected !== false) process.once('exit', () => remember(compiled));

/** V8 believes what it is given and would crash on a file that a power cut left half written, so its hash comes first. */
function recall(path: string): Buffer | null {
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  const code = bytes.subarray(HASH_BYTES);
  return hashOf(made, code).equals(bytes.subarray(0, HASH_BYTES)) ? code : null;
}

function remember(path: string): void {
  const draft = `${path}.${process.pid}`;
  const code = script.createCachedData();
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, Buffer.concat([hashOf(made, code), code]));
    renameSync(draft, path); // a hook that starts meanwhile finds all of it or none
  } catch {
    return; // a read-only home: slower, and nothing else
  }
}

function hashOf(of: string, code: Buffer): Buffer {
  return createHash('sha256').update(of).update(code).digest();
}
