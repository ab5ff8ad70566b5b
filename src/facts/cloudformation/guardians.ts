import type { Protection } from './finding.ts';
import type { Seen } from './scene.ts';

/** Resources that do nothing but protect others: whoever takes one away takes a protection away, even where it is retained. */
export function auditsOf(then: Seen): readonly { readonly kind: 'infra.unprotect'; readonly protection: Protection }[] {
  const name = then.declared.type.replace(/^AWS::/, '');
  const row = GUARDIANS.find(([pattern]) => pattern.test(name));
  return row && then.deletionPolicy !== 'Retain' ? [{ kind: 'infra.unprotect', protection: row[1] }] : [];
}

const GUARDIANS: readonly (readonly [RegExp, Protection])[] = [
  [/^(CloudTrail::Trail|EC2::FlowLog|GuardDuty::(Detector|Master|Member)|SecurityHub::Hub|Macie::Session)$/, 'audit'],
  [/^(Config::|AccessAnalyzer::Analyzer$|InspectorV2::|Inspector::|Detective::Graph$)/, 'audit'],
  [/^(WAFv2::LoggingConfiguration|Route53Resolver::ResolverQueryLogging.*|Logs::ResourcePolicy)$/, 'audit'],
  [/^(CloudWatch::(Alarm|CompositeAlarm)|Budgets::Budget)$/, 'other'],
  [/^(Backup::Backup(Plan|Selection)|DLM::LifecyclePolicy)$/, 'backup'],
  [/^(WAF.*::WebACL(Association)?|Shield::Protection|NetworkFirewall::.*|FMS::Policy)$/, 'isolation'],
  [/^SecretsManager::RotationSchedule$/, 'encryption'],
  [/^ApplicationAutoScaling::(ScalableTarget|ScalingPolicy)$|^AutoScaling::ScalingPolicy$/, 'availability'],
];
