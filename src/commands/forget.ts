import { UsageError } from '../system/usage.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'forget',
  summary: 'Have the words of reviews deleted, as far as anything can be',
  takes: '[v-ID | l-ID]',
  examples: [
    ['guardrail forget v-2m9x4tc', 'every question, answer and finding of one round'],
    ['guardrail forget --repo 01J9ZK', 'of a whole repository, and what was read of its past'],
    ['guardrail forget --before 2026-01-31', 'of everything before that day'],
    ['guardrail forget --rater me', 'says what there is of you, and why it stays'],
  ],
  flags: [
    { name: 'repo', type: 'text', hint: 'ID', says: 'This repository, as `guardrail stats --by repo` names it' },
    { name: 'before', type: 'text', hint: '90d', says: 'What is older: days (90d), weeks (12w) or a date' },
    { name: 'rater', type: 'text', hint: 'me', says: 'What you have said yourself' },
  ],
  run: async (args, io) => {
    if (args.words.length > 1) throw new UsageError('forget: one review at a time', 'guardrail forget --help');
    const { forgetWords } = await import('../learn/retention/forget-words.ts');
    const [repo, before, rater] = [args.text('repo'), args.text('before'), args.text('rater')];
    return await forgetWords(io, { id: args.words[0] ?? null, repo, before, rater });
  },
};
