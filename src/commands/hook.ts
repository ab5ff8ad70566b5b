import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { judge, type Inlet, type Judged } from '../gate/judge.ts';
import { openGate, type Gate } from '../gate/open.ts';
import { present } from '../gate/present.ts';
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
    { name: 'git', type: 'text', hint: 'PID', says: 'the git that is about to commit' },
    { name: 'message', type: 'text', hint: 'FILE', says: 'the message of the commit' },
    { name: 'remote', type: 'text', hint: 'NAME', says: 'where a push goes' },
    { name: 'url', type: 'text', hint: 'URL', says: 'the address of that remote' },
  ],
  run: async (args, io) => {
    const event = args.words[0] ?? '';
    const inlet = await inletOf(event, args, io);
    const gate = await openGate(io);
    const judged = await judge(gate, inlet, { record: true, hook: event });
    const exit = await present(judged, args, io);
    if (exit === 0) await leaveMarker(gate, judged, args.text('git'));
    return exit;
  },
};

async function inletOf(event: string, args: Arguments, io: Io): Promise<Inlet> {
  switch (event) {
    case 'pre-commit':
      return { kind: 'staged', message: null };
    case 'prepare-commit-msg':
    case 'commit-msg':
      return { kind: 'staged', message: await readMessage(args.text('message')) };
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

async function readMessage(file: string | null): Promise<string | null> {
  return file === null || file === '' ? null : await readFile(file, 'utf8');
}

/**
 * `<tree> <rules hash> <pid of git>`: the later hooks of this very `git commit` need not judge the same tree again.
 * INVARIANT: it only saves time. Another git, another tree, or no marker at all: judged again.
 */
async function leaveMarker(gate: Gate, { tree, verdict }: Judged, git: string | null): Promise<void> {
  if (tree === null || git === null) return;
  const file = await gate.repository.gitPath('guardrail/judged');
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${tree} ${verdict.rules} ${git}\n`);
  } catch {
    // judged twice, then; doctor has a row for it
  }
}
