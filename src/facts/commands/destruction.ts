import type { DestructiveCommand } from '../commands-in-text.ts';
import type { Arguments } from './arguments.ts';
import { cloudDestruction } from './clouds.ts';
import { clusterDestruction } from './clusters.ts';
import { databaseDestruction } from './databases.ts';
import { fileDestruction } from './machines.ts';
import { stateDestruction } from './stacks.ts';

export type Destruction = Pick<DestructiveCommand, 'subject' | 'because' | 'technology' | 'stateful'>;

/** What one command destroys, or null. */
export function destruction(args: Arguments): Destruction | null {
  if (
    args.has('--help', '--dry-run', '--dryrun', '--dry_run', '--dryRun', '--what-if', '--whatif', '--noop', '--list')
  ) {
    if (!args.has('--dry-run=none', '--dry-run=false')) return null;
  }
  if (args.plain[0] === 'help' || args.plain.at(-1) === 'help') return null;
  return (
    stateDestruction(args) ??
    clusterDestruction(args) ??
    cloudDestruction(args) ??
    databaseDestruction(args) ??
    fileDestruction(args)
  );
}
