import { UNKNOWN } from '../resource.ts';
import { type Exposure, NETWORK, PUBLIC, says, saysNot } from './exposure.ts';

const CERTAIN = { changed: 'certain', fresh: 'certain' } as const;
const CHANGED = { changed: 'certain', fresh: null } as const;
const GUARD = { telling: PUBLIC, because: 'public access to the bucket is no longer blocked' } as const;
const ACL = says(
  'public-read',
  'public-read-write',
  'authenticated-read',
  'PublicRead',
  'PublicReadWrite',
  'AuthenticatedRead',
  'publicRead',
  'publicReadWrite',
  'website',
);
const ACL_SAID = {
  telling: PUBLIC,
  because: 'the ACL lets anyone read it',
  remedy: 'Use a private ACL, and a policy for those that need it',
} as const;
const FLAGS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'] as const;
const CFN_FLAGS = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const;

/** Buckets, images and copies of disks. */
export const awsStorageExposures: readonly Exposure[] = [
  ...FLAGS.map((flag): Exposure => ({
    types: /^aws_s3_(bucket|account)_public_access_block$/,
    at: [flag],
    isWide: saysNot(true),
    changed: 'certain',
    fresh: 'likely',
    ...GUARD,
    remedy: `${flag} = true`,
  })),
  ...FLAGS.map((flag): Exposure => ({
    types: /^aws_s3_access_point$/,
    at: ['public_access_block_configuration', flag],
    isWide: says(false),
    ...CERTAIN,
    ...GUARD,
    remedy: `${flag} = true`,
  })),
  ...CFN_FLAGS.map((flag): Exposure => ({
    types: /^AWS::S3::(Bucket|AccessPoint)$/,
    at: ['PublicAccessBlockConfiguration', flag],
    isWide: saysNot(true),
    ...CHANGED,
    ...GUARD,
    remedy: `${flag}: true`,
  })),
  ...CFN_FLAGS.map((flag): Exposure => ({
    types: /^AWS::S3::(Bucket|AccessPoint)$/,
    at: ['PublicAccessBlockConfiguration', flag],
    isWide: says(false),
    changed: 'certain',
    fresh: 'likely',
    ...GUARD,
    remedy: `${flag}: true`,
  })),
  {
    types:
      /^(aws_s3_bucket(_acl|_object)?|aws_s3_object|digitalocean_spaces_bucket|alicloud_oss_bucket|scaleway_object_bucket(_acl)?)$/,
    at: ['acl'],
    isWide: ACL,
    ...CERTAIN,
    ...ACL_SAID,
  },
  { types: /^AWS::S3::Bucket$/, at: ['AccessControl'], isWide: ACL, ...CERTAIN, ...ACL_SAID },
  {
    types: /^aws_s3_bucket$/,
    at: ['grant', 'uri'],
    isWide: says(
      'http://acs.amazonaws.com/groups/global/AllUsers',
      'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
    ),
    ...CERTAIN,
    ...ACL_SAID,
  },
  {
    types: /^aws_s3_bucket_acl$/,
    at: ['access_control_policy', 'grant', 'grantee', 'uri'],
    isWide: says(
      'http://acs.amazonaws.com/groups/global/AllUsers',
      'http://acs.amazonaws.com/groups/global/AuthenticatedUsers',
    ),
    ...CERTAIN,
    ...ACL_SAID,
  },
  {
    types: /^aws_ami_launch_permission$/,
    at: ['group'],
    isWide: says('all'),
    telling: PUBLIC,
    ...CERTAIN,
    because: 'the image is given to every account',
    remedy: 'Name the account in account_id',
  },
  {
    types: /^aws_db_snapshot(_copy)?$/,
    at: ['shared_accounts'],
    isWide: (value) => (value === UNKNOWN ? 'unknown' : Array.isArray(value) && value.includes('all')),
    telling: PUBLIC,
    ...CERTAIN,
    because: 'the snapshot is given to every account',
    remedy: 'Name the accounts in shared_accounts',
  },
  {
    types: /^aws_ebs_snapshot_block_public_access$/,
    at: ['state'],
    isWide: says('unblocked'),
    telling: PUBLIC,
    ...CERTAIN,
    because: 'snapshots may be shared with everybody',
    remedy: 'state = "block-all-sharing"',
  },
  {
    types: /^aws_ec2_image_block_public_access$/,
    at: ['state'],
    isWide: says('unblocked'),
    telling: PUBLIC,
    ...CERTAIN,
    because: 'images may be shared with everybody',
    remedy: 'state = "block-new-sharing"',
  },
  {
    types: /^aws_opensearchserverless_security_policy$/,
    at: ['policy'],
    isWide: (value) =>
      value === UNKNOWN ? 'unknown' : typeof value === 'string' && /"AllowFromPublic"\s*:\s*true/.test(value),
    telling: NETWORK,
    ...CERTAIN,
    because: 'the collection is reached from the internet',
    remedy: '"AllowFromPublic": false with SourceVPCEs',
  },
];
