import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../model/json.ts';
import { withShortReport } from './short-report.ts';

/** All we ask of SQLite. Both drivers are synchronous, so a transaction is a plain function call. */
export type Driver = {
  readonly name: string;
  readonly exec: (sql: string) => void;
  readonly run: (sql: string, values?: readonly Cell[]) => void;
  readonly all: (sql: string, values?: readonly Cell[]) => readonly Row[];
  readonly close: () => void;
};
export type Cell = string | number | null;
export type Row = Readonly<Record<string, unknown>>;

export type DriverChoice =
  | { readonly kind: 'found'; readonly name: string; readonly version: string; readonly file: string }
  | { readonly kind: 'missing'; readonly why: string };

/** The shape that better-sqlite3 and libsql share; neither is asked for its own types. */
type Statement = {
  readonly run: (...values: readonly Cell[]) => unknown;
  readonly all: (...values: readonly Cell[]) => unknown;
};
type Connection = {
  readonly exec: (sql: string) => unknown;
  readonly prepare: (sql: string) => Statement;
  readonly close: () => unknown;
};

/** Resolved from where this file (or the bundle) lies, so that a copy with its own node_modules finds its own driver. */
const here = createRequire(import.meta.url);
const NEWEST = 10; // the Node-API that better-sqlite3 13 is built for; an older Node crashes by signal in its constructor

/** `from`: the file it would be loaded by, for who asks about another copy of the engine. */
export function findDriver(napi: number = Number(process.versions['napi']), from?: string): DriverChoice {
  const places = from === undefined ? here : createRequire(from);
  const found = [betterSqlite(napi, places), installedPackage('libsql', places)].find(
    (choice) => choice.kind === 'found',
  );
  return (
    found ?? {
      kind: 'missing',
      why: `no SQLite driver for Node ${process.versions.node}: neither better-sqlite3 nor libsql is installed beside guardrail`,
    }
  );
}

function betterSqlite(napi: number, places: NodeJS.Require): DriverChoice {
  const installed = installedPackage('better-sqlite3', places);
  if (installed.kind === 'missing') return installed;
  const major = Number(installed.version.split('.', 1)[0]);
  // 13 needs Node-API 10; 12 aborts on newer Node 24 and has no prebuilt for Node 20, so only one that was built here will do
  const built = join(dirname(installed.file), 'build', 'Release', 'better_sqlite3.node');
  const fits = napi >= NEWEST ? major >= 13 : major === 12 && existsSync(built);
  return fits ? installed : { kind: 'missing', why: `better-sqlite3 ${installed.version} does not fit this Node` };
}

/** By its folder, because the `exports` of libsql hide its package.json from `require`. */
function installedPackage(name: string, places: NodeJS.Require): DriverChoice {
  const folders = places.resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, 'package.json')).find((path) => existsSync(path));
  if (file === undefined) return { kind: 'missing', why: `${name} is not installed` };
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const version = isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : '0';
  return { kind: 'found', name, version, file };
}

/** Loads the driver ahead of its use; what is wrong with it, opening says. */
export function loadDriver(choice: DriverChoice = findDriver()): void {
  try {
    if (choice.kind === 'found') load(choice.name);
  } catch {
    return; // openDriver meets the same error where it can be told
  }
}

function load(name: string): unknown {
  return withShortReport((): unknown => here(name));
}

export function openDriver(path: string, choice: DriverChoice = findDriver()): Driver {
  if (choice.kind === 'missing') throw new Error(choice.why);
  const connection = connect(choice, path);
  const statements = new Map<string, Statement>();
  const prepare = (sql: string): Statement => {
    const known = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, known);
    return known;
  };
  return {
    name: `${choice.name} ${choice.version}`,
    exec: (sql) => void connection.exec(sql),
    run: (sql, values = []) => void prepare(sql).run(...values),
    all: (sql, values = []) => rowsOf(prepare(sql).all(...values), sql),
    close: () => {
      statements.clear();
      connection.close();
    },
  };
}

function connect(choice: DriverChoice & { readonly kind: 'found' }, path: string): Connection {
  const Database = load(choice.name);
  if (typeof Database !== 'function') throw new Error(`load ${choice.name}: it exports no constructor`);
  const connection: unknown = Reflect.construct(Database, [path]);
  if (!isConnection(connection)) throw new Error(`open ${path} with ${choice.name}: not a database connection`);
  return connection;
}

function isConnection(value: unknown): value is Connection {
  return (
    typeof value === 'object' && value !== null && ['exec', 'prepare', 'close'].every((name) => isMethod(value, name))
  );
}

function isMethod(object: object, name: string): boolean {
  return typeof Reflect.get(object, name) === 'function';
}

function rowsOf(answer: unknown, sql: string): readonly Row[] {
  if (!Array.isArray(answer) || !answer.every(isRecord))
    throw new Error(`read rows of ${sql}: the driver gave no rows`);
  return answer;
}
