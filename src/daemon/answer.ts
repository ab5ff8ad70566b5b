import type { Io, Main } from '../system/io.ts';
import type { Environment } from '../system/git.ts';
import type { Answer } from './protocol.ts';

/** Verbs that judge. Never one that a person must type: whoever can connect here may be the agent. */
const SERVED: ReadonlySet<string> = new Set(['hook', 'agent']);

export function isServed(argv: readonly string[]): boolean {
  return SERVED.has(argv[0] ?? '') && !argv.includes('--help') && !argv.includes('-h');
}

export type Question = {
  readonly argv: readonly string[];
  readonly stdin: Buffer;
  readonly cwd: string;
  readonly env: Environment;
  readonly parent: number;
  readonly isTerminal: boolean;
  readonly isGone: () => boolean;
  readonly afterwards: (work: () => Promise<void>) => void;
};

/**
 * The very code that a process of its own would run, with an Io made of the request: the verdict is the same by construction.
 * INVARIANT: nothing on that path may ask this process for its folder, variables, parents or terminal.
 */
export async function answerOf(main: Main, question: Question): Promise<Answer & { readonly ms: number }> {
  const started = performance.now();
  const said: { readonly out: string[]; readonly err: string[] } = { out: [], err: [] };
  const { stdin, ...rest } = question;
  const io: Io = {
    ...rest,
    stdin: () => Promise.resolve(stdin),
    out: (text) => keep(said.out, text),
    err: (text) => keep(said.err, text),
    now: () => Date.now(),
    columns: 80,
  };
  const exit = await main(question.argv, io);
  return { exit, out: said.out.join(''), err: said.err.join(''), ms: performance.now() - started };
}

function keep(said: string[], text: string): Promise<void> {
  said.push(text);
  return Promise.resolve();
}
