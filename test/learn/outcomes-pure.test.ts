import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writtenBy } from '../../src/learn/history/author.ts';
import { claimsOf } from '../../src/learn/outcomes/claims.ts';
import { readReplaced } from '../../src/learn/outcomes/deleted-lines.ts';
import { outcomeId } from '../../src/learn/outcomes/id.ts';
import { resolveClaims } from '../../src/learn/outcomes/resolve.ts';
import type { Said } from '../../src/log/history/claims.ts';
import type { ClaimKind } from '../../src/log/history/write.ts';

const OID = '4be1c2a09f'.repeat(4);

describe('a message says of another commit', () => {
  test.each<[string, string, readonly string[]]>([
    ['that it reverts it', `Revert "a"\n\nThis reverts commit ${OID}.\n`, [`revert ${OID}`]],
    [
      'also where the line is broken before the id',
      `Revert\n\nThis reverts commit\n${OID}, reversing\n`,
      [`revert ${OID}`],
    ],
    ['also with line ends of another system', `Revert\r\n\r\nThis reverts commit\r\n${OID}.\r\n`, [`revert ${OID}`]],
    ['in short', 'Revert\n\nThis reverts commit 4BE1C2A.\n', ['revert 4be1c2a']],
    [
      'several times the same once',
      `R\n\nThis reverts commit ${OID}.\nThis reverts commit ${OID}.\n`,
      [`revert ${OID}`],
    ],
    ['that it mends it', 'Mend\n\nFixes: 54a4f0239f2e ("KVM: x")\nSigned-off-by: A <a@b.c>\n', ['fixes 54a4f0239f2e']],
    ['nothing, where it is quoted', `Talk\n\n> This reverts commit ${OID}.\n`, []],
    ['nothing, where it is told of', `Talk\n\nWe know: This reverts commit ${OID}.\n`, []],
    ['nothing, where it is an issue', 'Mend\n\nFixes: #1234567\nFixes: https://host.example/1234567\n', []],
    ['nothing, where it is too short to name one', 'Mend\n\nFixes: 54a4f0\n', []],
    ['nothing, where it is another word', 'Mend\n\nFixes: deadbeefsteak\n', []],
    ['nothing, where it is no trailer', 'Fixes: 54a4f0239f2e\n\nas was said above.\n', []],
  ])('%s', (_name, message, expected) => {
    expect(claimsOf(message).map(({ kind, named }) => `${kind} ${named}`)).toEqual(expected);
  });

  test('whatever it holds, it is read in a moment and names a few', () => {
    assert(property(string({ unit: 'binary' }), (text) => claimsOf(text).length <= 40));
    const long = `This reverts commit ${OID}\n`.repeat(1_000) + 'This reverts commit '.repeat(2_000);
    expect(claimsOf(long)).toHaveLength(1);
    const many = Array.from({ length: 100 }, (_, at) => `This reverts commit ${at}abcdef0.`).join('\n');
    expect(claimsOf(many)).toHaveLength(20);
  });
});

describe('of commits that speak of each other', () => {
  const order = ['a', 'b', 'c', 'd', 'e'];
  const placed = (oid: string): Said['by'] => ({
    n: order.indexOf(oid),
    oid,
    ts: order.indexOf(oid),
    isMerge: oid === 'b',
  });
  const said = (by: string, kind: ClaimKind, named: string): Said => ({ by: placed(by), kind, named });
  const resolve = (...claims: readonly Said[]): readonly string[] =>
    resolveClaims(claims, { find: (id) => (order.includes(id) ? placed(id) : null), merged: () => ['x', 'y'] }).map(
      ({ commit, kind, evidence, withdrawn }) => `${commit} ${kind} ${evidence}${withdrawn ? ' withdrawn' : ''}`,
    );

  test.each<[string, readonly Said[], readonly string[]]>([
    ['one is reverted', [said('c', 'revert', 'a')], ['a revert c']],
    ['a merge is what it brought', [said('c', 'revert', 'b')], ['x revert c', 'y revert c']],
    ['a revert is reverted', [said('c', 'revert', 'a'), said('d', 'revert', 'c')], ['a revert c withdrawn']],
    [
      'and that one too',
      [said('c', 'revert', 'a'), said('d', 'revert', 'c'), said('e', 'revert', 'd')],
      ['a revert c'],
    ],
    ['one speaks of itself', [said('c', 'fixes', 'c')], []],
    ['of a later one', [said('c', 'revert', 'd')], []],
    ['of none', [said('c', 'fixes', 'zz')], []],
    [
      'one that mends is reverted: what it mended was bad all the same',
      [said('c', 'fixes', 'a'), said('d', 'revert', 'c')],
      ['a fixes c', 'c revert d'],
    ],
  ])('%s', (_name, claims, expected) => {
    expect(resolve(...claims)).toEqual(expected);
  });
});

