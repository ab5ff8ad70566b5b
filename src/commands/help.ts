import type { Command, Flag } from './command.ts';
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
    ...shown.map((command) => `  ${command.name.padEnd(13)}${command.summary}`),
    '',
    'guardrail help COMMAND shows its examples and flags.',
    'Exit codes: 0 allowed, 1 not allowed, 2 guardrail failed or was misused, 3 waiting.',
    '',
  ].join('\n');
}

export function commandHelp(command: Command): string {
  const width = Math.max(0, ...command.examples.map(([example]) => example.length));
  return [
    command.summary,
    '',
    'Examples',
    ...command.examples.flatMap(([example, says]) =>
      width > 44 ? [`  ${example}`, `      ${says}`] : [`  ${example.padEnd(width + 2)}${says}`],
    ),
    '',
    `Usage: guardrail ${command.name}${command.takes === '' ? '' : ` ${command.takes}`}`,
    ...(command.flags.length > 0 ? ['', 'Flags', ...command.flags.map(flagLine)] : []),
    '',
  ].join('\n');
}

function flagLine(flag: Flag): string {
  const name = `--${flag.name}${flag.type === 'text' ? ` ${flag.hint ?? 'TEXT'}` : ''}`;
  return `  ${(flag.short === undefined ? name : `-${flag.short}, ${name}`).padEnd(24)} ${flag.says}`;
}
