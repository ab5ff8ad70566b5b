import type { Check } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, isSame, itemsOf, lineAt, textAt, textOf, type Place } from './node.ts';
import { isSmaller } from './quantity.ts';

const DATA = { stateful: true, critical: true, reversible: false } as const;
const NEW_CLAIM = 'make a claim under a new name with the new settings, copy the data, then switch the workload over';

/** Volumes that cannot be changed in place. */
export const checkStorage: Check = (before, after) => {
  if (after.kind === 'PersistentVolumeClaim') return ofClaim(at(before.node, 'spec'), at(after.node, 'spec'), '');
  if (after.kind === 'PersistentVolume') return ofVolume(before, after);
  if (after.kind === 'StatefulSet') return ofTemplates(before, after);
  return ofOperator(before, after);
};

function ofClaim(then: Place, now: Place, whose: string): readonly Finding[] {
  const [old, young] = [sizeOf(then), sizeOf(now)];
  const shrunk: Finding[] = isSmaller(young, old)
    ? [
        {
          kind: 'infra.replace',
          because: `must be replaced: the volume ${whose}shrinks from ${old} to ${young}, and a volume can only grow`,
          remedy: NEW_CLAIM,
          line: lineAt(now, 'resources', 'requests', 'storage'),
        },
      ]
    : [];
  const fixed = ['storageClassName', 'accessModes', 'volumeName', 'volumeMode'].flatMap((field): readonly Finding[] =>
    at(then, field) === undefined || at(now, field) === undefined || isSame(at(then, field), at(now, field))
      ? []
      : [
          {
            kind: 'infra.replace',
            because: `must be replaced: ${field} ${whose}changes and is immutable`,
            remedy: NEW_CLAIM,
            line: lineAt(now, field),
          },
        ],
  );
  return [...shrunk, ...fixed];
}

function sizeOf(spec: Place): string {
  return textAt(spec, 'resources', 'requests', 'storage');
}

function ofVolume(before: KubeObject, after: KubeObject): readonly Finding[] {
  const [then, now] = [at(before.node, 'spec'), at(after.node, 'spec')];
  const sources = ['csi', 'nfs', 'hostPath', 'local', 'awsElasticBlockStore', 'gcePersistentDisk', 'iscsi', 'rbd'];
  const changed = sources.find((source) => at(then, source) && !isSame(at(then, source), at(now, source)));
  if (changed === undefined) return [];
  return [
    {
      kind: 'infra.replace',
      because: `must be replaced: the source of a PersistentVolume (${changed}) is immutable`,
      remedy: 'make a new PersistentVolume beside the old one',
      line: lineAt(now, changed),
    },
  ];
}

function ofTemplates(before: KubeObject, after: KubeObject): readonly Finding[] {
  const old = itemsOf(at(before.node, 'spec', 'volumeClaimTemplates'));
  const young = itemsOf(at(after.node, 'spec', 'volumeClaimTemplates'));
  if (old.length === 0 && young.length === 0) return [];
  if (isPartial(before) || isPartial(after)) return [];
  if (isSame(at(before.node, 'spec', 'volumeClaimTemplates'), at(after.node, 'spec', 'volumeClaimTemplates')))
    return [];
  const byName = new Map(young.map((one) => [textAt(one, 'metadata', 'name'), one]));
  const inner = old.flatMap((one) => {
    const heir = byName.get(textAt(one, 'metadata', 'name'));
    return heir ? ofClaim(at(one, 'spec'), at(heir, 'spec'), 'of volumeClaimTemplates ') : [];
  });
  if (inner.length > 0) return inner;
  const grown = old.length === young.length && old.every((one) => byName.has(textAt(one, 'metadata', 'name')));
  const because = grown
    ? 'volumeClaimTemplates changes and is immutable'
    : 'a volume claim template is added, removed or renamed, and the pods leave their old volumes behind';
  return [
    {
      kind: 'infra.replace',
      because: `must be replaced: ${because}`,
      remedy:
        'kubectl delete statefulset --cascade=orphan, then apply the new one; change the claims themselves by hand',
      certainty: before.templated || after.templated ? 'likely' : 'certain',
      line: lineAt(after.node, 'spec', 'volumeClaimTemplates'),
    },
  ];
}

/** A patch names the object and what it changes. */
function isPartial({ node }: KubeObject): boolean {
  return at(node, 'spec', 'selector') === undefined;
}

/** Databases under an operator write their size in one of these places. */
const SIZES: readonly (readonly string[])[] = [
  ['spec', 'storage', 'size'],
  ['spec', 'volume', 'size'],
  ['spec', 'storage', 'volumeClaimTemplate', 'spec', 'resources', 'requests', 'storage'],
  ['spec', 'kafka', 'storage', 'size'],
  ['spec', 'persistence', 'storage'],
  ['spec', 'persistence', 'size'],
];

function ofOperator(before: KubeObject, after: KubeObject): readonly Finding[] {
  return SIZES.flatMap((path): readonly Finding[] => {
    const [then, now] = [textOf(at(before.node, ...path)), textOf(at(after.node, ...path))];
    if (!isSmaller(now, then)) return [];
    return [
      {
        kind: 'infra.replace',
        because: `must be replaced: its volume shrinks from ${then} to ${now}, and a volume can only grow`,
        remedy: NEW_CLAIM,
        line: lineAt(after.node, ...path),
        weight: DATA,
      },
    ];
  });
}
