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
    `locals {\n  a = local.b\n  b = local.a\n}\n${db('db', '  count = local.a\n  port = 1\n')}`,
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
  [
    'a region of the provider changes',
    `provider "aws" {\n  region = "eu-west-1"\n}\n${db()}`,
    `provider "aws" {\n  region = "us-east-1"\n}\n${db()}`,
    ['infra.replace aws_db_instance.db certain'],
  ],
  [
    'a region goes into a variable',
    `provider "aws" {\n  region = "eu-west-1"\n}\n${db()}`,
    `variable "r" {\n  default = "eu-west-1"\n}\nprovider "aws" {\n  region = var.r\n}\n${db()}`,
    [],
  ],
  [
    'another alias',
    db('db', '  provider = aws.a\n'),
    db('db', '  provider = aws.b\n'),
    ['infra.replace aws_db_instance.db likely'],
  ],
  [
    'another alias of the same place',
    `provider "aws" {\n  region = "eu-west-1"\n}\n${db()}`,
    `provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "x"\n  region = "eu-west-1"\n}\n${db('db', '  provider = aws.x\n')}`,
    [],
  ],
  [
    'another provider handed to a module',
    { 'main.tf': 'module "m" {\n  source = "./m"\n  providers = {\n    aws = aws.a\n  }\n}\n', 'm/main.tf': db() },
    { 'main.tf': 'module "m" {\n  source = "./m"\n  providers = {\n    aws = aws.b\n  }\n}\n', 'm/main.tf': db() },
    ['infra.replace module.m.aws_db_instance.db likely'],
  ],
  [
    'the key of a backend',
    'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "a"\n  }\n}\n',
    'terraform {\n  backend "s3" {\n    bucket = "b"\n    key = "c"\n  }\n}\n',
    ['infra.replace terraform.backend likely'],
  ],
  [
    'a backend that goes',
    'terraform {\n  backend "s3" {}\n}\n',
    'terraform {}\n',
    ['infra.replace terraform.backend likely'],
  ],
  [
    'how a backend is locked',
    'terraform {\n  backend "s3" {\n    key = "a"\n    dynamodb_table = "l"\n  }\n}\n',
    'terraform {\n  backend "s3" {\n    key = "a"\n    use_lockfile = true\n    encrypt = true\n  }\n}\n',
    [],
  ],
  ['a backend that is new', 'terraform {}\n', 'terraform {\n  backend "s3" {}\n}\n', []],
  [
    'another workspace',
    'terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "a"\n    }\n  }\n}\n',
    'terraform {\n  cloud {\n    organization = "o"\n    workspaces {\n      name = "b"\n    }\n  }\n}\n',
    ['infra.replace terraform.backend likely'],
  ],
  [
    'prevent_destroy goes',
    db('db', '  lifecycle {\n    prevent_destroy = true\n  }\n'),
    db(),
    ['infra.unprotect aws_db_instance.db certain'],
  ],
  ['prevent_destroy comes', db(), db('db', '  lifecycle {\n    prevent_destroy = true\n  }\n'), []],
  [
    'a property that replaces is no longer ignored',
    db('db', '  username = "u"\n  lifecycle {\n    ignore_changes = [username, tags]\n  }\n'),
    db('db', '  username = "u"\n  lifecycle {\n    ignore_changes = [tags]\n  }\n'),
    ['infra.unprotect aws_db_instance.db likely'],
  ],
  [
    'tags are no longer ignored',
    db('db', '  lifecycle {\n    ignore_changes = [tags]\n  }\n'),
    db('db', '  lifecycle {\n    ignore_changes = []\n  }\n'),
    [],
  ],
  [
    'a change that is ignored',
    db('db', '  username = "a"\n  lifecycle {\n    ignore_changes = [username]\n  }\n'),
    db('db', '  username = "b"\n  lifecycle {\n    ignore_changes = [username]\n  }\n'),
    [],
  ],
  [
    'a property that replaces',
    db('db', '  username = "a"\n'),
    db('db', '  username = "b"\n'),
    ['infra.replace aws_db_instance.db certain'],
  ],
  ['a reference that stays', db('db', '  username = aws_x.a.name\n'), db('db', '  username = "${aws_x.a.name}"\n'), []],
  [
    'a reference to what was moved',
    `resource "random_pet" "a" {}\n${db('db', '  username = random_pet.a.id\n')}`,
    `resource "random_pet" "b" {}\n${db('db', '  username = random_pet.b.id\n')}${moved('random_pet.a', 'random_pet.b')}`,
    [],
  ],
  [
    'what triggers a replacement changes',
    `resource "terraform_data" "v" {\n  input = "1"\n}\n${db('db', '  lifecycle {\n    replace_triggered_by = [terraform_data.v]\n  }\n')}`,
    `resource "terraform_data" "v" {\n  input = "2"\n}\n${db('db', '  lifecycle {\n    replace_triggered_by = [terraform_data.v]\n  }\n')}`,
    ['infra.replace aws_db_instance.db certain'],
  ],
  [
    'another property than the one that triggers',
    `resource "terraform_data" "v" {\n  input = "1"\n}\n${db('db', '  lifecycle {\n    replace_triggered_by = [terraform_data.v.output]\n  }\n')}`,
    `resource "terraform_data" "v" {\n  input = "1"\n  triggers_replace = null\n}\n${db('db', '  lifecycle {\n    replace_triggered_by = [terraform_data.v.output]\n  }\n')}`,
    [],
  ],
  ['a remote module goes', 'module "m" {\n  source = "a/b/aws"\n}\n', '', ['infra.destroy module.m certain']],
  [
    'a remote module is renamed with a move',
    'module "m" {\n  source = "a/b/aws"\n}\n',
    `module "n" {\n  source = "a/b/aws"\n}\n${moved('module.m', 'module.n')}`,
    [],
  ],
  [
    'a remote module is counted',
    'module "m" {\n  source = "a/b/aws"\n}\n',
    'module "m" {\n  source = "a/b/aws"\n  count = 1\n}\n',
    ['infra.destroy module.m certain'],
  ],
  [
    'a remote module is counted with a move',
    'module "m" {\n  source = "a/b/aws"\n}\n',
    `module "m" {\n  source = "a/b/aws"\n  count = 1\n}\n${moved('module.m', 'module.m[0]')}`,
    [],
  ],
  [
    'a remote module jumps a major version',
    'module "m" {\n  source = "a/b/aws"\n  version = "~> 5.1"\n}\n',
    'module "m" {\n  source = "a/b/aws"\n  version = "~> 6.0"\n}\n',
    ['infra.replace module.m possible'],
  ],
  [
    'a remote module takes a minor version, over another road',
    'module "m" {\n  source = "git::https://host.example/a/b.git//x?ref=v5.1.0"\n}\n',
    'module "m" {\n  source = "git::ssh://git@host.example/a/b.git//x?ref=v5.2.0"\n}\n',
    [],
  ],
  [
    'an autoscaling group of none',
    'resource "aws_autoscaling_group" "g" {\n  min_size = 1\n  max_size = 3\n  desired_capacity = 2\n}\n',
    'resource "aws_autoscaling_group" "g" {\n  min_size = 0\n  max_size = 0\n  desired_capacity = 0\n}\n',
    ['infra.scale-zero aws_autoscaling_group.g certain'],
  ],
  [
    'a group that may go down to none',
    'resource "google_container_node_pool" "p" {\n  autoscaling {\n    min_node_count = 1\n    max_node_count = 3\n  }\n}\n',
    'resource "google_container_node_pool" "p" {\n  autoscaling {\n    min_node_count = 0\n    max_node_count = 3\n  }\n}\n',
    [],
  ],
  [
    'a command that destroys',
    'resource "null_resource" "x" {}\n',
    'resource "null_resource" "x" {\n  provisioner "local-exec" {\n    command = "terraform destroy -auto-approve"\n  }\n}\n',
    ['infra.destroy main.tf: terraform destroy -auto-approve likely'],
  ],
  [
    'values in a folder of their own',
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'envs/prod.tfvars': 'n = 2\n' },
    { 'main.tf': `variable "n" {}\n${table('  count = var.n')}`, 'envs/prod.tfvars': 'n = 1\n' },
    ['infra.destroy aws_dynamodb_table.t[1] certain'],
  ],
  [
    'a module changes, and only its caller knows that it is on',
    {
      'live/prod/main.tf': 'module "m" {\n  source = "../../modules/m"\n  on = true\n}\n',
      'modules/m/main.tf': `variable "on" {\n  default = true\n}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    },
    {
      'live/prod/main.tf': 'module "m" {\n  source = "../../modules/m"\n  on = true\n}\n',
      'modules/m/main.tf': `variable "on" {\n  default = false\n}\n${db('db', '  count = var.on ? 1 : 0\n')}`,
    },
    [],
  ],
  [
    'a module changes, and its caller loses a database',
    { 'live/prod/main.tf': 'module "m" {\n  source = "../../modules/m"\n}\n', 'modules/m/main.tf': db() },
    { 'live/prod/main.tf': 'module "m" {\n  source = "../../modules/m"\n}\n', 'modules/m/main.tf': '' },
    ['infra.destroy live/prod:module.m.aws_db_instance.db certain'],
  ],
  [
    'a state that is edited',
    { 'terraform.tfstate': '{}' },
    { 'terraform.tfstate': '{ }' },
    ['infra.unprotect terraform.tfstate likely'],
  ],
  [
    'a block that is not closed',
    db('a') + db('b'),
    `${db('a').slice(0, -2)}\n${db('b')}`,
    ['unreadable main.tf line 4: the block resource is not closed'],
  ],

  [
    'a workspace of two loses one',
    `locals {\n  n = { dev = 1, prod = 2 }\n}\n${db('db', '  count = local.n[terraform.workspace]\n')}`,
    `locals {\n  n = { dev = 1, prod = 1 }\n}\n${db('db', '  count = local.n[terraform.workspace]\n')}`,
    ['infra.destroy aws_db_instance.db[*] possible', 'infra.destroy aws_db_instance.db[1] certain'],
  ],
  [
    'counted by something else that nobody knows',
    `variable "a" {}\nvariable "b" {}\n${db('db', '  count = var.a\n')}`,
    `variable "a" {}\nvariable "b" {}\n${db('db', '  count = var.b\n')}`,
    ['infra.destroy aws_db_instance.db[*] possible'],
  ],
  [
    'keys that nobody knows keep their other values',
    `variable "a" {}\n${db('db', '  for_each = { for k, v in var.a : k => v }\n')}`,
    `variable "a" {}\n${db('db', '  for_each = { for k, v in var.a : k => merge(v, { x = 1 }) }\n')}`,
    [],
  ],

  [
    'a local module becomes a remote one',
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db() },
    { 'main.tf': 'module "m" {\n  source = "a/b/aws"\n}\n' },
    ['infra.replace module.m possible'],
  ],
  [
    'a local module under another name',
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db() },
    { 'main.tf': 'module "m" {\n  source = "./n"\n}\n', 'n/main.tf': db() },
    [],
  ],
  [
    'a local module swapped for one that holds less',
    { 'main.tf': 'module "m" {\n  source = "./m"\n}\n', 'm/main.tf': db(), 'n/main.tf': '' },
    { 'main.tf': 'module "m" {\n  source = "./n"\n}\n', 'm/main.tf': db(), 'n/main.tf': '' },
    ['infra.destroy module.m.aws_db_instance.db certain'],
  ],
  [
    'more than anybody counts',
    db('db', '  count = 500000\n'),
    db('db', '  count = 400000\n'),
    ['unreadable main.tf more instances are declared in the top folder than can be compared'],
  ],
  [
    'what goes to another folder',
    { 'a/main.tf': db() + table(''), 'b/main.tf': '' },
    { 'a/main.tf': table(''), 'b/main.tf': db() },
    ['infra.destroy a:aws_db_instance.db certain'],
  ],

  [
    'a provider that purges',
    'provider "azurerm" {\n  features {\n    key_vault {\n      purge_soft_delete_on_destroy = false\n    }\n  }\n}\n',
    'provider "azurerm" {\n  features {\n    key_vault {\n      purge_soft_delete_on_destroy = true\n    }\n  }\n}\n',
    ['infra.unprotect provider.azurerm:features.key_vault.purge_soft_delete_on_destroy certain'],
  ],
  [
    'a provider that takes full groups along',
    'provider "azurerm" {\n  features {}\n}\n',
    'provider "azurerm" {\n  features {\n    resource_group {\n      prevent_deletion_if_contains_resources = false\n    }\n  }\n}\n',
    ['infra.unprotect provider.azurerm:features.resource_group.prevent_deletion_if_contains_resources certain'],
  ],
  [
    'a provider that gets more careful',
    'provider "azurerm" {\n  features {\n    key_vault {\n      purge_soft_delete_on_destroy = true\n    }\n  }\n}\n',
    'provider "azurerm" {\n  features {\n    key_vault {\n      purge_soft_delete_on_destroy = false\n    }\n  }\n}\n',
    [],
  ],
  [
    'the old one goes first from now on',
    db('db', '  lifecycle {\n    create_before_destroy = true\n  }\n'),
    db(),
    ['infra.unprotect aws_db_instance.db possible'],
  ],

  [
    'a move and a count at once',
    db('a'),
    db('b', '  count = 1\n') + moved('aws_db_instance.a', 'aws_db_instance.b'),
    ['infra.destroy aws_db_instance.a certain'],
  ],
  [
    'a move to the first of a count',
    db('a'),
    db('b', '  count = 1\n') + moved('aws_db_instance.a', 'aws_db_instance.b[0]'),
    [],
  ],
  [
    'moves in modules of modules',
    {
      'main.tf': 'module "o" {\n  source = "./o"\n}\n',
      'o/main.tf': 'module "i" {\n  source = "../m"\n  for_each = toset(["x"])\n}\n',
      'm/main.tf': db(),
    },
    {
      'main.tf': `module "p" {\n  source = "./o"\n}\n${moved('module.o', 'module.p')}`,
      'o/main.tf': `module "j" {\n  source = "../m"\n  for_each = toset(["x"])\n}\n${moved('module.i', 'module.j')}`,
      'm/main.tf': db(),
    },
    [],
  ],
  [
    'a resource that moves out of a counted module',
    { 'main.tf': 'module "m" {\n  source = "./m"\n  count = 2\n}\n', 'm/main.tf': db() },
    {
      'main.tf': `module "m" {\n  source = "./m"\n  count = 1\n}\n${db('out')}${moved('module.m[1].aws_db_instance.db', 'aws_db_instance.out')}`,
      'm/main.tf': db(),
    },
    [],
  ],

  [
    'a link to a file goes',
    { 'a/main.tf': '', 'a/db.tf': '../shared/db.tf', 'shared/db.tf': db() },
    { 'a/main.tf': '', 'shared/db.tf': db() },
    ['infra.destroy a:aws_db_instance.db certain'],
  ],
  [
    'a file becomes a link to the same',
    { 'a/db.tf': db() },
    { 'a/db.tf': '../shared/db.tf', 'shared/db.tf': db() },
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