describe('of a patch, the lines that can be to blame', () => {
  const diff = (path: string, patch: string, status = 'M'): Buffer =>
    Buffer.from(
      `:100644 100644 ${OID} ${OID} ${status}\0${path}\0\0diff --git a/${path} b/${path}\n--- a/x\n+++ b/x\n${patch}`,
    );
  const read = (path: string, patch: string, status = 'M'): readonly (readonly number[])[] =>
    readReplaced(diff(path, patch, status)).flatMap(({ deleted, beside }) => [deleted, beside]);

  test.each<[string, string, readonly number[], readonly number[]]>([
    ['are those that are gone', '@@ -3,2 +3 @@\n-a = 1\n-b = 2\n+a = 2\n', [3, 4], []],
    ['but comments and brackets', '@@ -3,4 +3 @@\n-// a\n-}\n-\n-# b\n+a = 2\n', [], [3, 4, 5, 6]],
    ['but what is spaced otherwise', '@@ -3,2 +3,2 @@\n-a  = 1\n-b = 2\n+a = 1\n+b = 3\n', [4], []],
    ['or none, where only spacing changed', '@@ -3 +3 @@\n-a  = 1\n+a = 1\n', [], []],
    ['or the one behind which something was put', '@@ -3,0 +4 @@\n+if (!a) return;\n', [], [3]],
    ['also at the beginning', '@@ -0,0 +1 @@\n+if (!a) return;\n', [], [1]],
    ['and a line that looks like a header is a line', '@@ -3,2 +3 @@\n---x\n-@@ -9 +9 @@\n+a\n', [3, 4], []],
    [
      'whether or not the file ends its last line',
      '@@ -3 +3 @@\n-a = 1\n\\ No newline at end of file\n+a = 2\n@@ -9 +9 @@\n-b\n+c\n',
      [3, 9],
      [],
    ],
  ])('%s', (_name, patch, deleted, beside) => {
    expect(read('src/a.ts', patch)).toEqual([deleted, beside]);
  });

  test('are none of documents, of lock files, and of files that are new or gone', () => {
    const patch = '@@ -3 +3 @@\n-a = 1\n+a = 2\n';
    expect(read('README.md', patch)).toEqual([]);
    expect(read('web/package-lock.json', patch)).toEqual([]);
    expect(read('src/a.ts', patch, 'D')).toEqual([]);
    expect(read('src/a.ts', patch)).toEqual([[3], []]);
  });

  test('are told of no other file: where a name holds a line end nothing is', () => {
    expect(read('a\ndiff --git b', '@@ -3 +3 @@\n-a = 1\n+a = 2\n')).toEqual([]);
    assert(property(string({ unit: 'binary' }), (text) => Array.isArray(readReplaced(Buffer.from(text)))));
  });

  test('of a renamed file, lie under its old name', () => {
    const patch = 'rename from x\n@@ -3 +3 @@\n-a = 1\n+a = 2\n';
    const bytes = Buffer.from(
      `:100644 100644 ${OID} ${OID} R087\0old.ts\0new.ts\0\0diff --git a/old.ts b/new.ts\n${patch}`,
    );
    expect(readReplaced(bytes)).toEqual([{ path: 'old.ts', deleted: [3], beside: [] }]);
  });
});

describe('who wrote a commit of before', () => {
  const ana = { name: 'Ana', email: 'ana@shop.example' };
  const by = (message: string, author = ana, note = ''): string => {
    const who = { author, committer: ana, message, note };
    const { agent, model } = writtenBy({ oid: OID, tree: OID, parents: [], ts: 0, files: [], ...who });
    return `${agent} ${model}`.trim();
  };

  test.each([
    ['Add a\n\nCo-Authored-By: Claude Sonnet 4.5 <noreply@anthropic.com>', 'claude-code claude-sonnet-4.5'],
    ['Add a\n\nCo-Authored-By: Claude <noreply@anthropic.com>', 'claude-code'],
    ['Add a\n\nAssisted-by: Claude:claude-opus-4', 'claude-code claude-opus-4'],
    ['Add a\n\nCo-authored-by: Bo 2 <bo@shop.example>', ''],
    ['Add a', ''],
  ])('%j: %s', (message, expected) => {
    expect(by(message)).toBe(expected);
  });

  test('by a note that a gate left, and by the author itself', () => {
    const note = JSON.stringify({ agent_id: { tool: 'cursor', id: '1', model: 'claude-4.5' } });
    expect(by('Add a', ana, note)).toBe('cursor claude-4.5');
    expect(by('Add a', { name: 'aider (gpt-5)', email: 'aider@aider.chat' })).toBe('aider gpt-5');
  });
});

test('an outcome has one id, and another one for everything that makes it another', () => {
  const one = { repo: 'r', commit: 'c', kind: 'revert', evidence: 'e' } as const;
  const ids = [
    one,
    { ...one, repo: 's' },
    { ...one, commit: 'd' },
    { ...one, kind: 'fixes' } as const,
    { ...one, evidence: 'f' },
  ];
  expect(new Set(ids.map(outcomeId)).size).toBe(5);
  expect(outcomeId(one)).toMatch(/^o-[0-9a-hjkmnp-z]{10}$/);
  expect(outcomeId({ ...one })).toBe(outcomeId(one));
});
