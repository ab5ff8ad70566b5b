import type { Observation } from '../analyzer.ts';
import type { ResourceChange } from '../resource.ts';
import { grantsOf } from './grants.ts';
import { networkOf } from './network.ts';

/**
 * Who may do more than before, and what can be reached from further away. Takes all resources of a folder or a template at
 * once, data sources (`data.aws_iam_policy_document`) included: a statement that moves from one to another is no news.
 */
export function accessOf(changes: readonly ResourceChange[]): readonly Observation[] {
  return [...grantsOf(changes), ...networkOf(changes)];
}
