import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, isFalse, isTrue, lineAt } from './node.ts';
import { checkPod, podSpecOf } from './pod.ts';
import { checkRbac } from './rbac.ts';

/** What somebody, or a pod, may do after the change and might not before. */
export const checkPrivilege: Check = (before, after) => [
  ...checkPod(podSpecOf(before), podSpecOf(after), false, before.templated && after.templated),
  ...checkRbac(before, after),
  ...ofAccount(before, after),
];

/** A new ordinary workload says nothing; one that is privileged, or a role that may do everything, does. */
export function privilegeOfNew(object: KubeObject): readonly Finding[] {
  const pod = checkPod(undefined, podSpecOf(object), true, object.templated);
  return [...pod.filter(({ certainty }) => certainty === 'certain'), ...checkRbac(null, object)];
}

function ofAccount(before: KubeObject, after: KubeObject): readonly Finding[] {
  const key = 'automountServiceAccountToken';
  if (after.kind !== 'ServiceAccount' || !isFalse(at(before.node, key)) || !isTrue(at(after.node, key))) return [];
  const because = 'pods carry the token of this service account again';
  return [
    {
      kind: 'access.widen',
      how: 'privilege',
      because,
      line: lineAt(after.node, key),
      remedy: `keep \`${key}: false\``,
    },
  ];
}
