import { readFileSync } from 'node:fs';
import type { ConfigMap, ResourceChange, ResourceState } from '../../src/facts/resource.ts';
import { edit } from './changes.ts';

export const TABLE: unknown = JSON.parse(readFileSync(new URL('../../tables/terraform.json', import.meta.url), 'utf8'));

/** A resource of that type, before and after; null where it is not declared. */
export function changeOf(type: string, before: ConfigMap | null, after: ConfigMap | null): ResourceChange {
  return {
    technology: 'terraform',
    type,
    subject: `infra:${type}.main`,
    name: `${type}.main`,
    before: stateOf(before),
    after: stateOf(after),
    edit: edit({ path: 'infra/main.tf' }),
    environment: 'unknown',
    landed: true,
    dependents: 0,
  };
}

function stateOf(body: ConfigMap | null): ResourceState | null {
  return body === null ? null : { path: 'infra/main.tf', range: { from: 1, to: 9 }, body, lineOf: () => null };
}
