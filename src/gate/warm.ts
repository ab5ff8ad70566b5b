import { loadDriver } from '../log/driver.ts';
import type { Environment } from '../system/git.ts';
import { rememberAnswers } from '../system/git-answers.ts';
import { loadShipped } from '../system/shipped.ts';
import { openGate } from './open.ts';
import { readReadings } from './readings.ts';

/** For a process that stays: what a judgement needs is there before the first is asked for. */
export async function warmUp(): Promise<void> {
  rememberAnswers();
  await Promise.all([import('./judge.ts'), import('../system/yaml.ts'), loadShipped()]);
  loadDriver();
}

/** What the next judgement in this folder will ask git, asked now, after something has happened there. */
export async function lookAhead(cwd: string, env: Environment): Promise<void> {
  const gate = await openGate({ cwd, env, now: () => Date.now(), err: () => Promise.resolve(), parent: 0 });
  const { head } = gate.repository;
  await readReadings(gate, head === null ? [] : [{ name: 'HEAD', tree: head }]);
}
