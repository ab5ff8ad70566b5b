import type { KubeObject } from './manifest.ts';
import { at, textAt } from './node.ts';
import { containersOf, podSpecOf } from './pod.ts';

/** The text before, up to somewhere inside a line: whoever wrote it stopped, and what follows is not meant to be gone. */
export function isCutShort(before: string, after: string): boolean {
  if (after.trim() === '' || after.endsWith('\n')) return false;
  const last = after.slice(after.lastIndexOf('\n') + 1);
  // a key whose value never came, where every line had its end before
  if (before.endsWith('\n') && /^\s*$|[:-]\s*$/.test(last)) return true;
  return before.startsWith(after) && before.slice(after.length).trim() !== '';
}

/** A field that no cluster takes the object without, and that is gone; null: none. */
export function lostField(before: KubeObject, after: KubeObject): string | null {
  if (before.templated || after.templated) return null;
  const fields = [...EVERYWHERE, ...(REQUIRED[after.kind] ?? [])];
  const lost = fields.find((path) => at(before.node, ...path) !== undefined && at(after.node, ...path) === undefined);
  return lost?.join('.') ?? lostImage(before, after);
}

function lostImage(before: KubeObject, after: KubeObject): string | null {
  const olds = containersOf(podSpecOf(before));
  const lost = containersOf(podSpecOf(after)).find((one) => {
    const old = olds.find((other) => textAt(other, 'name') === textAt(one, 'name'));
    return textAt(old, 'image') !== '' && at(one, 'image') === undefined;
  });
  return lost === undefined ? null : 'image';
}

const EVERYWHERE: readonly (readonly string[])[] = [['spec'], ['rules'], ['roleRef'], ['webhooks'], ['provisioner']];
const WORKLOAD = [
  ['spec', 'selector'],
  ['spec', 'template'],
  ['spec', 'template', 'spec'],
];
const REQUIRED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: WORKLOAD,
  StatefulSet: WORKLOAD,
  DaemonSet: WORKLOAD,
  CronJob: [['spec', 'jobTemplate']],
  PersistentVolumeClaim: [
    ['spec', 'accessModes'],
    ['spec', 'resources'],
  ],
  NetworkPolicy: [['spec', 'podSelector']],
  HorizontalPodAutoscaler: [['spec', 'scaleTargetRef']],
  CustomResourceDefinition: [
    ['spec', 'names'],
    ['spec', 'versions'],
  ],
  Application: [['spec', 'destination']],
  Kustomization: [['spec', 'sourceRef']],
};
