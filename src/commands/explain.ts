import { inletOf } from '../gate/inlet.ts';
import { prepare } from '../gate/judge.ts';
import { openGate } from '../gate/open.ts';
import { readFacts, decideAll } from '../guard.ts';
import { explain } from '../speak/explanation.ts';
import { masked } from '../speak/masked.ts';
import { styleFor } from '../speak/style.ts';
import type { Command } from './command.ts';
import { sayJson } from '../speak/escape.ts';

export const command: Command = {
  name: 'explain',
  summary: 'Say which rule, from which line of which policy, met what, and what would allow it',
  takes: '[r-ID | RULE | PATH] [BASE..HEAD]',
  examples: [
    ['guardrail explain', 'everything the rules say of what is staged'],
    ['guardrail explain r-7f3k2m4', 'one reason of a refusal'],
    ['guardrail explain infra/main.tf', 'what is said of one file, and which rules were near'],
    ['guardrail explain secrets.file origin/main..HEAD', 'one rule over a range'],
  ],
  flags: [
    { name: 'patch', type: 'text', hint: 'FILE', says: 'explain a unified diff; - reads standard input' },
    { name: 'all', type: 'boolean', says: 'also rules that came near and did not meet the fact' },
    { name: 'json', type: 'boolean', says: 'facts, rulings and near misses as JSON' },
  ],
  run: async (args, io) => {
    const range = args.words.find((word) => word.includes('..'));
    const about = args.words.filter((word) => word !== range);
    const gate = await openGate(io);
    const { change, deps } = await prepare(
      gate,
      await inletOf(range === undefined ? [] : [range], args.text('patch'), io),
    );
    const facts = await readFacts(change, deps);
    const decision = await decideAll(change, facts, { ...deps, options: { trace: true } });
    if (args.has('json')) {
      await io.out(`${sayJson(masked({ v: 1, facts, ...decision }))}\n`);
      return 0;
    }
    await io.out(
      explain({
        change,
        facts,
        decision,
        about,
        isFull: args.has('all') || about.length > 0,
        style: styleFor(io.env, io.isTerminal),
      }),
    );
    return 0;
  },
};
