import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord } from '../model/json.ts';
import type { Grammar, Grammars, Language, PostgresqlFile, SyntaxNode, Table, YamlFile } from '../model/syntax.ts';
import { LANGUAGE_FILES, PARSER_FILES } from './grammar-files.ts';

/**
 * Loads what is asked for and not there yet: a commit without Terraform pays nothing for its grammar. INVARIANT: a grammar
 * that cannot be loaded stops the gate; a text nobody could parse must not look like one in which nothing was found.
 */
export async function loadGrammars(names: readonly Grammar[]): Promise<Grammars> {
  await Promise.all(names.map((name) => (loading[name] ??= load(name))));
  return grammars;
}

const loading: Partial<Record<Grammar, Promise<void>>> = {};

async function load(name: Grammar): Promise<void> {
  try {
    if (name === 'yaml') yaml = (await import('./yaml-file.ts')).parseYamlFile;
    else if (name === 'postgresql') postgresql = await loadPostgresql();
    else if (name === 'cloudformation' || name === 'failure-models' || name === 'mcp' || name === 'terraform')
      tables.set(name, await loadTable(name));
    else parsers.set(name, await loadLanguage(name));
  } catch (cause) {
    throw new Error(`load the grammar "${name}": install guardrail again`, { cause });
  }
}

type Tree = { readonly rootNode: SyntaxNode; delete(): void };
type Parser = {
  parse(text: string, old: null, options: { progressCallback: () => boolean }): Tree | null;
  reset(): void;
};

/** A text made for it takes the square of its length; a real one of a megabyte a second. */
const LONGEST_MS = 5_000;

const parsers = new Map<Language, Parser>();
const tables = new Map<Table, unknown>();
let yaml: ((text: string) => YamlFile) | null = null;
let postgresql: ((sql: string) => PostgresqlFile) | null = null;

const grammars: Grammars = {
  visit: (language, text, take) => {
    const parser = parsers.get(language);
    if (!parser) throw new Error(`parse ${language}: its grammar was not asked for`);
    const end = performance.now() + LONGEST_MS;
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > end });
    if (!tree) {
      parser.reset(); // else the next text would be read on from where this one stopped
      throw new Error(`parse ${language}: not done after ${LONGEST_MS / 1000} s`);
    }
    try {
      return take(tree.rootNode);
    } finally {
      tree.delete();
    }
  },
  yaml: (text) => {
    if (yaml === null) throw new Error('parse yaml: its grammar was not asked for');
    return yaml(text);
  },
  postgresql: (sql) => {
    if (postgresql === null) throw new Error('parse postgresql: its grammar was not asked for');
    return postgresql(sql);
  },
  table: (name) => {
    if (!tables.has(name)) throw new Error(`read the table "${name}": it was not asked for`);
    return tables.get(name);
  },
};

const here = dirname(fileURLToPath(import.meta.url));
const requireHere = createRequire(import.meta.url);

/** In the package and in the copy of `init` beside the engine; in node_modules when running from source. */
function place(file: string): string {
  const isBuilt = existsSync(join(here, 'engine.cjs'));
  return isBuilt ? join(here, 'grammars', basename(file)) : join(here, '..', '..', 'node_modules', file);
}

/** Made by the build, also for running from source. */
async function loadTable(name: Table): Promise<unknown> {
  const folder = existsSync(join(here, 'engine.cjs')) ? here : join(here, '..', '..', 'dist');
  return JSON.parse(await readFile(join(folder, 'tables', `${name}.json`), 'utf8'));
}

type TreeSitter = {
  readonly Parser: { new (): Parser & { setLanguage(language: object): void }; init(options: object): Promise<void> };
  readonly Language: { load(bytes: Uint8Array): Promise<object> };
};

let treeSitter: Promise<TreeSitter> | null = null;

async function loadLanguage(name: Language): Promise<Parser> {
  const { Parser, Language } = await (treeSitter ??= loadTreeSitter());
  const parser = new Parser();
  parser.setLanguage(await Language.load(await readFile(place(LANGUAGE_FILES[name]))));
  return parser;
}

async function loadTreeSitter(): Promise<TreeSitter> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package's own types, without its 200 others
  const loaded = requireHere(place(PARSER_FILES.treeSitter)) as TreeSitter;
  await loaded.Parser.init({ wasmBinary: await readFile(place(PARSER_FILES.treeSitterCore)) });
  return loaded;
}

type LibPgQuery = { loadModule(): Promise<void>; parseSync(sql: string): unknown };

async function loadPostgresql(): Promise<(sql: string) => PostgresqlFile> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- two functions of a package without usable types
  const loaded = requireHere(place(PARSER_FILES.postgresql)) as LibPgQuery;
  await loaded.loadModule();
  return (sql) => parsePostgresql(loaded, sql);
}

function parsePostgresql(library: LibPgQuery, sql: string): PostgresqlFile {
  if (sql.trim() === '') return { kind: 'read', statements: [] }; // the library calls an empty text an error
  let parsed: unknown;
  try {
    parsed = library.parseSync(sql);
  } catch (error) {
    const details = isRecord(error) && isRecord(error['sqlDetails']) ? error['sqlDetails'] : {};
    const at = details['cursorPosition'];
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', message, index: indexOfByte(sql, typeof at === 'number' ? at : 0) };
  }
  const rows = isRecord(parsed) && Array.isArray(parsed['stmts']) ? parsed['stmts'] : [];
  const toIndex = byteToIndex(sql);
  const statements = rows.filter(isRecord).map((row) => {
    const from = Number(row['stmt_location'] ?? 0);
    const length = Number(row['stmt_len'] ?? 0);
    const to = length === 0 ? sql.length : toIndex(from + length);
    return { from: toIndex(from), to, statement: isRecord(row['stmt']) ? row['stmt'] : {} };
  });
  return { kind: 'read', statements };
}

/** Its positions count UTF-8 bytes. */
function byteToIndex(sql: string): (byte: number) => number {
  if (!/[^\x00-\x7f]/.test(sql)) return (byte) => byte;
  return (byte) => indexOfByte(sql, byte);
}

function indexOfByte(sql: string, byte: number): number {
  return Buffer.from(sql).subarray(0, byte).toString().length;
}
