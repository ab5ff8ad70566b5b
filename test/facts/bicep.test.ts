import { describe, expect, test } from 'vitest';
import { arm } from '../../src/facts/analyzers/arm.ts';
import { bicep } from '../../src/facts/analyzers/bicep.ts';
import { readBicep } from '../../src/facts/arm/bicep.ts';
import { weightOfArm } from '../../src/facts/arm/weight.ts';
import { said } from './programs.ts';

type Row = readonly [string, before: string, after: string, ...facts: readonly string[]];

const resource = (type: string, body: string, symbol = 'it', name = "'shop'"): string =>
  `resource ${symbol} '${type}@2023-08-01' = {\n  name: ${name}\n${body}\n}\n`;
const sql = (body: string): string =>
  resource('Microsoft.Sql/servers/databases', `  properties: {\n    ${body}\n  }`, 'db');
const storage = (body: string, sku = 'Standard_GRS'): string =>
  resource(
    'Microsoft.Storage/storageAccounts',
    `  location: location\n  sku: { name: '${sku}' }\n  properties: {\n    ${body}\n  }`,
    'files',
  );
const vault = (body: string): string =>
  resource('Microsoft.KeyVault/vaults', `  properties: {\n    ${body}\n  }`, 'keys');
const PARAM = 'param location string = resourceGroup().location\n';
const DB = sql("collation: 'SQL_Latin1_General_CP1_CI_AS'");
const rule = (source: string, port = '22'): string =>
  resource(
    'Microsoft.Network/networkSecurityGroups',
    `  properties: {\n    securityRules: [\n      {\n        name: 'in'\n        properties: {\n          access: 'Allow'\n          direction: 'Inbound'\n          protocol: 'Tcp'\n          sourceAddressPrefix: '${source}'\n          destinationPortRange: '${port}'\n        }\n      }\n    ]\n  }`,
    'wall',
  );
