import type { Change, RefUpdate } from '../../model/change.ts';
import { isRefusal } from '../../model/level.ts';
import type { Ruling } from '../../model/verdict.ts';
import { showPath } from '../../speak/escape.ts';
import type { Situation } from '../next-step.ts';

const MOST = 12;

/** In a push of several refs, those with nothing against them can go at once. */
export async function otherRefsStep({ change, refused, rejudge, remote, lines }: Situation): Promise<string | null> {
  if (remote === null || change.refs.length < 2) return null;
  const bad = new Set(refused.flatMap((ruling) => refsOf(change, ruling)));
  const good = change.refs.filter((ref) => !bad.has(ref.ref));
  if (good.length === 0 || good.length === change.refs.length || good.length > MOST) return null;
  if (isRefusal((await rejudge(onlyRefs(change, good))).level)) return null;
  const specs = good.map((ref) => showPath(refspec(ref, lines.find((line) => line.ref === ref.ref)?.local ?? null)));
  const lease = good.some((ref) => ref.movement === 'rewrite') ? '--force-with-lease ' : '';
  return `push the others: git push ${lease}${showPath(remote)} ${specs.join(' ')}`;
}

/** The push as if only these refs had been named. */
export function onlyRefs(change: Change, refs: readonly RefUpdate[]): Change {
  const commits = new Set(refs.flatMap((ref) => ref.commits));
  const names = new Set(refs.map((ref) => ref.ref));
  const parts = change.parts.filter((part) => (part.scope === 'history' ? commits.has(part.id) : names.has(part.id)));
  return { ...change, refs, parts };
}

/** The refs of a push that a ruling is about: by name, by net part, or by a commit they carry. */
export function refsOf(change: Change, ruling: Ruling): readonly string[] {
  const { part, subject, commits } = ruling.fact;
  return change.refs
    .filter(
      (ref) =>
        ref.ref === part ||
        ref.ref === subject ||
        ref.commits.includes(part) ||
        (part === change.inlet && commits.length === 0),
    )
    .map((ref) => ref.ref);
}

/** As it would be typed: `work`, `HEAD:refs/heads/work`, `:old`. */
export function refspec({ ref, after }: RefUpdate, local: string | null): string {
  const there = shorten(ref);
  if (after === null) return `:${there}`;
  return local === null || local === ref || local === there ? there : `${shorten(local)}:${ref}`;
}

export function shorten(ref: string): string {
  return ref.replace(/^refs\/(heads|tags)\//, '');
}
