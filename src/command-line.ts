import { argumentsOf } from './commands/arguments.ts';
import type { Command } from './commands/command.ts';
import { commandHelp, mainHelp } from './commands/help.ts';
import { commands } from './commands/index.ts';
import { engine } from './system/engine.ts';
import type { Io } from './system/io.ts';
import { UsageError } from './system/usage.ts';

/** All of the command line but its process: whoever hands in an Io is answered as a terminal would be. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  const [verb, ...rest] = argv;
  try {
    if (verb === undefined || verb === 'help' || verb === '--help' || verb === '-h') return await help(rest[0], io);
    if (verb === '--version' || verb === '-V' || verb === 'version') {
      await io.out(`${engine}\n`);
      return 0;
    }
    const command = await load(verb);
    // what follows `--` are names, and a remote may be called anything
    const flags = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : rest.length);
    if (flags.includes('--help') || flags.includes('-h')) return await help(verb, io);
    return await command.run(argumentsOf(command, rest), io);
  } catch (error) {
    await io.err(explainFailure(error, verb ?? '', io));
    return 2;
  }
}

async function help(verb: string | undefined, io: Io): Promise<number> {
  await io.out(verb === undefined || verb.startsWith('-') ? await mainHelp() : commandHelp(await load(verb)));
  return 0;
}

async function load(verb: string): Promise<Command> {
  const entry = Object.hasOwn(commands, verb) ? commands[verb] : undefined;
  if (entry === undefined) {
    const near = Object.keys(commands).filter((name) => name.startsWith(verb.slice(0, 3)));
    throw new UsageError(
      `there is no command "${verb}"`,
      near[0] === undefined ? 'guardrail help' : `guardrail help ${near[0]}`,
    );
  }
  return (await entry()).command;
}

function explainFailure(error: unknown, verb: string, { env }: Io): string {
  if (error instanceof UsageError) return `guardrail: ${error.message}\n  next: ${error.next}\n`;
  if (!(error instanceof Error)) return `guardrail ${verb}: ${String(error)}\n`;
  const causes: string[] = [];
  for (let cause: unknown = error.cause; cause instanceof Error && causes.length < 5; cause = cause.cause)
    causes.push(cause.message);
  const trace = env['GUARDRAIL_DEBUG'] === '1' ? `${error.stack ?? ''}\n` : '';
  return `guardrail ${verb}: ${[error.message, ...causes].join(': ')}\n  nothing was let through; next: guardrail doctor\n${trace}`;
}