const owner = (guid: string): string =>
  `targetScope = 'subscription'\n${resource('Microsoft.Authorization/roleAssignments', `  properties: {\n    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${guid}')\n    principalId: someone\n  }`, 'grant', "guid('a')")}`;

const ROWS: readonly Row[] = [
  ['a database is no longer declared', DB, '', 'destroy db likely'],
  ['it stands in a comment now', DB, `/*\n${DB}*/`, 'destroy db likely'],
  ['a plan is no longer declared', resource('Microsoft.Web/serverfarms', '', 'plan'), '', 'destroy plan likely'],
  [
    'an alert is no longer declared',
    resource('Microsoft.Insights/metricAlerts', '', 'alert'),
    '',
    'destroy alert possible',
  ],
  [
    'a lock is no longer declared',
    resource('Microsoft.Authorization/locks', "  properties: { level: 'CanNotDelete' }", 'lock'),
    '',
    'unprotect lock deletion likely',
  ],
  [
    'a lock locks nothing',
    resource('Microsoft.Authorization/locks', "  properties: { level: 'CanNotDelete' }", 'lock'),
    resource('Microsoft.Authorization/locks', "  properties: { level: 'NotSpecified' }", 'lock'),
    'unprotect lock deletion certain',
  ],
  ['a comment', DB, `// ours\n${DB}`],
  ['a new version of the interface', DB, DB.replace('2023-08-01', '2024-05-01-preview')],
  ['another symbol', DB, DB.replace('resource db', 'resource main')],
  ['another name', DB, DB.replace("'shop'", "'store'"), 'replace db likely'],
  [
    'another name by a parameter',
    `param name string = 'shop'\n${DB.replace("'shop'", 'name')}`,
    `param name string = 'store'\n${DB.replace("'shop'", 'name')}`,
    'replace db likely',
  ],
  [
    'another name by a variable',
    `var env = 'prod'\n${DB.replace("'shop'", "'db-${env}'")}`,
    `var env = 'test'\n${DB.replace("'shop'", "'db-${env}'")}`,
    'replace db likely',
  ],
  [
    'another name that is worked out',
    DB.replace("'shop'", "'db${a()}'"),
    DB.replace("'shop'", "'db${b()}'"),
    'replace db possible',
  ],
  ['it is only looked up', DB, DB.replace("' = {", "' existing = {")],
  ['it is only looked up and then no longer', DB.replace("' = {", "' existing = {"), ''],
  ['it is never deployed', DB, DB.replace('= {', '= if (false) {'), 'destroy db likely'],
  ['it is deployed under a condition', DB, `param on bool\n${DB.replace('= {', '= if (on) {')}`, 'destroy db possible'],
  [
    'the default of its condition turns',
    `param on bool = true\n${DB.replace('= {', '= if (on) {')}`,
    `param on bool = false\n${DB.replace('= {', '= if (on) {')}`,
    'destroy db likely',
  ],
  [
    'the condition of an environment turns',
    `param env string = 'prod'\n${DB.replace('= {', "= if (env == 'prod') {")}`,
    `param env string = 'dev'\n${DB.replace('= {', "= if (env == 'prod') {")}`,
    'destroy db likely',
  ],
  [
    'a list is shorter',
    DB.replace('= {', "= [for n in ['a', 'b']: {").replace(/\}\n$/, '}]\n'),
    DB.replace('= {', "= [for n in ['a']: {").replace(/\}\n$/, '}]\n'),
    'destroy db likely',
  ],
  [
    'a list is longer',
    DB.replace('= {', "= [for n in ['a']: {").replace(/\}\n$/, '}]\n'),
    DB.replace('= {', "= [for n in ['a', 'b']: {").replace(/\}\n$/, '}]\n'),
  ],
  [
    'a range is shorter',
    DB.replace('= {', '= [for n in range(0, 3): {').replace(/\}\n$/, '}]\n'),
    DB.replace('= {', '= [for n in range(0, 1): {').replace(/\}\n$/, '}]\n'),
    'destroy db likely',
  ],
  [
    'a module is no longer declared',
    "module db 'modules/sql.bicep' = {\n  name: 'db'\n  params: { a: 1 }\n}\n",
    '',
    'destroy db likely',
  ],
  [
    'a module moves to another file',
    "module db 'modules/sql.bicep' = {\n  name: 'db'\n}\n",
    "module db 'shared/sql.bicep' = {\n  name: 'db'\n}\n",
  ],
  [
    'a module of little is no longer declared',
    "module tags 'modules/tags.bicep' = {\n  name: 'tags'\n}\n",
    '',
    'destroy tags possible',
  ],
  ['another collation', DB, DB.replace('SQL_Latin1', 'Latin1'), 'replace db likely'],
  [
    'public access is on',
    storage("publicNetworkAccess: 'Disabled'"),
    storage("publicNetworkAccess: 'Enabled'"),
    'network.expose files certain',
  ],
  ['public access is off', storage("publicNetworkAccess: 'Enabled'"), storage("publicNetworkAccess: 'Disabled'")],
  [
    'containers may be public',
    storage('allowBlobPublicAccess: false'),
    storage('allowBlobPublicAccess: true'),
    'access.widen files public certain',
  ],
  [
    'every network is let in',
    storage("networkAcls: { defaultAction: 'Deny' }"),
    storage("networkAcls: { defaultAction: 'Allow' }"),
    'network.expose files certain',
  ],
  [
    'old transport is let in',
    storage("minimumTlsVersion: 'TLS1_2'"),
    storage("minimumTlsVersion: 'TLS1_0'"),
    'unprotect files encryption certain',
  ],
  [
    'plain transport is let in',
    storage('supportsHttpsTrafficOnly: true'),
    storage('supportsHttpsTrafficOnly: false'),
    'unprotect files encryption certain',
  ],
  ['newer transport', storage("minimumTlsVersion: 'TLS1_0'"), storage("minimumTlsVersion: 'TLS1_2'")],
  ['copies in one place only', storage(''), storage('', 'Standard_LRS'), 'unprotect files availability certain'],
  [
    'a vault may be purged',
    vault('enablePurgeProtection: true'),
    vault('enableSoftDelete: true'),
    'unprotect keys deletion certain',
  ],
  [
    'a vault deletes at once',
    vault('enableSoftDelete: true'),
    vault('enableSoftDelete: false'),
    'unprotect keys deletion certain',
  ],
  [
    'a vault keeps for fewer days',
    vault('softDeleteRetentionInDays: 90'),
    vault('softDeleteRetentionInDays: 7'),
    'unprotect keys deletion certain',
  ],
  [
    'blobs are kept for fewer days',
    resource(
      'Microsoft.Storage/storageAccounts/blobServices',
      '  properties: {\n    deleteRetentionPolicy: {\n      enabled: true\n      days: 30\n    }\n  }',
      'blobs',
    ),
    resource(
      'Microsoft.Storage/storageAccounts/blobServices',
      '  properties: {\n    deleteRetentionPolicy: {\n      enabled: true\n      days: 3\n    }\n  }',
      'blobs',
    ),
    'unprotect blobs deletion certain',
  ],
  [
    'backups stay in one place',
    resource(
      'Microsoft.DBforPostgreSQL/flexibleServers',
      "  properties: { backup: { geoRedundantBackup: 'Enabled', backupRetentionDays: 14 } }",
      'pg',
    ),
    resource(
      'Microsoft.DBforPostgreSQL/flexibleServers',
      "  properties: { backup: { geoRedundantBackup: 'Disabled', backupRetentionDays: 14 } }",
      'pg',
    ),
    'unprotect pg backup certain',
  ],
  [
    'an older version',
    resource('Microsoft.DBforPostgreSQL/flexibleServers', "  properties: { version: '16' }", 'pg'),
    resource('Microsoft.DBforPostgreSQL/flexibleServers', "  properties: { version: '14' }", 'pg'),
    'replace pg certain',
  ],
  [
    'a newer version',
    resource('Microsoft.DBforPostgreSQL/flexibleServers', "  properties: { version: '14' }", 'pg'),
    resource('Microsoft.DBforPostgreSQL/flexibleServers', "  properties: { version: '16' }", 'pg'),
  ],
  [
    'one zone instead of several',
    sql('zoneRedundant: true'),
    sql('zoneRedundant: false'),
    'unprotect db availability certain',
  ],
  [
    'another place',
    resource('Microsoft.Sql/servers', "  location: 'westeurope'", 'db'),
    resource('Microsoft.Sql/servers', "  location: 'northeurope'", 'db'),
    'replace db likely',
  ],
  [
    'the same place by its other name',
    resource('Microsoft.Sql/servers', "  location: 'westeurope'", 'db'),
    resource('Microsoft.Sql/servers', "  location: 'West Europe'", 'db'),
  ],
  [
    'no instances',
    resource('Microsoft.Web/serverfarms', "  sku: { name: 'P1v3', capacity: 3 }", 'plan'),
    resource('Microsoft.Web/serverfarms', "  sku: { name: 'P1v3', capacity: 0 }", 'plan'),
    'scale-zero plan certain',
  ],
  [
    'fewer instances',
    resource('Microsoft.Web/serverfarms', "  sku: { name: 'P1v3', capacity: 3 }", 'plan'),
    resource('Microsoft.Web/serverfarms', "  sku: { name: 'P1v3', capacity: 2 }", 'plan'),
  ],
  ['a wall opens', rule('10.0.0.0/8'), rule('*'), 'network.expose wall certain'],
  ['a wall opens to the internet', rule('10.0.0.0/8'), rule('Internet'), 'network.expose wall certain'],
  ['a wall closes', rule('*'), rule('10.0.0.0/8')],
  [
    'an owner of a subscription',
    "targetScope = 'subscription'\n",
    owner('8e3af657-a8ff-443c-a75c-2fe8c4bcb635'),
    'access.widen grant admin certain',
  ],
  ['a reader of a subscription', "targetScope = 'subscription'\n", owner('acdd72a7-3385-48ef-bd42-f606fba81ae7')],
  [
    'everybody may reach a database',
    resource(
      'Microsoft.Sql/servers/firewallRules',
      "  properties: { startIpAddress: '10.0.0.1', endIpAddress: '10.0.0.9' }",
      'fire',
    ),
    resource(
      'Microsoft.Sql/servers/firewallRules',
      "  properties: { startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255' }",
      'fire',
    ),
    'network.expose fire certain',
  ],
  [
    'a child goes',
    "resource s 'Microsoft.Sql/servers@2023-08-01' = {\n  name: 's'\n  resource db 'databases' = {\n    name: 'db'\n  }\n}\n",
    "resource s 'Microsoft.Sql/servers@2023-08-01' = {\n  name: 's'\n}\n",
    'destroy db likely',
  ],
  [
    'tags and descriptions',
    DB,
    `@description('a')\nparam a string\n${DB.replace('name:', "tags: { team: 'shop' }\n  name:")}`,
  ],
  ['a choice over lines', DB, DB.replace("'shop'", "'shop'\n  tags: a\n    ? { b: 'c' }\n    : {}")],
  ['an output', DB, `${DB}output id string = db.id\n`],
  [
    'comments behind values',
    storage("allowBlobPublicAccess: false // never\n    minimumTlsVersion: 'TLS1_2' // old ones are out"),
    storage("allowBlobPublicAccess: true // for now\n    minimumTlsVersion: 'TLS1_2'"),
    'access.widen files public certain',
  ],
  [
    'a comment behind a brace',
    vault('softDeleteRetentionInDays: 90 // days'),
    vault('softDeleteRetentionInDays: 7 // days').replace('  }\n}', '  } // end\n}'),
    'unprotect keys deletion certain',
  ],
  [
    'a smaller cache',
    resource('Microsoft.Cache/redis', "  properties: { sku: { family: 'C', capacity: 1 } }", 'cache'),
    resource('Microsoft.Cache/redis', "  properties: { sku: { family: 'C', capacity: 0 } }", 'cache'),
  ],
  [
    'a server of PostgreSQL becomes public',
    resource(
      'Microsoft.DBforPostgreSQL/flexibleServers',
      "  properties: { network: { publicNetworkAccess: 'Disabled' } }",
      'pg',
    ),
    resource(
      'Microsoft.DBforPostgreSQL/flexibleServers',
      "  properties: { network: { publicNetworkAccess: 'Enabled' } }",
      'pg',
    ),
    'network.expose pg certain',
  ],
  ['windows line ends', DB, DB.replaceAll('\n', '\r\n')],
];

