import { describe, expect, test } from 'vitest';
import { pulumi } from '../../src/facts/analyzers/pulumi.ts';
import { terraformType } from '../../src/facts/pulumi/terraform-type.ts';
import { importsOf } from '../../src/facts/pulumi/imports.ts';
import { said } from './programs.ts';
import { grammars } from './changes.ts';

const HEAD = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";
import * as azure from "@pulumi/azure-native";
import * as k8s from "@pulumi/kubernetes";
import { Queue } from "@pulumi/aws/sqs";
import { rds as database } from "@pulumi/aws";
const config = new pulumi.Config();
`;
type Row = readonly [string, before: string, after: string, ...facts: readonly string[]];

const DB = 'new aws.rds.Instance("db", { engine: "postgres", allocatedStorage: 20 });';
const BUCKET = 'const b = new aws.s3.Bucket("files", { acl: "private" }, { protect: true });';
const KEPT = 'new aws.s3.Bucket("files", {}, { retainOnDelete: true });';
const opts = (text: string): string => `new aws.s3.Bucket("files", {}, ${text});`;
const db = (text: string): string => `new aws.rds.Instance("db", { engine: "postgres", ${text} });`;

const ROWS: readonly Row[] = [
  ['a database is no longer made', DB, '', 'destroy db certain'],
  ['a protected bucket is no longer made', BUCKET, '', 'destroy files certain'],
  ['a bucket that is retained is no longer made', KEPT, ''],
  ['it stands in a comment now', DB, `// ${DB}`, 'destroy db certain'],
  ['it moves down', DB, `\n\n${DB}`],
  ['a new one comes', '', DB],
  ['another one comes beside it', DB, `${DB}\nnew aws.rds.Instance("copy", { engine: "postgres" });`],
  ['it gets another name', DB, DB.replace('"db"', '"main"'), 'replace db certain'],
  [
    'it gets another name and an alias',
    DB,
    'new aws.rds.Instance("main", { engine: "postgres", allocatedStorage: 20 }, { aliases: [{ name: "db" }] });',
  ],
  [
    'an alias by its URN',
    DB,
    'new aws.rds.Instance("main", { engine: "postgres", allocatedStorage: 20 }, { aliases: ["urn:pulumi:prod::shop::aws:rds/instance:Instance::db"] });',
  ],
  [
    'an alias of something else',
    DB,
    'new aws.rds.Instance("main", { engine: "postgres", allocatedStorage: 20 }, { aliases: [{ name: "other" }] });',
    'replace db certain',
  ],
  ['a variable gets another name', `const a = ${DB}`, `const b = ${DB}`],
  ['a named import goes', 'new database.Instance("db", {});', '', 'destroy db certain'],
  ['a class of a module goes', 'new Queue("jobs");', '', 'destroy jobs certain'],
  ['quotes and spaces', DB, "new aws.rds.Instance('db', {engine:'postgres',\n allocatedStorage:20})"],
  ['the order of arguments', DB, 'new aws.rds.Instance("db", { allocatedStorage: 20, engine: "postgres" });'],
  ['another engine', DB, DB.replace('postgres', 'mysql'), 'replace db certain'],
  [
    'another engine by a constant',
    `const e = "postgres";\n${db('').replace('"postgres"', 'e')}`,
    `const e = "mysql";\n${db('').replace('"postgres"', 'e')}`,
    'replace db certain',
  ],
  ['an engine that is worked out', DB, DB.replace('"postgres"', 'config.require("engine")'), 'replace db possible'],
  [
    'the same expression',
    DB.replace('"postgres"', 'config.require("engine")'),
    `// same\n${DB.replace('"postgres"', 'config.require("engine")')}`,
  ],
  ['a larger disk', DB, DB.replace('20', '40')],
  ['deletion protection goes', db('deletionProtection: true'), db(''), 'unprotect db deletion certain'],
  [
    'deletion protection is turned off',
    db('deletionProtection: true'),
    db('deletionProtection: false'),
    'unprotect db deletion certain',
  ],
  ['deletion protection comes', db(''), db('deletionProtection: true')],
  ['fewer backups', db('backupRetentionPeriod: 14'), db('backupRetentionPeriod: 0'), 'unprotect db backup certain'],
  [
    'the last snapshot is skipped',
    db('skipFinalSnapshot: false'),
    db('skipFinalSnapshot: true'),
    'unprotect db backup certain',
  ],
  [
    'a bucket may be emptied',
    opts('{}').replace('{},', '{ forceDestroy: false },'),
    opts('{}').replace('{},', '{ forceDestroy: true },'),
    'unprotect files deletion certain',
  ],
  [
    'encryption of storage changes',
    db('storageEncrypted: true'),
    db('storageEncrypted: false'),
    'replace db certain',
    'unprotect db encryption certain',
  ],
  [
    'a database becomes public',
    db('publiclyAccessible: false'),
    db('publiclyAccessible: true'),
    'network.expose db certain',
  ],
  ['protect is turned off', opts('{ protect: true }'), opts('{ protect: false }'), 'unprotect files deletion certain'],
  ['protect is removed', opts('{ protect: true }'), opts('{}'), 'unprotect files deletion certain'],
  ['all options go', opts('{ protect: true }'), 'new aws.s3.Bucket("files", {});', 'unprotect files deletion certain'],
  [
    'protect is decided later',
    opts('{ protect: true }'),
    opts('{ protect: isProd }'),
    'unprotect files deletion possible',
  ],
  ['protect comes', opts('{}'), opts('{ protect: true }')],
  ['retainOnDelete is removed', opts('{ retainOnDelete: true }'), opts('{}'), 'unprotect files deletion certain'],
  [
    'deleteBeforeReplace is turned on',
    opts('{}'),
    opts('{ deleteBeforeReplace: true }'),
    'unprotect files availability possible',
  ],
  [
    'what is ignored is less',
    opts('{ ignoreChanges: ["tags", "acl"] }'),
    opts('{ ignoreChanges: ["tags"] }'),
    'unprotect files other possible',
  ],
  ['what is ignored is more', opts('{ ignoreChanges: ["tags"] }'), opts('{ ignoreChanges: ["tags", "acl"] }')],
  [
    'what is ignored may differ',
    db('').replace('" });', '').replace(' });', ' }, { ignoreChanges: ["engine"] });'),
    db('').replace('postgres', 'mysql').replace(' });', ' }, { ignoreChanges: ["engine"] });'),
  ],
  ['a parent comes', opts('{}'), opts('{ parent: group }'), 'replace files likely'],
  [
    'a parent comes with an alias',
    opts('{}'),
    opts('{ parent: group, aliases: [{ parent: pulumi.rootStackResource }] }'),
  ],
  ['another provider', opts('{ provider: east }'), opts('{ provider: west }'), 'replace files possible'],
  [
    'the provider of a region',
    'new aws.Provider("east", { region: "us-east-1" });',
    'new aws.Provider("east", { region: "eu-west-1" });',
    'replace east likely',
  ],
  ['it is only made for some', DB, `if (config.getBoolean("db")) {\n${DB}\n}`, 'destroy db possible'],
  ['it is never made', DB, `if (false) {\n${DB}\n}`, 'destroy db certain'],
  [
    'it is never made by a constant',
    DB,
    `const on = false;\nconst d = on ? ${DB.replace(';', '')} : undefined;`,
    'destroy db certain',
  ],
  [
    'a constant turns it off',
    `const on = true;\nif (on) {\n${DB}\n}`,
    `const on = false;\nif (on) {\n${DB}\n}`,
    'destroy db certain',
  ],
  ['it is always made again', `if (prod) {\n${DB}\n}`, DB],
  [
    'a list is shorter',
    'for (const n of ["a", "b"]) { new aws.s3.Bucket(n); }',
    'for (const n of ["a"]) { new aws.s3.Bucket(n); }',
    'destroy ${n} certain',
  ],
  [
    'a list is longer',
    'for (const n of ["a"]) { new aws.s3.Bucket(n); }',
    'for (const n of ["a", "b"]) { new aws.s3.Bucket(n); }',
  ],
  [
    'a list by its name is shorter',
    'const ns = ["a", "b"];\nns.map((n) => new aws.s3.Bucket(n));',
    'const ns = ["a"];\nns.map((n) => new aws.s3.Bucket(n));',
    'destroy ${n} certain',
  ],
  [
    'a count goes down',
    'for (let i = 0; i < 3; i++) { new aws.sqs.Queue(`q${i}`); }',
    'for (let i = 0; i < 1; i++) { new aws.sqs.Queue(`q${i}`); }',
    'destroy q${i} certain',
  ],
  [
    'a component goes',
    'class Shop extends pulumi.ComponentResource {}\nnew Shop("shop");',
    'class Shop extends pulumi.ComponentResource {}',
    'destroy shop likely',
  ],
  ['a component with options goes', 'new Shop("shop", {}, { provider: east });', '', 'destroy shop likely'],
  ['something that is no resource goes', 'const m = new Map("x"); const e = new Error("no");', ''],
  ['a setting is no resource', 'const other = new pulumi.Config("other");', ''],
  ['a reference to a stack is no resource', 'new pulumi.StackReference("org/net/prod");', ''],
  ['what exists is only looked up', 'const b = aws.s3.Bucket.get("files", "id");', ''],
  ['a namespace goes', 'new k8s.core.v1.Namespace("shop", {});', '', 'destroy shop certain'],
  ['a configuration map goes', 'new k8s.core.v1.ConfigMap("shop", {});', '', 'destroy shop certain'],
  ['a database of Azure goes', 'new azure.sql.Database("db", {});', '', 'destroy db certain'],
  [
    'an instance of Google goes',
    'new gcp.sql.DatabaseInstance("db", { databaseVersion: "POSTGRES_15" });',
    '',
    'destroy db certain',
  ],
  [
    'an instance of Google loses its protection',
    'new gcp.sql.DatabaseInstance("db", { deletionProtection: true });',
    'new gcp.sql.DatabaseInstance("db", { deletionProtection: false });',
    'unprotect db deletion certain',
  ],
  ['the type changes', 'new aws.s3.Bucket("files");', 'new aws.ebs.Volume("files", {});', 'replace files certain'],
  [
    'a former name of the same type',
    'new aws.s3.BucketV2("files");',
    'new aws.s3.Bucket("files");',
    'replace files possible',
  ],
  [
    'a firewall opens',
    'new aws.ec2.SecurityGroup("g", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] }] });',
    'new aws.ec2.SecurityGroup("g", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] });',
    'network.expose g certain',
  ],
  [
    'a policy allows all',
    'new aws.iam.Policy("p", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" }] }) });',
    'new aws.iam.Policy("p", { policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] }) });',
    'access.widen p admin certain',
  ],
  ['arguments that come from elsewhere', db('deletionProtection: true'), 'new aws.rds.Instance("db", { ...shared });'],
  ['tags', DB, db('allocatedStorage: 20, tags: { team: "shop" }')],
  [
    'a service runs nothing',
    'new aws.ecs.Service("api", { desiredCount: 3 });',
    'new aws.ecs.Service("api", { desiredCount: 0 });',
    'scale-zero api certain',
  ],
  [
    'a table gets another key',
    'new aws.dynamodb.Table("t", { hashKey: "id", attributes: [{ name: "id", type: "S" }] });',
    'new aws.dynamodb.Table("t", { hashKey: "key", attributes: [{ name: "key", type: "S" }] });',
    'replace t certain',
  ],
  [
    'a network gets another range',
    'new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" });',
    'new aws.ec2.Vpc("net", { cidrBlock: "10.1.0.0/16" });',
    'replace net certain',
  ],
];

