import { expect, test } from 'vitest';
import { commandHelp, mainHelp } from '../../src/commands/help.ts';
import { commands } from '../../src/commands/index.ts';

/** What is typed is never broken: a line that begins with a command may be as long as it is. */
function tooWide(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.length > 80 && !/^ {2}(guardrail|git|cp|echo) /.test(line));
}

test('no help is wider than a terminal, and every verb stands apart from what is said of it', async () => {
  const main = await mainHelp();
  expect(tooWide(main)).toEqual([]);
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load();
    expect(tooWide(commandHelp(command)), name).toEqual([]);
    if (command.hidden !== true) expect(main).toMatch(new RegExp(`^  ${name} +[A-Z]`, 'm'));
  }
});
