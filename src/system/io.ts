import { once } from 'node:events';
import { isatty } from 'node:tty';
import { codeOf } from './files.ts';
import type { Environment } from './git.ts';

/** What a command may touch of the process it runs in. Tests hand in their own. */
export type Io = {
  readonly cwd: string;
  readonly env: Environment;
  /** All of standard input. */
  readonly stdin: () => Promise<Buffer>;
  /** Data: resolves when the bytes are out, so that 10 MB into a pipe arrive whole. */
  readonly out: (text: string) => Promise<void>;
  /** Talk. */
  readonly err: (text: string) => Promise<void>;
  readonly now: () => number;
  /** Standard error is a terminal a person reads. */
  readonly isTerminal: boolean;
  readonly columns: number;
  /** The process that asked: whose it is, its own parents say. 0 where there is none to look at. */
  readonly parent: number;
  /** Nobody waits for the answer any more: what would be remembered is somebody else's to remember. */
  readonly isGone?: () => boolean;
  /** Takes what the answer need not wait for. A process of its own has none, and waits. */
  readonly afterwards?: (work: () => Promise<void>) => void;
  /** The whole command line, for a daemon that is to answer as it would. */
  readonly main?: Main;
};

export type Main = (argv: readonly string[], io: Io) => Promise<number>;

/** The process as a command sees it. */
export function openIo(): Io {
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  return {
    cwd: process.cwd(),
    env: process.env,
    stdin: readAll,
    out: (text) => writeAll(process.stdout, text),
    err: (text) => writeAll(process.stderr, text),
    now: () => Date.now(),
    isTerminal: isatty(2),
    columns: process.stdout.columns ?? 80,
    parent: process.ppid,
  };
}

async function readAll(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** A pipe takes 64 kB at a time: wait for it, or the end of a long answer is cut off by our exit. */
async function writeAll(stream: NodeJS.WriteStream, text: string): Promise<void> {
  if (text === '' || stream.destroyed) return;
  if (stream.write(text) || stream.destroyed) return;
  await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch((error: unknown) => {
    if (codeOf(error) !== 'EPIPE') throw error; // `once` also ends with the error, which below is none
  });
}

/** `guardrail log | head`: the reader has seen enough, which is not a failure of ours. */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
}
