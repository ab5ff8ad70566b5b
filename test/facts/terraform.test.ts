import { expect, test } from 'vitest';
import { terraform } from '../../src/facts/analyzers/terraform.ts';
import type { Sides } from '../../src/model/content.ts';
import { absent, change, edit, factsOf, part, text, version } from './changes.ts';

type Files = Readonly<Record<string, string>>;
/** What is seen, as `kind subject certainty`. */
type Row = readonly [name: string, before: string | Files, after: string | Files, seen: readonly string[]];

const db = (name = 'db', more = ''): string =>
  `resource "aws_db_instance" "${name}" {\n  engine = "postgres"\n${more}}\n`;
const table = (more: string): string => `resource "aws_dynamodb_table" "t" {\n${more}\n  hash_key = "id"\n}\n`;
const moved = (from: string, to: string): string => `moved {\n  from = ${from}\n  to = ${to}\n}\n`;
const removed = (from: string, destroy: boolean): string =>
  `removed {\n  from = ${from}\n  lifecycle {\n    destroy = ${destroy}\n  }\n}\n`;

const rows: readonly Row[] = [
  ['a resource that goes', db('a') + db('b'), db('a'), ['infra.destroy aws_db_instance.b certain']],
  ['a comment, an order, a line end', db('a') + db('b'), `# new\r\n${db('b')}${db('a')}`.replaceAll('\n', '\r\n'), []],
  [
    'a block put into a comment',
    db('a') + db('b'),
    `${db('a')}/*\n${db('b')}*/\n`,
    ['infra.destroy aws_db_instance.b certain'],
  ],
  [
    'a chain of moves',
    db('a'),
    db('c') + moved('aws_db_instance.a', 'aws_db_instance.b') + moved('aws_db_instance.b', 'aws_db_instance.c'),
    [],
  ],
  [
    'a move the wrong way round',
    db('a'),
    db('b') + moved('aws_db_instance.b', 'aws_db_instance.a'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  [
    'a move to nowhere',
    db('a'),
    moved('aws_db_instance.a', 'aws_db_instance.b'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  [
    'a move in a circle',
    db('a'),
    moved('aws_db_instance.a', 'aws_db_instance.b') + moved('aws_db_instance.b', 'aws_db_instance.a'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  [
    'a move onto what is there',
    db('a') + db('b'),
    db('b') + moved('aws_db_instance.a', 'aws_db_instance.b'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  [
    'a move deleted with the commit that needs it',
    db('a') + moved('aws_db_instance.z', 'aws_db_instance.a'),
    db('b'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  ['an old move deleted', db('a') + moved('aws_db_instance.z', 'aws_db_instance.a'), db('a'), []],
  ['what is removed and kept', db('a'), removed('aws_db_instance.a', false), []],
  [
    'what is removed and destroyed',
    db('a'),
    removed('aws_db_instance.a', true),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  ['count of one for a single one', db(), db('db', '  count = 1\n'), []],
  ['a single one for count of one', db('db', '  count = 1\n'), db(), []],
  ['count of nothing', db(), db('db', '  count = 0\n'), ['infra.destroy aws_db_instance.db certain']],
  [
    'count shrinks',
    db('db', '  count = 3\n'),
    db('db', '  count = 2\n'),
    ['infra.destroy aws_db_instance.db[2] certain'],
  ],
  [
    'count becomes for_each',
    db('db', '  count = 1\n'),
    db('db', '  for_each = toset(["a"])\n'),
    ['infra.destroy aws_db_instance.db[0] certain'],
  ],
  [
    'count becomes for_each with moves',
    db('db', '  count = 1\n'),
    db('db', '  for_each = toset(["a"])\n') + moved('aws_db_instance.db[0]', 'aws_db_instance.db["a"]'),
    [],
  ],
  [
    'a single one gets a key with a move',
    db(),
    db('db', '  for_each = toset(["a"])\n') + moved('aws_db_instance.db', 'aws_db_instance.db["a"]'),
    [],
  ],
  [
    'a key is renamed',
    db('db', '  for_each = { a = 1, b = 2 }\n'),
    db('db', '  for_each = { a = 1, c = 2 }\n'),
    ['infra.destroy aws_db_instance.db["b"] certain'],
  ],
  ['a key is added', db('db', '  for_each = { a = 1 }\n'), db('db', '  for_each = { c = 2, a = 1 }\n'), []],
  [
    'the same keys by other means',
    db('db', '  for_each = toset(["b", "a", "b"])\n'),
    db('db', '  for_each = { for x in concat(["a"], ["b"]) : lower(x) => x if x != "" }\n'),
    [],
  ],
  [
    'a gate behind a local and a variable',
    `variable "on" {\n  default = true\n}\nlocals {\n  n = var.on ? 1 : 0\n}\n${db('db', '  count = local.n\n')}`,
    `variable "on" {\n  default = false\n}\nlocals {\n  n = var.on ? 1 : 0\n}\n${db('db', '  count = local.n\n')}`,
    ['infra.destroy aws_db_instance.db[0] certain'],
  ],
  [
    'a gate nobody knows',
    `variable "on" {}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    `variable "on" {}\n${db('db', '  count = var.on ? 1 : 0\n  port = 1\n')}`,
    [],
  ],
  [
    'a gate nobody knows goes to nothing',
    `variable "on" {}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    db('db', '  count = 0\n'),
    ['infra.destroy aws_db_instance.db[*] likely'],
  ],
  [
    'an override that counts to nothing',
    { 'main.tf': db() },
    { 'main.tf': db(), 'override.tf': 'resource "aws_db_instance" "db" {\n  count = 0\n}\n' },
    ['infra.destroy aws_db_instance.db certain'],
  ],
  [
    'an override that says the same',
    { 'main.tf': db() },
    { 'main.tf': db(), 'x_override.tf': 'resource "aws_db_instance" "db" {\n  engine = "postgres"\n}\n' },
    [],
  ],
  [
    'JSON in place of HCL',
    { 'main.tf': db('a', '  count = 2\n') },
    { 'main.tf.json': '{"resource": {"aws_db_instance": {"a": {"engine": "postgres", "count": 2}}}}' },
    [],
  ],
  [
    'JSON that loses one',
    { 'main.tf.json': '{"resource": {"aws_db_instance": {"a": {"engine": "postgres", "count": 2}}}}' },
    { 'main.tf.json': '{"resource": {"aws_db_instance": {"a": {"engine": "postgres", "count": "${1}"}}}}' },
    ['infra.destroy aws_db_instance.a[1] certain'],
  ],
  [
    'a file that is not read any more',
    { 'db.tf': db() },
    { 'db.tf.bak': db() },
    ['infra.destroy aws_db_instance.db certain'],
  ],
  [
    'a module that is no longer called',
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db() },
    { 'main.tf': '', 'm/main.tf': db() },
    ['infra.destroy module.m.aws_db_instance.db certain'],
  ],
  [
    'a module that is renamed with a move',
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db() },
    { 'main.tf': `module "n" {\n  source = "./m"\n}\n${moved('module.m', 'module.n')}`, 'm/main.tf': db() },
    [],
  ],
  [
    'a resource that moves into a module',
    { 'main.tf': db() },
    {
      'main.tf': `module "m" {\n  source = "./m"\n}\n${moved('aws_db_instance.db', 'module.m.aws_db_instance.db')}`,
      'm/main.tf': db(),
    },
    [],
  ],
  [
    'a resource that should have moved into a module',
    { 'main.tf': db() },
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db() },
    ['infra.destroy aws_db_instance.db certain'],
  ],
  [
    'a module argument that closes a gate',
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  on = true\n}\n',
      'm/main.tf': `variable "on" {}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    },
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  on = false\n}\n',
      'm/main.tf': `variable "on" {}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    },
    ['infra.destroy module.m.aws_db_instance.db[0] certain'],
  ],
  [
    'a move inside a module',
    { 'main.tf': 'module "m" {\n  source = "./m"\n  for_each = toset(["a", "b"])\n}\n', 'm/main.tf': db('x') },
    {
      'main.tf': 'module "m" {\n  source = "./m"\n  for_each = toset(["a", "b"])\n}\n',
      'm/main.tf': db('y') + moved('aws_db_instance.x', 'aws_db_instance.y'),
    },
    [],
  ],
  [
    'modules that call each other',
    { 'main.tf': `${db()}module "a" {\n  source = "./a"\n}\n`, 'a/main.tf': 'module "b" {\n  source = "../"\n}\n' },
    { 'main.tf': 'module "a" {\n  source = "./a"\n}\n', 'a/main.tf': 'module "b" {\n  source = "../"\n}\n' },
    ['infra.destroy aws_db_instance.db certain'],
  ],
  [
    'locals in a circle',
    `locals {\n  a = local.b\n  b = local.a\n}\n${db('db', '  count = local.a\n')}`,
    `locals {\n  a = local.b\n  b = local.a\n}\n${db('db', '  count = local.b\n')}`,
    [],
  ],
  [
    'tfvars that are loaded',
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'terraform.tfvars': 'n = 2\n' },
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'terraform.tfvars': 'n = 1\n' },
    ['infra.destroy aws_dynamodb_table.t[1] certain'],
  ],
  [
    'tfvars that are asked for',
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'prod.tfvars': 'n = 2\n' },
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'prod.tfvars': 'n = 1\n' },
    ['infra.destroy aws_dynamodb_table.t[1] certain'],
  ],
  [
    'auto.tfvars that overrule',
    {
      'main.tf': `variable "n" {}\n${table('  count = var.n')}`,
      'terraform.tfvars': 'n = 2\n',
      'a.auto.tfvars': 'n = 3\n',
    },
    {
      'main.tf': `variable "n" {}\n${table('  count = var.n')}`,
      'terraform.tfvars': 'n = 1\n',
      'a.auto.tfvars': 'n = 3\n',
    },
    [],
  ],
];

test.each(rows)('%s', (_name, before, after, seen) => {
  expect(seenIn(filesOf(before), filesOf(after))).toEqual(seen);
});

function filesOf(some: string | Files): Files {
  return typeof some === 'string' ? { 'main.tf': some } : some;
}

function seenIn(before: Files, after: Files): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const contents = Object.fromEntries(
    names.map((name): [string, Sides] => {
      const side = (files: Files) => (files[name] === undefined ? absent : text(files[name]));
      return [name, { before: side(before), after: side(after), landed: side(before) }];
    }),
  );
  const edits = names
    .filter((name) => before[name] !== after[name])
    .map((path) => {
      const then = before[path] === undefined ? null : version({ oid: 'b'.repeat(40) });
      const now = after[path] === undefined ? null : version();
      const status = then === null ? 'add' : now === null ? 'delete' : 'modify';
      return edit({ path, status, before: then, after: now, landed: then !== null });
    });
  return factsOf(change([part(edits)]), contents, [terraform]).map(
    ({ kind, subject, attributes }) => `${kind} ${subject} ${String(attributes['certainty'] ?? attributes['why'])}`,
  );
}
