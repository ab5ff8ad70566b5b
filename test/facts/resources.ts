import { type ConfigMap, type ConfigValue, type ResourceChange, type ResourceState } from '../../src/facts/resource.ts';
import { edit } from './changes.ts';

/** Makes resource changes; never works out an answer. */
export function resource(
  type: string,
  before: ConfigMap | null,
  after: ConfigMap | null,
  some: Partial<ResourceChange> = {},
): ResourceChange {
  return {
    technology: type.startsWith('AWS::') ? 'cloudformation' : 'terraform',
    type,
    subject: `infra:${type}.main`,
    name: `${type}.main`,
    before: before === null ? null : state(before),
    after: after === null ? null : state(after),
    edit: edit({ path: 'infra/main.tf' }),
    environment: 'unknown',
    landed: before !== null,
    dependents: 0,
    ...some,
  };
}

function state(body: ConfigMap): ResourceState {
  return { path: 'infra/main.tf', range: { from: 1, to: 9 }, body, lineOf: () => null };
}

export function policy(...statements: readonly ConfigMap[]): ConfigMap {
  return { Version: '2012-10-17', Statement: statements };
}

export function allow(action: ConfigValue, resources: ConfigValue, more: ConfigMap = {}): ConfigMap {
  return { Effect: 'Allow', Action: action, Resource: resources, ...more };
}

export function deny(action: ConfigValue, resources: ConfigValue, more: ConfigMap = {}): ConfigMap {
  return { Effect: 'Deny', Action: action, Resource: resources, ...more };
}
