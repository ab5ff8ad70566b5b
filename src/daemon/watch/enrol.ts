import type { Layout } from '../../gate/install/layout.ts';
import { findGuarded, register, unregister, type Guarded } from '../../gate/registry.ts';
import type { Io } from '../../system/io.ts';
import { openGit } from '../../system/git.ts';
import { dropSnapshot, keepSnapshot, openClone } from './clone.ts';
import { readInstallation } from './installation.ts';
import { findRules } from './rules.ts';
import { readRefs } from './snapshot.ts';
import { sayFault } from './tampering.ts';

export type Enrolment = {
  readonly repo: string;
  readonly engine: string;
  /** Null: as the user wished before, else not. */
  readonly restore: boolean | null;
};

/**
 * From now on this clone is watched. What is there now is no surprise: commits from before, and whatever is wrong with the hooks
 * already. INVARIANT: a second init keeps what was seen, or it would wash away what nobody judged.
 */
export async function enrol(io: Io, layout: Layout, wanted: Enrolment): Promise<Guarded> {
  const known = await findGuarded(io.env, layout.common);
  const guarded: Guarded = {
    common: layout.common,
    root: known?.root ?? layout.root,
    repo: wanted.repo,
    since: known?.since ?? io.now(),
    restore: wanted.restore ?? known?.restore ?? false,
    engine: wanted.engine,
    node: process.execPath,
  };
  const { snapshot } = await openClone(io.env, guarded);
  // first: a daemon that runs reads the registry at once, and must find what it is to compare with
  if (known === null || snapshot === null) await keepFirst(io, layout, guarded);
  await register(io.env, guarded);
  return guarded;
}

async function keepFirst(io: Io, layout: Layout, guarded: Guarded): Promise<void> {
  const deps = { env: io.env, now: io.now, tell: () => undefined };
  const git = openGit(layout.root, io.env);
  const refs = await readRefs(git, layout.common, null);
  const { faults } = await readInstallation(git, guarded, deps);
  const roots = layout.worktrees.map((worktree) => worktree.root);
  const { mark: rules } = await findRules(git, roots, ''); // what init has just written is still to be committed
  await keepSnapshot(io.env, layout.common, {
    ...refs,
    at: io.now(),
    faults: faults.map(sayFault),
    open: new Map(),
    log: null,
    rules,
  });
}

/** Before uninstall takes anything out, so that nobody calls it tampering. */
export async function dismiss(io: Io, layout: Layout): Promise<void> {
  await unregister(io.env, layout.common);
  await dropSnapshot(io.env, layout.common);
}
