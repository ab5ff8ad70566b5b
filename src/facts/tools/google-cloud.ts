import type { Invocation } from '../shell/invocation.ts';
import type { Options } from './options.ts';
import type { Family } from './family.ts';
import { familyOf, textOf } from './service/read.ts';
import { ANYWHERE, openingOf, type Opening } from './service/openings.ts';
import {
  again,
  bared,
  gone,
  held,
  light,
  opened,
  stopped,
  widened,
  type Act,
  type Service,
  listed,
} from './service/service.ts';

const TAKES = listed(
  '--project --zone --region --format --location --account --configuration --filter --member --role ' +
    '--cluster --namespace --impersonate-service-account --keyring --key --instance --database --source-ranges ' +
    '--allow --rules --num-nodes --size --max-instances --billing-project --service --node-pool --organization ' +
    '--folder --secret',
);
const PLACES = {
  places: ['--project', '--configuration', '--account'],
  variables: ['CLOUDSDK_CORE_PROJECT', 'GOOGLE_CLOUD_PROJECT', 'CLOUDSDK_ACTIVE_CONFIG_NAME', 'GCLOUD_PROJECT'],
} as const;

const gcloud: Service = {
  technology: 'gcp',
  tools: ['gcloud', 'gcloud.cmd'],
  takes: TAKES,
  ...PLACES,
  rows: [
    // settings and programs of this machine
    [/^((alpha|beta) )?(config|auth|components|topic|info|cheat-sheet|emulators|init|feedback|survey)\b/, null],
    [
      /^(?!(\S+ ){1,5}(delete|destroy|rm|purge|remove\S*|disable)\b)(\S+ ){1,4}(describe|list|get\S*|create\S*|export|import|ssh|scp|submit|tail|read|check\S*|lookup|print\S*|wait|log|resolve|search|test\S*|query|docker-helper|connect|execute|call|browse)\b/,
      null,
    ],
    [/\b(projects|organizations|folders) delete\b/, held('project', { because: 'is deleted with everything in it' })],
    [/\bservices disable\b/, gone('api', { critical: true, because: 'is switched off with all that uses it' })],
    [
      /\bbilling (projects|accounts) unlink\b/,
      stopped('project', { because: 'is no longer paid for, and everything in it stops' }),
    ],
    [/\b(liens) delete\b/, bared('project', 'deletion')],
    [/\b(compute instances|sql instances|workstations|notebooks instances) (stop|suspend)\b/, stopped('instance')],
    [/\b(compute instances|sql instances) (reset|restart|failover)\b/, light('instance', { because: 'is restarted' })],
    [/\bdataflow jobs (cancel|drain)\b/, stopped('job')],
    [/\bapp versions stop\b/, stopped('version')],
    [/\bscheduler jobs pause\b|\bpubsub .* detach\b/, stopped('job')],
    [
      /\bkms keys versions (destroy|disable)\b/,
      held('key', { because: 'is taken away, and nothing it encrypted can be read again' }),
    ],
    [/\bsecrets versions (destroy|disable)\b|\bsecrets delete\b/, held('secret')],
    [/\b(revisions|operations) delete\b/, light('revision')],
    [/\b(container|artifacts docker) images? untag\b|\btags delete\b/, light('tag')],
    [/\b(iam service-accounts|iam roles) (delete|disable)\b/, gone('service-account', { critical: true })],
    [
      /\bremove-iam-policy-binding\b|\bremove-iam-policy\b/,
      gone('binding', { because: 'is taken from whoever works with it' }),
    ],
    [
      /\bset-iam-policy\b/,
      widened('policy', 'resource', { certainty: 'likely', because: 'is replaced as a whole by a file' }),
    ],
    [
      /\b(update-access-policy|reset-windows-password|set-password|users set-password)\b/,
      again('password', { because: 'is overwritten under those who use it' }),
    ],
    [
      /^storage rsync\b/,
      held('objects', { because: 'are deleted where the source does not have them' }),
      { any: ['--delete-unmatched-destination-objects'] },
    ],
    [
      /^storage rm\b/,
      held('objects', { because: 'are deleted, all of them below that' }),
      { text: /(^|\s)(--recursive|-r|-R|--all-versions|-a)(\s|$)|\*|gs:\/\/[^/\s]+\/?(\s|$)/ },
    ],
    [/^storage rm\b/, gone('object')],
    [/^storage mv\b/, light('object', { reversible: true })],
    [
      /\b(instance-groups managed|instance-groups) (delete-instances|abandon-instances|recreate-instances)\b/,
      held('instance'),
    ],
    [
      /\bcontainer clusters resize\b/,
      stopped('cluster', { because: 'is scaled to nothing' }),
      { text: /--(num-nodes|size)[= ]0(\s|$)/ },
    ],
    [
      /\b(instance-groups managed resize|run services update)\b/,
      stopped('service', { because: 'is scaled to nothing' }),
      { text: /--(size|max-instances)[= ]0(\s|$)/ },
    ],
    [
      /\brun services update-traffic\b/,
      again('service', { certainty: 'possible', because: 'sends its users elsewhere' }),
    ],
    [
      /\bsql backups restore|\bsql instances restore-backup|\bsql instances promote-replica|\bfirestore import|\bsql import\b/,
      again('database', { stateful: true, because: 'is overwritten by a copy' }),
    ],
    [/\bdns record-sets (transaction remove|transaction execute)\b/, gone('record')],
    [
      /\bdns record-sets import\b/,
      again('record', { because: 'replaces what is there' }),
      { any: ['--delete-all-existing'] },
    ],
    [/\blogging (sinks|buckets|logs) delete\b/, bared('log', 'audit')],
    [/\bdeployment-manager deployments (stop|delete)\b/, held('deployment')],
    [/\bmonitoring (policies|channels|uptime|dashboards|snoozes) delete\b/, gone('monitor')],
  ],
  more: (run, options) => [...widening(run, options), ...loosening(run, options)],
};

