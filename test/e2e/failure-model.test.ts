import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';
import { within } from '../helpers/shop.ts';

const WRONG = `export function total(cents: readonly number[]): number {
  try {
    return cents.reduce((sum, one) => sum + one, 0);
  } catch {
    return 0;
  }
}
`;
const RIGHT = `export function total(cents: readonly number[]): number {
  return cents.reduce((sum, one) => sum + one, 0);
}
`;
const KEY = `ghp_${'a1B2'.repeat(9)}`;

async function draft(repo: Repo, ...words: readonly string[]) {
  const { code, stdout, stderr } = await guardrailHere(repo, ['failure-model', 'draft', ...words]);
  const path = stdout.toString().trim();
  const text = code === 0 ? await readFile(join(repo.root, path), 'utf8') : '';
  const lint = code === 0 ? await guardrailHere(repo, ['failure-model', 'lint', path]) : null;
  return { code, path, text, stderr, left: lint?.stdout.toString() ?? '' };
}

/** With every TODO decided it is whole, and its cases agree. */
async function decide(repo: Repo, path: string, text: string): Promise<readonly [string, number]> {
  const whole = text
    .replace(/^question: .*$/m, 'question: Is it so?')
    .replaceAll(/^(\w+: )"TODO: /gm, '$1"')
    .replaceAll('- name: "TODO: ', '- name: "');
  await repo.write(path, whole);
  const lint = await guardrailHere(repo, ['failure-model', 'lint', path]);
  const cases = await guardrailHere(repo, ['failure-model', 'test', path]);
  return [lint.stdout.toString() + cases.stdout.toString(), cases.code];
}

describe('draft --from', () => {
  test('a revert: what was reverted is the bad example, the revert the good one', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('begin', { 'src/total.ts': RIGHT, 'package-lock.json': '{}\n' });
      const bad = await repo.commit('make it never fail', { 'src/total.ts': WRONG, 'package-lock.json': '{"a":1}\n' });
      await repo.git('revert', '--no-edit', bad);
      const { path, text, stderr, left } = await draft(repo, '--from', 'HEAD');
      expect(path).toBe('.guardrail/failure-models/incidents/make-it-never-fail.yaml');
      expect(text).toMatch(/# Reverted by: [0-9a-f]+ Revert "make it never fail"; [0-9a-f]+ make it never fail\n/);
      expect(text).toContain('TODO: what was reverted');
      expect(text).toContain('applies: { languages: [typescript] }');
      expect(text.indexOf('    return 0;')).toBeGreaterThan(text.indexOf('    after:'));
      expect(stderr).toContain('not shown: package-lock.json: generated');
      expect(left.trim().split('\n')).toHaveLength(8);
      expect(await decide(repo, path, text)).toEqual(['', 0]);
    }));

  test('a fix: what it mended, brought back, is the bad example', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('begin', { 'src/total.ts': WRONG, 'README.md': 'a\n' });
      const fix = await repo.commit('let errors through', { 'src/total.ts': RIGHT, 'README.md': 'b\n' });
      const { path, text } = await draft(repo, 'billing.hidden', '--from', fix);
      expect(path).toBe('.guardrail/failure-models/billing/hidden.yaml');
      expect(text).toContain('TODO: what was fixed, brought back');
      const [before, after] = [text.indexOf('    before:'), text.indexOf('    after:')];
      expect(text.slice(before, after)).not.toContain('catch');
      expect(await decide(repo, path, text)).toEqual(['', 0]);
    }));

  test('a range, also from the first commit on', () =>
    within(makeRepo(), async (repo) => {
      const first = await repo.commit('begin', { 'src/total.ts': WRONG });
      await repo.commit('one', { 'a.txt': 'a\n' });
      await repo.commit('two', { 'src/total.ts': RIGHT });
      const { text } = await draft(repo, 'a.range', '--from', `${first}..HEAD`);
      expect(text).toMatch(/# Changed by: [0-9a-f]+ two; [0-9a-f]+ one\n/);
      const { path, text: whole } = await draft(repo, 'a.root', '--from', first);
      expect(await decide(repo, path, whole)).toEqual(['', 0]);
    }));

  test('a postmortem: its headings, times and paths, and the commits it names', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('begin', { 'src/total.ts': RIGHT });
      const bad = await repo.commit('make it never fail', { 'src/total.ts': WRONG });
      const fix = await repo.commit('let errors through', { 'src/total.ts': RIGHT });
      const postmortem = `# Totals were zero\n\n## Timeline\n- 10:02 UTC deploy of ${bad.slice(0, 10)}\n- 10:40 UTC fixed by ${fix.slice(0, 10)}\n\n## Root cause\n\nAn error in src/total.ts became a zero, with ${KEY}.\n\n## Action items\n\n1. Let errors through\n`;
      await repo.write('docs/postmortem.md', postmortem);
      const { path, text } = await draft(repo, '--from', 'docs/postmortem.md');
      expect(path).toBe('.guardrail/failure-models/incidents/totals-were-zero.yaml');
      expect(text).toContain('# The postmortem has: Totals were zero / Timeline / Root cause / Action items');
      expect(text).toContain('#   10:02 UTC deploy of');
      expect(text).toContain('# It names: src/total.ts');
      expect(text).toContain('origin: "docs/postmortem.md"');
      expect(text).toContain(
        'what the diff shows? (An error in src/total.ts became a zero'.replace(
          'what the diff shows',
          'what does the diff show',
        ),
      );
      expect(text).toContain('(Let errors through)');
      expect(text).toContain('return 0;');
      expect(text).not.toContain(KEY);
      expect(await decide(repo, path, text)).toEqual(['', 0]);
    }));

  test('masks secrets, and spells out what would repaint a terminal', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('begin', { 'src/a.ts': 'export const a = 1;\n' });
      await repo.commit(`use ${KEY} \u202e\u0007 now`, { 'src/a.ts': `export const a = '${KEY}';\n` });
      const { text } = await draft(repo, 'a.secret', '--from', 'HEAD');
      expect(text).not.toContain(KEY);
      expect(text).not.toMatch(/[\u202e\u0007]/);
    }));

  test('says what it could not show, and leaves the cases to a person', () =>
    within(makeRepo(), async (repo) => {
      await repo.write('a.bin', Buffer.from([0, 1, 2]));
      await repo.commit('begin');
      const { code, text, stderr } = await draft(repo, 'a.binary', '--from', 'HEAD');
      expect(code).toBe(0);
      expect(stderr).toContain('no text was found that shows it: its cases are still to be written');
      expect(stderr).toContain('not shown: a.bin: it is no text, or a large one');
      expect(text).toContain('- name: "TODO: a change that has it"');
    }));

  test('overwrites nothing, and knows what it was given', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('begin', { 'src/a.ts': RIGHT });
      expect((await draft(repo, 'a.b', '--from', 'HEAD')).code).toBe(0);
      const again = await draft(repo, 'a.b', '--from', 'HEAD');
      expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('it is there already')]);
      const nowhere = await draft(repo, 'a.c', '--from', 'no-such-thing');
      expect([nowhere.code, nowhere.stderr]).toEqual([
        2,
        expect.stringContaining('it is no commit, no range and no file'),
      ]);
      const option = await draft(repo, 'a.d', '--from=--output=x..HEAD');
      expect([option.code, option.stderr]).toEqual([2, expect.stringContaining('git knows no such range')]);
      expect((await draft(repo, 'a.e')).code).toBe(2);
    }));
});