describe('what Bicep no longer says', () => {
  test.each(ROWS)('%s', (_name, before, after, ...facts) => {
    expect(said({ 'main.bicep': PARAM + before }, { 'main.bicep': PARAM + after }, bicep)).toEqual(facts);
  });
});

test('what is deployed in mode Complete is certainly deleted', () => {
  const script = 'az deployment group create --mode Complete -f main.bicep\n';
  expect(
    said({ 'main.bicep': DB, 'deploy.sh': script }, { 'main.bicep': '', 'deploy.sh': `${script}#\n` }, bicep),
  ).toEqual(['destroy db certain']);
});

const DEPLOYS: readonly (readonly [
  string,
  file: string,
  before: string,
  after: string,
  ...facts: readonly string[],
])[] = [
  [
    'a script',
    'deploy.sh',
    'az deployment group create -f main.bicep',
    'az deployment group create -f main.bicep --mode Complete',
    'destroy deployment likely',
  ],
  [
    'PowerShell',
    'deploy.ps1',
    'New-AzResourceGroupDeployment -TemplateFile a',
    'New-AzResourceGroupDeployment -TemplateFile a -Mode Complete',
    'destroy deployment likely',
  ],
  [
    'a pipeline',
    'azure-pipelines.yml',
    'deploymentMode: Incremental # azure',
    'deploymentMode: Complete # azure',
    'destroy deployment likely',
  ],
  [
    'a stack',
    'deploy.sh',
    'az stack group create -f main.bicep --action-on-unmanage detachAll',
    'az stack group create -f main.bicep --action-on-unmanage deleteAll',
    'destroy deployment likely',
  ],
  [
    'it was so before',
    'deploy.sh',
    'az deployment group create --mode Complete',
    'az deployment group create --mode Complete --name a',
  ],
  [
    'less than before',
    'deploy.sh',
    'az deployment group create --mode Complete',
    'az deployment group create --mode Incremental',
  ],
  ['a comment', 'deploy.sh', 'az deployment group create', '# never --mode Complete\naz deployment group create'],
  ['another tool', 'run.sh', 'tool', 'tool --mode Complete'],
];

