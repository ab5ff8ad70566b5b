import { openLog } from '../../log/open.ts';
import { modelsOfSessions } from '../../log/session-models.ts';
import { writersOfTrees } from '../../log/wrote.ts';
import { modelName } from '../../model/model-name.ts';
import type { Environment } from '../../system/git.ts';
import type { Wrote } from './author.ts';
import type { Walked } from './walk.ts';

/** What hooks of this user recorded of a commit when it was made; null where nobody did. */
export type Recorded = (commit: Pick<Walked, 'tree' | 'parents'>) => Wrote | null;

/** A log that cannot be read knows of nobody: what commits say of themselves is left. */
export async function readRecorded(env: Environment, repo: string): Promise<Recorded> {
  const log = await openLog({ env, readOnly: true });
  try {
    if (log.schema !== 'ours') return () => null;
    const writers = writersOfTrees(log, repo, 0);
    const models = modelsOfSessions(log, repo);
    return ({ tree, parents }) => {
      const [writer] = writers.get(`${tree} ${parents[0] ?? ''}`) ?? [];
      if (writer === undefined) return null;
      return { agent: writer.agent, model: modelName(models.get(writer.session) ?? '') };
    };
  } catch {
    return () => null;
  } finally {
    log.close();
  }
}
