import { armTypeOf, weightOfArm } from '../arm/weight.ts';
import { weightOfType } from '../kubernetes/weight.ts';
import type { Weight } from '../resource.ts';
import { weightOf } from '../terraform/weight.ts';
import { terraformType } from './terraform-type.ts';
import type { Unit } from './unit.ts';

const NOTHING_OF_ITS_OWN: Weight = { stateful: false, critical: false, reversible: true };
const MANY: Weight = { stateful: 'unknown', critical: true, reversible: 'unknown' };

/** What is lost with it. Of a component, whatever it is made of. */
export function worthOf({ type, isComponent }: Pick<Unit, 'type' | 'isComponent'>, table: unknown): Weight {
  const [library = '', module = ''] = type.split('.');
  const name = type.slice(type.lastIndexOf('.') + 1);
  if (isComponent) return MANY;
  if (name === 'Provider' || /^(command|docker|docker-build|std|random|tls|null)$/.test(library))
    return NOTHING_OF_ITS_OWN;
  if (library === 'kubernetes') return /^(helm|yaml|kustomize)$/.test(module) ? MANY : weightOfType(name);
  if (library === 'azure-native') return weightOfArm(armTypeOf(module, name));
  const known = terraformType(type, table);
  return known === null ? MANY : weightOf(known);
}
