import type { ResourceChange } from '../resource.ts';
import { everywhere } from './protection-everywhere.ts';
import { expiriesOf } from './protection-expiry.ts';
import { guardGone } from './protection-guards.ts';
import { PROTECTION_RULES } from './protection-rules.ts';

export type Protection = {
  readonly protection:
    | 'deletion'
    | 'backup'
    | 'versioning'
    | 'encryption'
    | 'audit'
    | 'isolation'
    | 'availability'
    | 'admission'
    | 'other';
  readonly property: string;
  readonly because: string;
  readonly remedy: string;
  readonly certainty: 'certain' | 'likely' | 'possible';
};

/** What kept this resource, its data or others safe before and does so no longer. */
export function protectionsOf(change: ResourceChange): readonly Protection[] {
  const { before, after, type } = change;
  if (before === null) return [];
  if (after === null) return guardGone(type, before.body);
  const own = (Object.hasOwn(PROTECTION_RULES, type) ? (PROTECTION_RULES[type] ?? []) : []).flatMap((rule) =>
    rule(before.body, after.body),
  );
  const said = new Set(own.map((one) => one.property));
  const others = everywhere(type, before.body, after.body).filter((one) => !said.has(one.property));
  return [...own, ...others, ...expiriesOf(type, before.body, after.body)];
}

/** A resource that does nothing but keep others from being deleted. */
export function isLock(type: string): boolean {
  return /^(azurerm_management_lock|aws_backup_vault_lock_configuration|google_resource_manager_lien)$/.test(type);
}
