import { soundsLikeData } from './data-words.ts';
import { opens } from './exposure.ts';
import type { Certainty, Finding } from './finding.ts';
import { at, entriesOf, isFalse, isTrue, textAt, textOf, textsOf, type Place } from './node.ts';
import { contextPowers } from './pod.ts';
import { isSmaller } from './quantity.ts';

/** The same value on both sides of a chart's values, with what it stands in. */
type Spot = {
  readonly key: string;
  /** `postgresql.primary.persistence` */
  readonly home: string;
  readonly was: Place;
  readonly now: Place;
  readonly parentThen: Place;
  readonly parentNow: Place;
  readonly line: number | null;
};

/**
 * Values of any chart: what they mean is a convention of those who write charts, and the names are the convention. Only what
 * changes is looked at; a value that is no longer said falls back to the chart's own, which is not known here.
 */
export function checkValues(then: Place, now: Place): readonly Finding[] {
  const found: Finding[] = [];
  walk(then, now, [], (spot) =>
    found.push(...RULES.flatMap((rule) => rule(spot)).map((one) => ({ ...one, place: placeOf(spot) }))),
  );
  return found;
}

function walk(then: Place, now: Place, keys: readonly string[], look: (spot: Spot) => void): void {
  const names = new Set([...entriesOf(then), ...entriesOf(now)].map(({ key }) => key));
  const olds = new Map(entriesOf(then).map((entry) => [entry.key, entry.value]));
  const youngs = new Map(entriesOf(now).map((entry) => [entry.key, entry]));
  for (const key of names) {
    const [old, young] = [olds.get(key), youngs.get(key)];
    const line = young?.line ?? now?.from ?? null;
    look({ key, home: keys.join('.'), was: old, now: young?.value, parentThen: then, parentNow: now, line });
    if (old?.kind === 'map' || young?.value.kind === 'map') walk(old, young?.value, [...keys, key], look);
  }
}

type Rule = (spot: Spot) => readonly Finding[];

function placeOf({ home, key }: Spot): string {
  return home === '' ? key : `${home}.${key}`;
}

const CLAIM = { type: 'PersistentVolumeClaim', weight: { stateful: true, critical: true, reversible: false } } as const;
const SERVICE = { stateful: false, critical: true, reversible: true } as const;
const STORE =
  /(^|\.)(\w*[pP]ersistence|persistentVolume|persistentVolumes|pvc|storage|volumeClaim|dataVolume|\w*Volume)(\.|$)/;
const NO_CLAIM = /^(emptyDir|configMap|secret|hostPath|nfs|custom|ephemeral|memory)$/;

const persistence: Rule = (spot) => {
  if (spot.key !== 'enabled' || !STORE.test(spot.home) || !isTrue(spot.was) || isTrue(spot.now)) return [];
  if (NO_CLAIM.test(textAt(spot.parentThen, 'type'))) return [];
  const now = spot.now === undefined ? 'is no longer said' : 'is turned off';
  const because = `${placeOf(spot)} ${now}: the volume claim is deleted and the data with it`;
  const certainty: Certainty = spot.now === undefined ? 'possible' : 'certain';
  const remedy = `keep \`${placeOf(spot)}: true\`, or first annotate the claim with helm.sh/resource-policy: keep`;
  return [{ kind: 'infra.destroy', because, certainty, remedy, line: spot.line, ...CLAIM }];
};

const claim: Rule = (spot) => {
  if (!/^(existingClaim|existingVolume|volumeName)$/.test(spot.key) || textOf(spot.was) === '') return [];
  if (textOf(spot.was) === textOf(spot.now)) return [];
  const then = textOf(spot.was);
  const because =
    textOf(spot.now) === ''
      ? `${placeOf(spot)} no longer names ${then}: it starts on another, empty volume`
      : `${placeOf(spot)} goes from ${then} to ${textOf(spot.now)}: it starts on another volume`;
  const certainty = textOf(spot.now) === '' && spot.parentNow !== undefined ? 'certain' : 'likely';
  return [
    { kind: 'infra.replace', because, certainty, remedy: `keep \`${spot.key}: ${then}\``, line: spot.line, ...CLAIM },
  ];
};

const size: Rule = (spot) => {
  if (!/^(size|storage|storageSize|volumeSize|diskSize)$/.test(spot.key)) return [];
  const [then, now] = [textOf(spot.was), textOf(spot.now)];
  // memory is written the same way: only what is called a volume counts
  const isVolume = spot.key !== 'size' || STORE.test(spot.home) || soundsLikeData(spot.home);
  if (!isVolume || !isSmaller(now, then)) return [];
  const because = `must be replaced: ${placeOf(spot)} shrinks from ${then} to ${now}, and a volume can only grow`;
  return [{ kind: 'infra.replace', because, remedy: `keep \`${spot.key}: ${then}\``, line: spot.line, ...CLAIM }];
};

