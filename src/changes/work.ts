import type { Git } from '../system/git.ts';
import type { Upstream } from './auto-merge.ts';
import type { InletContext } from './context.ts';
import type { Graph } from './graph.ts';
import type { Repository } from './repository.ts';

/** What history and net parts are made from. */
export type Work = {
  readonly git: Git;
  readonly repository: Repository;
  readonly context: InletContext;
  readonly graph: Graph;
  readonly upstream: Upstream;
};
