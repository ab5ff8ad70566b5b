import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { dismiss } from '../daemon/watch/enrol.ts';
import { uninstallAgents } from '../gate/install/agents-command.ts';
import { applyRestore, planRestore, type Restoration } from '../gate/install/apply.ts';
import { prepareEvent } from '../gate/install/events.ts';
import { readLayout } from '../gate/install/layout.ts';
import { readManifest } from '../gate/install/manifest.ts';
import { showEdit } from '../gate/install/show-edit.ts';
import { isSameState } from '../system/files.ts';
import { openGit } from '../system/git.ts';
import { userPaths } from '../system/paths.ts';
import type { Command } from './command.ts';

export const command: Command = {
  name: 'uninstall',
  summary: 'Put back, byte for byte, what init changed in this clone; the log is kept',
  takes: '[AGENT...]',
  examples: [
    ['guardrail uninstall --dry-run', 'show what would be put back'],
    ['guardrail uninstall', 'this clone only'],
    ['guardrail uninstall --agents', 'put back the settings of every agent that init --agents wired'],
    ['guardrail uninstall --purge', 'also the copies of the engine, which other clones may be using'],
  ],
  flags: [
    { name: 'dry-run', short: 'n', type: 'boolean', says: 'show every change as a diff and make none' },
    { name: 'agents', type: 'boolean', says: 'only the settings of agents: the ones named, or all' },
    { name: 'purge', type: 'boolean', says: 'also remove every copy of the engine on this account' },
  ],
  run: async (args, io) => {
    if (args.has('agents')) return await uninstallAgents({ names: args.words, dryRun: args.has('dry-run') }, io);
    const git = openGit(io.cwd, io.env);
    const layout = await readLayout(git);
    const manifest = await readManifest(layout.ours);
    const plan = manifest === null ? [] : await planRestore(git, layout, manifest);
    if (args.has('dry-run')) {
      for (const one of plan) await io.out(showEdit(one, layout.root));
      await io.err('guardrail: nothing was changed (--dry-run)\n');
      return 0;
    }
    if (manifest === null) await io.err('guardrail: init has not run in this clone; there is nothing to put back\n');
    else {
      const keep = await prepareEvent(io, layout);
      await dismiss(io, layout);
      await applyRestore(layout, manifest, plan);
      const kept = plan.filter((one) => one.kept !== null).map((one) => relative(layout.root, one.path));
      await keep({
        kind: 'uninstall',
        payload: { restored: plan.length - kept.length, kept, purge: args.has('purge') },
      });
      await io.err(`guardrail: this clone is not guarded any more\n${told(plan, layout.root)}`);
    }
    if (args.has('purge')) {
      const engines = join(userPaths(io.env).data, 'engines');
      await rm(engines, { recursive: true, force: true });
      await io.err(`  removed  ${engines}; clones that use it refuse commits until guardrail init runs there\n`);
    }
    return 0;
  },
};

function told(plan: readonly Restoration[], root: string): string {
  const changed = plan.filter((one) => !isSameState(one.current, one.wanted));
  const kept = plan.filter((one) => one.kept !== null);
  const lines = [
    `restored ${changed.length} files; the log is kept`,
    ...kept.map((one) => `kept     ${relative(root, one.path)}: ${one.kept}`),
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}
