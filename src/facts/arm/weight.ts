import type { Weight } from '../resource.ts';

/** What a type of Azure Resource Manager is worth: `Microsoft.Sql/servers/databases`. */
export function weightOfArm(type: string): Weight {
  const name = type.toLowerCase();
  if (GUARD.test(name)) return { stateful: false, critical: true, reversible: true };
  if (GLUE.test(name)) return { stateful: false, critical: false, reversible: true };
  if (STATEFUL.test(name)) return { stateful: true, critical: true, reversible: false };
  if (CRITICAL.test(name)) return { stateful: false, critical: true, reversible: false };
  return KNOWN.test(name)
    ? { stateful: false, critical: false, reversible: 'unknown' }
    : { stateful: 'unknown', critical: 'unknown', reversible: 'unknown' };
}

const GUARD =
  /^microsoft\.(authorization\/(locks|policyassignments|denyassignments)|recoveryservices\/vaults\/(backuppolicies|backupfabrics.*)|dataprotection\/backupvaults\/(backuppolicies|backupinstances)|insights\/diagnosticsettings|security\/.*|network\/ddosprotectionplans)$/;

const GLUE =
  /\/(roleassignments|diagnosticsettings|firewallrules|virtualnetworkrules|networkrulesets|accesspolicies|configurations|extensions|metricalerts|scheduledqueryrules|activitylogalerts|actiongroups|tags|autoscalesettings|privatednszonegroups|virtualnetworklinks|federatedidentitycredentials|deployments|deploymentscripts|workbooks|availabilitytests|appsettings|connectionstrings|slots\/config|sites\/config|auditingsettings|securityalertpolicies|transparentdataencryption)$/;

/** The last name counts, whatever it stands in. */
const STATEFUL =
  /^microsoft\.(sql\/(.*\/)?(servers|databases|managedinstances|elasticpools)|dbfor(postgresql|mysql|mariadb)\/(.*\/)?(servers|flexibleservers|servergroupsv2|databases)|documentdb\/(.*\/)?(\w*databaseaccounts|\w*databases|\w*collections|\w*containers|\w*tables|\w*keyspaces|\w*graphs|cassandraclusters|mongoclusters)|cache\/redis(enterprise(\/databases)?)?|storage\/(.*\/)?(storageaccounts|containers|shares|fileshares|tables|queues)|keyvault\/(.*\/)?(vaults|managedhsms|keys|secrets)|compute\/(disks|snapshots|images|galleries(\/.*)?|virtualmachines|restorepointcollections)|containerregistry\/registries|recoveryservices\/vaults|dataprotection\/backupvaults|operationalinsights\/workspaces|eventhub\/(.*\/)?(namespaces|eventhubs)|servicebus\/(.*\/)?(namespaces|queues|topics|subscriptions)|search\/searchservices|kusto\/clusters(\/databases)?|synapse\/workspaces(\/\w+pools)?|datafactory\/(factories|datafactories)|datalakestore\/accounts|databricks\/workspaces|machinelearningservices\/workspaces|network\/(dnszones|privatednszones)|netapp\/netappaccounts(\/.*)?|devices\/iothubs|devices\/provisioningservices|appconfiguration\/configurationstores|automation\/automationaccounts|apimanagement\/service|resources\/resourcegroups|resources\/deploymentstacks|hdinsight\/clusters|healthcareapis\/.*|cognitiveservices\/accounts|purview\/accounts|storagesync\/.*|elasticsan\/.*|dashboard\/grafana|labservices\/labs|desktopvirtualization\/hostpools|aad\/domainservices|managedidentity\/userassignedidentities)$/;

const CRITICAL =
  /^microsoft\.(network\/(.*\/)?(virtualnetworks|subnets|loadbalancers|applicationgateways|azurefirewalls|firewallpolicies|publicipaddresses|natgateways|virtualnetworkgateways|connections|expressroutecircuits|frontdoors|trafficmanagerprofiles|privateendpoints|networksecuritygroups|routetables|bastionhosts|virtualhubs|virtualwans|virtualnetworkpeerings)|network\/(private)?dnszones\/.*|cdn\/profiles(\/.*)?|containerservice\/(.*\/)?(managedclusters|agentpools)|compute\/(virtualmachinescalesets|availabilitysets)|web\/(sites|serverfarms|hostingenvironments|staticsites|certificates)|app\/(containerapps|managedenvironments|jobs)|containerinstance\/containergroups|logic\/workflows|signalrservice\/(signalr|webpubsub)|eventgrid\/\w+|insights\/components|monitor\/.*|servicefabric\/.*|redhatopenshift\/openshiftclusters|batch\/batchaccounts|appplatform\/spring|authorization\/roledefinitions)$/;

const KNOWN =
  /^microsoft\.(network|compute|web|insights|authorization|resources|managedidentity|sql|storage|keyvault)\//;

/** `azure-native.sql.Database` of Pulumi as a type of Azure, near enough to be weighed. */
export function armTypeOf(module: string, name: string): string {
  const small = name.toLowerCase();
  const many = /[^aeiou]y$/.test(small) ? `${small.slice(0, -1)}ies` : /(s|x)$/.test(small) ? small : `${small}s`;
  return `microsoft.${module.toLowerCase()}/${many}`;
}
