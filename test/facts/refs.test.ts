import { expect, test } from 'vitest';
import { refs } from '../../src/facts/analyzers/refs.ts';
import type { RefUpdate } from '../../src/model/change.ts';
import { change, factsOf, human, ref } from './changes.ts';

const BRANCH = 'refs/heads/x';
const TAG = 'refs/tags/v1';

test.each<[string, RefUpdate, readonly string[]]>([
  ['a push of new commits is quiet', ref({ ref: BRANCH }), []],
  ['a new branch is quiet', ref({ ref: BRANCH, before: null, movement: 'create' }), []],
  ['a new tag is quiet', ref({ ref: TAG, before: null, movement: 'create' }), []],
  ['nothing to push is quiet', ref({ ref: BRANCH, movement: 'none' }), []],
  [
    "a lease on one's own branch is only a force-push",
    ref({ ref: BRANCH, movement: 'rewrite', lease: true }),
    ['git.force-push'],
  ],
  [
    'commits of others that vanish are a rewritten history',
    ref({ ref: BRANCH, movement: 'rewrite', foreign: 2 }),
    ['git.force-push', 'git.history-rewrite'],
  ],
  [
    'so is a protected branch',
    ref({ ref: BRANCH, movement: 'rewrite', protected: true }),
    ['git.force-push', 'git.history-rewrite'],
  ],
  [
    'a remote at a commit nobody here has',
    ref({ ref: BRANCH, movement: 'unknown', lease: 'unknown', foreign: 'unknown' }),
    ['git.force-push', 'git.history-rewrite'],
  ],
  ['a branch is deleted', ref({ ref: BRANCH, after: null, movement: 'delete' }), ['git.branch-delete']],
  ['a tag is deleted', ref({ ref: TAG, after: null, movement: 'delete' }), ['git.tag-delete']],
  ['a tag is moved', ref({ ref: TAG, movement: 'rewrite' }), ['git.tag-move']],
  ['a tag is moved forward', ref({ ref: TAG, movement: 'forward' }), ['git.tag-move']],
  ['approvals are rewritten', ref({ ref: 'refs/guardrail/approvals', movement: 'rewrite' }), ['git.history-rewrite']],
  ['notes move forward', ref({ ref: 'refs/notes/ai' }), []],
])('%s', (_name, update, kinds) => {
  const facts = factsOf(change([], { refs: [update] }), {}, [refs]);
  expect(facts.map(({ kind }) => kind)).toEqual(kinds);
});

test('a fact about a ref names the ref, its tips, its branch and who pushes', () => {
  const update = ref({ ref: BRANCH, movement: 'rewrite', lease: true, foreign: 0, commits: ['1', '2'] });
  const [fact] = factsOf(change([], { refs: [update] }), {}, [refs]);
  expect(fact).toMatchObject({
    subject: BRANCH,
    part: BRANCH,
    branch: 'x',
    scope: 'net',
    evidence: { before: update.before, after: update.after },
    commits: ['1', '2'],
    authors: [human],
    attributes: { lease: true, foreign: 0, protected: false, commits: 2 },
  });
});
