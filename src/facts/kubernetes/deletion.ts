import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, isTrue, lineAt, textAt, textsOf } from './node.ts';
import { isTemplated } from './template.ts';

/** What kept an object, or what is behind it, from being deleted. */
export const checkDeletion: Check = (before, after) => [
  ...ofReclaim(before, after),
  ...ofRetention(before, after),
  ...ofFinalizers(before, after),
  ...ofKeeping(before, after),
  ...ofPolicies(before, after),
  ...ofPrune(before, after),
];

function unprotect(because: string, remedy: string, line: number | null, some: Partial<Finding> = {}): Finding {
  const { certainty = 'certain', weight } = some;
  const told = { because, remedy, line, certainty, ...(weight ? { weight } : {}) };
  return { kind: 'infra.unprotect', protection: 'deletion', ...told };
}

function ofReclaim(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = after.kind === 'PersistentVolume' ? ['spec', 'persistentVolumeReclaimPolicy'] : ['reclaimPolicy'];
  if (!/^(PersistentVolume|StorageClass|VolumeSnapshotClass)$/.test(after.kind)) return [];
  const field = after.kind === 'VolumeSnapshotClass' ? ['deletionPolicy'] : path;
  const [then, now] = [textAt(before.node, ...field), textAt(after.node, ...field)];
  if (then !== 'Retain' || now === 'Retain' || isTemplated(now)) return [];
  const name = field.at(-1) ?? '';
  const because = `${name} goes from Retain to ${now || 'nothing, which means Delete'}: the disk goes with its claim`;
  return [unprotect(because, `keep \`${name}: Retain\``, lineAt(after.node, ...field), { weight: DATA })];
}

const DATA = { stateful: true, critical: true, reversible: true } as const;

function ofRetention(before: KubeObject, after: KubeObject): readonly Finding[] {
  const path = ['spec', 'persistentVolumeClaimRetentionPolicy'];
  return ['whenDeleted', 'whenScaled'].flatMap((when): readonly Finding[] => {
    if (textAt(after.node, ...path, when) !== 'Delete' || textAt(before.node, ...path, when) === 'Delete') return [];
    const because = `persistentVolumeClaimRetentionPolicy.${when} becomes Delete: the claims go with the set`;
    return [unprotect(because, `keep \`${when}: Retain\``, lineAt(after.node, ...path, when), { weight: DATA })];
  });
}

function ofFinalizers(before: KubeObject, after: KubeObject): readonly Finding[] {
  const cascade = 'resources-finalizer.argocd.argoproj.io';
  const [then, now] = [before, after].map(({ node }) => textsOf(at(node, 'metadata', 'finalizers')));
  if (!then || !now) return [];
  const line = lineAt(after.node, 'metadata', 'finalizers');
  // this one is no protection: with it, deleting the Application deletes all that it deployed
  const gained = now.some((one) => one.startsWith(cascade)) && !then.some((one) => one.startsWith(cascade));
  const lost = then.filter((one) => !one.startsWith(cascade) && !now.includes(one));
  return [
    ...(gained
      ? [
          unprotect('deleting it would now delete all that it deployed (finalizer added)', '', line, {
            certainty: 'possible',
          }),
        ]
      : []),
    ...(lost.length > 0
      ? [unprotect(`the finalizer ${lost[0] ?? ''} is gone`, `keep it in metadata.finalizers`, line)]
      : []),
  ];
}

/** Whether whoever prunes must leave this object alone. */
export function isKept(object: KubeObject): boolean {
  return (
    KEEPING.some(([key, says]) => says.test(textAt(object.node, 'metadata', 'annotations', key))) || isKeptLabel(object)
  );
}

function isKeptLabel({ node }: KubeObject): boolean {
  return textAt(node, 'metadata', 'labels', 'kustomize.toolkit.fluxcd.io/prune') === 'disabled';
}

const KEEPING: readonly (readonly [key: string, says: RegExp])[] = [
  ['helm.sh/resource-policy', /^keep$/],
  ['argocd.argoproj.io/sync-options', /\b(Prune|Delete)=(false|confirm)\b/],
  ['kustomize.toolkit.fluxcd.io/prune', /^disabled$/i],
  ['cnrm.cloud.google.com/deletion-policy', /^abandon$/],
  ['serviceoperator.azure.com/reconcile-policy', /^(detach-on-delete|skip)$/],
  ['services.k8s.aws/deletion-policy', /^retain$/],
  ['client.lifecycle.config.k8s.io/deletion', /^detach$/],
];

