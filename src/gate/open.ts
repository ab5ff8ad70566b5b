import { openRepository, type Repository } from '../changes/repository.ts';
import type { Actor } from '../model/actor.ts';
import { nextTurn } from '../system/clock.ts';
import { loadShipped, type Shipped } from '../system/shipped.ts';
import type { Io } from '../system/io.ts';
import { openGit, type Environment, type Git } from '../system/git.ts';
import { readOperator } from './operator.ts';

/** A repository, who stands in front of it, and the shipped policies: what every judgement begins with. */
export type Gate = {
  readonly git: Git;
  readonly repository: Repository;
  readonly operator: Actor;
  readonly shipped: Shipped;
  readonly env: Environment;
  readonly now: () => number;
  /** One line for whoever waits. */
  readonly tell: (line: string) => void;
  /** Whoever asked has given up, and judges again elsewhere: remembered there, not here. */
  readonly isGone: () => boolean;
};

export async function openGate(io: Pick<Io, 'cwd' | 'env' | 'now' | 'err' | 'parent' | 'isGone'>): Promise<Gate> {
  const { cwd, env, now, err, isGone = () => false } = io;
  const git = openGit(cwd, env);
  const opening = openRepository(git);
  // git works meanwhile
  const [repository, shipped, operator] = await Promise.all([
    opening,
    nextTurn().then(() => loadShipped()),
    nextTurn().then(() =>
      readOperator(
        io,
        opening.then(({ user }) => user),
      ),
    ),
  ]);
  return { git, repository, operator, shipped, env, now, tell: (line) => void err(line), isGone };
}
