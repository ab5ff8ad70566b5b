import { createHash } from 'node:crypto';
import { extract } from '../../../src/facts/extract.ts';
import { commands } from '../../../src/facts/analyzers/commands.ts';
import { pathInScene, resolvePath } from '../../../src/facts/shell/place.ts';
import type { Scene, Shell } from '../../../src/model/call.ts';
import type { Change, Part } from '../../../src/model/change.ts';
import type { Content } from '../../../src/model/content.ts';
import type { Fact } from '../../../src/model/fact.ts';
import { actorOf } from '../../../src/gate/cases/case.ts';

export type Row = {
  readonly shell?: Shell;
  /** What lies on disk, by absolute paths or relative to the repository. */
  readonly files?: Readonly<Record<string, string>>;
  readonly scene?: Partial<Scene>;
};

export const scene: Scene = {
  cwd: '/home/dev/shop',
  root: '/home/dev/shop',
  home: '/home/dev',
  variables: {},
  branch: 'topic',
  protected: ['main'],
};

/** All facts of one command line, `command.run` included. */
export function factsOfCommand(text: string, row: Row = {}): readonly Fact[] {
  const place = { ...scene, ...row.scene };
  const files = new Map(
    Object.entries(row.files ?? {}).map(([path, said]): [string, Content] => [
      pathInScene(resolvePath(path, place.root) ?? path, place),
      { kind: 'text', text: said },
    ]),
  );
  const operator = actorOf({ agent: 'claude-code' });
  const call = {
    id: createHash('sha256').update(text).digest('hex'),
    actions: [{ kind: 'command', text, shell: row.shell ?? 'sh' }] as const,
    scene: place,
  };
  const part: Part = { id: 'call', scope: 'whole', title: 'call', branch: null, edits: [], call };
  const change: Change = {
    inlet: 'tool',
    repo: 'test',
    at: 0,
    branch: null,
    operator,
    parts: [part],
    refs: [],
    coverage: { refs: 0, commits: 0, files: 0, bytes: 0, unread: [] },
    replay: false,
  };
  const run = extract(change, [commands]);
  let step = run.next();
  while (step.done !== true) {
    const asked = step.value.paths.map((path) => {
      const now = files.get(path) ?? { kind: 'absent' as const };
      return [path, { before: now, after: now, landed: now }] as const;
    });
    step = run.next({ files: new Map(asked), grammars: NONE });
  }
  return step.value;
}

/** What it does, in words short enough for a table: `git.discard changes`; `command.run` is left out. */
export function effectsOf(text: string, row: Row = {}): readonly string[] {
  return factsOfCommand(text, row)
    .filter(({ kind }) => kind !== 'command.run')
    .map(({ kind, subject }) => `${kind} ${subject}`);
}

function none(): never {
  throw new Error('no grammar is loaded here');
}
const NONE = { visit: none, yaml: none, postgresql: none, table: none };
