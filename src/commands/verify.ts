import { howToFetch } from '../gate/approvals.ts';
import { judge } from '../gate/judge.ts';
import { openGate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
import type { Command } from './command.ts';
import { UsageError } from '../system/usage.ts';

export const command: Command = {
  name: 'verify',
  summary: 'Judge a range in CI: no daemon, no database, approvals from their ref',
  takes: 'BASE..HEAD',
  examples: [
    [
      'guardrail verify origin/main..HEAD',
      'the required check: rules come from the protected branch, not from the change alone',
    ],
    ['guardrail verify "$BASE..$HEAD" --format github', 'with annotations on the lines of a pull request'],
    ['guardrail verify "$BASE..$HEAD" --format sarif > guardrail.sarif', 'for code scanning'],
  ],
  flags: [
    {
      name: 'review',
      type: 'boolean',
      says: 'let the reviewers of the rules read it too; keys are taken from the environment',
    },
    { name: 'format', type: 'text', hint: 'NAME', says: 'text, json, sarif or github' },
    { name: 'json', type: 'boolean', says: 'the whole verdict as JSON' },
    { name: 'verbose', short: 'v', type: 'boolean', says: 'say what was looked at even when all is well' },
  ],
  run: async (args, io) => {
    const range = /^(.+?)\.\.\.?(.+)$/.exec(args.words[0] ?? '');
    const [, base, head] = range ?? [];
    if (base === undefined || head === undefined || args.words.length > 1) {
      throw new UsageError('verify: give one range, BASE..HEAD', 'guardrail verify origin/main..HEAD');
    }
    const gate = await openGate(io);
    const judged = await judge(gate, { kind: 'range', base, head }, { record: false, review: args.has('review') });
    const missing = judged.verdict.level === 'ask' ? await howToFetch(gate.git) : null;
    const told = missing === null ? judged : { ...judged, notes: [...judged.notes, missing] };
    return await present(told, { ...args, has: (flag) => flag === 'verbose' || args.has(flag) }, io);
  },
};
