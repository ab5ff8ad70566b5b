import type { Truth } from '../../../model/change.ts';

/** What a kind of object is worth. */
export type ObjectKind = {
  readonly kind: string;
  readonly stateful: Truth;
  readonly critical: Truth;
  /** Made again at once by what stands behind it. */
  readonly reversible: Truth;
  readonly because: string;
};

const FAILS = { stateful: false, critical: 'unknown', reversible: false } as const;

const HEAVY: readonly (readonly [RegExp, string, Truth, string])[] = [
  [/^(ns|namespaces?|projects?)$/, 'namespace', true, 'takes everything in it along'],
  [/^(pvc|persistentvolumeclaims?)$/, 'persistentvolumeclaim', true, 'takes its volume along'],
  [/^(pv|persistentvolumes?)$/, 'persistentvolume', true, 'is the volume itself'],
  [/^(crds?|customresourcedefinitions?)$/, 'customresourcedefinition', true, 'takes all its objects along'],
  [/^(sts|statefulsets?)$/, 'statefulset', true, 'runs what holds data'],
  [
    /^(volumesnapshots?|volumesnapshotcontents?|vs|vsc|backups?|schedules?|backupstoragelocations?|bsl)$/,
    'backup',
    true,
    'is what is left when the rest is gone',
  ],
  [
    /^(postgresqls?|postgresclusters?|mysqls?|redis(es|failovers?)?|kafkas?|kafkatopics?|elasticsearchs?|mongodb(community)?s?|rabbitmqclusters?|clusters?|databases?|buckets?|rdsinstances?|dbinstances?|sqlinstances?|objectbuckets?|etcdclusters?)$/,
    'database',
    true,
    'takes its data along',
  ],
  [/^(secrets?|sealedsecrets?|externalsecrets?)$/, 'secret', true, 'cannot be made again from here'],
  [/^all$/, 'everything', 'unknown', 'is every workload of the namespace'],
  [
    /^(kustomizations?|helmreleases?|hr|ks|applications?|applicationsets?|appprojects?|app)$/,
    'application',
    'unknown',
    'takes what it made along',
  ],
];

/** `deploy`, `deployments.apps`, `deployment.v1.apps`. */
export function objectKind(word: string): ObjectKind {
  const [bare = ''] = word.toLowerCase().split('.');
  const row = HEAVY.find(([pattern]) => pattern.test(bare));
  if (row) return { kind: row[1], stateful: row[2], critical: true, reversible: false, because: row[3] };
  if (
    /^(po|pods?|ev|events?|jobs?|leases?|rs|replicasets?|ep|endpoints?|endpointslices?|csr|certificatesigningrequests?|pipelineruns?|taskruns?|workflows?|wf|podmetrics)$/.test(
      bare,
    )
  )
    return {
      kind: bare.replace(/^po$/, 'pod'),
      stateful: false,
      critical: false,
      reversible: true,
      because: 'is made again or has run',
    };
  return { kind: bare, ...FAILS, because: LIGHT[bare] ?? 'is deleted, and what needs it fails' };
}

const STOPS = 'stops what it runs';
const CUTS = 'cuts off who uses it';
const LIGHT: Readonly<Record<string, string>> = {
  deploy: STOPS,
  deployment: STOPS,
  deployments: STOPS,
  ds: STOPS,
  daemonset: STOPS,
  daemonsets: STOPS,
  svc: CUTS,
  service: CUTS,
  services: CUTS,
  ing: CUTS,
  ingress: CUTS,
  ingresses: CUTS,
  no: 'takes its pods along',
  node: 'takes its pods along',
  nodes: 'takes its pods along',
};
