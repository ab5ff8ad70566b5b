import type { Observation } from '../analyzer.ts';
import type { ConfigMap, ResourceChange } from '../resource.ts';
import { type Certainty, type How, unprotect, widen } from './seen.ts';

type Removal = {
  readonly types: RegExp;
  readonly when?: (body: ConfigMap) => boolean;
  /** What it protects: where that goes too, nothing is left open. */
  readonly owner: RegExp;
  readonly how: How | 'isolation';
  readonly certainty: Certainty;
  readonly because: string;
};

/** Resources whose only work is to keep people out: when they go, something opens. */
export function removalsOf(changes: readonly ResourceChange[]): readonly Observation[] {
  return changes.flatMap((change) => {
    const { before, after, type } = change;
    if (before === null || after !== null) return [];
    const row = ROWS.find(({ types, when }) => types.test(type) && (when?.(before.body) ?? true));
    if (!row || hasMoved(change, changes, row) || changes.some((one) => one.after === null && row.owner.test(one.type)))
      return [];
    const reason = { certainty: row.certainty, because: row.because, remedy: `Keep ${change.name}` };
    return [row.how === 'isolation' ? unprotect(change, [], 'isolation', reason) : widen(change, [], row.how, reason)];
  });
}

/** Another one of the sort comes in the same change: it has a new name, or stands elsewhere now. */
function hasMoved({ type }: ResourceChange, changes: readonly ResourceChange[], { when }: Removal): boolean {
  const alike = changes.filter((one) => one.type === type);
  const come = alike.filter(({ before, after }) => before === null && after !== null && (when?.(after.body) ?? true));
  const gone = alike.filter(({ before, after }) => before !== null && after === null && (when?.(before.body) ?? true));
  return come.length >= gone.length;
}

const denies = (...keys: readonly string[]) => {
  return (body: ConfigMap): boolean =>
    keys.some((key) => {
      const value = body[key];
      return typeof value === 'string' && value.toLowerCase() === 'deny';
    });
};

const NEVER = /^$/;
const ROWS: readonly Removal[] = [
  {
    types: /^aws_s3_bucket_public_access_block$/,
    owner: /^aws_s3_bucket$/,
    how: 'public',
    certainty: 'certain',
    because: 'public access to the bucket is no longer blocked',
  },
  {
    types: /^aws_s3_account_public_access_block$/,
    owner: NEVER,
    how: 'public',
    certainty: 'certain',
    because: 'public access to the buckets of the account is no longer blocked',
  },
  {
    types: /^aws_wafv2?(regional)?_web_acl_association$|WebACLAssociation$/,
    owner: /^(aws_(lb|alb|api_gateway_\w+|cognito_user_pool|appsync_\w+))$|LoadBalancer$|ApiGateway::\w+$/,
    how: 'isolation',
    certainty: 'certain',
    because: 'the web application firewall no longer stands before it',
  },
  {
    types: /^aws_organizations_policy_attachment$/,
    owner: /^aws_organizations_(policy|account|organizational_unit)$/,
    how: 'deny',
    certainty: 'likely',
    because: 'what the policy denied to these accounts is free again',
  },
  {
    types: /^aws_network_acl_rule$|^AWS::EC2::NetworkAclEntry$/,
    when: denies('rule_action', 'RuleAction'),
    owner: /network_acl$|NetworkAcl$/,
    how: 'isolation',
    certainty: 'likely',
    because: 'the network no longer turns this traffic away',
  },
  {
    types: /^azurerm_network_security_rule$/,
    when: denies('access'),
    owner: /^azurerm_network_security_group$/,
    how: 'isolation',
    certainty: 'likely',
    because: 'the network no longer turns this traffic away',
  },
  {
    types: /^google_compute_firewall$/,
    when: (body) => Array.isArray(body['deny']) && body['deny'].length > 0,
    owner: /^google_compute_network$/,
    how: 'isolation',
    certainty: 'likely',
    because: 'the network no longer turns this traffic away',
  },
  {
    types: /^azurerm_(subnet|network_interface)_(network_security_group|security_group)_association$/,
    owner: /^azurerm_(subnet|network_interface|network_security_group)$/,
    how: 'isolation',
    certainty: 'likely',
    because: 'no firewall stands before it any more',
  },
  {
    types: /^azurerm_storage_account_network_rules$/,
    owner: /^azurerm_storage_account$/,
    how: 'isolation',
    certainty: 'certain',
    because: 'the storage account is reached from every network',
  },
  {
    types: /^aws_(ebs_snapshot|ec2_image)_block_public_access$/,
    owner: NEVER,
    how: 'public',
    certainty: 'likely',
    because: 'copies of disks may be shared with everybody',
  },
];
