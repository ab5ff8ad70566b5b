import { checkAgents } from '../gate/install/agents-checks.ts';
import { tryAgents } from '../gate/install/agents-live-report.ts';
import { checkInotify, checkWatching } from '../daemon/watch/checks.ts';
import { AGAIN, wrong, type Row } from '../gate/install/checks/check.ts';
import { checks } from '../gate/install/checks/index.ts';
import { readLayout } from '../gate/install/layout.ts';
import { readManifest } from '../gate/install/manifest.ts';
import { escapeText, sayJson } from '../speak/escape.ts';
import { styleFor } from '../speak/style.ts';
import { openGit } from '../system/git.ts';
import type { Io } from '../system/io.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'doctor',
  summary: 'Look for whatever could keep this clone from being guarded; changes nothing',
  takes: '[AGENT...]',
  examples: [
    ['guardrail doctor', 'what is wrong, and what to type about it'],
    ['guardrail doctor --verbose', 'also what is well, and what each agent lets through by itself'],
    [
      'guardrail doctor --live',
      'have each wired agent really try something, with a model on this machine that is none',
    ],
    ['guardrail doctor --reach', 'what an agent of this user could use: credentials, contexts, writable hooks'],
  ],
  flags: [
    { name: 'verbose', short: 'v', type: 'boolean', says: 'also show what is well' },
    { name: 'reach', type: 'boolean', says: 'list what an agent that runs as you could reach, names only' },
    {
      name: 'live',
      type: 'boolean',
      says: 'start the agents named (or all that are wired) and see the refusal arrive',
    },
    { name: 'json', type: 'boolean', says: 'every row as JSON' },
  ],
  run: async (args, io) => {
    if (args.has('live')) return await tryAgents(args.words, args.has('json'), io);
    if (args.has('reach')) return await tellReach(args.has('json'), io);
    const rows = await examine(io);
    const faults = rows.filter((row) => !row.ok);
    if (args.has('json')) await io.out(`${sayJson({ v: 1, ok: faults.length === 0, rows })}\n`);
    else {
      for (const row of args.has('verbose') ? rows : faults) await io.out(line(row, io));
      await io.err(
        faults.length === 0
          ? `guardrail: all is well (${rows.length} things looked at)\n`
          : `guardrail: ${faults.length} of ${rows.length} things are wrong\n`,
      );
    }
    return faults.length === 0 ? 0 : 1;
  },
};

/** Not a fault of the installation, so it has an exit of its own: 1 where something of production lies in reach. */
async function tellReach(isJson: boolean, io: Io): Promise<0 | 1> {
  const { findReach } = await import('../gate/reach/find.ts');
  const { tellReachOf } = await import('../speak/reach.ts');
  const found = await findReach(io);
  await io.out(isJson ? `${sayJson({ v: 1, found })}\n` : tellReachOf(found, styleFor(io.env, io.isTerminal)));
  return found.some(({ weight }) => weight === 'prod') ? 1 : 0;
}

async function examine(io: Io): Promise<readonly Row[]> {
  const git = openGit(io.cwd, io.env);
  const layout = await readLayout(git);
  const agents = await checkAgents(io.env, layout.root);
  const manifest = await readManifest(layout.ours);
  if (manifest === null)
    return [wrong('installed', 'init has not run in this clone: nothing is judged', AGAIN), ...agents];
  const scene = { git, io, layout, manifest };
  const rows: Row[] = [];
  // one after the other: they share two cores with the editor of whoever waits
  for (const check of [...checks, checkWatching, checkInotify]) rows.push(...(await check(scene)));
  return [...rows, ...agents];
}

function line(row: Row, io: Io): string {
  const style = styleFor(io.env, io.isTerminal);
  const mark = row.ok ? style.green('ok   ') : style.red('wrong');
  const fix = row.fix === null ? '' : `      fix: ${escapeText(row.fix)}\n`;
  return `${mark} ${style.bold(escapeText(row.name))}: ${escapeText(row.detail)}\n${fix}`;
}
