import type { Truth } from '../../../model/change.ts';

/** What the thing a word names is worth, where no table of its own knows better. */
export function weighNoun(noun: string): { readonly stateful: Truth; readonly fleeting: boolean } {
  const words = noun
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .slice(-8);
  const last = words.findLast((word) => word !== '') ?? '';
  if (FLEETING.test(last)) return { stateful: false, fleeting: true };
  // `bucket policy`, `table alias`: what is deleted is the last word, and holds nothing
  if (HOLDS_NOTHING.test(last)) return { stateful: false, fleeting: false };
  return { stateful: words.some((word) => STATEFUL.test(word)), fleeting: false };
}

/** Made again by itself, or never meant to last. */
const FLEETING =
  /^(cach(e|es|ing)|tags?|untag|tagging|invalidations?|sessions?|messages?|msgs?|logins?|notifications?|drafts?|previews?|lint|locks?|favou?rites?|bookmarks?|reactions?|history|stars?|changeset|changesets|operations?)$/;

const HOLDS_NOTHING =
  /^(polic(y|ies)|alias(es)?|rules?|permissions?|roles?|bindings?|grants?|configurations?|config|settings?|listeners?|subscriptions?|targets?|endpoints?|schedules?|alarms?|alerts?|monitors?|webhooks?|hooks?|notifications?|connectors?|connections?|members?|memberships?|keypairs?|integrations?|synonyms?|plugins?|routes?|templates?|labels?)$/;

/** What cannot be made again from anywhere else. */
const STATEFUL =
  /^(db|dbs|rds|databases?|sql|postgres(ql)?|pg|mysql|mongo(db)?|redis|valkey|memcached|cosmosdb|dynamodb|tables?|collections?|keyspaces?|schemas?|index(es)?|indices|s3|buckets?|containers?|blobs?|volumes?|vols?|disks?|drives?|datastores?|storage|filesystems?|filers?|shares?|fileshares?|backups?|snapshots?|recovery|archives?|vaults?|kv|kms|secrets?|streams?|topics?|queues?|vhosts?|exchanges?|repos?|repositor(y|ies)|registry|registries|namespaces?|ns|projects?|workspaces?|orgs?|organi[sz]ations?|tenants?|accounts?|subscription|environments?|envs?|clusters?|apps?|applications?|instances?|servers?|machines?|vms?|droplets?|linodes?|nodes?|stacks?|sites?|domains?|zones?|hosted|datasets?|customers?|users?|userpools?|pools?|warehouses?|branch(es)?|lakes?|ledgers?|domain|pvc|pv|statefulsets?|all)$/;
