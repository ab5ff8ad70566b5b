import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { leaveNote } from '../gate/hook-notes.ts';
import type { Inlet } from '../gate/inlet.ts';
import { openGate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
import { startReview } from '../gate/review/start.ts';
import { nextTurn } from '../system/clock.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command } from './command.ts';

export const command: Command = {
  name: 'hook',
  summary: 'Judge what git asks about: called by the installed hooks',
  takes: 'EVENT',
  examples: [['guardrail hook pre-commit', 'what the hook in .git/hooks runs']],
  hidden: true,
  flags: [
    { name: 'git', type: 'text', hint: 'PID:START', says: 'the git that runs the hook' },
    { name: 'message', type: 'text', hint: 'FILE', says: 'the message of the commit' },
    { name: 'remote', type: 'text', hint: 'NAME', says: 'where a push goes' },
    { name: 'url', type: 'text', hint: 'URL', says: 'the address of that remote' },
  ],
  run: async (args, io) => {
    const event = args.words[0] ?? '';
    if (event === 'post-commit') return handOver(io);
    // git answers while the rest of the engine is loaded
    const [inlet, gate, { judge }] = await Promise.all([
      inletOf(event, args, io),
      openGate(io),
      nextTurn().then(() => import('../gate/judge.ts')),
    ]);
    try {
      const judged = await judge(gate, inlet, { record: true, hook: event, review: event === 'pre-push' });
      const exit = await present(judged, args, io);
      await leaveNote(gate, { event, caller: args.text('git'), inlet }, judged);
      return exit;
    } finally {
      await gate.repository.scratch.close(); // a daemon does not end, and its scratch stores would stay
    }
  },
};

/** Nobody waits for a review: it finds the commit, and whose it is, by itself. */
function handOver(io: Io): 0 {
  startReview(io);
  return 0;
}

async function inletOf(event: string, args: Arguments, io: Io): Promise<Inlet> {
  switch (event) {
    case 'pre-commit':
      return { kind: 'staged', message: null };
    case 'prepare-commit-msg':
    case 'commit-msg':
      return { kind: 'staged', message: await readMessage(io.cwd, args.text('message')) };
    case 'pre-push': {
      const url = args.text('url') ?? '';
      const remote = args.text('remote');
      // git gives the address twice where a push names no remote
      return { kind: 'push', remote: remote === url ? null : remote, url, stdin: await io.stdin() };
    }
    default:
      throw new UsageError(`hook: guardrail judges nothing at "${event}"`, 'guardrail doctor');
  }
}

/** git names it from where the hook stands, and a daemon stands elsewhere. */
async function readMessage(cwd: string, file: string | null): Promise<string | null> {
  return file === null || file === '' ? null : await readFile(resolve(cwd, file), 'utf8');
}