describe('what a program in TypeScript no longer says', () => {
  test.each(ROWS)('%s', (_name, before, after, ...facts) => {
    expect(said({ 'index.ts': HEAD + before }, { 'index.ts': HEAD + after }, pulumi)).toEqual(facts);
  });
});

const PYTHON =
  'import pulumi\nimport pulumi_aws as aws\nimport pulumi_kubernetes as k8s\nfrom pulumi_aws import s3\nfrom pulumi_gcp.storage import Bucket\n';
const IN_PYTHON: readonly Row[] = [
  ['a database goes', 'db = aws.rds.Instance("db", engine="postgres")', '', 'destroy db certain'],
  ['a bucket gets another name', 's3.Bucket("a")', 's3.Bucket("b")', 'replace a certain'],
  [
    'it gets another name and an alias',
    's3.Bucket("a")',
    's3.Bucket("b", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="a")]))',
  ],
  ['a bucket of Google goes', 'Bucket("files", location="EU")', '', 'destroy files certain'],
  [
    'protect is removed',
    's3.Bucket("a", opts=pulumi.ResourceOptions(protect=True))',
    's3.Bucket("a")',
    'unprotect a deletion certain',
  ],
  ['retention on delete', 's3.Bucket("a", opts=pulumi.ResourceOptions(retain_on_delete=True))', ''],
  [
    'deletion protection goes',
    'aws.rds.Instance("db", deletion_protection=True)',
    'aws.rds.Instance("db", deletion_protection=False)',
    'unprotect db deletion certain',
  ],
  [
    'another engine',
    'aws.rds.Instance("db", engine="postgres")',
    'aws.rds.Instance("db", engine="mysql")',
    'replace db certain',
  ],
  [
    'arguments of a class',
    'aws.rds.Instance("db", aws.rds.InstanceArgs(engine="postgres"))',
    'aws.rds.Instance("db", aws.rds.InstanceArgs(engine="mysql"))',
    'replace db certain',
  ],
  [
    'a loop is shorter',
    'for n in ["a", "b"]:\n    s3.Bucket(n)',
    'for n in ["a"]:\n    s3.Bucket(n)',
    'destroy ${n} certain',
  ],
  [
    'a range is shorter',
    'for n in range(3):\n    s3.Bucket(f"b-{n}")',
    'for n in range(2):\n    s3.Bucket(f"b-{n}")',
    'destroy b-${n} certain',
  ],
  ['it is never made', 's3.Bucket("a")', 'if False:\n    s3.Bucket("a")', 'destroy a certain'],
  ['it is only made for some', 's3.Bucket("a")', 'if prod:\n    s3.Bucket("a")', 'destroy a possible'],
  ['a namespace goes', 'k8s.core.v1.Namespace("shop")', '', 'destroy shop certain'],
  ['a comment', 's3.Bucket("a")', '# ours\ns3.Bucket("a")'],
  [
    'a component goes',
    'class Shop(pulumi.ComponentResource):\n    pass\nShop("shop")',
    'class Shop(pulumi.ComponentResource):\n    pass',
    'destroy shop likely',
  ],
];

