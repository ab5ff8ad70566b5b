import { subjectOf } from './finding.ts';
import { isClusterWide } from './kind.ts';
import type { KubeObject } from './manifest.ts';
import { at, entriesOf, itemsOf, mapsBelow, textAt, textOf, type Place } from './node.ts';

/** Which of these objects stand on this one: they name it, select it, live in it or are of its kind. */
export function dependentsOf(object: KubeObject, all: readonly KubeObject[]): readonly string[] {
  const stands = LEANS[object.kind];
  if (!stands) return [];
  const byName = !BY_OTHER_MEANS.has(object.kind);
  const found = new Map<string, string>();
  for (const other of all.slice(0, MOST)) {
    if (other.key === object.key || (byName && !wordsOf(other).has(object.name))) continue;
    if (stands(object, other)) found.set(other.key, subjectOf(other));
  }
  return [...found.values()];
}

/** They are found by where something lives, what it is, or which labels it has. */
const BY_OTHER_MEANS = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Rollout',
]);

/** Every text an object holds, gathered once: a thousand removals ask the same thousand objects. */
function wordsOf(object: KubeObject): ReadonlySet<string> {
  const known = words.get(object);
  if (known) return known;
  const told = new Set(
    mapsBelow(object.node).flatMap((map) =>
      entriesOf(map).flatMap(({ value }) => [textOf(value), ...itemsOf(value).map(textOf)]),
    ),
  );
  words.set(object, told);
  return told;
}

const words = new WeakMap<KubeObject, ReadonlySet<string>>();

/** Whoever counts past this knows enough. */
const MOST = 2000;

type Leans = (object: KubeObject, other: KubeObject) => boolean;

const LEANS: Readonly<Record<string, Leans>> = {
  Namespace: (object, other) => other.namespace === object.name,
  PersistentVolumeClaim: (object, other) => together(object, other) && names(other, 'claimName', object.name),
  PersistentVolume: (object, other) =>
    other.kind === 'PersistentVolumeClaim' && textAt(other.node, 'spec', 'volumeName') === object.name,
  StorageClass: (object, other) => names(other, 'storageClassName', object.name),
  ConfigMap: (object, other) => together(object, other) && refersTo(other, CONFIG, object.name),
  Secret: (object, other) => together(object, other) && refersTo(other, SECRET, object.name),
  ServiceAccount: (object, other) => together(object, other) && names(other, 'serviceAccountName', object.name),
  Service: (object, other) => together(object, other) && refersTo(other, BACKEND, object.name),
  CustomResourceDefinition: isOfItsKind,
  Role: bindsRole,
  ClusterRole: bindsRole,
  AppProject: (object, other) => textAt(other.node, 'spec', 'project') === object.name,
  GitRepository: isSourceOf,
  HelmRepository: isSourceOf,
  OCIRepository: isSourceOf,
  Deployment: isSelectedBy,
  StatefulSet: isSelectedBy,
  DaemonSet: isSelectedBy,
  Rollout: isSelectedBy,
  Gateway: (object, other) => mapsBelow(at(other.node, 'spec', 'parentRefs')).some((one) => named(one, object.name)),
};

const CONFIG = /^(configMapRef|configMapKeyRef|configMap)$/;
const SECRET = /^(secretRef|secretKeyRef|secret|imagePullSecrets|tls)$/;
const BACKEND = /^(service|backend|backendRefs|services|destination)$/;

function together(object: KubeObject, other: KubeObject): boolean {
  return isClusterWide(object.kind) || object.namespace === other.namespace;
}

function names(other: KubeObject, key: string, name: string): boolean {
  return mapsBelow(other.node).some((map) => textAt(map, key) === name);
}

function refersTo(other: KubeObject, keys: RegExp, name: string): boolean {
  return mapsBelow(at(other.node, 'spec')).some((map) =>
    entriesOf(map).some(
      ({ key, value }) => keys.test(key) && [value, ...itemsOf(value)].some((one) => named(one, name)),
    ),
  );
}

function named(node: Place, name: string): boolean {
  return ['name', 'secretName', 'serviceName', 'host'].some((key) => textAt(node, key) === name);
}

function isOfItsKind({ node }: KubeObject, other: KubeObject): boolean {
  return textAt(node, 'spec', 'names', 'kind') === other.kind && textAt(node, 'spec', 'group') === other.group;
}

function bindsRole(object: KubeObject, other: KubeObject): boolean {
  const ref = at(other.node, 'roleRef');
  return textAt(ref, 'kind') === object.kind && textAt(ref, 'name') === object.name;
}

function isSourceOf(object: KubeObject, other: KubeObject): boolean {
  return mapsBelow(at(other.node, 'spec')).some(
    (map) => textAt(map, 'kind') === object.kind && textAt(map, 'name') === object.name,
  );
}

/** A Service that sends to its pods, or whatever scales or guards it by name. */
function isSelectedBy(object: KubeObject, other: KubeObject): boolean {
  if (!together(object, other)) return false;
  const target = at(other.node, 'spec', 'scaleTargetRef');
  if (textAt(target, 'kind') === object.kind && textAt(target, 'name') === object.name) return true;
  const selector = at(other.node, 'spec', 'selector');
  const wanted = entriesOf(other.kind === 'Service' ? selector : at(selector, 'matchLabels'));
  const labels = at(object.node, 'spec', 'template', 'metadata', 'labels');
  const selects = other.kind === 'Service' || other.kind === 'PodDisruptionBudget';
  return selects && wanted.length > 0 && wanted.every(({ key, value }) => textAt(labels, key) === textOf(value));
}