describe('list', () => {
  const OWN = `failure-model: billing.rounding\ntitle: Rounded twice\ntrigger: t\nsymptom: s\nfix: f\nquestion: Is it?\nevidence: e\nseverity: low\norigin: o\n`;

  test('shows the shipped ones and those of the repository, by domain', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('rules', { '.guardrail/failure-models/billing/rounding.yaml': OWN });
      const own = await guardrailHere(repo, ['failure-model', 'list', '--domain', 'billing']);
      expect(own.stdout.toString()).toBe(
        'billing.rounding  low, blind, blocks: never  Rounded twice  (.guardrail/failure-models/billing/rounding.yaml)\n',
      );
      const all = await guardrailHere(repo, ['failure-model', 'list', '--json']);
      const { models } = JSON.parse(all.stdout.toString()) as { models: readonly { id: string; file: string }[] };
      expect(models.find(({ id }) => id === 'tests.deleted')?.file).toBe('failure-models/tests/deleted.yaml');
      const wrong = await guardrailHere(repo, ['failure-model', 'list', '--domain', 'biling']);
      expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean "billing"?')]);
    }));

  test('says which file is broken, and a commit goes on', () =>
    within(makeRepo(), async (repo) => {
      const path = '.guardrail/failure-models/billing/rounding.yaml';
      await repo.commit('rules', {
        '.guardrail/config.yaml': 'extends: [recommended]\n',
        [path]: OWN.replace('Is it?', 'It is.'),
      });
      const list = await guardrailHere(repo, ['failure-model', 'list']);
      expect([list.code, list.stderr]).toEqual([2, expect.stringContaining(`${path}:6: question must be a question`)]);
      await repo.write('a.txt', 'a\n');
      await repo.git('add', '--all');
      expect(await guardrailHere(repo, ['check'])).toMatchObject({ code: 0 });
    }));

  test('check and lint name its problems before it is committed', () =>
    within(makeRepo(), async (repo) => {
      const path = '.guardrail/failure-models/billing/rounding.yaml';
      await repo.commit('rules', { '.guardrail/config.yaml': 'extends: [recommended]\n' });
      await repo.write(path, OWN.replace('severity: low', 'severity: lwo'));
      await repo.git('add', '--all');
      const told = `${path}:8: severity must be one of high, medium, low, not "lwo"; did you mean "low"?`;
      const check = await guardrailHere(repo, ['check']);
      expect(check.code).toBe(0);
      expect(check.stderr.replaceAll(/\s+/g, ' ')).toContain(
        `reviews cannot be concluded until this is mended: ${told}`,
      );
      for (const words of [[], [path], ['.guardrail/failure-models']]) {
        const lint = await guardrailHere(repo, ['policy', 'lint', ...words]);
        expect([lint.code, lint.stdout.toString()]).toEqual([1, expect.stringContaining(told)]);
      }
    }));

  test('a failure model that is a link, or no text, breaks no commit', () =>
    within(makeRepo(), async (repo) => {
      await repo.commit('rules', {
        '.guardrail/config.yaml': 'extends: [recommended]\n',
        '.guardrail/failure-models/a/b.yaml': '\0',
      });
      await symlink('b.yaml', join(repo.root, '.guardrail/failure-models/a/c.yaml'));
      await repo.commit('link', { 'a.txt': 'a\n' });
      await repo.write('a.txt', 'b\n');
      await repo.git('add', '--all');
      expect(await guardrailHere(repo, ['check'])).toMatchObject({ code: 0 });
      const list = await guardrailHere(repo, ['failure-model', 'list']);
      expect([list.code, list.stderr]).toEqual([2, expect.stringContaining('it is a link')]);
    }));
});