describe('what a program in Python no longer says', () => {
  test.each(IN_PYTHON)('%s', (_name, before, after, ...facts) => {
    expect(said({ '__main__.py': PYTHON + before }, { '__main__.py': PYTHON + after }, pulumi)).toEqual(facts);
  });
});

const go = (body: string): string =>
  `package main\n\nimport (\n\t"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/rds"\n\tcorev1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/core/v1"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n${body}\n\t\treturn nil\n\t})\n}\n`;
const GO_DB =
  '_, err := rds.NewInstance(ctx, "db", &rds.InstanceArgs{Engine: pulumi.String("postgres"), DeletionProtection: pulumi.Bool(true)}, pulumi.Protect(true))';
const IN_GO: readonly Row[] = [
  ['a database goes', GO_DB, '', 'destroy db certain'],
  ['another engine', GO_DB, GO_DB.replace('postgres', 'mysql'), 'replace db certain'],
  ['deletion protection goes', GO_DB, GO_DB.replace('Bool(true)', 'Bool(false)'), 'unprotect db deletion certain'],
  ['protect goes', GO_DB, GO_DB.replace(', pulumi.Protect(true)', ''), 'unprotect db deletion certain'],
  ['another name', GO_DB, GO_DB.replace('"db"', '"main"'), 'replace db certain'],
  [
    'another name with an alias',
    GO_DB,
    GO_DB.replace('"db"', '"main"').replace(
      'pulumi.Protect(true)',
      'pulumi.Protect(true), pulumi.Aliases([]pulumi.Alias{{Name: pulumi.String("db")}})',
    ),
  ],
  ['a namespace goes', 'corev1.NewNamespace(ctx, "shop", nil)', '', 'destroy shop certain'],
  ['a comment', GO_DB, `// ours\n${GO_DB}`],
];