function ofKeeping(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (!isKept(before) || isKept(after)) return [];
  const annotation = KEEPING.find(([key, says]) => says.test(textAt(before.node, 'metadata', 'annotations', key)))?.[0];
  const name = annotation ?? 'kustomize.toolkit.fluxcd.io/prune';
  const line = lineAt(after.node, 'metadata', 'annotations', name);
  const because = `${name} no longer keeps it: the next prune or uninstall deletes it`;
  const certainty = isTemplated(textAt(after.node, 'metadata', 'annotations', name)) ? 'possible' : 'certain';
  return [unprotect(because, `keep the annotation ${name}`, line, { certainty })];
}

const POLICIES: readonly (readonly [path: readonly string[], kept: RegExp])[] = [
  [['spec', 'deletionPolicy'], /^(Orphan|Retain|MirrorPrune|snapshot|Abandon)$/i],
  [['spec', 'deletionProtection'], /^true$/],
  [['spec', 'forProvider', 'deletionProtection'], /^true$/],
  [['spec', 'forProvider', 'deletionProtectionEnabled'], /^true$/],
  [['spec', 'preserveResourcesOnDeletion'], /^true$/],
  [['spec', 'syncPolicy', 'preserveResourcesOnDeletion'], /^true$/],
  [['spec', 'cleanupPolicy', 'confirmation'], /^$/],
];

function ofPolicies(before: KubeObject, after: KubeObject): readonly Finding[] {
  const policies = POLICIES.flatMap(([path, kept]): readonly Finding[] => {
    const [then, now] = [textAt(before.node, ...path), textAt(after.node, ...path)];
    if (!kept.test(then) || kept.test(now) || then === now || isTemplated(now)) return [];
    const name = path.slice(1).join('.');
    const because = `${name} goes from ${then || 'nothing'} to ${now || 'nothing'}: deleting it deletes what it manages`;
    return [unprotect(because, `keep \`${path.at(-1) ?? ''}: ${then}\``, lineAt(after.node, ...path))];
  });
  const actions = textsOf(at(before.node, 'spec', 'managementPolicies'));
  const now = textsOf(at(after.node, 'spec', 'managementPolicies'));
  const deletes = (list: readonly string[]): boolean =>
    list.length === 0 || list.includes('*') || list.includes('Delete');
  if (deletes(actions) || !deletes(now)) return policies;
  const line = lineAt(after.node, 'spec', 'managementPolicies');
  return [...policies, unprotect('managementPolicies now includes Delete', 'leave Delete out of it', line)];
}

function ofPrune(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (after.group === 'argoproj.io') return ofArgoPrune(before, after);
  if (after.group !== 'kustomize.toolkit.fluxcd.io') return [];
  if (isTrue(at(before.node, 'spec', 'prune')) || !isTrue(at(after.node, 'spec', 'prune'))) return [];
  return [pruned(lineAt(after.node, 'spec', 'prune'))];
}

function pruned(line: number | null): Finding {
  const because = 'prune is turned on: whatever is not in the source any more is deleted from the cluster';
  return unprotect(
    because,
    'compare the source with the cluster first, and leave `prune: false` until they agree',
    line,
    {
      weight: { stateful: 'unknown', critical: true, reversible: false },
    },
  );
}

function ofArgoPrune(before: KubeObject, after: KubeObject): readonly Finding[] {
  const base = after.kind === 'ApplicationSet' ? ['spec', 'template', 'spec'] : ['spec'];
  const path = [...base, 'syncPolicy', 'automated', 'prune'];
  const empty = [...base, 'syncPolicy', 'automated', 'allowEmpty'];
  const turned = isTrue(at(after.node, ...path)) && !isTrue(at(before.node, ...path));
  const emptied = isTrue(at(after.node, ...empty)) && !isTrue(at(before.node, ...empty));
  const appSet = ['spec', 'syncPolicy', 'applicationsSync'];
  const creates =
    textAt(before.node, ...appSet).startsWith('create') && !textAt(before.node, ...appSet).endsWith('delete');
  const freed = creates && /^(sync|create-delete)?$/.test(textAt(after.node, ...appSet));
  return [
    ...(turned ? [pruned(lineAt(after.node, ...path))] : []),
    ...(emptied
      ? [unprotect('allowEmpty is turned on: an empty source deletes everything', '', lineAt(after.node, ...empty))]
      : []),
    ...(freed
      ? [unprotect('applicationsSync now allows Applications to be deleted', '', lineAt(after.node, ...appSet))]
      : []),
  ];
}
