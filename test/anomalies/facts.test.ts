import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guardrail, guardrailHere } from '../helpers/guarded.ts';
import { makeRepo, type Repo } from '../helpers/repo.ts';

const AGENT = { CLAUDECODE: '1' };
const DB = 'resource "aws_db_instance" "main" {\n  engine = "postgres"\n}\n';
const NS = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
const STACK = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n';

type Files = Readonly<Record<string, string>>;
type Anomaly = {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
  readonly says: readonly string[];
  /** Nobody can tell, and it is a warning. */
  readonly passes?: true;
};

/** Whatever comes in, something is said of it with its path; nothing of it crashes the gate and nothing passes in silence. */
const anomalies: readonly Anomaly[] = [
  {
    name: 'Terraform that is broken after',
    before: { 'a/main.tf': DB },
    after: { 'a/main.tf': `${DB}resource "x" {\n` },
    says: ['unreadable a/main.tf'],
  },
  {
    name: 'Terraform that was broken before',
    before: { 'a/main.tf': `${DB}resource "x" {\n` },
    after: { 'a/main.tf': '' },
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'Terraform that is broken on both sides',
    before: { 'a/main.tf': 'resource {{{\n' },
    after: { 'a/main.tf': 'resource {{{ }\n' },
    says: ['unreadable a/main.tf'],
  },
  {
    name: 'a manifest that is cut off',
    before: { 'k/ns.yaml': NS },
    after: { 'k/ns.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {\n' },
    says: ['unreadable k/ns.yaml'],
  },
  {
    name: 'a template that is cut off',
    before: { 't.yaml': STACK },
    after: { 't.yaml': `${STACK}    Properties: { Engine: [\n` },
    says: ['unreadable t.yaml'],
  },
  {
    name: 'a migration nobody can read',
    before: {},
    after: { 'db/migrate/20260101000000_a.rb': 'class A < ActiveRecord::Migration[7.1]\n  def change(\n' },
    says: ['unreadable db/migrate/20260101000000_a.rb'],
  },
  {
    name: 'line ends of Windows',
    before: { 'a/main.tf': DB.replaceAll('\n', '\r\n') },
    after: { 'a/main.tf': '# nothing\r\n' },
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'UTF-16 with a mark',
    before: { 'a/main.tf': DB },
    after: { 'a/main.tf': '\uFEFF# nothing\n' },
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'modules that call each other',
    before: { 'a/main.tf': `${DB}module "b" { source = "../b" }\n`, 'b/main.tf': 'module "a" { source = "../a" }\n' },
    after: { 'a/main.tf': 'module "b" { source = "../b" }\n' },
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'locals that name each other',
    before: { 'a/main.tf': `locals {\n  x = local.y\n  y = local.x\n}\n${DB}` },
    after: {
      'a/main.tf':
        'locals {\n  x = local.y\n  y = local.x\n}\nresource "aws_db_instance" "main" {\n  count  = local.x\n  engine = "postgres"\n}\n',
    },
    passes: true,
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'an address that stands there twice',
    before: { 'a/main.tf': DB, 'a/two.tf': DB },
    after: { 'a/main.tf': '', 'a/two.tf': '' },
    says: ['infra.destroy a:aws_db_instance.main'],
  },
  {
    name: 'a file that changes its technology',
    before: { 'a/main.tf': DB },
    after: { 'a/main.tf': NS },
    says: ['unreadable a/main.tf'],
  },
  {
    name: 'YAML with anchors, merges and a bomb',
    before: { 'k/all.yaml': `a: &a [x, x]\nb: &b [*a, *a]\n---\n${NS}` },
    after: {
      'k/all.yaml': `a: &a [x, x]\nb: &b [${'*a, '.repeat(20)}]\n${Array.from({ length: 26 }, (_, i) => `c${i}: &c${i} [*${i === 0 ? 'b' : `c${i - 1}`}, *${i === 0 ? 'b' : `c${i - 1}`}]`).join('\n')}\n`,
    },
    says: ['infra.destroy k:Namespace/shop'],
  },
  {
    name: 'nesting without an end',
    before: { 'k/ns.yaml': NS },
    after: { 'k/ns.yaml': '['.repeat(50_000) },
    says: ['infra.destroy k:Namespace/shop'],
  },
  {
    name: 'a state file beyond what is read',
    before: {},
    after: { 'a/terraform.tfstate': JSON.stringify({ version: 4, resources: [{ x: 'y'.repeat(6_000_000) }] }) },
    says: ['infra.unprotect a/terraform.tfstate'],
  },
  {
    name: 'a template beyond what is read',
    before: { 't.json': `${JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: {} })}\n` },
    after: {
      't.json': JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', x: 'y'.repeat(6_000_000), Resources: {} }),
    },
    says: ['unreadable t.json'],
  },
];

describe.each(anomalies)('$name', ({ before, after, says, passes }) => {
  test('is said, with its path', async () => {
    const repo = await makeRepo();
    try {
      await lay(repo, { 'README.md': 'shop\n', ...before });
      await repo.git('add', '--all', '--force');
      await repo.git('commit', '--quiet', '--message', 'Begin');
      await Promise.all(Object.keys(before).map((path) => rm(join(repo.root, path))));
      await lay(repo, { ...before, ...after });
      await repo.git('add', '--all', '--force');
      const facts = await told(repo);
      for (const one of says)
        expect(facts).toContainEqual(expect.stringMatching(new RegExp(`^${one.replaceAll(/[.[\]/]/g, '\\$&')}`)));
      const ran = await guardrail(repo, ['check'], { env: AGENT });
      expect([ran.code, ran.stderr.includes('guardrail failed')]).toEqual([passes === true ? 0 : 1, false]);
    } finally {
      await repo.remove();
    }
  });
});

test('a module behind a link', async () => {
  const repo = await makeRepo();
  try {
    await lay(repo, { 'real/main.tf': DB, 'root/main.tf': 'module "db" { source = "../link" }\n' });
    await symlink('real', join(repo.root, 'link'));
    await repo.git('add', '--all');
    await repo.git('commit', '--quiet', '--message', 'Begin');
    await lay(repo, { 'real/main.tf': '# nothing\n' });
    await repo.git('add', '--all');
    expect(await told(repo)).toContainEqual(expect.stringMatching(/^infra\.destroy .*aws_db_instance\.main/));
  } finally {
    await repo.remove();
  }
});

async function lay(repo: Repo, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) await repo.write(path, text);
}

async function told(repo: Repo): Promise<readonly string[]> {
  const ran = await guardrailHere(repo, ['explain', '--json'], { env: AGENT });
  const answer = JSON.parse(ran.stdout.toString('utf8')) as { facts: { kind: string; subject: string }[] };
  return answer.facts.map(({ kind, subject }) => `${kind} ${subject}`);
}
