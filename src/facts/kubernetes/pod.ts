import type { Certainty, Finding, How } from './finding.ts';
import { WORKLOADS } from './kind.ts';
import type { KubeObject } from './manifest.ts';
import { at, isFalse, isTrue, itemsOf, lineAt, textAt, textsOf, type Place } from './node.ts';

/** The pod inside a workload, a cron job, or the thing itself. */
export function podSpecOf({ kind, group, node }: KubeObject): Place {
  if (kind === 'Pod') return at(node, 'spec');
  if (kind === 'CronJob') return at(node, 'spec', 'jobTemplate', 'spec', 'template', 'spec');
  if (WORKLOADS.has(kind) || (group === 'serving.knative.dev' && kind === 'Service'))
    return at(node, 'spec', 'template', 'spec');
  return kind === 'PodTemplate' ? at(node, 'template', 'spec') : undefined;
}

export function containersOf(pod: Place): readonly Place[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) => [...itemsOf(at(pod, list))]);
}

/** Something a pod may do, in words; the same words on both sides are the same power. */
type Power = { readonly what: string; readonly line: number | null; readonly severe: boolean };

/** Powers a pod has after the change and did not have before. `before` is undefined for a new object. */
export function checkPod(before: Place, after: Place, isNew: boolean, unsure: boolean): readonly Finding[] {
  if (after === undefined) return [];
  const had = new Set(powersOf(before).map(({ what }) => what));
  const now = powersOf(after).filter(({ what }) => !had.has(what));
  const lost = isNew ? [] : guardsLost(before, after);
  return [...unique(now), ...lost].flatMap(({ what, line, severe }): readonly Finding[] => {
    const certainty: Certainty = severe && !unsure ? 'certain' : isNew || unsure ? 'possible' : 'certain';
    const how: How = 'privilege';
    const because = isNew ? `a new workload: ${what}` : what;
    return [{ kind: 'access.widen', how, because, line, certainty, remedy: 'ask only for the capability it needs' }];
  });
}

function unique(powers: readonly Power[]): readonly Power[] {
  return [...new Map(powers.map((power) => [power.what, power])).values()];
}

function powersOf(pod: Place): readonly Power[] {
  const own = contextPowers(at(pod, 'securityContext'), 'the pod');
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].flatMap((key): readonly Power[] =>
    isTrue(at(pod, key))
      ? [{ what: `the pod shares ${key} with its node`, line: lineAt(pod, key), severe: key !== 'hostNetwork' }]
      : [],
  );
  const volumes = itemsOf(at(pod, 'volumes')).flatMap((one): readonly Power[] => {
    const path = textAt(one, 'hostPath', 'path');
    if (at(one, 'hostPath') === undefined) return [];
    const severe = /^\/$|(docker|containerd|crio)[^/]*\.sock$|^\/(etc|root|proc)\/?$/.test(path);
    return [{ what: `the pod mounts ${path || 'a path'} of its node`, line: lineAt(one, 'hostPath', 'path'), severe }];
  });
  const token: readonly Power[] = isTrue(at(pod, 'automountServiceAccountToken'))
    ? [
        {
          what: 'the pod carries a token of its service account',
          line: lineAt(pod, 'automountServiceAccountToken'),
          severe: false,
        },
      ]
    : [];
  const containers = containersOf(pod).flatMap((one) =>
    contextPowers(at(one, 'securityContext'), `container ${textAt(one, 'name')}`),
  );
  return [...own, ...host, ...volumes, ...token, ...containers];
}

const DANGEROUS = /^(ALL|SYS_ADMIN|SYS_MODULE|SYS_PTRACE|SYS_RAWIO|BPF|NET_ADMIN|DAC_READ_SEARCH|SYS_BOOT)$/;

/** Also what the values of a chart say under `securityContext`. */
export function contextPowers(context: Place, who: string): readonly Power[] {
  const power = (what: string, severe: boolean, ...keys: readonly string[]): Power => ({
    what: `${who} ${what}`,
    line: lineAt(context, ...keys),
    severe,
  });
  const user = textAt(context, 'runAsUser');
  return [
    ...(isTrue(at(context, 'privileged')) ? [power('is privileged', true, 'privileged')] : []),
    ...(isTrue(at(context, 'allowPrivilegeEscalation'))
      ? [power('may gain privileges', false, 'allowPrivilegeEscalation')]
      : []),
    ...(isFalse(at(context, 'runAsNonRoot')) ? [power('may run as root', false, 'runAsNonRoot')] : []),
    ...(user === '0' ? [power('runs as root', false, 'runAsUser')] : []),
    ...(textAt(context, 'seccompProfile', 'type') === 'Unconfined'
      ? [power('is not confined by seccomp', false, 'seccompProfile', 'type')]
      : []),
    ...textsOf(at(context, 'capabilities', 'add'))
      .filter((name) => name !== 'NET_BIND_SERVICE')
      .map((name) =>
        power(`has the capability ${name}`, DANGEROUS.test(name.replace(/^CAP_/, '')), 'capabilities', 'add'),
      ),
  ];
}

/** Guards that stood and are gone. A move between the pod and its containers keeps them. */
function guardsLost(before: Place, after: Place): readonly Power[] {
  const then = guardsOf(before);
  const now = new Set(guardsOf(after).map(({ guard }) => guard));
  const covered = coversAll(after);
  return then.flatMap(({ guard, line }) =>
    now.has(guard) || covered.has(guard)
      ? []
      : [{ what: `${guard} is no longer said`, line: lineOfPod(after) ?? line, severe: false }],
  );
}

function lineOfPod(pod: Place): number | null {
  return lineAt(pod, 'containers') ?? lineAt(pod);
}

type Guard = { readonly guard: string; readonly line: number | null };

const GUARDS: readonly (readonly [key: string, value: string])[] = [
  ['runAsNonRoot', 'true'],
  ['readOnlyRootFilesystem', 'true'],
  ['allowPrivilegeEscalation', 'false'],
  ['automountServiceAccountToken', 'false'],
];

/** Of the pod as a whole: a container that goes takes its guards along, and that is no widening. */
function guardsOf(pod: Place): readonly Guard[] {
  const contexts = [pod, at(pod, 'securityContext'), ...containersOf(pod).map((one) => at(one, 'securityContext'))];
  const said = GUARDS.flatMap(([key, value]) => {
    const holder = contexts.find((context) => textAt(context, key) === value);
    return holder ? [{ guard: `${key}: ${value}`, line: lineAt(holder, key) }] : [];
  });
  const drops = contexts.find((context) =>
    textsOf(at(context, 'capabilities', 'drop')).some((one) => /^all$/i.test(one)),
  );
  return [...said, ...(drops ? [{ guard: 'capabilities.drop: ALL', line: lineAt(drops, 'capabilities') }] : [])];
}

/** A patch, or a pod without containers, says nothing about the rest. */
function coversAll(pod: Place): ReadonlySet<string> {
  const partial = containersOf(pod).length === 0 || containersOf(pod).every((one) => textAt(one, 'image') === '');
  return new Set(partial ? [...GUARDS.map(([key, value]) => `${key}: ${value}`), 'capabilities.drop: ALL'] : []);
}
