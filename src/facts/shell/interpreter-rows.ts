import type { Program } from './invocation.ts';

/** How a program is given text in a language of its own. */
export type Interpreter = {
  readonly language: Program['language'];
  /** Options whose next word is the program, also at the end of a cluster: `-lne`. */
  readonly told?: readonly string[];
  readonly takes?: readonly string[];
  /** Options after which it reads no program: `-m`, `--version`. */
  readonly not?: RegExp;
  /** Without such an option the first plain word is the program, and not the name of a file. */
  readonly first?: boolean;
  /** Options whose next word is a file with a program. */
  readonly files?: readonly string[];
  /** It stands behind a verb: `deno eval`, `deno run x.ts`. */
  readonly verbs?: { readonly told: RegExp; readonly file: RegExp };
  /** It reads a program from its input. */
  readonly fed?: boolean;
};

const PYTHON: Interpreter = {
  language: 'python',
  told: ['-c'],
  takes: ['-W', '-X', '-m'],
  not: /^-[a-zA-Z]*m$|^--(version|help)$|^-[Vh]$/,
  fed: true,
};
const NODE_TAKES = [
  '-r',
  '-C',
  '--require',
  '--import',
  '--loader',
  '--env-file',
  '--experimental-loader',
  '--conditions',
  '--tsconfig',
  '--input-type',
  '--inspect',
];
const NODE: Interpreter = {
  language: 'javascript',
  told: ['-e', '-p', '--eval', '--print'],
  takes: NODE_TAKES,
  not: /^(--test|--check|-c|--version|-v|--help|-h|watch)$/,
  fed: true,
};
const RUBY: Interpreter = {
  language: 'ruby',
  told: ['-e'],
  takes: ['-I', '-r', '-C', '-E', '-F'],
  not: /^(-c|--version|-v|--help|-h)$/,
  fed: true,
};
const PERL: Interpreter = {
  language: 'perl',
  told: ['-e', '-E'],
  takes: ['-I', '-M', '-m', '-F'],
  not: /^(-c|-v|--version|--help|-h)$/,
  fed: true,
};

export const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: PYTHON,
  python2: PYTHON,
  python3: PYTHON,
  pypy: PYTHON,
  pypy3: PYTHON,
  ipython: PYTHON,
  py: PYTHON,
  node: NODE,
  nodejs: NODE,
  tsx: NODE,
  'ts-node': NODE,
  esno: NODE,
  jiti: NODE,
  'vite-node': NODE,
  zx: { ...NODE, told: ['--eval', '-e'] },
  bun: {
    language: 'javascript',
    told: ['-e', '-p', '--eval', '--print'],
    takes: ['--cwd', '--preload', '-r', '--env-file'],
    verbs: { told: /^$/, file: /^run$|\.[cm]?[jt]sx?$/ },
    fed: false,
  },
  deno: {
    language: 'javascript',
    takes: ['--config', '-c', '--import-map', '--env-file'],
    verbs: { told: /^eval$/, file: /^run$/ },
    fed: false,
  },
  ruby: RUBY,
  jruby: RUBY,
  perl: PERL,
  php: {
    language: 'php',
    told: ['-r', '-R', '-B', '-E'],
    takes: ['-d', '-c', '-S', '-t'],
    not: /^(-l|-v|--version|--help|-i|-S|-m)$/,
    fed: true,
    files: ['-f'],
  },
  lua: { language: 'other', told: ['-e'], takes: ['-l'], fed: true },
  luajit: { language: 'other', told: ['-e'], takes: ['-l'], fed: true },
  rscript: { language: 'other', told: ['-e'], fed: false },
  julia: { language: 'other', told: ['-e', '-E'], fed: true },
  elixir: { language: 'other', told: ['-e', '--eval'], fed: false },
  osascript: { language: 'other', told: ['-e'], takes: ['-l'], fed: true },
  groovy: { language: 'other', told: ['-e'], fed: false },
  scala: { language: 'other', told: ['-e'], fed: false },
  awk: { language: 'awk', takes: ['-F', '-v'], first: true, files: ['-f'], told: ['-e', '--source'] },
  gawk: { language: 'awk', takes: ['-F', '-v'], first: true, files: ['-f'], told: ['-e', '--source'] },
  mawk: { language: 'awk', takes: ['-F', '-v'], first: true, files: ['-f'] },
  nawk: { language: 'awk', takes: ['-F', '-v'], first: true, files: ['-f'] },
  sed: { language: 'sed', told: ['-e', '--expression'], files: ['-f'], first: true },
  gsed: { language: 'sed', told: ['-e', '--expression'], files: ['-f'], first: true },
};

/** Clients of databases: a file they are named, or fed, is read for them. */
export type Client = {
  readonly language: Program['language'];
  readonly told: readonly string[];
  readonly files: readonly string[];
  /** A plain word that names a script. */
  readonly named?: RegExp;
};

const SQL = { language: 'sql', told: ['-c', '--command'], files: ['-f', '--file'] } as const;
const MYSQL = { language: 'sql', told: ['-e', '--execute'], files: [] } as const;
const MONGO = { language: 'javascript', told: ['--eval'], files: ['-f', '--file'], named: /\.(js|mongodb)$/ } as const;

export const CLIENTS: Readonly<Record<string, Client>> = {
  psql: SQL,
  pgcli: SQL,
  mysql: MYSQL,
  mariadb: MYSQL,
  mycli: MYSQL,
  sqlite3: { language: 'sql', told: ['-cmd'], files: ['-init'] },
  duckdb: { language: 'sql', told: ['-c', '-s'], files: ['-f', '-init'] },
  sqlcmd: { language: 'sql', told: ['-Q', '-q'], files: ['-i'] },
  'clickhouse-client': { language: 'sql', told: ['-q', '--query'], files: ['--queries-file'] },
  cockroach: { language: 'sql', told: ['-e', '--execute'], files: ['-f', '--file'] },
  snowsql: { language: 'sql', told: ['-q', '--query'], files: ['-f', '--filename'] },
  cqlsh: { language: 'sql', told: ['-e', '--execute'], files: ['-f', '--file'] },
  mongosh: MONGO,
  mongo: MONGO,
};