describe('what a program in Go no longer says', () => {
  test.each(IN_GO)('%s', (_name, before, after, ...facts) => {
    expect(said({ 'main.go': go(before) }, { 'main.go': go(after) }, pulumi)).toEqual(facts);
  });
});

const yaml = (body: string, more = ''): string =>
  `name: shop\nruntime: yaml\n${more}resources:\n  web:\n    type: aws:ec2:Eip\n${body}`;
const YAML_DB =
  '  db:\n    type: aws:rds/instance:Instance\n    properties:\n      engine: postgres\n      deletionProtection: true\n    options:\n      protect: true\n';
const IN_YAML: readonly (readonly [
  string,
  file: string,
  before: string,
  after: string,
  ...facts: readonly string[],
])[] = [
  ['a database goes', 'Pulumi.yaml', yaml(YAML_DB), yaml(''), 'destroy db certain'],
  ['another engine', 'Pulumi.yaml', yaml(YAML_DB), yaml(YAML_DB.replace('postgres', 'mysql')), 'replace db certain'],
  [
    'another spelling of its type',
    'Pulumi.yaml',
    yaml(YAML_DB),
    yaml(YAML_DB.replace('rds/instance:Instance', 'rds:Instance')),
  ],
  [
    'protect goes',
    'Pulumi.yaml',
    yaml(YAML_DB),
    yaml(YAML_DB.replace('protect: true\n', 'protect: false\n')),
    'unprotect db deletion certain',
  ],
  [
    'deletion protection goes',
    'Pulumi.yaml',
    yaml(YAML_DB),
    yaml(YAML_DB.replace('deletionProtection: true\n', 'deletionProtection: false\n')),
    'unprotect db deletion certain',
  ],
  [
    'the project gets another name',
    'Pulumi.yaml',
    'name: shop\nruntime: nodejs\n',
    'name: store\nruntime: nodejs\n',
    'replace project likely',
  ],
  [
    'the project gets another description',
    'Pulumi.yaml',
    'name: shop\nruntime: nodejs\n',
    'name: shop\nruntime: nodejs\ndescription: ours\n',
  ],
  [
    'the state moves',
    'Pulumi.yaml',
    'name: shop\nbackend:\n  url: s3://a\n',
    'name: shop\nbackend:\n  url: s3://b\n',
    'unprotect project state likely',
  ],
  [
    'the state moves to the default',
    'Pulumi.yaml',
    'name: shop\nbackend:\n  url: s3://a\n',
    'name: shop\n',
    'unprotect project state likely',
  ],
  [
    'another language',
    'Pulumi.yaml',
    'name: shop\nruntime: nodejs\n',
    'name: shop\nruntime: python\n',
    'unprotect project other possible',
  ],
  [
    'options of the language',
    'Pulumi.yaml',
    'name: shop\nruntime: nodejs\n',
    'name: shop\nruntime:\n  name: nodejs\n  options:\n    typescript: true\n',
  ],
  [
    'another region',
    'Pulumi.prod.yaml',
    'config:\n  aws:region: us-east-1\n',
    'config:\n  aws:region: eu-west-1\n',
    'replace prod likely',
  ],
  [
    'another project of Google',
    'Pulumi.prod.yaml',
    'config:\n  gcp:project: a\n',
    'config:\n  gcp:project: b\n',
    'replace prod likely',
  ],
  [
    'another salt',
    'Pulumi.prod.yaml',
    'encryptionsalt: v1:a\nconfig:\n  a:b: c\n',
    'encryptionsalt: v1:b\nconfig:\n  a:b: c\n',
    'unprotect prod encryption likely',
  ],
  ['another size', 'Pulumi.prod.yaml', 'config:\n  shop:size: t3.small\n', 'config:\n  shop:size: t3.large\n'],
  [
    'a switch is off',
    'Pulumi.prod.yaml',
    'config:\n  shop:createDb: "true"\n',
    'config:\n  shop:createDb: "false"\n',
    'destroy prod possible',
  ],
  [
    'a protection is off',
    'Pulumi.prod.yaml',
    'config:\n  shop:deletionProtection: "true"\n',
    'config:\n  shop:deletionProtection: "false"\n',
    'unprotect prod deletion likely',
  ],
  [
    'fewer backups',
    'Pulumi.prod.yaml',
    'config:\n  shop:backupRetention: "30"\n',
    'config:\n  shop:backupRetention: "1"\n',
    'unprotect prod backup likely',
  ],
  [
    'no replicas',
    'Pulumi.prod.yaml',
    'config:\n  shop:replicas: 3\n',
    'config:\n  shop:replicas: 0\n',
    'scale-zero prod likely',
  ],
  [
    'a setting comes',
    'Pulumi.prod.yaml',
    'config:\n  shop:replicas: 3\n',
    'config:\n  shop:replicas: 3\n  shop:size: a\n',
  ],
];

