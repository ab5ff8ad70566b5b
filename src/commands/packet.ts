import { openGate } from '../gate/open.ts';
import { rememberedLoop } from '../gate/review/remembered.ts';
import { sayJson } from '../speak/escape.ts';
import { masked } from '../speak/masked.ts';
import { packet } from '../speak/packet.ts';
import { styleFor } from '../speak/style.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'packet',
  summary: 'One page for the person who decides what a review could not settle',
  takes: '[l-LOOP | v-REVIEW]',
  examples: [['guardrail packet', 'of this branch']],
  flags: [{ name: 'json', type: 'boolean', says: 'every round as JSON' }],
  run: async (args, io) => {
    const { rounds } = await rememberedLoop(await openGate(io), args.words[0] ?? null);
    if (args.has('json')) await io.out(`${sayJson(masked({ v: 1, rounds }))}\n`);
    else await io.out(packet(rounds, styleFor(io.env, io.isTerminal)));
    return rounds.length === 0 ? 1 : 0;
  },
};
