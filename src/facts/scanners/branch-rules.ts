import type { Edit, Path } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { gateRemoved } from '../pipelines/states.ts';
import { type ConfigLeaf, without } from './leaves.ts';

/** Branch protection kept as a file: the settings app, safe-settings, exported rulesets, infrastructure of one's own. */
export function isBranchRules(path: Path): boolean {
  return /(^|\/)\.github\/(settings|suborgs\/[^/]+|repos\/[^/]+|branch[-_]protection[^/]*)\.(ya?ml|json)$|(^|\/)(rulesets?|branch[-_]?protections?|branch[-_]rules?)(\/[^/]+|[^/]*)\.(json|ya?ml)$/i.test(
    path,
  );
}

const GOOD =
  /(^|\.)(enforce_admins|require_code_owner_reviews?|require_code_owner_review|dismiss_stale_reviews(_on_push)?|strict|strict_required_status_checks_policy|require_last_push_approval|required_linear_history|required_signatures|required_conversation_resolution|required_review_thread_resolution|block_creations|lock_branch|enabled|delete_branch_protection|require_signed_commits|required_deployments_enforced)(\.enabled)?$/;
const BAD =
  /(^|\.)(allow_force_pushes|allow_deletions|allow_fork_syncing|allow_bypass\w*|do_not_enforce_on_create|bypass_mode)(\.enabled)?$/;
const COUNT = /required_approving_review_count$|required_reviewers$|minimum_approvals$/;
const REQUIRED =
  /(contexts|checks|required_status_checks|required_checks|rules)(\[\])?(\.(context|name|type))?(\[\])?$/;
const BYPASS = /bypass|dismissal_restrictions|push_allowances|restrictions\.(users|teams|apps)/;

export function weakenedRules(
  edit: Edit,
  before: readonly ConfigLeaf[],
  after: readonly ConfigLeaf[],
): readonly Observation[] {
  const removed = without(before, after);
  const added = without(after, before);
  const found = [...removed.flatMap((leaf) => lost(leaf, added)), ...added.flatMap((leaf) => gained(leaf, before))];
  const told = new Set<string>();
  return found.flatMap(({ leaf, because }) => {
    if (told.has(because)) return [];
    told.add(because);
    const name = leaf.path.replaceAll('[]', '');
    const said = {
      technology: 'git',
      edit,
      line: leaf.line,
      subject: `${edit.path}: ${name}`,
      name,
      certainty: 'certain' as const,
      because,
      landed: true,
    };
    return [gateRemoved(said, 'branch-rules')];
  });
}

type Found = { readonly leaf: ConfigLeaf; readonly because: string };

function lost(leaf: ConfigLeaf, added: readonly ConfigLeaf[]): readonly Found[] {
  const now = added.find(({ path }) => path === leaf.path);
  const because = whyLost(leaf, now?.value ?? null);
  return because === null ? [] : [{ leaf: now ?? leaf, because }];
}

function whyLost({ path, value }: ConfigLeaf, now: string | null): string | null {
  const name = path.replaceAll('[]', '');
  if (GOOD.test(path)) return value === 'true' && now !== 'true' ? `${name} is off` : null;
  if (COUNT.test(path))
    return Number(now ?? 0) < Number(value) ? `${name} goes from ${value} to ${now ?? 'none'}` : null;
  if (ENFORCED.test(path))
    return /^(active|everyone|enforced)$/.test(value) ? `the rules are ${now ?? 'no longer'} enforced` : null;
  return REQUIRED.test(path) && !isNumber(value) ? `${value} is no longer required` : null;
}

const ENFORCED = /(^|\.)enforcement(_level)?$/;

function isNumber(text: string): boolean {
  return text !== '' && !Number.isNaN(Number(text));
}

function gained(leaf: ConfigLeaf, before: readonly ConfigLeaf[]): readonly Found[] {
  const then = before.find(({ path }) => path === leaf.path);
  const name = leaf.path.replaceAll('[]', '');
  if (BAD.test(leaf.path) && leaf.value === 'true' && then?.value !== 'true')
    return [{ leaf, because: `${name} is on` }];
  const isMore =
    BYPASS.test(leaf.path) && !/^(null|false)$/.test(leaf.value) && !/restrictions\.(users|teams|apps)/.test(leaf.path);
  return isMore ? [{ leaf, because: `somebody may pass by the rules: ${name} ${leaf.value}` }] : [];
}
