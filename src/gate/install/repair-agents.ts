import type { Environment, Git } from '../../system/git.ts';
import { wirable } from './agents-find.ts';
import { readAgentManifest } from './agents-manifest.ts';
import { changedAgents, installAgents, planAgents, type Problem } from './agents.ts';

/** Wires these settings files anew, as `init --agents` would; `git` stands in the clone they may belong to. */
export async function repairAgents(
  env: Environment,
  git: Git,
  paths: readonly string[],
): Promise<{ readonly written: readonly string[]; readonly problems: readonly Problem[] }> {
  const { entries } = await readAgentManifest(env);
  const written: string[] = [];
  const problems: Problem[] = [];
  for (const entry of entries.filter(({ path, line }) => line === null && paths.includes(path))) {
    const isHere = entry.path.startsWith(`${git.cwd}/`);
    const agents = wirable.filter(({ id }) => id === entry.agent);
    const wish = { agents, env, http: entry.http, scope: isHere ? 'repo' : 'user', git: isHere ? git : null } as const;
    const plan = await planAgents(wish);
    problems.push(...plan.problems);
    written.push(...changedAgents(plan).map(({ path }) => path));
    await installAgents(plan, env);
  }
  return { written, problems };
}
