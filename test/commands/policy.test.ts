import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { argumentsOf } from '../../src/commands/arguments.ts';
import { command } from '../../src/commands/policy.ts';

/** The command in a folder of its own that holds these files. */
async function run(files: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'guardrail-policy-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, path)), { recursive: true });
      if (text.startsWith('-> ')) await symlink(text.slice(3), join(cwd, path));
      else await writeFile(join(cwd, path), text);
    }
    let out = '';
    const io = {
      cwd,
      env: {},
      stdin: () => Promise.resolve(Buffer.alloc(0)),
      out: (text: string) => Promise.resolve(void (out += text)),
      err: () => Promise.resolve(),
      now: () => 0,
      isTerminal: false,
      parent: 0,
      columns: 80,
    };
    const code = await command.run(argumentsOf(command, argv), io);
    const made = argv[0] === 'new' ? await readFile(join(cwd, out.trim()), 'utf8') : '';
    return { code, out, made };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

test('new writes a policy whose cases pass and that lints', async () => {
  const { made } = await run({}, 'new', 'db.no-drop');
  expect((await run({ 'p.yaml': made }, 'test', 'p.yaml')).code).toBe(0);
  expect(await run({ 'p.yaml': made }, 'lint', 'p.yaml')).toMatchObject({ code: 0, out: '' });
  await expect(run({ '.guardrail/policies/db.no-drop.yaml': made }, 'new', 'db.no-drop')).rejects.toThrow(
    'it is there already',
  );
});

test('lint tells each problem with file and line', async () => {
  const bad = 'policy: p\ntitle: t\nwhy: w\nrules:\n  - { id: r, when: { fact: file.ad }, then: deny }\n';
  const one = await run({ 'p.yaml': bad }, 'lint', 'p.yaml');
  expect(one.code).toBe(1);
  expect(one.out).toContain('p.yaml:5: fact: no kind of fact is called "file.ad"; did you mean "file.add"?');
  expect(one.out).toContain('p.yaml:5: rule r has no case that it should meet');
  const all = await run({ '.guardrail/config.yaml': 'extnds: []\n', '.guardrail/policies/p.yaml': bad }, 'lint');
  expect(all.out).toContain('.guardrail/config.yaml:1: unknown key "extnds"');
  expect(all.out).toContain('.guardrail/policies/p.yaml:5: fact:');
});

test('test answers rows of commands, also those it cannot read', async () => {
  const rows = [
    '{"id":"a","command":"ls","expected":"allow"}',
    '{"command":"ls","expected":"block"}',
    'not json',
    '{"expected":"allow"}',
  ];
  const { code, out } = await run({ 'c.jsonl': rows.join('\n') }, 'test', 'c.jsonl', '--json');
  const { cases, summary } = JSON.parse(out);
  expect(code).toBe(1);
  expect(cases.map(({ id, expected, got }: Record<string, string>) => [id, expected, got])).toEqual([
    ['a', 'allow', 'allow'],
    ['1', 'block', 'allow'], // no analyzer reads commands yet, and this says so
    ['2', null, 'ask'],
    ['3', null, 'ask'],
  ]);
  expect(summary).toEqual({ cases: 4, agree: 1, disagree: 3, unreadable: 2 });
});

test('test searches a folder for cases and names them by their path', async () => {
  const files = {
    'cases/infra/gone/before/infra/main.tf': 'resource "aws_vpc" "main" {}\n',
    'cases/infra/gone/after/.gitkeep': '',
    'cases/infra/gone/expected.json': '{"verdict":"block","rule":"a note"}',
    'cases/person/before/infra/main.tf': '# nothing\n',
    'cases/person/expected.json': '{"verdict":"allow","actor":{"kind":"human"}}',
    'cases/link/after/x': '-> ../../outside',
    'cases/link/expected.json': '{"verdict":"block"}',
    'cases/broken/before/a': 'a',
  };
  const { out } = await run(files, 'test', 'cases', '--json');
  const told = JSON.parse(out).cases.map(({ id, got, rules }: { id: string; got: string; rules: string[] }) => [
    id,
    got,
    rules,
  ]);
  expect(told).toEqual([
    ['broken', 'ask', ['files.unreadable']],
    ['infra/gone', 'ask', ['infra.critical.destroy']],
    ['link', 'deny', ['files.symlink-escape']],
    ['person', 'allow', []],
  ]);
});

test('an action nobody knows is a misuse that names the nearest', async () => {
  await expect(run({}, 'lnit')).rejects.toThrow('did you mean "lint"?');
});