const ADMIN =
  /--role[= ]"?(roles\/)?(owner|editor|iam\.securityAdmin|resourcemanager\.\w*[aA]dmin|iam\.serviceAccountTokenCreator|\S*\.admin)\b/;

function widening(run: Invocation, { words, value }: Options): readonly Act[] {
  const said = words.slice(0, 8).join(' ');
  const text = textOf(run);
  const name = words.at(-1) ?? '';
  if (/\badd-iam-policy-binding\b|^iam ch\b|\bdefacl ch\b|\bacl ch\b/.test(said)) {
    if (/allUsers|allAuthenticatedUsers/.test(text))
      return [{ deed: widened('policy', 'public', { because: 'anybody may use it' }), name }];
    if (ADMIN.test(text))
      return [{ deed: widened('policy', 'admin', { because: `${value('--role') ?? 'a wide role'} is given` }), name }];
    return [
      {
        deed: widened('policy', 'privilege', {
          certainty: 'possible',
          because: `${value('--role') ?? 'a role'} is given`,
        }),
        name,
      },
    ];
  }
  if (/\bservice-accounts keys create\b/.test(said))
    return [
      {
        deed: widened('service-account', 'privilege', { because: 'gets a key that does not expire' }),
        name: value('--iam-account') ?? '',
      },
    ];
  if (
    /\b(run deploy|run services update|functions deploy)\b/.test(said) &&
    /(^|\s)--allow-unauthenticated(\s|$)/.test(text)
  )
    return [{ deed: opened('service', { ports: '443', sensitive: false }), name }];
  const deed = openingOf(EXPOSURES, said, text);
  return deed === null ? [] : [{ deed, name }];
}

const EXPOSURES: readonly Opening[] = [
  {
    said: /\bfirewall-rules create\b/,
    text: /(^|[^\d.])0\.0\.0\.0\/0|::\/0|firewall-rules create(?!.*--source-(ranges|tags|service-accounts))/,
    not: /--action[= ]"?deny|--direction[= ]"?egress/i,
    type: 'firewall-rule',
    ports: /--(?:allow|rules)[= ]"?((?:[a-z]+:)?[\d,:a-z-]*)/,
  },
  {
    said: /\bfirewall-rules update\b/,
    text: ANYWHERE,
    type: 'firewall-rule',
    ports: /--(?:allow|rules)[= ]"?((?:[a-z]+:)?[\d,:a-z-]*)/,
  },
  { said: /\bsql instances (patch|create)\b/, text: /--authorized-networks[= ]\S*0\.0\.0\.0\/0/, type: 'database' },
  { said: /\bcontainer clusters update\b/, text: /--no-enable-master-authorized-networks/, type: 'cluster' },
];