test.each(DEPLOYS)('deployed by %s', (_name, file, before, after, ...facts) => {
  expect(said({ [file]: before }, { [file]: after }, bicep)).toEqual(facts);
});

const SWITCHED = `param on bool\n${DB.replace('= {', '= if (on) {')}`;

test('values of a file turn a condition', () => {
  const values = (on: boolean): string => `using './main.bicep'\nparam on = ${on}\n`;
  expect(
    said(
      { 'main.bicep': SWITCHED, 'prod.bicepparam': values(true) },
      { 'main.bicep': `${SWITCHED}// a\n`, 'prod.bicepparam': values(false) },
      bicep,
    ),
  ).toEqual(['destroy db likely']);
});

test('what another file declares now is not lost', () => {
  expect(said({ 'main.bicep': DB }, { 'main.bicep': '', 'db.bicep': DB }, bicep)).toEqual([]);
});

test('a template that can no longer be parsed says so', () => {
  expect(said({ 'main.bicep': DB }, { 'main.bicep': `${DB.slice(0, 90)}` }, bicep)).toContain('unreadable');
});

const json = (resources: readonly unknown[], parameters: unknown = {}): string =>
  JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters,
      resources,
    },
    null,
    2,
  );
const server = {
  type: 'Microsoft.Sql/servers',
  apiVersion: '2022-05-01',
  name: "[parameters('name')]",
  location: 'westeurope',
  properties: { publicNetworkAccess: 'Disabled', minimalTlsVersion: '1.2' },
};
const NAME = { name: { type: 'string', defaultValue: 'shop' } };
type JsonRow = readonly [string, before: readonly unknown[], after: readonly unknown[], ...facts: readonly string[]];
const IN_JSON: readonly JsonRow[] = [
  ['a server goes', [server], [], "destroy [parameters('name')] likely"],
  [
    'it becomes public',
    [server],
    [{ ...server, properties: { ...server.properties, publicNetworkAccess: 'Enabled' } }],
    "network.expose [parameters('name')] certain",
  ],
  [
    'old transport',
    [server],
    [{ ...server, properties: { ...server.properties, minimalTlsVersion: '1.0' } }],
    "unprotect [parameters('name')] encryption certain",
  ],
  ['another place', [server], [{ ...server, location: 'eastus' }], "replace [parameters('name')] likely"],
  ['it is never deployed', [server], [{ ...server, condition: false }], "destroy [parameters('name')] likely"],
  ['a tag', [server], [{ ...server, tags: { team: 'shop' } }]],
  ['one more', [server], [server, { ...server, name: 'more' }]],
  ['the order', [server, { ...server, name: 'more' }], [{ ...server, name: 'more' }, server]],
  [
    'a child goes',
    [{ ...server, resources: [{ type: 'databases', name: 'db', apiVersion: '1' }] }],
    [server],
    'destroy db likely',
  ],
  [
    'a count goes down',
    [{ ...server, copy: { name: 'c', count: 3 } }],
    [{ ...server, copy: { name: 'c', count: 1 } }],
    "destroy [parameters('name')] likely",
  ],
];