describe('what files of a project no longer say', () => {
  test.each(IN_YAML)('%s', (_name, file, before, after, ...facts) => {
    expect(said({ [file]: before }, { [file]: after }, pulumi)).toEqual(facts);
  });
});

test('what is made in another file of the change is still made', () => {
  expect(said({ 'index.ts': HEAD + DB }, { 'index.ts': HEAD, 'db.ts': HEAD + DB }, pulumi)).toEqual([]);
});

test('a whole program that goes takes everything along', () => {
  expect(said({ 'index.ts': HEAD + DB + BUCKET }, {}, pulumi)).toEqual(['destroy db likely', 'destroy files likely']);
});

test('a workflow that gets another name is no project', () => {
  expect(
    said({ '.github/workflows/Main.yml': 'name: a\n' }, { '.github/workflows/Main.yml': 'name: b\n' }, pulumi),
  ).toEqual([]);
});

test('a program of something else is not looked at', () => {
  expect(said({ 'a.ts': 'new Queue("jobs", {}, {})' }, { 'a.ts': '' }, pulumi)).toEqual([]);
});

test('a program that can no longer be parsed says so', () => {
  expect(said({ 'index.ts': HEAD + DB }, { 'index.ts': `${HEAD}new aws.rds.Instance("db", {{{` }, pulumi)).toContain(
    'unreadable',
  );
});

