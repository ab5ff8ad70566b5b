import { describe, expect, test } from 'vitest';
import type { Analyzer } from '../../src/facts/analyzer.ts';
import { extract } from '../../src/facts/extract.ts';
import { absent, answer, change, edit, factsOf, grammars, part, ref, text, version } from './changes.ts';

const quiet: Analyzer = { id: 'quiet', reads: () => false, grammars: () => [], needs: () => [], facts: () => [] };

function about(path: string, attributes: Record<string, string | number | boolean>, kind = 'file.mode'): Analyzer {
  return {
    ...quiet,
    id: 'about',
    facts: ({ edits }) =>
      edits
        .filter((one) => one.path === path)
        .map((one) => ({ kind, subject: one.path, edit: one, range: null, attributes })),
  };
}

const MODE = { before: '100644', after: '100755', executable: true, type: 'same' };

describe('a fact is stamped from the edit it was seen in', () => {
  test('part, scope, branch, blobs, commits, authors and old name come from there', () => {
    const moved = edit({ path: 'b', from: 'a', status: 'rename', landed: 'unknown' });
    const [fact] = factsOf(change([part([moved], { id: 'refs/heads/x', scope: 'net', branch: 'x' })]), {}, [
      about('b', MODE),
    ]);
    expect(fact).toEqual({
      kind: 'file.mode',
      subject: 'b',
      where: { path: 'b', range: null },
      from: 'a',
      attributes: { ...MODE, landed: 'unknown' },
      part: 'refs/heads/x',
      scope: 'net',
      branch: 'x',
      evidence: { before: moved.before?.oid, after: moved.after?.oid },
      commits: moved.commits,
      authors: moved.authors,
    });
  });

  test('an analyzer may know better than the edit whether its subject landed', () => {
    const facts = factsOf(change([part([edit({ path: 'a' })])]), {}, [about('a', { ...MODE, landed: false })]);
    expect(facts[0]?.attributes['landed']).toBe(false);
  });

  test('a ref is told once, with its commits and without edits', () => {
    const seen: number[] = [];
    const refs: Analyzer = {
      ...quiet,
      facts: (input) => {
        seen.push(input.refs.length, input.edits.length);
        return [];
      },
    };
    factsOf(change([part([edit({ path: 'a' })])], { refs: [ref({ ref: 'refs/heads/x' })] }), {}, [refs]);
    expect(seen).toEqual([1, 0, 0, 1]);
  });
});

describe('INVARIANT: a fact carries exactly the attributes of its kind', () => {
  const { executable: _, ...incomplete } = MODE;
  test.each([
    ['a missing attribute', about('a', incomplete), '"executable" is missing'],
    ['an attribute too many', about('a', { ...MODE, color: 'red' }), 'no attribute "color"'],
    ['a word the kind does not list', about('a', { ...MODE, type: 'odd' }), '"type" cannot be odd'],
    ['a number for a truth', about('a', { ...MODE, executable: 1 }), '"executable" cannot be 1'],
    ['a kind nobody knows', about('a', MODE, 'file.odd'), 'no such kind'],
  ])('%s is unreadable: neither let through nor a reason to stop every commit', (_name, analyzer, message) => {
    const facts = factsOf(change([part([edit({ path: 'a' })])]), {}, [analyzer]);
    const attributes = { what: 'analyzer about', why: expect.stringContaining(message) };
    expect(facts).toMatchObject([{ kind: 'unreadable', subject: 'a', attributes }]);
  });
});

