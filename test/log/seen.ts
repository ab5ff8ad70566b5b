import type { Environment } from '../../src/system/git.ts';
import type { Io } from '../../src/system/io.ts';
import type { Command } from '../../src/commands/command.ts';
import { argumentsOf } from '../../src/commands/arguments.ts';
import { AT } from './events.ts';

export type Seen = { readonly exit: number; readonly out: string; readonly err: string };

/** Runs a command as the CLI would, and answers what was printed. */
export async function run(
  command: Command,
  argv: readonly string[],
  env: Environment,
  at: number = AT,
  cwd: string = '/',
): Promise<Seen> {
  let [out, err] = ['', ''];
  const io: Io = {
    cwd,
    env,
    stdin: () => Promise.resolve(Buffer.alloc(0)),
    out: (text) => Promise.resolve(void (out += text)),
    err: (text) => Promise.resolve(void (err += text)),
    now: () => at,
    isTerminal: false,
    parent: 0,
    columns: 80,
  };
  const exit = await command.run(argumentsOf(command, argv), io);
  return { exit, out, err };
}
