import type { ResourceChange } from '../resource.ts';

export type Protection = {
  readonly protection:
    | 'deletion'
    | 'backup'
    | 'versioning'
    | 'encryption'
    | 'audit'
    | 'isolation'
    | 'availability'
    | 'other';
  readonly property: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** What kept this resource or its data safe before and does so no longer. */
export function protectionsOf(change: ResourceChange): readonly Protection[] {
  if (change.before === null) return [];
  return [];
}

/** A resource that does nothing but keep others from being deleted. */
export function isLock(type: string): boolean {
  return /^(azurerm_management_lock|aws_backup_vault_lock_configuration|google_resource_manager_lien)$/.test(type);
}
