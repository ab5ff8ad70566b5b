import type { Truth } from '../../model/change.ts';
import type { Arguments } from './arguments.ts';
import type { Destruction } from './destruction.ts';

/** What is deleted from a cluster, and containers with their volumes. */
export function clusterDestruction(args: Arguments): Destruction | null {
  return CLUSTERS.find(([tool]) => tool.test(args.tool))?.[1](args) ?? null;
}

const CLUSTERS: readonly (readonly [tool: RegExp, read: (args: Arguments) => Destruction | null])[] = [
  [/^(kubectl|oc|k)$/, kubectl],
  [/^helm$/, helm],
  [
    /^helmfile$/,
    ({ plain }) => (/^(destroy|delete)$/.test(plain[0] ?? '') ? release('helm', 'all of the helmfile') : null),
  ],
  [/^flux$/, ({ plain }) => (plain[0] === 'uninstall' ? release('kubernetes', 'flux') : null)],
  [
    /^argocd$/,
    ({ plain }) => (plain[0] === 'app' && plain[1] === 'delete' ? release('kubernetes', plain[2] ?? 'app') : null),
  ],
  [/^(eksctl|kops)$/, cluster],
  [/^(docker|docker-compose|podman|nerdctl)$/, (args) => volumes(args) ?? composeDown(args)],
];

/** Kinds with data, or that take others along. */
const HEAVY: readonly (readonly [RegExp, string, Truth, string])[] = [
  [/^(ns|namespaces?|projects?)$/, 'namespace', true, 'takes everything in it along'],
  [/^(pvc|persistentvolumeclaims?)$/, 'persistentvolumeclaim', true, 'takes its volume along'],
  [/^(pv|persistentvolumes?)$/, 'persistentvolume', true, 'is the volume itself'],
  [/^(crds?|customresourcedefinitions?)(\.|$)/, 'customresourcedefinition', true, 'takes all its objects along'],
  [/^(sts|statefulsets?)(\.|$)/, 'statefulset', true, 'runs what holds data'],
  [/^(sc|storageclass(es)?)$/, 'storageclass', 'unknown', 'is what volumes are made of'],
  [/^(no|nodes?)$/, 'node', 'unknown', 'takes its pods along'],
  [/^(secrets?)$/, 'secret', true, 'cannot be made again from here'],
  [/^(deploy|deployments?)(\.|$)/, 'deployment', false, 'stops what it runs'],
  [/^(svc|services?|ing|ingress(es)?|gateways?)(\.|$)/, 'service', false, 'cuts off who uses it'],
  [/^(ds|daemonsets?)(\.|$)/, 'daemonset', false, 'stops what it runs'],
];

function kubectl(args: Arguments): Destruction | null {
  const [verb = '', first = '', name = ''] = args.plain;
  const told = { technology: 'kubernetes', stateful: 'unknown' } as const;
  if (verb === 'replace' && args.has('--force')) {
    const subject = args.value('-f', '--filename');
    return { ...told, subject, because: 'kubectl replace --force deletes the object and creates it anew' };
  }
  if (verb === 'apply' && args.has('--prune') && !args.has('--prune=false')) {
    const because = 'kubectl apply --prune deletes what the files no longer hold';
    return { ...told, subject: 'kubectl apply --prune', because };
  }
  if (verb !== 'delete') return null;
  const from = args.value('-f', '--filename', '-k', '--kustomize');
  if (from !== '') return { ...told, subject: from, because: `everything in ${from} is deleted` };
  return deletedObject(args, first, name);
}

function deletedObject(args: Arguments, first: string, name: string): Destruction | null {
  const technology = 'kubernetes';
  const [word = '', inner = ''] = first.split('/');
  const kinds = word.toLowerCase().split(',');
  const row = HEAVY.find(([pattern]) => kinds.some((kind) => pattern.test(kind)));
  const everything = args.has('--all') || kinds.includes('all');
  if (row) {
    const object = name || inner || (everything ? 'all' : args.value('-l', '--selector'));
    const because = `the ${row[1]} is deleted and ${row[3]}`;
    return { technology, stateful: row[2], subject: `${row[1]}/${object}`, because };
  }
  if (!everything || /^(pods?|po|jobs?|events?)$/.test(word)) return null;
  return {
    technology,
    stateful: 'unknown',
    subject: `${word}/all`,
    because: `every object of the kind ${word} is deleted`,
  };
}

function helm(args: Arguments): Destruction | null {
  const [verb = '', name = ''] = args.plain;
  return /^(uninstall|delete|del|un)$/.test(verb) ? release('helm', name) : null;
}

function release(technology: string, name: string): Destruction {
  const because = 'the release is removed with everything it made';
  return { technology, stateful: 'unknown', subject: `release/${name}`, because };
}

function cluster(args: Arguments): Destruction | null {
  if (args.plain[0] !== 'delete') return null;
  const subject = `${args.plain[1] ?? 'cluster'}/${args.plain[2] ?? args.value('--name')}`;
  return { technology: 'kubernetes', stateful: 'unknown', subject, because: 'the cluster or a part of it is deleted' };
}

function volumes(args: Arguments): Destruction | null {
  const [verb = '', sub = '', name = ''] = args.plain;
  const told = { technology: 'docker', stateful: true } as const;
  if (verb === 'volume' && /^(rm|remove|prune)$/.test(sub)) {
    const because = `docker volume ${sub} deletes the data in the volumes`;
    return { ...told, subject: `volume/${name || 'unused'}`, because };
  }
  if (verb === 'system' && sub === 'prune' && args.has('--volumes')) {
    const because = 'docker system prune --volumes deletes the data in unused volumes';
    return { ...told, subject: 'volumes', because };
  }
  if (verb !== 'stack' || !/^(rm|down|remove)$/.test(sub)) return null;
  return { ...told, stateful: 'unknown', subject: `stack/${name}`, because: 'the stack is removed with its services' };
}

function composeDown(args: Arguments): Destruction | null {
  const [verb = '', sub = ''] = args.plain;
  const down = args.tool === 'docker-compose' ? verb : verb === 'compose' ? sub : '';
  const told = { technology: 'docker', stateful: true, subject: 'volumes' } as const;
  if (down === 'down' && args.has('-v', '--volumes') && !args.has('--volumes=false'))
    return { ...told, because: 'compose down -v deletes the volumes with their data' };
  const anonymous = down === 'rm' && args.words.some((word) => /^-[sf]*v[sf]*$/.test(word));
  return anonymous ? { ...told, because: 'compose rm -v deletes the anonymous volumes' } : null;
}
