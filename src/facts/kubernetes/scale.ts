import type { Check, Scene } from './check.ts';
import type { Finding } from './finding.ts';
import type { KubeObject } from './manifest.ts';
import { at, isTrue, lineAt, numberAt, textAt } from './node.ts';

/** Down to nothing: by its own count, by what scales it, or by being suspended. */
export const checkScale: Check = (before, after, scene) => [
  ...ofCounts(before, after, scene),
  ...ofAutoscaler(before, after),
  ...ofSuspension(before, after),
];

/** `replicas` of workloads, `instances` of operators, `machines` of pools: all of them count. */
const COUNTS = ['replicas', 'instances', 'numberOfInstances', 'size'] as const;

function ofCounts(before: KubeObject, after: KubeObject, scene: Scene): readonly Finding[] {
  return COUNTS.flatMap((count): readonly Finding[] => {
    const now = numberAt(after.node, 'spec', count);
    const then = numberAt(before.node, 'spec', count);
    if (now !== 0 || then === 0) return [];
    if (then === null && at(before.node, 'spec', count)) return []; // it was templated: what it was is not known
    if (textAt(after.node, 'metadata', 'annotations', 'argocd.argoproj.io/hook') !== '') return [];
    const scaled = scene.objects().some((other) => scales(other, after));
    const was = then === null ? '1, which is what it has when nothing is said' : String(then);
    return [
      {
        kind: 'infra.scale-zero',
        because: `${count} goes from ${was} to 0: nothing of it runs any more`,
        remedy: `keep \`${count}: ${then ?? 1}\``,
        certainty: scaled ? 'possible' : 'certain',
        line: lineAt(after.node, 'spec', count),
        weight: { reversible: true },
      },
    ];
  });
}

function scales(other: KubeObject, object: KubeObject): boolean {
  const target = at(other.node, 'spec', 'scaleTargetRef');
  return textAt(target, 'name') === object.name && (textAt(target, 'kind') || 'Deployment') === object.kind;
}

const LIMITS = ['minReplicas', 'maxReplicas', 'maxReplicaCount'] as const;

function ofAutoscaler(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (!/^(HorizontalPodAutoscaler|ScaledObject|PodAutoscaler|Autoscaler)$/.test(after.kind)) return [];
  return LIMITS.flatMap((limit): readonly Finding[] => {
    const then = numberAt(before.node, 'spec', limit);
    if (numberAt(after.node, 'spec', limit) !== 0 || then === 0) return [];
    return [
      {
        kind: 'infra.scale-zero',
        because: `${limit} goes from ${then ?? 1} to 0: what it scales may stop altogether`,
        remedy: `keep \`${limit}: ${then ?? 1}\``,
        certainty: limit === 'minReplicas' ? 'likely' : 'certain',
        line: lineAt(after.node, 'spec', limit),
        weight: { critical: true, reversible: true },
      },
    ];
  });
}

function ofSuspension(before: KubeObject, after: KubeObject): readonly Finding[] {
  if (!/^(CronJob|Job|ScheduledBackup|Schedule|CronWorkflow)$/.test(after.kind)) return [];
  const suspended = (object: KubeObject): boolean =>
    isTrue(at(object.node, 'spec', 'suspend')) || isTrue(at(object.node, 'spec', 'paused'));
  if (suspended(before) || !suspended(after)) return [];
  return [
    {
      kind: 'infra.scale-zero',
      because: 'it is suspended: it no longer runs on its schedule',
      certainty: 'possible',
      line: lineAt(after.node, 'spec', 'suspend'),
      weight: { reversible: true },
    },
  ];
}
