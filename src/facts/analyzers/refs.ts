import type { RefUpdate } from '../../model/change.ts';
import type { Value } from '../../model/fact.ts';
import type { Analyzer, Observation } from '../analyzer.ts';

/** What a push does to the names on the remote. */
export const refs: Analyzer = {
  id: 'refs',
  reads: () => false,
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.refs.flatMap(factsOf),
};

function factsOf(ref: RefUpdate): readonly Observation[] {
  if (ref.before === null || ref.movement === 'none' || ref.movement === 'create') return [];
  if (ref.ref.startsWith('refs/tags/')) return [tagOf(ref)];
  if (ref.movement === 'forward') return [];
  if (!ref.ref.startsWith('refs/heads/')) return [about(ref, 'git.history-rewrite', { foreign: ref.foreign })];
  return ref.movement === 'delete' ? [about(ref, 'git.branch-delete', { foreign: ref.foreign })] : rewriteOf(ref);
}

/** A tag is a promise that it stays: moved forward is moved. */
function tagOf(ref: RefUpdate): Observation {
  return about(ref, ref.movement === 'delete' ? 'git.tag-delete' : 'git.tag-move', {});
}

/** `unknown`: the remote is at a commit nobody here has, and what is pushed cannot contain it. */
function rewriteOf(ref: RefUpdate): readonly Observation[] {
  const forced = about(ref, 'git.force-push', { lease: ref.lease, foreign: ref.foreign });
  const shared = ref.foreign === 'unknown' || ref.foreign > 0 || ref.protected;
  return shared ? [forced, about(ref, 'git.history-rewrite', { foreign: ref.foreign })] : [forced];
}

function about(ref: RefUpdate, kind: string, more: Readonly<Record<string, Value>>): Observation {
  const attributes = { protected: ref.protected, commits: ref.commits.length, ...more };
  return { kind, subject: ref.ref, edit: null, ref, range: null, attributes };
}
