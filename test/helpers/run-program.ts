import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Ran = { readonly code: number; readonly stdout: Buffer; readonly stderr: string };
export type Variables = Readonly<Record<string, string>>;
export type Program = {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Variables;
  readonly input: string | Buffer;
};

type Answer =
  | { readonly id: number; readonly failed: string }
  | {
      readonly id: number;
      readonly code: number | null;
      readonly signal: string | null;
      readonly stdout: Uint8Array;
      readonly stderr: Uint8Array;
    };
type Starter = { readonly child: ChildProcess; readonly waiting: Map<number, (answer: Answer) => void> };

const SCRIPT = fileURLToPath(new URL('starter.mjs', import.meta.url));
let starter: Starter | null = null;
let last = 0;

/** A program run to its end by a small process that stays (starter.mjs), with these variables and no others. */
export async function runProgram(asked: Program): Promise<Ran> {
  const { child, waiting } = (starter ??= openStarter());
  const id = (last += 1);
  const answer = await new Promise<Answer>((resolve) => {
    waiting.set(id, resolve);
    child.send({ id, ...asked }, (error) => error !== null && resolve({ id, failed: error.message }));
  });
  waiting.delete(id);
  const what = `${asked.program} ${asked.args.join(' ')}`;
  if ('failed' in answer) throw new Error(`start ${what}: ${answer.failed}`);
  if (answer.code === null) throw new Error(`${what}: killed by ${answer.signal}`);
  return { code: answer.code, stdout: Buffer.from(answer.stdout), stderr: Buffer.from(answer.stderr).toString('utf8') };
}

function openStarter(): Starter {
  const waiting: Starter['waiting'] = new Map();
  const child = fork(SCRIPT, { env: {}, execArgv: [], serialization: 'advanced' });
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer));
  child.on('exit', () => {
    starter = null;
    for (const [id, answer] of waiting) answer({ id, failed: 'the process that starts programs has ended' });
  });
  child.unref();
  child.channel?.unref(); // it ends with us
  return { child, waiting };
}
