import type { Content } from '../../model/content.ts';
import type { Invocation, Surroundings } from '../shell/invocation.ts';
import { resolvePath } from '../shell/place.ts';
import { effect, ofResource, unprotects, type Resource } from './effects.ts';
import type { Effect, Family } from './family.ts';
import { objectKind, type ObjectKind } from './kubernetes/kinds.ts';
import { readOptions, type Options } from './options.ts';
import { placeOf, type Place } from './service/place.ts';
import { onlyTells, shownName, textOf } from './service/read.ts';
import { listed } from './service/service.ts';

/** kubectl and those that speak like it. */
export const kubernetes: Family = {
  id: 'kubernetes',
  tools: listed('kubectl oc k microk8s.kubectl k3s kubecolor kubectl.exe microk8s kustomize'),
  read,
  names: (run) => {
    const options = optionsOf(run);
    const [verb = '', target = ''] = wordsOf(options);
    return { verb, target: shownName(target), context: options.value('--context', '--kubeconfig', '--cluster') ?? '' };
  },
};

const TAKES = listed(
  '-n -f -l -o -c -k -p --namespace --context --kubeconfig --selector --filename --kustomize --cluster ' +
    '--user --timeout --grace-period --field-selector --output --container --patch --type --replicas --as ' +
    '--token --server -s --from-file --from-literal --image --clusterrole --role --serviceaccount --group ' +
    '--verb --resource --patch-file --to-revision --name --port --target-port',
);

type Told = {
  readonly options: Options;
  readonly words: readonly string[];
  readonly place: Place;
  readonly run: Invocation;
  readonly around: Surroundings;
};

function optionsOf(run: Invocation): Options {
  return readOptions(run.args, { takes: TAKES });
}

function wordsOf({ words }: Options): readonly string[] {
  return words[0] === 'kubectl' ? words.slice(1) : words;
}

function read(run: Invocation, around: Surroundings): readonly Effect[] {
  const options = optionsOf(run);
  if (onlyTells(run, options, { takes: [] })) return [];
  const hints = options.values('--context', '--cluster', '--kubeconfig', '-n', '--namespace');
  const place = placeOf(run, hints, ['KUBECONFIG', 'KUBECTL_CONTEXT', 'AWS_PROFILE']);
  const words = wordsOf(options);
  const found = VERBS[words[0] ?? ''];
  return found?.({ options, words, place, run, around }) ?? [];
}

const VERBS: Readonly<Record<string, (told: Told) => readonly Effect[]>> = {
  delete: deleted,
  replace: (told) =>
    told.options.has('--force')
      ? [
          made(told, 'infra.replace', {
            subject: from(told),
            because: 'is deleted and created anew',
            stateful: 'unknown',
          }),
        ]
      : [],
  apply: (told) =>
    told.options.has('--prune') && told.options.value('--prune') !== 'false'
      ? [
          made(told, 'infra.destroy', {
            subject: 'kubectl apply --prune',
            because: 'deletes whatever the files no longer hold',
            stateful: 'unknown',
          }),
        ]
      : opening(told),
  create: (told) => [...binding(told), ...opening(told)],
  expose: opening,
  scale: scaled,
  autoscale: () => [],
  drain: (told) => [
    made(told, 'infra.scale-zero', {
      subject: `node/${told.words[1] ?? told.options.value('-l', '--selector') ?? ''}`,
      because: 'every pod on it is evicted',
    }),
  ],
  cordon: (told) => [
    made(told, 'infra.scale-zero', { subject: `node/${told.words[1] ?? ''}`, because: 'takes no more pods' }),
  ],
  taint: (told) =>
    /NoExecute/.test(textOf(told.run)) && !/NoExecute-/.test(textOf(told.run))
      ? [
          made(told, 'infra.scale-zero', {
            subject: `node/${told.words.at(-2) ?? ''}`,
            because: 'the pods that do not tolerate it are evicted',
          }),
        ]
      : /NoSchedule(\s|$)/.test(textOf(told.run))
        ? [
            made(told, 'infra.scale-zero', {
              subject: `node/${told.words.at(-2) ?? ''}`,
              because: 'takes no more pods',
            }),
          ]
        : [],
  rollout: rolled,
  patch: patched,
  edit: (told) => [
    made(told, 'infra.replace', {
      subject: object(told.words.slice(1)),
      because: 'is changed by hand, past what is declared',
      certainty: 'possible',
    }),
  ],
  set: (told) => (told.words[1] === 'subject' ? admin(told, 'binding') : []),
  certificate: () => [],
  adm: administered,
  'delete-context': () => [],
};