const storageClass: Rule = (spot) => {
  if (!/^(storageClass|storageClassName|accessMode|accessModes)$/.test(spot.key)) return [];
  const show = (node: Place): string => textOf(node) || textsOf(node).join(', ');
  const [then, now] = [show(spot.was), show(spot.now)];
  if (then === '' || now === '' || then === now) return [];
  const because = `must be replaced: ${placeOf(spot)} goes from ${then} to ${now} and is immutable`;
  return [
    { kind: 'infra.replace', because, certainty: 'likely', remedy: `keep \`${then}\``, line: spot.line, ...CLAIM },
  ];
};

const replicas: Rule = (spot) => {
  if (!/^(replicas?|replicaCount|instances|minReplicas|maxReplicas|minAvailableReplicas)$/.test(spot.key)) return [];
  const [then, now] = [textOf(spot.was), textOf(spot.now)];
  if (now !== '0' || then === '0') return [];
  if (spot.was === undefined && !/^(replicas|replicaCount)$/.test(spot.key)) return [];
  const scaled = isTrue(at(spot.parentNow, 'autoscaling', 'enabled'));
  const because = `${placeOf(spot)} goes from ${then || 'the default of the chart'} to 0: nothing of it runs any more`;
  const certainty: Certainty = scaled ? 'possible' : spot.key === 'minReplicas' || then === '' ? 'likely' : 'certain';
  const type = spot.key;
  const weight = { stateful: soundsLikeData(spot.home), critical: true, reversible: true };
  return [
    {
      kind: 'infra.scale-zero',
      because,
      certainty,
      remedy: `keep \`${spot.key}: ${then || 1}\``,
      line: spot.line,
      type,
      weight,
    },
  ];
};

/** A switch by the name of what it switches. */
const enabled: Rule = (spot) => {
  if (!/^(enabled|create|install|deploy)$/.test(spot.key) || STORE.test(spot.home)) return [];
  if (!isTrue(spot.was) || isTrue(spot.now)) return [];
  const what = spot.home.split('.').at(-1) ?? '';
  const guard = GUARDS.find(([name]) => name.test(what));
  if (guard) return [guardOff(spot, what, guard[1])];
  return HARMLESS.test(what) || spot.home === '' ? [] : [partOff(spot, what)];
};

type Guard = 'availability' | 'isolation' | 'admission' | 'backup' | 'encryption' | 'other';

function turnedOff(spot: Spot): string {
  return `${placeOf(spot)} ${spot.now === undefined ? 'is no longer said' : 'is turned off'}`;
}

function guardOff(spot: Spot, type: string, protection: Guard): Finding {
  const certainty = spot.now === undefined || /probe/i.test(type) ? 'possible' : 'certain';
  const remedy = `keep \`${placeOf(spot)}: true\``;
  const because = turnedOff(spot);
  return { kind: 'infra.unprotect', protection, because, remedy, certainty, line: spot.line, type, weight: SERVICE };
}

function partOff(spot: Spot, type: string): Finding {
  const unsaid = spot.now === undefined;
  const remedy = `keep \`${placeOf(spot)}: true\``;
  const told = { kind: 'infra.destroy', remedy, line: spot.line, type } as const;
  if (soundsLikeData(type) && !/metrics|exporter|backup|external/i.test(spot.home)) {
    const because = `${turnedOff(spot)}: the chart takes ${type} away, and its data with it`;
    return { ...told, because, certainty: unsaid ? 'possible' : 'certain', weight: CLAIM.weight };
  }
  const isRoute = /^(ingress|route|httpRoute|gateway|service)$/i.test(type);
  const because = `${turnedOff(spot)}: what it made is deleted`;
  return { ...told, because, certainty: isRoute && !unsaid ? 'likely' : 'possible', weight: SERVICE };
}

const GUARDS: readonly (readonly [RegExp, Guard])[] = [
  [/^network-?polic(y|ies)$/i, 'isolation'],
  [/^(pdb|podDisruptionBudget)$/i, 'availability'],
  [/^(liveness|readiness|startup)Probe$|^probes$/i, 'availability'],
  [/^(scheduled)?backups?$|^snapshots?$/i, 'backup'],
  [/^(tls|ssl|mtls|encryption)$/i, 'encryption'],
  [/^(auth|authentication|acl|rbac-enforcement)$/i, 'other'],
  [/^(webhook|webhooks|admission\w*|resourceQuota|limitRange|podSecurityPolicy)$/i, 'admission'],
];

