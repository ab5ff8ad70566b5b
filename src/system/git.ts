import { spawn } from 'node:child_process';
import { simpleGit } from 'simple-git';
import { remembered, startBeside, starter } from './git-answers.ts';

/** The one door to git. Bytes go in and come out; whoever parses them knows what they are. */
export type Git = {
  readonly cwd: string;
  /** The variables it was opened with: what the caller's git said of the repository is among them. */
  readonly env: Environment;
  /** stdout of a git that must succeed. */
  readonly run: (args: readonly string[], input?: string | Buffer) => Promise<Buffer>;
  /** Like `run`, decoded and without the last newline. */
  readonly text: (args: readonly string[], input?: string | Buffer) => Promise<string>;
  /** For a git whose exit code is an answer (`merge-base --is-ancestor`, `config --get`). */
  readonly ask: (args: readonly string[], input?: string | Buffer) => Promise<GitAnswer>;
  /** stdout as it comes, of a git that may say more than memory holds and must succeed. Whoever stops reading, or aborts, ends it. */
  readonly stream: (args: readonly string[], input?: string | Buffer, signal?: AbortSignal) => AsyncIterable<Buffer>;
  /** The same door, standing in another folder or with other variables. */
  readonly at: (cwd: string, env?: Readonly<Record<string, string>>) => Git;
};

export type GitAnswer = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };
export type Environment = Readonly<Record<string, string | undefined>>;

export class GitError extends Error {
  readonly code: number;
  readonly stderr: string;
  constructor(args: readonly string[], code: number, stderr: string) {
    super(`git ${args.slice(0, 4).join(' ')}: exit ${code}: ${firstLine(stderr)}`);
    this.name = 'GitError';
    this.code = code;
    this.stderr = stderr;
  }
}

export function openGit(cwd: string, env: Environment): Git {
  const childEnv = readingEnvironment(env);
  const ask = (args: readonly string[], input?: string | Buffer): Promise<GitAnswer> =>
    remembered(
      { cwd, env: childEnv, args, input },
      {
        ask: () => startGit(cwd, childEnv, args, input),
        // without --buffer: it answers each line as it comes
        start: () =>
          spawn('git', [...SETTINGS, ...args.filter((word) => word !== '--buffer')], {
            cwd,
            env: childEnv,
            stdio: 'pipe',
          }),
      },
    );
  const run = async (args: readonly string[], input?: string | Buffer): Promise<Buffer> => {
    const answer = await ask(args, input);
    if (answer.code !== 0) throw new GitError(args, answer.code, answer.stderr);
    return answer.stdout;
  };
  return {
    cwd,
    env,
    run,
    ask,
    stream: (args, input, signal) => streamGit(cwd, childEnv, args, { input, signal }),
    text: async (args, input) => (await run(args, input)).toString('utf8').replace(/\n$/, ''),
    at: (folder, more = {}) => openGit(folder, { ...env, ...more }),
  };
}

/** What the caller's git told us about the repository it works on; everything else guarded by simple-git stays outside. */
const KEPT =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|NAMESPACE|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|CONFIG_.*)$/;
const GUARDED = /^(GIT_.*|.*EDITOR|.*PAGER|SSH_ASKPASS|PREFIX)$/;

function readingEnvironment(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && (!GUARDED.test(name) || KEPT.test(name))) kept[name] = value;
  }
  return {
    ...kept,
    GIT_NO_REPLACE_OBJECTS: '1', // `git replace` must not show the gate another object than the one that is pushed
    GIT_GRAFT_FILE: '/dev/null', // nor may a graft hide a parent
    GIT_OPTIONAL_LOCKS: '0', // never take index.lock behind the user's back
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C', // we parse a few messages
  };
}

/**
 * simple-git refuses arguments and variables that could run programs, to protect applications that pass on strings from
 * strangers. Ours come from this house and from the git that started us, `-c core.hooksPath=...` among them, which we must survive.
 */
const EVERYTHING = {
  allowAbbreviatedOptions: true,
  allowUnsafeAlias: true,
  allowUnsafeAskPass: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeExec: true,
  allowUnsafeFilter: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeHooksPath: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafePager: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSshCommand: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

const SETTINGS = [
  '-c',
  'advice.graftFileDeprecated=false', // an honest gate ignores grafts, and says so to git rather than to the user
  '-c',
  'i18n.logOutputEncoding=UTF-8', // what `git log` says is parsed as that, whatever the user's terminal takes
];

async function startGit(
  cwd: string,
  env: Record<string, string>,
  args: readonly string[],
  input: string | Buffer | undefined,
): Promise<GitAnswer> {
  const answer = await starter()?.run({ cwd, env, args: [...SETTINGS, ...args], input });
  if (answer !== undefined && answer !== null) return answer;
  if ((spawned += 1) === MANY) startBeside();
  return await spawnGit(cwd, env, args, input);
}

/** Who has asked so often (a push of many refs, `init`) will ask more, and each `fork` of ours holds everything up for 5 to 20 ms. */
const MANY = 12;
let spawned = 0;

async function spawnGit(
  cwd: string,
  env: Record<string, string>,
  args: readonly string[],
  input: string | Buffer | undefined,
): Promise<GitAnswer> {
  const stdout: Buffer[] = [];
  let code = 0;
  let stderr = '';
  const git = simpleGit({
    baseDir: cwd,
    allowEnvironment: Object.keys(env),
    unsafe: EVERYTHING,
    completion: { onClose: true, onExit: false }, // the default holds the event loop open for 50 ms
    input: () => Buffer.from(input ?? ''), // an empty *string* would leave git's stdin open, and git waiting
    errors: (error, result) => {
      code = result.exitCode;
      stderr = Buffer.concat(result.stdErr).toString('utf8');
      return result.exitCode > 0 ? undefined : error; // an exit code is an answer; a git that never ran is an error
    },
  });
  git.env(env);
  // simple-git decodes what it returns as UTF-8, and a path is bytes: keep the bytes beside it
  git.outputHandler((_command, out) => {
    out.on('data', (chunk: Buffer) => stdout.push(chunk));
    out.once('end', () => out.emit('data', Buffer.alloc(0))); // it waits 50 ms for the rest of a git that said nothing
  });
  await git.raw([...SETTINGS, ...args]);
  return { code, stdout: Buffer.concat(stdout), stderr };
}

type Streaming = { readonly input: string | Buffer | undefined; readonly signal: AbortSignal | undefined };

async function* streamGit(
  cwd: string,
  env: Record<string, string>,
  args: readonly string[],
  { input, signal }: Streaming,
): AsyncGenerator<Buffer, void, void> {
  const child = spawn('git', [...SETTINGS, ...args], { cwd, env, stdio: 'pipe' });
  const stderr: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => stderr.length < 16 && stderr.push(chunk));
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`start git ${args[0] ?? ''}`, { cause })));
    child.once('close', (code) => resolve(code ?? -1));
  });
  ended.catch(() => undefined); // thrown below, where it is waited for
  const end = (): void => void child.kill();
  signal?.addEventListener('abort', end, { once: true });
  child.stdin.on('error', () => undefined); // it may end before it has read all
  child.stdin.end(input ?? '');
  try {
    for await (const chunk of child.stdout) yield Buffer.from(chunk);
    const code = await ended;
    if (code !== 0) throw new GitError(args, code, Buffer.concat(stderr).toString('utf8'));
  } finally {
    signal?.removeEventListener('abort', end);
    if (child.exitCode === null) end();
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? '';
}
