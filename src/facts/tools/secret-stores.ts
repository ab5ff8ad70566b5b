import type { Family } from './family.ts';
import { familyOf } from './service/read.ts';
import { again, bared, gone, held, light, stopped, widened, type Service, listed } from './service/service.ts';

const stores: readonly Service[] = [
  {
    technology: 'vault',
    tools: ['vault', 'bao', 'openbao'],
    takes: listed('-address -namespace -ns -mount -format -field -versions -path -wrap-ttl -ca-cert'),
    clusters: false,
    places: ['-address', '-namespace', '-ns'],
    variables: ['VAULT_ADDR', 'VAULT_NAMESPACE'],
    closed: true,
    rows: [
      [
        /^(kv get|kv list|list|read|status|login|server|agent|proxy|print|token lookup|kv undelete|unwrap|version)\b/,
        null,
      ],
      [/^kv (destroy|metadata delete)\b/, held('secret', { because: 'is destroyed for good' })],
      [/^(kv delete|delete)\b/, held('secret', { because: 'is deleted' })],
      [
        /^kv (put|patch|rollback)\b/,
        again('secret', {
          because: 'is overwritten; older versions are kept where the engine keeps them',
          certainty: 'possible',
        }),
      ],
      [/^secrets (disable|move)\b/, held('secrets-engine', { because: 'is switched off, every secret in it deleted' })],
      [
        /^auth (disable|move)\b/,
        held('auth-method', { because: 'is switched off, and nobody comes in by it any more' }),
      ],
      [/^audit disable\b/, bared('audit', 'audit', { because: 'no longer records who did what' })],
      [
        /^token revoke\b/,
        gone('token', { nameless: true, because: 'is revoked, and what works with it stops' }),
        { none: ['-self'] },
      ],
      [/^token revoke\b/, null],
      [/^lease revoke\b/, gone('lease', { because: 'is revoked, and what works with it stops' })],
      [/^(policy|namespace|plugin|identity) (delete|deregister)\b/, gone('policy', { critical: true })],
      [/^namespace (lock)\b/, stopped('namespace')],
      [
        /^operator (seal|step-down|raft (remove-peer|snapshot restore)|rekey|rotate|migrate|generate-root|init|rotate-keys)\b/,
        held('vault', { because: 'is sealed, overwritten or given other keys' }),
        { none: ['-status'] },
      ],
      [
        /^(write) (sys\/(seal|revoke\S*|rotate|rekey\S*|raw\S*|policies\S*|mounts\S*)|auth\/token\/revoke\S*|\S+\/(rotate|trim|config\/rotate)\S*|\S+\/tidy)\b/,
        gone('setting', { critical: true, because: 'is revoked, rotated or overwritten' }),
      ],
      [/^policy write\b/, widened('policy', 'privilege', { certainty: 'possible' })],
      [
        /^token create\b/,
        widened('token', 'admin', { nameless: true, because: 'may do everything' }),
        { text: /-policy[= ]root\b/ },
      ],
      [/^transit\b|^pki\b|^ssh\b/, null],
    ],
  },
  {
    technology: 'onepassword',
    tools: ['op'],
    takes: listed(
      '--vault --account --format --session --cache --tags --categories --group --user --role --permissions',
    ),
    places: ['--vault', '--account'],
    closed: true,
    rows: [
      [/^(account (forget|add|list)|signin|signout|run|read|inject|whoami|plugin)\b/, null],
      [
        /^(item|document|vault|user|group|connect (server|token|vault|group)|connect|events-api|service-account|environment) (delete|remove|revoke|suspend|move)\b/,
        held('item', { because: 'is deleted, archived or taken away' }),
      ],
      [/^(delete|forget|remove|suspend) (item|document|vault|user|group|trash)\b/, held('item')],
      [/^(vault|group) (user|group) (revoke)\b/, gone('access', { because: 'is taken from whoever works with it' })],
      [
        /^(user|vault user|vault group|group user) (confirm|grant|provision|reactivate)\b/,
        widened('vault', 'principal', { certainty: 'likely' }),
      ],
      [/^(item|document) edit\b/, again('item', { certainty: 'possible' })],
    ],
  },
  {
    technology: 'secret-store',
    tools: listed(
      'doppler infisical chamber aws-vault credstash berglas bws bw akeyless conjur summon keeper lpass ' +
        'teller confidant knox phase envkey dcli ' +
        'sealed-secrets',
    ),
    takes: listed(
      '--project -p --config -c --env -e --environment --path --projectId --token --scope -b --backend --type ' +
        '--name -n --key',
    ),
    places: listed('--project -p --config -c --env -e --environment'),
    variables: ['DOPPLER_CONFIG', 'DOPPLER_ENVIRONMENT', 'DOPPLER_PROJECT', 'INFISICAL_ENVIRONMENT'],
    closed: true,
    rows: [
      [
        /^(login|logout|run|exec|configure|setup|init|list|get|ls|show|edit|lock|unlock|sync|status|update|tui|me|export|cp|insert|generate|git|otp|find|grep)\b/,
        null,
      ],
      [/^(configure (unset|reset)|folders? create)\b/, null],
      [
        /^(secrets|projects|project|environments|environment|configs|config|config tokens|service-tokens|service-token|folders|folder|groups|users|workplace-roles|integrations|webhooks|secret|org-collection|org-member|item|attachment|role|auth-method|target|share|dynamic-secrets?|tokens|trusted-ips|activity|rotated-secret|host|policy|keys|key|identities|change-request-policies|org) (\S+ )?(delete|remove|rm|destroy|revoke|unset|clear|disable|delete-item|delete-items|deactivate)\b/,
        held('secret', { because: 'is deleted from the store' }),
      ],
      [
        /^(delete|remove|rm|destroy|purge|delete-item|delete-items|delete-role|del|rmdir|wipe|delete-dir|expire|rotate|rotate-secret|revoke)\b/,
        held('secret', { because: 'is deleted or rotated in the store' }),
      ],
      [/^(configs) (update|lock|unlock|clone)\b/, bared('config', 'other'), { text: /configs unlock/ }],
      [/^secrets (upload|set)\b/, again('secret', { certainty: 'possible' })],
      [/^(recovery|trash|restore) (delete|empty|purge)\b/, held('secret')],
      [/^(import)\b/, again('secret', { certainty: 'possible' })],
    ],
  },
  {
    technology: 'password-store',
    tools: ['pass', 'gopass', 'passage'],
    closed: true,
    // most of these are kept in git
    rows: [[/^(rm|remove|delete|recipients remove|mounts remove)\b/, gone('secret', { critical: true })]],
  },
  {
    technology: 'coordination',
    tools: listed(
      'consul etcdctl etcdutl zkcli.sh zkcli zookeeper-shell zookeeper-shell.sh zk serf doozer patronictl repmgr ' +
        'stolonctl orchestrator orchestrator-client pg_autoctl vtctlclient vtctldclient vtctl proxysql-admin tiup ' +
        'pd-ctl tikv-ctl ydb dgraph nodetool rethinkdb scylla-manager sctool couchdb arangosh',
    ),
    takes: listed(
      '-http-addr -token -datacenter -namespace --endpoints --cacert --cert --key --user -server -c ' +
        '--config-file -d -u -pd -a -h -p --server --cluster',
    ),
    clusters: false,
    places: listed('-http-addr -datacenter -namespace --endpoints -server -c --server --cluster -h'),
    variables: ['CONSUL_HTTP_ADDR', 'ETCDCTL_ENDPOINTS'],
    closed: true,
    rows: [
      [
        /^(kv (get|export|put|import)|members|get|put|endpoint|watch|list|status|catalog|monitor|snapshot (save|inspect|status)|info|ring|tpstats|cfstats)\b/,
        null,
      ],
      [/^(kv delete|del|delete|deleteall|rmr|rm)\b/, held('keys', { because: 'are deleted' })],
      [
        /^(member|acl|auth|role|user|policy|lease|intention|config|services|peering|partition|namespace|operator|txn|cluster|elect|shard|keyspace|tablet|cell|alarm|downstream|task|backup|snapshot|node|move-leader) (\S+ )?(remove|delete|disable|revoke|deregister|remove-peer|restore|disarm|revoke-role|revoke-permission|drop|destroy|rebuild|scale-in|stop)\b/,
        held('cluster', { because: 'loses a part of it' }),
      ],
      [
        /^(acl|config|intention|role|services|user|auth) \S+ (delete|remove|revoke)\b/,
        held('cluster', { because: 'loses a part of it' }),
      ],
      [
        /^(leave|force-leave|maint|lock|event)\b/,
        stopped('node', { because: 'takes no more work' }),
        { text: /^(leave|force-leave)|-enable/ },
      ],
      [
        /^(remove|reinit|failover|switchover|pause|flush|edit-config|clean|destroy|prune|scale-in|stop|drop-\S+|decommission|removenode|assassinate|cleanup|clearsnapshot|truncatehints|disable\S+|drain|stopdaemon|Delete\S+|EmergencyReparentShard|RemoveKeyspaceCell|node (remove|rejoin)|standby (unregister|switchover)|primary unregister|init|graceful-master-takeover\S*|force-master-\S+|forget\S*|begin-\S*)\b/,
        held('cluster', { because: 'loses a part of it, or its leader' }),
      ],
      [
        /^(defrag|compact|compaction|migrate|backup|repair|scrub|upgradesstables)\b/,
        light('cluster', { because: 'is busy with itself', certainty: 'possible' }),
      ],
    ],
  },
];

export const secretStores: Family = familyOf('secret-stores', stores);
