import type { Observation } from '../analyzer.ts';
import type { ResourceChange } from '../resource.ts';
import { attachmentsOf } from './attachments.ts';
import { exposuresOf } from './exposures.ts';
import { grantsOf } from './grants.ts';
import { networkOf } from './network.ts';
import { removalsOf } from './removals.ts';
import { azureRolesOf } from './roles-azure.ts';
import { googleRolesOf } from './roles-google.ts';

/**
 * Who may do more than before, and what can be reached from further away. Takes all resources of a folder or a template at
 * once, data sources (`data.aws_iam_policy_document`) included: a statement that moves from one to another is no news.
 */
export function accessOf(changes: readonly ResourceChange[]): readonly Observation[] {
  return [
    ...grantsOf(changes),
    ...attachmentsOf(changes),
    ...googleRolesOf(changes),
    ...azureRolesOf(changes),
    ...networkOf(changes),
    ...exposuresOf(changes),
    ...removalsOf(changes),
  ];
}
