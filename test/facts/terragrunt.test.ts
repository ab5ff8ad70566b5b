import { describe, expect, test } from 'vitest';
import { serverless } from '../../src/facts/analyzers/serverless.ts';
import { terragrunt } from '../../src/facts/analyzers/terragrunt.ts';
import { said } from './programs.ts';

type Row = readonly [string, before: string, after: string, ...facts: readonly string[]];
const SOURCE = 'terraform {\n  source = "git::https://git.example/modules.git//rds?ref=v1.2.0"\n}\n';
const state = (more: string): string =>
  `remote_state {\n  backend = "s3"\n  config = {\n    key = "\${path_relative_to_include()}/terraform.tfstate"\n${more}\n  }\n}\n`;
const inputs = (more: string): string => `${SOURCE}inputs = {\n${more}\n}\n`;
const U = 'prod/db';

const ROWS: readonly Row[] = [
  ['a newer version of the module', SOURCE, SOURCE.replace('v1.2.0', 'v1.3.0')],
  ['another module', SOURCE, SOURCE.replace('//rds', '//aurora'), `replace ${U} likely`],
  ['the same module from another place', SOURCE, SOURCE.replace('git.example', 'hub.example'), `replace ${U} possible`],
  ['prevent_destroy goes', `${SOURCE}prevent_destroy = true\n`, SOURCE, `unprotect ${U} deletion certain`],
  [
    'prevent_destroy is turned off',
    `${SOURCE}prevent_destroy = true\n`,
    `${SOURCE}prevent_destroy = false\n`,
    `unprotect ${U} deletion certain`,
  ],
  ['prevent_destroy comes', SOURCE, `${SOURCE}prevent_destroy = true\n`],
  ['another bucket of the state', state('bucket = "a"'), state('bucket = "b"'), `unprotect ${U} state likely`],
  [
    'another key of the state',
    state('bucket = "a"'),
    state('bucket = "a"').replace('/terraform.tfstate', '/state'),
    `unprotect ${U} state possible`,
  ],
  [
    'the state is no longer encrypted',
    state('encrypt = true'),
    state('encrypt = false'),
    `unprotect ${U} encryption likely`,
  ],
  ['the state is no longer locked', state('dynamodb_table = "locks"'), state(''), `unprotect ${U} state likely`],
  [
    'deletion protection is off',
    inputs('deletion_protection = true'),
    inputs('deletion_protection = false'),
    `unprotect ${U} deletion likely`,
  ],
  ['deletion protection is on', inputs('deletion_protection = false'), inputs('deletion_protection = true')],
  [
    'fewer backups',
    inputs('backup_retention_period = 30'),
    inputs('backup_retention_period = 1'),
    `unprotect ${U} backup likely`,
  ],
  ['it is not made any more', inputs('create = true'), inputs('create = false'), `destroy ${U} likely`],
  ['another engine', inputs('engine = "postgres"'), inputs('engine = "mysql"'), `replace ${U} likely`],
  ['another size', inputs('instance_class = "a"'), inputs('instance_class = "b"')],
  ['no instances', inputs('desired_count = 2'), inputs('desired_count = 0'), `scale-zero ${U} likely`],
  [
    'a map loses a key',
    inputs('dbs = {\n a = { x = 1 }\n b = { x = 1 }\n}'),
    inputs('dbs = {\n a = { x = 1 }\n}'),
    `destroy ${U} possible`,
  ],
  [
    'inputs that are merged',
    `${SOURCE}inputs = merge(local.a, {\n  engine = "postgres"\n})\n`,
    `${SOURCE}inputs = merge(local.a, {\n  engine = "mysql"\n})\n`,
    `replace ${U} likely`,
  ],
  [
    'another region',
    `locals {\n  aws_region = "eu-west-1"\n}\n`,
    `locals {\n  aws_region = "us-east-1"\n}\n`,
    `replace ${U} likely`,
  ],
  ['a comment and another order', inputs('a = 1\nb = 2'), inputs('# ours\nb = 2\na = 1')],
  ['a dependency comes', SOURCE, `${SOURCE}dependency "vpc" {\n  config_path = "../vpc"\n}\n`],
];

describe('what a unit of Terragrunt no longer says', () => {
  test.each(ROWS)('%s', (_name, before, after, ...facts) => {
    expect(said({ 'prod/db/terragrunt.hcl': before }, { 'prod/db/terragrunt.hcl': after }, terragrunt)).toEqual(facts);
  });
});

test('a unit that is deleted takes its state along', () => {
  expect(said({ 'prod/db/terragrunt.hcl': SOURCE }, {}, terragrunt)).toEqual([`destroy ${U} likely`]);
});

test('a file that is only included is no unit', () => {
  expect(said({ 'root.hcl': state('bucket = "a"') }, {}, terragrunt)).toEqual([]);
});

test('a unit that can no longer be parsed says so', () => {
  expect(
    said({ 'prod/db/terragrunt.hcl': SOURCE }, { 'prod/db/terragrunt.hcl': 'terraform {\n source = ' }, terragrunt),
  ).toContain('unreadable');
});

const S = 'service: shop\nprovider:\n  name: aws\n  region: eu-west-1\n';
const role = (action: string): string =>
  `${S}  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: '${action}'\n          Resource: '${action === '*' ? '*' : 'arn:aws:s3:::a/*'}'\n`;
const fn = (more: string): string =>
  `${S}functions:\n  list:\n    handler: a.list\n  pay:\n    handler: a.pay\n${more}`;
const IN_YAML: readonly Row[] = [
  ['a function goes', fn(''), `${S}functions:\n  list:\n    handler: a.list\n`, 'destroy pay certain'],
  ['a function comes', fn(''), `${fn('')}  more:\n    handler: a.more\n`],
  ['another handler', fn(''), fn('').replace('a.pay', 'b.pay')],
  ['another service', S, S.replace('shop', 'store'), 'replace shop likely'],
  ['another region', S, S.replace('eu-west-1', 'us-east-1'), 'replace shop likely'],
  ['a region by an option', S, S.replace('eu-west-1', "${opt:region, 'eu-west-1'}")],
  [
    'nobody is asked any more',
    fn('    events:\n      - http:\n          path: /pay\n          method: post\n          authorizer: users\n'),
    fn('    events:\n      - http:\n          path: /pay\n          method: post\n'),
    'access.widen pay public certain',
  ],
  ['an entrance comes', fn(''), fn('    events:\n      - http:\n          path: /pay\n          method: post\n')],
  ['a URL for everybody', fn(''), fn('    url: true\n'), 'access.widen pay public certain'],
  ['it never runs', fn('    reservedConcurrency: 5\n'), fn('    reservedConcurrency: 0\n'), 'scale-zero pay certain'],
  ['everything is allowed', role('s3:GetObject'), role('*'), 'access.widen shop admin certain'],
  ['a comment', S, `# ours\n${S}`],
];

describe('what a service no longer says', () => {
  test.each(IN_YAML)('%s', (_name, before, after, ...facts) => {
    expect(said({ 'serverless.yml': before }, { 'serverless.yml': after }, serverless)).toEqual(facts);
  });
});

test('a service that is written another way stays', () => {
  expect(said({ 'serverless.yml': S }, { 'serverless.ts': 'export default {}' }, serverless)).toEqual([]);
});

test('a service that is deleted', () => {
  expect(said({ 'serverless.yml': S }, {}, serverless)).toEqual(['destroy service likely']);
});