const HARMLESS =
  /metrics|monitor|dashboard|exporter|autoscal|hpa|debug|test|serviceAccount|rbac|prometheusRule|rules|tracing|telemetry|config|cache|logging|log|sidecar|init|securityContext|notification|alerts?|affinity|hostNetwork|sysctl|volumePermissions|upgrade|cleanup|hooks?|job/i;

const privilege: Rule = (spot) => {
  if (/^(pod|container|\w*)?[sS]ecurityContext$/.test(spot.key)) {
    const had = new Set(contextPowers(spot.was, placeOf(spot)).map(({ what }) => what));
    return contextPowers(spot.now, placeOf(spot))
      .filter(({ what }) => !had.has(what))
      .map(({ what, line }) => ({
        kind: 'access.widen',
        how: 'privilege',
        because: what,
        line,
        remedy: 'ask only for the capability it needs',
      }));
  }
  const opened = /^(hostNetwork|hostPID|hostIPC|privileged|clusterAdmin|clusterWide|clusterWideAccess)$/.test(spot.key);
  if (!opened || !isTrue(spot.now) || !isFalse(spot.was) || /[sS]ecurityContext$/.test(spot.home)) return [];
  const how = spot.key.startsWith('cluster') ? 'admin' : 'privilege';
  return [
    {
      kind: 'access.widen',
      how,
      because: `${placeOf(spot)} is turned on`,
      line: spot.line,
      remedy: `keep \`${spot.key}: false\``,
    },
  ];
};

const FAR: Readonly<Record<string, number>> = { ClusterIP: 0, NodePort: 1, LoadBalancer: 2 };

const service: Rule = (spot) => {
  const told = { kind: 'network.expose', ports: 'unknown', line: spot.line, remedy: 'keep what it was' } as const;
  const sensitive = soundsLikeData(spot.home) ? true : 'unknown';
  if (/^(type|serviceType)$/.test(spot.key)) {
    const [then, now] = [textOf(spot.was), textOf(spot.now)];
    if (FAR[now] === undefined || FAR[then] === undefined || FAR[now] <= FAR[then]) return [];
    const world = now === 'LoadBalancer';
    return [{ ...told, world, sensitive, because: `${placeOf(spot)} goes from ${then} to ${now}`, type: 'Service' }];
  }
  if (spot.key === 'loadBalancerSourceRanges' && opens(textsOf(spot.was), textsOf(spot.now)))
    return [{ ...told, world: true, sensitive, because: `${placeOf(spot)} lets everyone in`, type: 'Service' }];
  return [];
};

const keeping: Rule = (spot) => {
  const [then, now] = [textOf(spot.was), textOf(spot.now)];
  const kept =
    (/^(resourcePolicy|helm\.sh\/resource-policy)$/.test(spot.key) && then === 'keep') ||
    (/^(keep|keepCRDs|retain|deletionProtection)$/.test(spot.key) && then === 'true') ||
    (/^(reclaimPolicy|persistentVolumeReclaimPolicy|whenDeleted|whenScaled|deletionPolicy)$/.test(spot.key) &&
      /^(Retain|Orphan)$/.test(then));
  if (!kept || now === then) return [];
  const because = `${placeOf(spot)} goes from ${then} to ${now || 'the default of the chart'}`;
  const weight = { stateful: true, critical: true, reversible: true } as const;
  const certainty = spot.now === undefined ? 'likely' : 'certain';
  return [
    {
      kind: 'infra.unprotect',
      protection: 'deletion',
      because,
      certainty,
      remedy: `keep \`${spot.key}: ${then}\``,
      line: spot.line,
      weight,
    },
  ];
};

const budget: Rule = (spot) => {
  if (!/^(pdb|podDisruptionBudget)$/i.test(spot.home.split('.').at(-1) ?? '')) return [];
  const [then, now] = [textOf(spot.was), textOf(spot.now)];
  const weaker =
    (spot.key === 'minAvailable' && /^0%?$/.test(now) && then !== now && then !== '') ||
    (spot.key === 'maxUnavailable' && now === '100%' && then !== now);
  if (!weaker) return [];
  const because = `${placeOf(spot)} goes from ${then || 'the default of the chart'} to ${now}`;
  return [
    {
      kind: 'infra.unprotect',
      protection: 'availability',
      because,
      remedy: `keep \`${then}\``,
      line: spot.line,
      weight: SERVICE,
    },
  ];
};

const RULES: readonly Rule[] = [
  persistence,
  claim,
  size,
  storageClass,
  replicas,
  enabled,
  privilege,
  service,
  keeping,
  budget,
];
