import type { ConfigMap } from '../resource.ts';
import { type Rule, changedWhen, downgrade, shrink } from '../terraform/force-new-rule.ts';
import { isAbsent, textOf, valueAt } from '../terraform/direction.ts';
import type { Replacement } from '../terraform/force-new.ts';
import { type ProtectionRule, kept, keptOff, notLess, stays, word } from '../terraform/protection-rule.ts';
import type { Protection } from '../terraform/protection.ts';

/** Properties that protect under one name wherever they stand; `properties` itself is left out of the path. */
const PROTECTIONS: readonly ProtectionRule[] = [
  kept('deletion', 'enablePurgeProtection'),
  kept('deletion', 'enableSoftDelete', true),
  notLess('deletion', 'softDeleteRetentionInDays', 90),
  kept('deletion', 'deleteRetentionPolicy.enabled'),
  notLess('deletion', 'deleteRetentionPolicy.days'),
  kept('deletion', 'containerDeleteRetentionPolicy.enabled'),
  notLess('deletion', 'containerDeleteRetentionPolicy.days'),
  kept('deletion', 'shareDeleteRetentionPolicy.enabled'),
  notLess('deletion', 'shareDeleteRetentionPolicy.days'),
  word('deletion', 'securitySettings.softDeleteSettings.softDeleteState', /^(Enabled|AlwaysON)$/i, /^Disabled$/i),
  word('deletion', 'securitySettings.immutabilitySettings.state', /^(Locked|Unlocked)$/i, /^Disabled$/i),
  stays('deletion', 'immutabilityPolicy'),
  word('deletion', 'level', /^(CanNotDelete|ReadOnly)$/i, /^NotSpecified$/i),
  kept('versioning', 'isVersioningEnabled'),
  kept('backup', 'restorePolicy.enabled'),
  kept('audit', 'changeFeed.enabled', false, 'possible'),
  word('backup', 'backup.geoRedundantBackup', /^Enabled$/i, /^(Disabled)?$/i),
  word('backup', 'storageProfile.geoRedundantBackup', /^Enabled$/i, /^(Disabled)?$/i),
  notLess('backup', 'backup.backupRetentionDays', 7),
  notLess('backup', 'storageProfile.backupRetentionDays', 7),
  notLess('backup', 'retentionDays'),
  notLess('audit', 'retentionInDays'),
  notLess('backup', 'backupPolicy.periodicModeProperties.backupRetentionIntervalInHours', 8),
  word('backup', 'backupPolicy.type', /^Continuous$/i, /^(Periodic)?$/i, 'likely'),
  word('backup', 'requestedBackupStorageRedundancy', /^Geo/i, /^(Local|Zone)$/i),
  word('encryption', 'minimumTlsVersion', /1[._][23]/, /1[._][01]$|None/i),
  word('encryption', 'minimalTlsVersion', /1[._][23]/, /1[._][01]$|None/i),
  word('encryption', 'minTlsVersion', /1[._][23]/, /1[._][01]$/),
  word('encryption', 'siteConfig.minTlsVersion', /1[._][23]/, /1[._][01]$/),
  word('encryption', 'sslEnforcement', /^Enabled$/i, /^Disabled$/i),
  kept('encryption', 'supportsHttpsTrafficOnly', true),
  kept('encryption', 'httpsOnly'),
  keptOff('encryption', 'enableNonSslPort'),
  kept('encryption', 'encryption.requireInfrastructureEncryption'),
  word('encryption', 'encryption.keySource', /Keyvault/i, /^Microsoft\.Storage$/i, 'likely'),
  keptOff('isolation', 'allowSharedKeyAccess', true),
  kept('isolation', 'disableLocalAuth'),
  kept('isolation', 'disableLocalAccounts'),
  keptOff('isolation', 'adminUserEnabled'),
  kept('isolation', 'enableRbacAuthorization', false, 'possible'),
  kept('isolation', 'enableRBAC', true),
  kept('isolation', 'apiServerAccessProfile.enablePrivateCluster'),
  kept('availability', 'zoneRedundant'),
  kept('availability', 'enableAutomaticFailover'),
  word('availability', 'highAvailability.mode', /^(ZoneRedundant|SameZone)$/i, /^(Disabled)?$/i),
  word('availability', 'sku.name', /_(RAGRS|GRS|RAGZRS|GZRS|ZRS)$/i, /_LRS$/i),
  word('isolation', 'policySettings.mode', /^Prevention$/i, /^Detection$/i),
];

export function protectionsLost(before: ConfigMap, after: ConfigMap): readonly Protection[] {
  return PROTECTIONS.flatMap((rule) => rule(before, after));
}

type Certainty = Replacement['certainty'];

function changes(property: string, certainty: Certainty = 'likely'): Rule {
  return changedWhen(property, (before, after) => isThere(before, property) && isThere(after, property), certainty);
}

function isThere(body: ConfigMap, property: string): boolean {
  return !isAbsent(valueAt(body, property));
}

/** `West Europe` and `westeurope` are one. */
function isOtherPlace(before: ConfigMap, after: ConfigMap): boolean {
  const [then, now] = [before, after].map((body) =>
    textOf(valueAt(body, 'location'))?.toLowerCase().replaceAll(' ', ''),
  );
  return isThere(before, 'location') && isThere(after, 'location') && (then !== now || then === undefined);
}

/** What Azure cannot change in place: the deployment fails until the old one is gone. */
const REPLACING: readonly (readonly [RegExp, readonly Rule[]])[] = [
  [/./, [changedWhen('location', isOtherPlace, 'likely')]],
  [/^microsoft\.storage\/storageaccounts$/, [changes('isHnsEnabled'), changes('isNfsV3Enabled')]],
  [
    /^microsoft\.sql\/servers$|^microsoft\.dbfor\w+\/(flexible)?servers$/,
    [changes('administratorLogin'), changes('createMode', 'possible')],
  ],
  [/^microsoft\.sql\/servers\/databases$/, [changes('collation')]],
  [
    /^microsoft\.dbfor\w+\/(flexible)?servers$/,
    [downgrade('version'), shrink('storage.storageSizeGB'), changes('network.delegatedSubnetResourceId', 'possible')],
  ],
  [
    /^microsoft\.containerservice\/managedclusters$/,
    [changes('dnsPrefix'), changes('networkProfile.networkPlugin', 'possible'), changes('nodeResourceGroup')],
  ],
  [
    /^microsoft\.compute\/virtualmachines$/,
    [changes('osProfile.adminUsername'), changes('storageProfile.imageReference.offer'), changes('zones')],
  ],
  [/^microsoft\.compute\/disks$/, [shrink('diskSizeGB'), changes('creationData.sourceResourceId')]],
  [/^microsoft\.documentdb\/.*(containers|collections)$/, [changes('resource.partitionKey.paths')]],
  [/^microsoft\.(documentdb\/databaseaccounts|cognitiveservices\/accounts)$/, [changes('kind')]],
  [/^microsoft\.eventhub\/.*eventhubs$/, [shrink('partitionCount')]],
];

export function replacementsIn(type: string, before: ConfigMap, after: ConfigMap): readonly Replacement[] {
  const name = type.toLowerCase();
  return REPLACING.flatMap(([pattern, rules]) =>
    pattern.test(name) ? rules.flatMap((rule) => rule(before, after)) : [],
  );
}

export const CAPACITY: readonly string[] = [
  'sku.capacity',
  'capacity',
  'count',
  'template.scale.maxReplicas',
  'numberOfWorkers',
  'agentPoolProfiles.count',
  'replicas',
];
