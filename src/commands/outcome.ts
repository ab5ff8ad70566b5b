import { openGate } from '../gate/open.ts';
import { addOutcome, takeBack } from '../learn/outcomes/said.ts';
import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

const VERBS = ['add', 'withdraw'] as const;

export const command: Command = {
  name: 'outcome',
  summary: 'Say that a commit caused an incident, or that an outcome was no fault of its commit',
  takes: 'add | withdraw ID',
  examples: [
    ['guardrail outcome add --incident https://wiki.example/42 --commit 4be1c2a', 'what a commit caused'],
    ['guardrail outcome withdraw o-7f3k2m4q9d --because "reverted for a freeze"', 'it was no fault of the commit'],
    ['guardrail outcomes', 'shows what is known, by id'],
  ],
  flags: [
    { name: 'incident', type: 'text', hint: 'URL', says: 'where the incident is described' },
    { name: 'commit', type: 'text', hint: 'SHA', says: 'the commit that caused it' },
    { name: 'because', type: 'text', hint: 'TEXT', says: 'why' },
  ],
  run: async (args, io) => {
    const [word, id, ...rest] = args.words;
    const verb = VERBS.find((known) => known === word);
    const fits = verb === 'add' ? id === undefined : id !== undefined && rest.length === 0;
    if (verb === undefined || !fits) {
      throw new UsageError('outcome: say add, or withdraw and one id', 'guardrail outcome --help');
    }
    const gate = await openGate(io);
    return verb === 'add' ? await addOutcome(gate, args, io) : await takeBack(gate, id ?? '', args, io);
  },
};