describe('could not look is a fact', () => {
  test('what the inlet could not read becomes unreadable', () => {
    const unread = [{ what: 'commit', path: null, why: 'the clone is shallow' }];
    const facts = factsOf(change([], { coverage: { refs: 0, commits: 0, files: 0, bytes: 0, unread } }));
    expect(facts).toMatchObject([
      { kind: 'unreadable', subject: 'commit', attributes: { why: 'the clone is shallow' } },
    ]);
  });

  test('a content that cannot be read is named, with its authors', () => {
    const reader: Analyzer = { ...quiet, reads: () => true };
    const facts = factsOf(
      change([part([edit({ path: 'a' })])]),
      { a: { after: { kind: 'unreadable', why: 'over 1 MB' } } },
      [reader],
    );
    expect(facts).toMatchObject([
      { kind: 'unreadable', subject: 'a', attributes: { what: 'content', why: 'over 1 MB' } },
    ]);
  });

  test('a content that was asked for and not handed over is not an empty file', () => {
    const reader: Analyzer = { ...quiet, reads: () => true };
    const run = extract(change([part([edit({ path: 'a' })])]), [reader]);
    run.next();
    expect(run.next({ files: new Map(), grammars }).value).toMatchObject([{ kind: 'unreadable', subject: 'a' }]);
  });

  test('an analyzer that throws over one file names it and still sees the others', () => {
    const picky: Analyzer = {
      ...about('good', MODE),
      id: 'picky',
      needs: ({ edits }) => {
        if (edits.some(({ path }) => path === 'bad')) throw new Error('line 3: no such token');
        return [];
      },
    };
    const facts = factsOf(change([part([edit({ path: 'good' }), edit({ path: 'bad' })])]), {}, [picky]);
    expect(facts).toMatchObject([
      { kind: 'unreadable', subject: 'bad', attributes: { what: 'analyzer picky', why: 'line 3: no such token' } },
      { kind: 'file.mode', subject: 'good' },
    ]);
  });

  test('an analyzer that throws while it chooses what to read names the file', () => {
    const picky: Analyzer = {
      ...quiet,
      id: 'picky',
      reads: () => {
        throw new Error('odd name');
      },
    };
    const facts = factsOf(change([part([edit({ path: 'bad' })])]), {}, [picky]);
    expect(facts).toMatchObject([{ kind: 'unreadable', subject: 'bad', attributes: { what: 'analyzer picky' } }]);
  });

  test('of what is only looked for, nothing need be readable', () => {
    const looker: Analyzer = { ...quiet, looksFor: () => ['lock'] };
    const contents = { lock: { after: { kind: 'unreadable' as const, why: 'over 5 MB' } } };
    expect(factsOf(change([part([])]), contents, [looker])).toEqual([]);
    const reader: Analyzer = { ...quiet, needs: () => ['lock'] };
    expect(factsOf(change([part([])]), contents, [looker, reader])).toHaveLength(1);
  });

  test('an analyzer that throws over everything is named once', () => {
    const broken: Analyzer = {
      ...quiet,
      id: 'broken',
      facts: () => {
        throw new Error('always');
      },
    };
    const facts = factsOf(change([part([])]), {}, [broken]);
    expect(facts).toMatchObject([{ kind: 'unreadable', subject: 'analyzer broken', attributes: { why: 'always' } }]);
  });
});

describe('siblings are asked for until nothing is missing', () => {
  /** Needs the file named by the last content it was handed: a chain as long as the contents make it. */
  const chain: Analyzer = {
    ...quiet,
    needs: ({ files }) =>
      ['0', ...[...files.values()].map(({ after }) => (after.kind === 'text' ? after.text : ''))].filter(Boolean),
  };

  test('a chain of eight is followed', () => {
    const contents = Object.fromEntries(
      Array.from({ length: 7 }, (_, n) => [String(n), { after: text(String(n + 1)) }]),
    );
    expect(factsOf(change([part([])]), contents, [chain])).toEqual([]);
  });

  test('a longer one ends as unreadable, not as nothing', () => {
    const contents = Object.fromEntries(
      Array.from({ length: 20 }, (_, n) => [String(n), { after: text(String(n + 1)) }]),
    );
    expect(factsOf(change([part([])]), contents, [chain])).toMatchObject([{ kind: 'unreadable', subject: '8' }]);
  });

  test('each part asks for its own contents, one part after another', () => {
    const reader: Analyzer = { ...quiet, reads: () => true };
    const parts = ['one', 'two'].map((id) => part([edit({ path: 'a', after: version() })], { id }));
    const run = extract(change(parts), [reader]);
    const asked: string[] = [];
    let step = run.next();
    while (!step.done) {
      asked.push(`${step.value.part.id}:${step.value.paths.join(' ')}`);
      step = run.next({ files: answer(step.value.paths, { a: { after: absent } }), grammars });
    }
    expect(asked).toEqual(['one:a', 'two:a']);
  });
});
