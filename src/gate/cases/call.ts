import { createHash } from 'node:crypto';
import { pathInScene, resolvePath } from '../../facts/shell/place.ts';
import type { Action, Call, Scene } from '../../model/call.ts';
import type { Case, CaseFiles } from './case.ts';

type CommandCase = Extract<Case, { kind: 'command' }>;

const ROOT = '/home/dev/project';

/** A command of a case as an agent's tool call: in a repository that begins where it runs. */
export function callOf({ command, shell, cwd }: CommandCase): Call {
  const action: Action = { kind: 'command', text: command, shell };
  return {
    id: createHash('sha256')
      .update(JSON.stringify([action, cwd]))
      .digest('hex'),
    actions: [action],
    scene: sceneOf(cwd),
  };
}

function sceneOf(cwd: string | null): Scene {
  const root = cwd ?? ROOT;
  const home = /^\/(?:home|Users)\/[^/]+/.exec(root)?.[0] ?? '/home/dev';
  return { cwd: root, root, home, variables: {}, branch: null, protected: [] };
}

/** What lies on disk, under the names a call asks for. */
export function filesOf({ cwd, files }: CommandCase): CaseFiles {
  const scene = sceneOf(cwd);
  return new Map([...files].map(([path, file]) => [pathInScene(resolvePath(path, scene.cwd) ?? path, scene), file]));
}
