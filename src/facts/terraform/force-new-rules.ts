import { AWS_COMPUTE_RULES } from './force-new-rules-compute.ts';
import { CLOUD_RULES } from './force-new-rules-cloud.ts';
import { AWS_DATA_RULES } from './force-new-rules-data.ts';
import type { Rule } from './force-new-rule.ts';

/** What depends on the direction of a change, or on another attribute, and so is code and not a word of the table. */
export function rulesOf(type: string): readonly Rule[] {
  return RULES.get(type) ?? [];
}

const RULES: ReadonlyMap<string, readonly Rule[]> = new Map(
  [AWS_DATA_RULES, AWS_COMPUTE_RULES, CLOUD_RULES].flatMap((rules) => Object.entries(rules)),
);
