import type { Command, Flag } from './command.ts';
import { wrap } from '../speak/words.ts';
import { commands } from './index.ts';

/** All help is printed from the registry: a verb that is not there is not offered, and none can be forgotten. */
export async function mainHelp(): Promise<string> {
  const loaded = await Promise.all(Object.values(commands).map(async (load) => (await load()).command));
  const shown = loaded.filter((command) => command.hidden !== true);
  return [
    'guardrail judges what a change does before it lands, and who made it.',
    '',
    'Examples',
    '  guardrail init                 guard this clone',
    '  guardrail check                judge what is staged, as the commit would be',
    '  guardrail stats                what was refused, approved, and what it cost',
    '',
    'Commands',
    ...shown.flatMap(({ name, summary }) => columns(name, summary, 13)),
    '',
    'guardrail help COMMAND shows its examples and flags.',
    'Exit codes: 0 allowed, 1 not allowed, 2 guardrail failed or was misused,',
    '3 waiting.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const width = Math.max(0, ...command.examples.map(([example]) => example.length));
  return [
    ...wrap(command.summary, WIDTH),
    '',
    'Examples',
    ...command.examples.flatMap(([example, says]) =>
      width > 44
        ? [`  ${example}`, ...wrap(says, WIDTH - 6).map((line) => `      ${line}`)]
        : columns(example, says, width + 1),
    ),
    '',
    ...wrap(`Usage: guardrail ${command.name} ${command.takes}`.trimEnd(), WIDTH),
    ...(command.flags.length > 0 ? ['', 'Flags', ...command.flags.map(flagLine)] : []),
    '',
  ].join('\n');
}

function flagLine(flag: Flag): string {
  const name = `--${flag.name}${flag.type === 'text' ? ` ${flag.hint ?? 'TEXT'}` : ''}`;
  return columns(flag.short === undefined ? name : `-${flag.short}, ${name}`, flag.says, 24).join('\n');
}

const WIDTH = 80;

/** A name and what is said of it, beside each other; a name that is too long has its line to itself. */
function columns(name: string, says: string, wide: number): readonly string[] {
  const lines = wrap(says, WIDTH - wide - 3).map((line) => `${' '.repeat(wide + 3)}${line}`);
  if (name.length > wide) return [`  ${name}`, ...lines];
  const [first = '', ...rest] = lines;
  return [`  ${name.padEnd(wide)} ${first.trimStart()}`, ...rest];
}
