import type { Dialect, SqlConsequence } from './consequence.ts';
import type { Story } from './story.ts';
import type { Token } from './scan.ts';

/** One statement in its surroundings. */
export type Scene = {
  readonly tokens: readonly Token[];
  readonly dialect: Dialect;
  readonly story: Story;
  /** Which statement of the text it is. */
  readonly at: number;
  readonly line: number;
};

type Said = Omit<SqlConsequence, 'line' | 'remedy'> & { readonly remedy?: string };

export function say({ line }: Scene, said: Said): SqlConsequence {
  return { remedy: REMEDIES[said.kind], ...said, line };
}

/** The way forward where a statement has no better one of its own. */
const REMEDIES: Readonly<Record<SqlConsequence['kind'], string>> = {
  'data.drop':
    'deploy code that no longer uses it first, keep a copy (create table ..._backup as select ...), then drop it in a later release with approval',
  'data.truncate':
    'copy the rows first (create table ..._backup as select ...), then delete what must go by key, with approval',
  'data.delete-all': 'say with WHERE which rows are meant',
  'data.rewrite':
    'add a new column, fill it from the old one in batches, move the code over, drop the old one in a later release',
  'data.rename': 'add the new name beside the old one, move the code over, remove the old name in a later release',
  'data.lock': 'split it so that no step holds the lock for long, and set lock_timeout',
  'data.unprotect': 'leave the safeguard on, or switch it back on in the same file',
  'access.widen': 'grant the named privileges on the named objects to the one role that needs them',
};