describe('what a template in JSON no longer says', () => {
  test.each(IN_JSON.map(([name, before, after, ...facts]) => ({ name, before, after, facts })))('$name', (row) => {
    const [before, after] = [json(row.before, NAME), json(row.after, NAME)];
    expect(said({ 'azuredeploy.json': before }, { 'azuredeploy.json': after }, arm)).toEqual(row.facts);
  });
});

test('a template in JSON that is cut off says so', () => {
  expect(said({ 'a.json': json([server]) }, { 'a.json': json([server]).slice(0, 300) }, arm)).toEqual(['unreadable']);
});

test('a deployment inside a template deletes the rest from now on', () => {
  const inner = (mode: string): unknown => ({
    type: 'Microsoft.Resources/deployments',
    name: 'inner',
    properties: { mode },
  });
  expect(said({ 'a.json': json([inner('Incremental')]) }, { 'a.json': json([inner('Complete')]) }, arm)).toEqual([
    'destroy deployment likely',
  ]);
});

test('JSON of something else is not looked at', () => {
  expect(said({ 'a.json': '{"resources":[{"type":"a"}]}' }, { 'a.json': '{}' }, arm)).toEqual([]);
});

const WEIGHTS: readonly (readonly [string, stateful: boolean | 'unknown', critical: boolean | 'unknown'])[] = [
  ['Microsoft.Sql/servers/databases', true, true],
  ['Microsoft.Storage/storageAccounts', true, true],
  ['Microsoft.KeyVault/vaults', true, true],
  ['Microsoft.DocumentDB/databaseAccounts', true, true],
  ['Microsoft.DBforPostgreSQL/flexibleServers', true, true],
  ['Microsoft.Network/virtualNetworks', false, true],
  ['Microsoft.ContainerService/managedClusters', false, true],
  ['Microsoft.Web/sites', false, true],
  ['Microsoft.Authorization/roleAssignments', false, false],
  ['Microsoft.Insights/metricAlerts', false, false],
  ['Contoso.Things/parts', 'unknown', 'unknown'],
];

test.each(WEIGHTS)('%s holds data: %s', (type, stateful, critical) => {
  expect(weightOfArm(type)).toMatchObject({ stateful, critical });
});

const HOSTILE: readonly (readonly [string, string])[] = [
  ['braces', '{'.repeat(50_000)],
  ['holes', "'${".repeat(20_000)],
  ['brackets', '['.repeat(50_000)],
  ['resources in resources', "resource a 'b' = {\n".repeat(3000)],
  ['choices', 'a: b ? c : '.repeat(5000)],
  ['maps in maps', 'var a = {\n'.repeat(3000)],
  ['words', 'a\n'.repeat(20_000)],
];

test.each(HOSTILE)('hostile text comes to an end: %s', (_name, text) => {
  // a text that took for ever would run into the runner's own limit
  expect(readBicep('a.bicep', text)).toBeDefined();
});