function loosening(run: Invocation, { words }: Options): readonly Act[] {
  const text = textOf(run);
  if (!/\b(patch|update)\b/.test(words.slice(0, 6).join(' '))) return [];
  const name = words.at(-1) ?? '';
  const row = LOOSER.find(([flag]) => flag.test(text));
  return row ? [{ deed: bared('resource', row[1]), name }] : [];
}

const LOOSER: readonly (readonly [flag: RegExp, protection: string])[] = [
  [
    /--no-deletion-protection\b|--deletion-policy[= ]|--no-delete-protection\b|--no-enable-deletion-protection\b/,
    'deletion',
  ],
  [
    /--no-backup(\s|$)|--no-enable-bin-log|--no-enable-point-in-time-recovery|--clear-retention-period|--clear-soft-delete|--no-retain\S*/,
    'backup',
  ],
  [/--no-versioning\b/, 'versioning'],
  [
    /--no-enable-(shielded-nodes|private-nodes|network-policy|binauthz)|--no-uniform-bucket-level-access|--no-public-access-prevention|--no-require-ssl/,
    'isolation',
  ],
  [/--no-enable-(cloud-logging|cloud-monitoring|flow-logs)|--no-log-\S+/, 'audit'],
];

const storage: Service = {
  technology: 'gcp',
  tools: ['gsutil'],
  takes: listed('-o -h -i -u -p -l -c'),
  clusters: true,
  places: ['-u', '-p'],
  rehearses: [],
  closed: true,
  rows: [
    [/^rb\b/, held('bucket')],
    [
      /^(rm|del|delete|remove)\b/,
      held('objects', { because: 'are deleted, all of them below that' }),
      { text: /(^|\s)-\w*[rRa]\w*(\s|$)|\*/ },
    ],
    [/^(rm|del|delete|remove)\b/, gone('object')],
    [/^rsync\b/, null, { text: /(^|\s)-\w*n\w*(\s|$)/ }],
    [
      /^rsync (\S+ (?=\S))?/,
      held('objects', { because: 'are deleted where the source does not have them' }),
      { text: /(^|\s)-(\w*d\w*)(\s|$)/ },
    ],
    [/^mv\b/, light('object', { reversible: true })],
    [/^(versioning set off|versioning set suspended)\b/, bared('bucket', 'versioning')],
    [
      /^(lifecycle set|retention (clear|temp release|event release)|retention set|bucketpolicyonly set off|ubla set off|pap set inherited|logging set off|kms encryption -d)\b/,
      bared('bucket', 'backup'),
    ],
    [
      /^(iam|acl|defacl) (set)\b/,
      widened('bucket', 'public', { because: 'anybody may read it' }),
      { text: /public-read|allUsers|allAuthenticatedUsers/ },
    ],
    [/^(iam|acl|defacl) (set)\b/, widened('bucket', 'resource', { certainty: 'possible' })],
    [
      /^(iam|acl|defacl) ch\b/,
      widened('bucket', 'public', { because: 'anybody may read it' }),
      { text: /allUsers|AllUsers|allAuthenticatedUsers|AllUsers:R/ },
    ],
    [/^hmac delete\b/, gone('key')],
    [/^notification delete\b/, gone('notification')],
  ],
};

const query: Service = {
  technology: 'gcp',
  tools: ['bq'],
  takes: ['--project_id', '--location', '--dataset_id', '--format'],
  clusters: false,
  places: ['--project_id'],
  closed: true,
  rows: [
    [/^rm\b/, gone('job', { stateful: false, critical: false }), { any: ['-j', '--job'] }],
    [/^rm\b/, held('dataset')],
    [/^truncate\b/, held('table', { because: 'is emptied' })],
    [
      /^(load|query|cp|mk)\b/,
      again('table', { stateful: true, because: 'is overwritten' }),
      { text: /(^|\s)--?replace(=true)?(\s|$)|WRITE_TRUNCATE/ },
    ],
    [
      /^query\b/,
      held('table', { because: 'is dropped or emptied by the statement' }),
      {
        text: /\b(DROP\s+(TABLE|SCHEMA|VIEW|DATASET)|TRUNCATE\s+TABLE)\b|\bDELETE\s+FROM\s+\S+\s*(WHERE\s+(true|1\s*=\s*1)\s*)?;?\s*$/i,
      },
    ],
    [
      /^update\b/,
      again('dataset', { certainty: 'possible', because: 'gets other rules, or a date on which it goes' }),
      { text: /--(default_table_)?expiration/ },
    ],
  ],
};

export const googleCloud: Family = familyOf('google-cloud', [gcloud, storage, query]);