const TYPES: readonly (readonly [string, string | null])[] = [
  ['aws.rds.Instance', 'aws_db_instance'],
  ['aws.rds.Cluster', 'aws_rds_cluster'],
  ['aws.s3.BucketV2', 'aws_s3_bucket'],
  ['aws.s3.BucketPolicy', 'aws_s3_bucket_policy'],
  ['aws.ec2.Vpc', 'aws_vpc'],
  ['aws.ec2.Subnet', 'aws_subnet'],
  ['aws.ec2.SecurityGroup', 'aws_security_group'],
  ['aws.sqs.Queue', 'aws_sqs_queue'],
  ['aws.dynamodb.Table', 'aws_dynamodb_table'],
  ['aws.kms.Key', 'aws_kms_key'],
  ['aws.lambda.Function', 'aws_lambda_function'],
  ['aws.route53.Zone', 'aws_route53_zone'],
  ['aws.cloudwatch.LogGroup', 'aws_cloudwatch_log_group'],
  ['aws.apigateway.RestApi', 'aws_api_gateway_rest_api'],
  ['aws.efs.FileSystem', 'aws_efs_file_system'],
  ['aws.elasticache.ReplicationGroup', 'aws_elasticache_replication_group'],
  ['awsx.ec2.Vpc', 'aws_vpc'],
  ['eks.Cluster', 'aws_eks_cluster'],
  ['gcp.sql.DatabaseInstance', 'google_sql_database_instance'],
  ['gcp.storage.Bucket', 'google_storage_bucket'],
  ['gcp.compute.Network', 'google_compute_network'],
  ['gcp.container.Cluster', 'google_container_cluster'],
  ['gcp.cloudrunv2.Service', 'google_cloud_run_v2_service'],
  ['azure.storage.Account', 'azurerm_storage_account'],
  ['azure.network.VirtualNetwork', 'azurerm_virtual_network'],
  ['azure.mssql.Server', 'azurerm_mssql_server'],
  ['azure.postgresql.FlexibleServer', 'azurerm_postgresql_flexible_server'],
  ['digitalocean.DatabaseCluster', 'digitalocean_database_cluster'],
  ['cloudflare.Zone', 'cloudflare_zone'],
  ['github.Repository', 'github_repository'],
  ['kubernetes.core.v1.Namespace', null],
];

test.each(TYPES)('%s is %s', (type, name) => {
  expect(terraformType(type, grammars.table('terraform'))).toBe(name);
});

const IMPORTS: readonly (readonly [string, name: string, library: string])[] = [
  ['import * as aws from "@pulumi/aws";', 'aws', 'aws'],
  ['import aws from "@pulumi/aws";', 'aws', 'aws'],
  ['import { s3, rds as db } from "@pulumi/aws";', 'db', 'aws.rds'],
  ['const aws = require("@pulumi/aws");', 'aws', 'aws'],
  ['const { s3 } = require("@pulumi/aws");', 's3', 'aws.s3'],
  ['import * as s3 from "@pulumi/aws/s3";', 's3', 'aws.s3'],
  ['import pulumi_aws as aws', 'aws', 'aws'],
  ['from pulumi_azure_native import storage', 'storage', 'azure-native.storage'],
  ['from pulumi_aws import (\n  s3,\n  rds as db,\n)', 'db', 'aws.rds'],
  ['import "github.com/pulumi/pulumi-gcp/sdk/v7/go/gcp/storage"', 'storage', 'gcp.storage'],
];

test.each(IMPORTS)('%s', (text, name, library) => {
  expect(importsOf(text).get(name)).toBe(library);
});