function made(told: Told, kind: 'infra.destroy' | 'infra.replace' | 'infra.scale-zero', why: Why): Effect {
  return ofResource(kind, resource(told, why));
}

type Why = Partial<Resource> & Pick<Resource, 'because'> & { readonly subject: string };

function resource({ place }: Told, { subject, because, ...rest }: Why): Resource {
  const shown = shownName(subject);
  const [type = 'object'] = subject.split('/');
  return {
    technology: 'kubernetes',
    type,
    stateful: false,
    ...rest,
    subject: shown,
    because: `${shown} ${because}`.trim(),
    environment: place.environment,
    // what a cluster on this machine holds is made again
    ...(place.local ? { stateful: false } : {}),
  };
}

function from({ options, words }: Told): string {
  return options.value('-f', '--filename', '-k', '--kustomize') ?? object(words.slice(1));
}

/** `deploy/api`, `deploy api`. */
function object([first = '', second = '']: readonly string[]): string {
  return first.includes('/') || second === '' ? first : `${first}/${second}`;
}

function deleted(told: Told): readonly Effect[] {
  const { options, words } = told;
  const file = options.value('-f', '--filename', '-k', '--kustomize');
  if (file !== null) return [made(told, 'infra.destroy', ofFile(told, file))];
  const [, first = '', second = ''] = words;
  const [sort = '', inner = ''] = first.split('/');
  return sort === '' ? [] : [named(told, sort, inner || second)];
}

function named(told: Told, sort: string, given: string): Effect {
  const { options } = told;
  const everything = options.has('--all') || sort === 'all';
  const name = given || (everything ? 'all' : (options.value('-l', '--selector') ?? ''));
  const { kind, because, ...weight } = worstOf(sort);
  // a pod that is forgotten while it still runs writes to the same volume as the one that takes its place
  const forced = options.has('--force') && options.value('--grace-period') === '0' && kind.startsWith('pod');
  const wide = kind.startsWith('pod') && everything && options.has('-A', '--all-namespaces', '--all');
  return made(told, 'infra.destroy', {
    ...weight,
    ...(wide || forced ? { critical: true } : {}),
    subject: `${kind}/${name}`,
    type: kind,
    because: `is deleted and ${because}`,
  });
}

/** Of `deploy,svc,pvc` what weighs most. */
function worstOf(sorts: string): ObjectKind {
  const kinds = sorts.split(',').slice(0, 20).map(objectKind);
  const worst = kinds.find(({ stateful }) => stateful === true) ?? kinds.find(({ reversible }) => reversible !== true);
  return worst ?? objectKind(sorts);
}

