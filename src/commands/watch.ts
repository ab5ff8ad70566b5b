import { once } from 'node:events';
import { startWatching, watchOnce, type WatchDeps } from '../daemon/watch.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import type { Io } from '../system/io.ts';
import { UsageError } from '../system/usage.ts';
import type { Arguments, Command, Exit } from './command.ts';

export const command: Command = {
  name: 'watch',
  summary: 'Look for what went around the gate in every clone that init guards: the daemon does this by itself',
  takes: '',
  examples: [
    ['guardrail watch --once', 'compare with the last look, judge and remember what nobody judged'],
    ['guardrail watch --foreground', 'where no daemon runs (a container): until it is ended'],
  ],
  hidden: true,
  flags: [
    { name: 'once', type: 'boolean', says: 'one look; exit 1 if something went around the gate' },
    { name: 'foreground', type: 'boolean', says: 'go on until SIGTERM or SIGINT' },
    { name: 'poll', type: 'text', hint: 'MS', says: 'how often to look when no event came (30000)' },
    { name: 'json', type: 'boolean', says: 'with --once: what was found, as JSON' },
  ],
  run: async (args, io) => {
    if (args.has('once')) return await lookOnce(args, io);
    if (args.has('foreground')) return await stay(args, io);
    throw new UsageError('watch: say --once or --foreground', 'guardrail watch --help');
  },
};

async function lookOnce(args: Arguments, io: Io): Promise<Exit> {
  const seen = await watchOnce(depsOf(io, () => undefined));
  if (args.has('json')) await io.out(`${sayJson({ v: 1, repositories: seen })}\n`);
  else
    for (const { root, findings, note } of seen) {
      for (const { what, detail, level } of findings)
        await io.out(`${escapeText(`${root}: ${what}: ${detail}${level === '' ? '' : ` (${level})`}`)}\n`);
      if (note !== null) await io.err(`guardrail: ${escapeText(note)}\n`);
    }
  if (seen.some(({ note }) => note !== null)) return 2;
  return seen.some(({ findings }) => findings.some(({ kind }) => kind !== 'watch')) ? 1 : 0;
}

async function stay(args: Arguments, io: Io): Promise<Exit> {
  const poll = Number(args.text('poll') ?? '30000');
  if (!Number.isSafeInteger(poll) || poll < 50)
    throw new UsageError('watch: --poll takes milliseconds', 'guardrail watch --help');
  const watching = await startWatching({ ...depsOf(io, (line) => void io.err(`${escapeText(line)}\n`)), pollMs: poll });
  await watching.settled();
  await io.out(`${sayJson(watching.state())}\n`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  await watching.close();
  return 0;
}

function depsOf(io: Io, tell: WatchDeps['tell']): WatchDeps {
  return { env: io.env, now: io.now, tell };
}
