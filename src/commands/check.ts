import { inletOf } from '../gate/inlet.ts';
import { judge } from '../gate/judge.ts';
import { openGate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'check',
  summary: 'Judge a change now: what is staged, a range, files, or a patch',
  takes: '[BASE..HEAD | PATH...]',
  examples: [
    ['guardrail check', 'what is staged, exactly as the commit would be judged'],
    ['guardrail check origin/main..HEAD', 'a range, as a push of it would be judged'],
    ['guardrail check infra/', 'files as they are now, before you stage them'],
    ['git diff | guardrail check --patch -', 'a patch on standard input'],
  ],
  flags: [
    { name: 'patch', type: 'text', hint: 'FILE', says: 'judge a unified diff; - reads standard input' },
    { name: 'format', type: 'text', hint: 'NAME', says: 'text, json, sarif or github' },
    { name: 'json', type: 'boolean', says: 'the whole verdict as JSON' },
    { name: 'verbose', short: 'v', type: 'boolean', says: 'say what was looked at even when all is well' },
  ],
  run: async (args, io) => {
    const inlet = await inletOf(args.words, args.text('patch'), io);
    const gate = await openGate(io);
    return await present(await judge(gate, inlet, { record: true }), args, io);
  },
};