/** What a file holds is told by the file where it can be read. */
function ofFile({ around, run }: Told, file: string): Why {
  const path = file.startsWith('http') || file === '-' ? null : resolvePath(file, run.cwd);
  const content: Content | null = path === null || !/\.(ya?ml|json)$/.test(path) ? null : around.file(path);
  const told = { subject: file, type: 'manifest', because: 'everything in it is deleted' };
  if (content?.kind !== 'text') return { ...told, stateful: 'unknown', critical: true };
  const kinds = [...content.text.slice(0, 200_000).matchAll(/^\s{0,4}"?kind"?:\s*"?([A-Za-z]{1,60})/gm)].map(
    ([, kind = '']) => objectKind(kind),
  );
  if (kinds.length > 0 && kinds.every(({ reversible }) => reversible === true))
    return { ...told, stateful: false, critical: false, reversible: true };
  return {
    ...told,
    stateful: kinds.length === 0 ? 'unknown' : kinds.some(({ stateful }) => stateful !== false),
    critical: true,
  };
}

function scaled(told: Told): readonly Effect[] {
  if (told.options.value('--replicas') !== '0') return [];
  const what = told.words.slice(1).length === 0 ? from(told) : object(told.words.slice(1));
  return [made(told, 'infra.scale-zero', { subject: what, because: 'is scaled to nothing' })];
}

function rolled(told: Told): readonly Effect[] {
  const [, verb = ''] = told.words;
  if (verb !== 'undo') return [];
  return [
    made(told, 'infra.replace', {
      subject: object(told.words.slice(2)),
      because: 'goes back to an older version',
      certainty: 'possible',
    }),
  ];
}

function patched(told: Told): readonly Effect[] {
  const text = told.options.value('-p', '--patch') ?? '';
  const subject = object(told.words.slice(1));
  if (/"?finalizers"?\s*:\s*(null|\[\s*\])|\/finalizers/.test(text))
    return [
      unprotects('deletion', resource(told, { subject, because: 'loses the finalizers that clean up behind it' })),
    ];
  if (/persistentVolumeReclaimPolicy"?\s*:\s*"?Delete/.test(text))
    return [unprotects('deletion', resource(told, { subject, because: 'its volume would be deleted with its claim' }))];
  if (/"?replicas"?\s*:\s*0\b|"?suspend"?\s*:\s*true/.test(text))
    return [made(told, 'infra.scale-zero', { subject, because: 'runs nothing any more' })];
  if (/"?op"?\s*:\s*"?remove"?/.test(text))
    return [made(told, 'infra.replace', { subject, because: 'loses a part of what is declared', certainty: 'likely' })];
  return opening(told);
}

/** A service that the internet reaches. */
function opening(told: Told): readonly Effect[] {
  const { options, place, words } = told;
  const type = options.value('--type') ?? '';
  const isBalancer =
    /^LoadBalancer$/i.test(type) ||
    /"type"\s*:\s*"LoadBalancer"/.test(options.value('-p', '--patch') ?? '') ||
    (words[1] === 'service' && words[2] === 'loadbalancer');
  if (!isBalancer || place.local) return [];
  const subject = object(words.slice(1));
  const ports = options.value('--port') ?? 'unknown';
  const sensitive = ports === 'unknown' ? 'unknown' : !/^(80|443)$/.test(ports);
  return [
    effect(
      'network.expose',
      { technology: 'kubernetes', subject, because: 'a load balancer that everybody reaches is put before it' },
      {
        type: 'service',
        name: subject,
        environment: place.environment,
        world: true,
        ports,
        sensitive: sensitive === 'unknown' ? false : sensitive,
      },
    ),
  ];
}

function binding(told: Told): readonly Effect[] {
  const sort = told.words[1] ?? '';
  if (!/^(clusterrolebinding|rolebinding|clusterrole|role)$/.test(sort)) return [];
  if (sort.endsWith('binding')) return admin(told, sort);
  const verbs = told.options.value('--verb') ?? '';
  const resources = told.options.value('--resource') ?? '';
  if (!verbs.includes('*') && !resources.includes('*')) return [];
  return [widen(told, 'action', 'it may do everything', 'certain')];
}

function admin(told: Told, sort: string): readonly Effect[] {
  const { options } = told;
  const role = options.value('--clusterrole', '--role') ?? '';
  const everybody = /system:(unauthenticated|anonymous|authenticated|serviceaccounts)$/.test(
    options.value('--group', '--user') ?? '',
  );
  if (everybody) return [widen(told, 'public', `everybody who reaches the cluster gets ${role}`, 'certain')];
  if (/^(cluster-admin|admin|edit)$/.test(role)) {
    const how = role === 'cluster-admin' && sort === 'clusterrolebinding' ? 'admin' : 'privilege';
    return [widen(told, how, `${role} is given`, 'certain')];
  }
  return [widen(told, 'privilege', `${role} is given`, 'possible')];
}

function widen({ words, place }: Told, how: string, because: string, certainty: 'certain' | 'possible'): Effect {
  const subject = shownName(object(words.slice(1)));
  return effect(
    'access.widen',
    { technology: 'kubernetes', subject, because, certainty, ...(place.local ? { certainty: 'possible' } : {}) },
    { type: words[1] ?? '', name: words[2] ?? '', environment: place.environment, how },
  );
}

function administered(told: Told): readonly Effect[] {
  const [, what = '', sub = '', role = ''] = told.words;
  if (what === 'drain' || what === 'cordon')
    return [made(told, 'infra.scale-zero', { subject: `node/${sub}`, because: 'its pods are evicted' })];
  if (what === 'policy' && sub.startsWith('add-')) {
    const isAdmin = /^(cluster-admin|admin|privileged|anyuid|hostaccess)$/.test(role);
    return [widen(told, isAdmin ? 'admin' : 'privilege', `${role} is given`, isAdmin ? 'certain' : 'possible')];
  }
  if (what === 'prune' && told.options.has('--confirm'))
    return [made(told, 'infra.destroy', { subject: sub, because: 'is deleted where nothing uses it' })];
  return [];
}
