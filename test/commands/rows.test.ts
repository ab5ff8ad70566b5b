import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { answerCases } from '../../src/gate/cases.ts';
import { loadShipped } from '../../src/system/shipped.ts';

const shipped = await loadShipped();

/**
 * What agents type all day, and what nobody lets them do alone: whole command lines through the same rules as a hook. A row is a
 * situation of its own; what each family makes of its tools stands in test/facts/tools.
 */
test.each([
  ['everyday', 340],
  ['destructive', 300],
] as const)(
  'every %s command is answered as it should be',
  async (name, least) => {
    const file = fileURLToPath(new URL(`./rows/${name}.jsonl`, import.meta.url));
    const commands = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).command);
    const answers = await answerCases(file, shipped);
    expect(answers.length).toBe(commands.length);
    expect(answers.length).toBeGreaterThanOrEqual(least);
    const wrong = answers.flatMap((answer, at) => (answer.agrees ? [] : [[commands[at], answer.got, answer.rules]]));
    expect(wrong).toEqual([]);
  },
  60_000,
);
