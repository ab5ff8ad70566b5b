import { createHash } from 'node:crypto';
import type { Change, Edit, Part, Path } from '../model/change.ts';
import type { Sides } from '../model/content.ts';
import type { InletContext } from './context.ts';

/** A plan that Terraform or CloudFormation made, as the file it was written to. */
export type PlanFile = { readonly path: Path; readonly text: string };

/** The plan as a change: one file that says what would become of what runs now. All it is about has landed. */
export function planChange(context: InletContext, branch: string | null, { path, text }: PlanFile): Change {
  const bytes = Buffer.from(text);
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const edit: Edit = {
    status: 'add',
    path,
    from: null,
    before: null,
    after: { oid, mode: '100644', size: bytes.length },
    lines: 'unknown',
    landed: true,
    generated: true,
    commits: [],
    authors: [context.operator],
  };
  const part: Part = { id: 'plan', scope: 'whole', title: `plan ${path}`, branch, edits: [edit] };
  return {
    inlet: 'plan',
    repo: context.repo,
    at: context.at,
    branch,
    operator: context.operator,
    parts: [part],
    refs: [],
    coverage: { refs: 0, commits: 0, files: 1, bytes: bytes.length, unread: [] },
    replay: false,
  };
}

/** The plan was read from where it lies: no object database holds it. */
export function readPlan({ path, text }: PlanFile, paths: readonly Path[]): ReadonlyMap<Path, Sides> {
  const absent = { kind: 'absent' } as const;
  return new Map(
    paths.map((asked): [Path, Sides] => [
      asked,
      { before: absent, after: asked === path ? { kind: 'text', text } : absent, landed: absent },
    ]),
  );
}
