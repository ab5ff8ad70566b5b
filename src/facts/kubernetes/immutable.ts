import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, canonical, isSame, lineAt, textAt, textOf } from './node.ts';
import { isTemplated } from './template.ts';

/** Fields the API server refuses to change: whoever applies must delete the object first, or is made to. */
export const checkImmutable: Check = (before, after) =>
  (FIELDS[after.kind] ?? []).flatMap((path) => ofField(path, before, after));

const SELECTOR = [['spec', 'selector']];
const FIELDS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: SELECTOR,
  ReplicaSet: SELECTOR,
  DaemonSet: SELECTOR,
  Job: SELECTOR,
  StatefulSet: [...SELECTOR, ['spec', 'serviceName'], ['spec', 'podManagementPolicy']],
  Service: [['spec', 'clusterIP']],
  StorageClass: [['parameters'], ['provisioner'], ['volumeBindingMode']],
  RoleBinding: [['roleRef']],
  ClusterRoleBinding: [['roleRef']],
  CustomResourceDefinition: [
    ['spec', 'scope'],
    ['spec', 'names', 'kind'],
  ],
  IngressClass: [['spec', 'controller']],
  PriorityClass: [['value']],
};

function ofField(path: readonly string[], before: KubeObject, after: KubeObject): readonly Finding[] {
  if (!isReplaced(path, before, after)) return [];
  const field = path.join('.');
  const words = canonical(at(before.node, ...path)) + canonical(at(after.node, ...path));
  const open = before.templated || after.templated || isTemplated(words);
  return [
    {
      kind: 'infra.replace',
      because: `must be replaced: ${field} changes and is immutable`,
      remedy: 'make a second object under a new name, move the traffic over, then remove the old one',
      certainty: open ? 'possible' : 'certain',
      line: lineAt(after.node, ...path),
      // it stands still while it is made anew, and whatever hung on the old one does not come back by itself
      ...(/^(Cluster)?RoleBinding$|Class$/.test(after.kind) ? {} : { weight: { reversible: 'unknown' } }),
    },
  ];
}

function isReplaced(path: readonly string[], before: KubeObject, after: KubeObject): boolean {
  const [then, now] = [at(before.node, ...path), at(after.node, ...path)];
  const field = path.join('.');
  if (then === undefined || isSame(then, now)) return false;
  if (field === 'roleRef') return !sameRole(before, after);
  // the cluster gave the address and keeps it; `None` is what makes a Service headless
  if (field === 'spec.clusterIP') return now === undefined ? textOf(then) === 'None' : textOf(then) !== '';
  // a patch, or an API version that lets it be left out, does not say what the object has
  return now !== undefined || field === 'parameters';
}

/** `apiGroup` has only one value it may have. */
function sameRole(before: KubeObject, after: KubeObject): boolean {
  return ['kind', 'name'].every((key) => textAt(before.node, 'roleRef', key) === textAt(after.node, 'roleRef', key));
}
