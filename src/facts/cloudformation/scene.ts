import type { Truth } from '../../model/change.ts';
import { type ConfigMap, type ConfigValue, isMap } from '../resource.ts';
import { type World, conditionNamed, evaluate } from './evaluate.ts';
import type { Declared, Template } from './template.ts';
import type { Pair } from './worlds.ts';

/** A resource on one side, under one assumption. */
export type Seen = {
  readonly declared: Declared;
  readonly exists: Truth;
  readonly body: ConfigMap;
  readonly deletionPolicy: Policy;
  readonly updateReplacePolicy: Policy;
};
export type Policy = 'Retain' | 'Snapshot' | 'Delete' | 'unknown';

/** A change of one template, under one assumption. */
export type Scene = {
  readonly isDefault: boolean;
  readonly worlds: Pick<Pair, 'before' | 'after'>;
  readonly before: ReadonlyMap<string, Seen>;
  readonly after: ReadonlyMap<string, Seen>;
};

export function sceneOf(pair: Pair): Scene {
  return {
    isDefault: pair.isDefault,
    worlds: pair,
    before: sideOf(pair.before.template, pair.before),
    after: sideOf(pair.after.template, pair.after),
  };
}

function sideOf(template: Template, world: World): ReadonlyMap<string, Seen> {
  return new Map([...template.resources].map(([id, declared]) => [id, seenIn(declared, world)]));
}

function seenIn(declared: Declared, world: World): Seen {
  const body = evaluate(declared.properties, world);
  const properties = isMap(body) ? body : {};
  return {
    declared,
    exists: declared.condition === null ? true : conditionNamed(declared.condition, world),
    body: properties,
    deletionPolicy: policyOf(evaluate(declared.deletionPolicy, world), () => byDefault(declared.type, properties)),
    updateReplacePolicy: policyOf(evaluate(declared.updateReplacePolicy, world), () => 'Delete'),
  };
}

/** RetainExceptOnCreate keeps whatever has once been deployed. */
function policyOf(value: ConfigValue | undefined, otherwise: () => Policy): Policy {
  if (value === undefined || value === null) return otherwise();
  if (value === 'Retain' || value === 'RetainExceptOnCreate') return 'Retain';
  return value === 'Snapshot' || value === 'Delete' ? value : 'unknown';
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
function byDefault(type: string, body: ConfigMap): Policy {
  if (type === 'AWS::RDS::DBCluster') return 'Snapshot';
  return type === 'AWS::RDS::DBInstance' && (body['DBClusterIdentifier'] ?? null) === null ? 'Snapshot' : 'Delete';
}
