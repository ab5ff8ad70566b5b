import type { ConfigValue } from '../resource.ts';
import { type Finding, stayingIn } from './finding.ts';
import { at } from './replacement.ts';
import type { Scene } from './scene.ts';

/** Services that would be left without anything running. */
export function scaledToZero(scene: Scene): readonly Finding[] {
  return stayingIn(scene).flatMap(({ was: then, now }) => {
    const rows = COUNTS.filter(([type]) => type.test(now.declared.type));
    const found = rows.find(([, path]) => becomesZero(at(then.body, path), at(now.body, path)));
    if (!found) return [];
    const [, property, certainty] = found;
    const isFloor = certainty === 'possible';
    if (isFloor && rows.some(([, path]) => isAbove(at(now.body, path)) && path.includes('Desired'))) return [];
    return [
      {
        kind: 'infra.scale-zero',
        seen: now,
        side: 'after',
        property: property.split('.'),
        certainty,
        because: `${property} changes from ${shown(at(then.body, property))} to 0`,
        remedy: `keep ${property} above 0`,
      } as const,
    ];
  });
}

/** Where nothing is written, one or more run. */
function becomesZero(then: ConfigValue | undefined, now: ConfigValue | undefined): boolean {
  return now === 0 && then !== 0;
}

function isAbove(value: ConfigValue | undefined): boolean {
  return typeof value === 'number' && value > 0;
}

function shown(value: ConfigValue | undefined): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : 'what it was';
}

const COUNTS: readonly (readonly [type: RegExp, path: string, certainty: 'certain' | 'possible'])[] = [
  [/^AWS::ECS::Service$/, 'DesiredCount', 'certain'],
  [/^AWS::AutoScaling::AutoScalingGroup$/, 'MaxSize', 'certain'],
  [/^AWS::AutoScaling::AutoScalingGroup$/, 'DesiredCapacity', 'certain'],
  [/^AWS::AutoScaling::AutoScalingGroup$/, 'MinSize', 'possible'],
  [/^AWS::EKS::Nodegroup$/, 'ScalingConfig.MaxSize', 'certain'],
  [/^AWS::EKS::Nodegroup$/, 'ScalingConfig.DesiredSize', 'certain'],
  [/^AWS::EKS::Nodegroup$/, 'ScalingConfig.MinSize', 'possible'],
  [/^AWS::ApplicationAutoScaling::ScalableTarget$/, 'MaxCapacity', 'certain'],
  [/^AWS::ApplicationAutoScaling::ScalableTarget$/, 'MinCapacity', 'possible'],
  [/^AWS::(Lambda|Serverless)::Function$/, 'ReservedConcurrentExecutions', 'certain'],
  [/^AWS::EC2::(SpotFleet|EC2Fleet)$/, 'TargetCapacitySpecification.TotalTargetCapacity', 'certain'],
  [/^AWS::EMR::Instance(Group|Fleet)Config$/, 'InstanceCount', 'certain'],
];
