import { parseArgs } from 'node:util';
import type { Arguments, Command } from './command.ts';
import { UsageError } from '../system/usage.ts';

/** argv after the verb, read by the command's own table of flags. */
export function argumentsOf(command: Command, argv: readonly string[]): Arguments {
  const options = Object.fromEntries(
    command.flags.map((flag) => [
      flag.name,
      {
        type: flag.type === 'text' ? ('string' as const) : ('boolean' as const),
        multiple: flag.multiple === true,
        ...(flag.short === undefined ? {} : { short: flag.short }),
      },
    ]),
  );
  const { values, positionals } = parse(command, () =>
    parseArgs({ args: [...argv], options, allowPositionals: true, strict: true }),
  );
  const all = (flag: string): readonly string[] => [values[flag]].flat().filter((value) => typeof value === 'string');
  return {
    words: positionals,
    has: (flag) => values[flag] === true || all(flag).length > 0,
    text: (flag) => all(flag).at(-1) ?? null,
    all,
  };
}

function parse<T>(command: Command, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error);
    throw new UsageError(`${command.name}: ${message}`, `guardrail ${command.name} --help`);
  }
}
