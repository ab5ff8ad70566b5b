import { basename, relative } from 'node:path';
import { CHAINED, EVENTS } from './hook-files.ts';
import { absoluteHooksPath, isOurs, type Layout } from './layout.ts';
import { hookManager } from './managers.ts';
import type { Plan } from './plan.ts';

/** Hooks of others that go on running: event and who wrote it. */
export function chainedHooks(plan: Plan): readonly { readonly event: string; readonly by: string }[] {
  return plan.edits
    .filter((edit) => edit.path.endsWith(CHAINED) && edit.wanted.kind !== 'absent')
    .map((edit) => ({ event: basename(edit.path, CHAINED), by: hookManager(edit.wanted) }));
}

export function describePlace(plan: Plan, layout: Layout): readonly string[] {
  const hooks = `hooks    ${EVENTS.join(', ')} in ${relative(layout.root, plan.hooks)}`;
  if (plan.place === 'beside') {
    const chained = chainedHooks(plan).map(({ event, by }) => `${event} (${by})`);
    return [hooks, ...(chained.length === 0 ? [] : [`chained  ${chained.join(', ')}: still run, with the same input`])];
  }
  const folders = layout.worktrees.flatMap((worktree) =>
    worktree.hooksPaths
      .filter((path) => !isOurs(layout, worktree, path))
      .map((path) => `${absoluteHooksPath(worktree, path.value)} (core.hooksPath, ${path.scope})`),
  );
  return [hooks, `chained  everything in ${[...new Set(folders)].join(', ')}; nothing is written there`];
}
