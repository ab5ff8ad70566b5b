import { judge } from '../gate/judge.ts';
import { openGate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
import type { Command } from './command.ts';

/** git's quarantine variables (GIT_QUARANTINE_PATH, GIT_OBJECT_DIRECTORY, ...) come in with the environment and go on to every git we start. */
export const command: Command = {
  name: 'pre-receive',
  summary: 'Judge a push on the server, before any ref moves',
  takes: '< OLD NEW REF lines, as git gives them to a pre-receive hook',
  examples: [
    [
      'cp node_modules/guardrail/hooks/{pre-receive,guardrail*.sh} shop.git/hooks/',
      'on the server, once per repository',
    ],
    [
      'echo "engine=\'/srv/guardrail/node_modules/guardrail/dist/guardrail.mjs\'" > shop.git/hooks/guardrail.env',
      'where its engine lies; node is found, or named the same way',
    ],
  ],
  flags: [
    { name: 'format', type: 'text', hint: 'NAME', says: 'text, json, sarif or github' },
    { name: 'json', type: 'boolean', says: 'the whole verdict as JSON' },
    { name: 'verbose', short: 'v', type: 'boolean', says: 'say what was looked at even when all is well' },
  ],
  run: async (args, io) => {
    const stdin = await io.stdin();
    const gate = await openGate(io);
    const judged = await judge(gate, { kind: 'receive', stdin }, { record: true, hook: 'pre-receive' });
    return await present(judged, args, io);
  },
};
