import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Import, readSource, readSources, type Source } from './sources.ts';

/** src/README.md as data: what each room may import. Change it knowingly, and the table there with it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  facts: ['model'],
  policy: ['model'],
  agents: ['model'],
  stats: ['model'],
  page: ['model'],
  speak: ['model'],
  system: ['model'],
  changes: ['model', 'system'],
  log: ['model', 'system'],
  review: ['model', 'system'],
  'guard.ts': ['model', 'facts', 'policy', 'review'],
  gate: ['model', 'changes', 'facts', 'policy', 'agents', 'log', 'review', 'speak', 'stats', 'system', 'guard.ts'],
  learn: ['model', 'changes', 'policy', 'agents', 'log', 'review', 'speak', 'stats', 'system', 'gate'],
  commands: [
    'model',
    'changes',
    'facts',
    'policy',
    'agents',
    'log',
    'speak',
    'system',
    'guard.ts',
    'gate',
    'learn',
    'stats',
    'page',
    'review',
    'daemon',
  ],
  daemon: ['model', 'changes', 'log', 'agents', 'system', 'guard.ts', 'gate', 'learn'],
  'command-line.ts': ['commands', 'system'],
  'cli.ts': ['command-line.ts', 'system', 'daemon'],
  'main.ts': [],
};
/** Data in, data out. */
const PURE = new Set(['model', 'facts', 'policy', 'agents', 'stats', 'page', 'speak', 'review']);
/** Of a pure room, what speaks to the world; nothing pure may need it at run time. */
const DOORS_OF_REVIEW = /^review\/(vendors\/|ask\.ts$)/;
const IMPURE_NAMES = [
  'Date.now',
  'process',
  'globalThis',
  'fetch',
  'Promise',
  'async',
  'await',
  'Math.random',
  'performance',
  'crypto',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
  'console',
  'require',
];
/** Packages that are pure themselves, and the one file that hides each. */
const PURE_PACKAGES: Readonly<Record<string, string>> = {
  minimatch: 'policy/glob.ts',
  unbash: 'facts/shell/parse.ts',
};
/** What commands have in common: the contract, the registry, and how words become arguments and help. */
const COMMAND_PARTS = new Set(['command.ts', 'index.ts', 'arguments.ts', 'help.ts']);
/** Packages that open a door, and the only files behind which they stand. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'simple-git': ['system/git.ts'],
  'node:child_process': ['system/'],
  'better-sqlite3': ['log/'],
  libsql: ['log/'],
  chokidar: ['daemon/watch/folders.ts'],
  'node:http': ['system/', 'review/', 'daemon/'],
  'node:https': ['system/', 'review/', 'daemon/'],
  'node:net': ['system/', 'review/', 'daemon/'],
};
const SQL =
  /\b(SELECT\s[\s\S]+\sFROM|INSERT\s+(OR \w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW|TRIGGER)|PRAGMA\s+\w+)\b/;

const sources = readSources();

test('it looks at the whole house', () => {
  const looked = `${sources.length} files, ${sources.flatMap(({ imports }) => imports).length} imports`;
  console.info(`architecture: ${looked}`);
  expect(sources.length, looked).toBeGreaterThan(100);
  expect(new Set(sources.map(roomOf)).size, looked).toBeGreaterThanOrEqual(12);
});

describe('each file', () => {
  test('lies in a room the table knows', () => {
    expect(sources.filter((source) => !(roomOf(source) in ROOMS)).map(({ path }) => path)).toEqual([]);
  });

  test('imports only what its room may', () => {
    expect(sources.flatMap(forbiddenArrows)).toEqual([]);
  });

  test('knows what it is named for', () => {
    const vague = /(^|[/-])(utils?|helpers?|common|shared|misc)(\.ts|\/|-)/;
    expect(sources.filter(({ path }) => vague.test(path)).map(({ path }) => path)).toEqual([]);
  });

  test('opens no door but its own', () => {
    expect(sources.flatMap(foreignDoors)).toEqual([]);
  });

  test('starts git and writes SQL only where that is its job', () => {
    expect(sources.flatMap(gitStarted)).toEqual([]);
    expect(
      sources
        .filter(({ path, texts }) => !path.startsWith('log/') && texts.some((text) => SQL.test(text)))
        .map(({ path }) => path),
    ).toEqual([]);
  });
});

test('pure rooms have no clock, environment, network, randomness or promise', () => {
  const pure = sources.filter((source) => PURE.has(roomOf(source)) && !DOORS_OF_REVIEW.test(source.path));
  expect(pure.length).toBeGreaterThan(80);
  expect(pure.filter((source) => roomOf(source) === 'review').length).toBeGreaterThan(30);
  expect(pure.flatMap(impurities)).toEqual([]);
  expect(pure.flatMap(doorsNeeded)).toEqual([]);
});

test('nothing imports itself in a circle', () => {
  expect(cycles(sources)).toEqual([]);
});

describe('this test sees', () => {
  test.each<[string, string, string, (source: Source) => readonly string[]]>([
    ['an arrow backwards', 'model/a.ts', "import { b } from '../facts/b.ts';", forbiddenArrows],
    ['a type backwards', 'facts/a.ts', "import type { B } from '../policy/b.ts';", forbiddenArrows],
    ['an export from elsewhere', 'log/a.ts', "export { b } from '../changes/b.ts';", forbiddenArrows],
    ['a lazy arrow backwards', 'system/a.ts', "const b = () => import('../log/b.ts');", forbiddenArrows],
    ['a command that imports another', 'commands/a.ts', "import { b } from './check.ts';", forbiddenArrows],
    ['a package in a pure room', 'facts/a.ts', "import { parse } from 'yaml';", impurities],
    ['a module of node', 'policy/a.ts', "import { join } from 'node:path';", impurities],
    ['a clock', 'stats/a.ts', 'export const now = Date.now();', impurities],
    ['a clock by another way', 'stats/a.ts', 'export const now = new Date().getTime();', impurities],
    ['an environment', 'agents/a.ts', 'export const home = process.env;', impurities],
    ['a promise in a type', 'model/a.ts', 'export type A = Promise<string>;', impurities],
    ['an async function', 'page/a.ts', 'export const a = async () => 1;', impurities],
    ['a clock of a review', 'review/a.ts', 'export const now = Date.now();', impurities],
    ['a review that needs the outside', 'review/a.ts', "import { engine } from '../system/engine.ts';", doorsNeeded],
    ['a review that asks by itself', 'review/prompt/a.ts', "import { ask } from '../ask.ts';", doorsNeeded],
    ['chance', 'speak/a.ts', 'export const a = Math.random();', impurities],
    ['git started by hand', 'gate/a.ts', "execFile('git', []);", gitStarted],
    ['a second simple-git', 'changes/a.ts', "import { simpleGit } from 'simple-git';", foreignDoors],
    ['a process started by a command', 'commands/a.ts', "import { spawn } from 'node:child_process';", foreignDoors],
  ])('%s', (_name, path, text, check) => {
    expect(check(readSource(path, text))).toHaveLength(1);
  });

  test('a circle, and no circle in types or in what is loaded later', () => {
    const two = (how: string): readonly Source[] => [
      readSource('log/a.ts', "import { b } from './b.ts';"),
      readSource('log/b.ts', how),
    ];
    expect(cycles(two("import { a } from './a.ts';"))).toHaveLength(1);
    expect(cycles(two("const a = () => import('./a.ts');"))).toEqual([]);
  });

  test('a comment, a string, a key and a property are not code', () => {
    const text =
      "// await fetch\nexport const a = { process: 'Date', fetch: 1 };\nexport const b = a.process;\nexport const c = new Date(1).getTime();\n";
    expect(impurities(readSource('facts/a.ts', text))).toEqual([]);
  });
});

function roomOf({ path }: Pick<Source, 'path'>): string {
  return path.split('/', 1)[0] ?? '';
}

function target(source: Source, { from }: Import): string | null {
  return from.startsWith('.') ? posix.join(posix.dirname(source.path), from) : null;
}

function forbiddenArrows(source: Source): readonly string[] {
  const room = roomOf(source);
  return source.imports.flatMap((one) => {
    const path = target(source, one);
    // the version is written down in one place, outside of src
    if (path === null || path === '../package.json') return [];
    const to = roomOf({ path });
    const allowed = to === room ? !isOtherCommand(source.path, path) : ROOMS[room]?.includes(to) === true;
    return allowed ? [] : [`${source.path} -> ${path}`];
  });
}

function isOtherCommand(from: string, to: string): boolean {
  if (roomOf({ path: from }) !== 'commands') return false;
  const [own, other] = [from, to].map((path) => path.slice('commands/'.length));
  return own !== 'index.ts' && !COMMAND_PARTS.has(other ?? '');
}

function impurities(source: Source): readonly string[] {
  const packages = source.imports
    .filter(({ from }) => !from.startsWith('.') && PURE_PACKAGES[from] !== source.path)
    .map(({ from }) => from);
  const names = IMPURE_NAMES.filter((name) => source.names.has(name));
  return packages.length + names.length === 0 ? [] : [`${source.path}: ${[...packages, ...names].join(' ')}`];
}

/** Types of what speaks to the world are data; the rest of it is not for a pure file. */
function doorsNeeded(source: Source): readonly string[] {
  return source.imports
    .filter(({ typeOnly }) => !typeOnly)
    .flatMap((one) => target(source, one) ?? [])
    .filter((path) => DOORS_OF_REVIEW.test(path) || (roomOf(source) === 'review' && roomOf({ path }) === 'system'))
    .map((path) => `${source.path} -> ${path}`);
}

function foreignDoors(source: Source): readonly string[] {
  return source.imports
    .filter(({ from }) => DOORS[from]?.every((place) => !source.path.startsWith(place)) === true)
    .map(({ from }) => `${source.path}: ${from}`);
}

function gitStarted({ path, calls }: Source): readonly string[] {
  const starts = calls.filter(
    ({ callee, first }) => /(^|\.)(spawn|exec|execFile|fork)(Sync)?$/.test(callee) && /^git\b/.test(first),
  );
  return path === 'system/git.ts' ? [] : starts.map(({ callee }) => `${path}: ${callee}('git')`);
}

/** Types are erased and what is loaded later is there by then: only real imports can meet each other half-made. */
function cycles(all: readonly Source[]): readonly string[] {
  const edges = new Map(
    all.map((source) => [
      source.path,
      source.imports.filter(({ lazy, typeOnly }) => !lazy && !typeOnly).flatMap((one) => target(source, one) ?? []),
    ]),
  );
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return found;
}
