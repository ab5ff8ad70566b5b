import { ANYWHERE, openingOf, type Opening } from '../service/openings.ts';
import { widened, type Deed } from '../service/service.ts';

/** Rights and openings of AWS: who may do more after the command. */
export function wideningOf(said: string, text: string): Deed | null {
  const row = RIGHTS.find(([pattern]) => pattern.test(said));
  return row?.[1](text) ?? openingOf(EXPOSURES, said, text);
}

const ADMIN =
  /(AdministratorAccess|PowerUserAccess|IAMFullAccess|AWSOrganizationsFullAccess|AWSKeyManagementServicePowerUser|SystemAdministrator|job-function\/\w*Admin\w*)(\s|"|'|$)/;
const STAR_ACTION = /"Action"\s*:\s*\[?\s*"(\*|iam:\*)"/;
const STAR_PRINCIPAL = /"Principal"\s*:\s*(\{\s*"(AWS|CanonicalUser)"\s*:\s*\[?\s*)?"\*"/;

/** A person or a program may do more: how much, as far as the words tell. */
const RIGHTS: readonly (readonly [said: RegExp, deed: (text: string) => Deed])[] = [
  [
    /^iam attach-(user|role|group)-policy\b/,
    (text) =>
      ADMIN.test(text)
        ? widened('policy', 'admin', { because: 'may do everything' })
        : widened('policy', 'action', {
            because: 'may do more than before',
            certainty: /FullAccess/.test(text) ? 'certain' : 'possible',
          }),
  ],
  [/^iam (put-(user|role|group)-policy|create-policy-version|create-policy)\b/, (text) => document(text, 'policy')],
  [
    /^iam (update-assume-role-policy|create-role)\b/,
    (text) =>
      STAR_PRINCIPAL.test(text)
        ? widened('role', 'trust', { because: 'anybody may take it on' })
        : widened('role', 'privilege', {
            because: 'is trusted to somebody else',
            certainty: /update-assume/.test(text) ? 'likely' : 'possible',
          }),
  ],
  [
    /^iam (create-access-key|create-login-profile|update-login-profile|create-service-specific-credential|upload-ssh-public-key)\b/,
    () => widened('access-key', 'privilege', { because: 'gets a key that does not expire' }),
  ],
  [
    /^iam (add-user-to-group|add-role-to-instance-profile)\b/,
    (text) =>
      /admin/i.test(text)
        ? widened('group', 'admin', { because: 'may do everything' })
        : widened('group', 'privilege', { because: 'may do more than before' }),
  ],
  [
    /^iam (delete-(user|role)-permissions-boundary|put-(user|role)-permissions-boundary|set-default-policy-version)\b/,
    () => widened('boundary', 'boundary', { because: 'is limited by another boundary, or by none' }),
  ],
  [
    /^(s3api put-bucket-policy|sqs set-queue-attributes|sns set-topic-attributes|ecr set-repository-policy|secretsmanager put-resource-policy|kms put-key-policy|glacier set-vault-access-policy|backup put-backup-vault-access-policy|lambda put-resource-policy|efs put-file-system-policy|es update-elasticsearch-domain-config|opensearch update-domain-config)\b/,
    (text) => resourcePolicy(text),
  ],
  [/^s3api put-(bucket|object)-acl\b|^s3 (cp|sync|mv)\b|^s3api (put-object|create-bucket)\b/, (text) => acl(text)],
  [
    /^(lambda add-permission|sqs add-permission|sns add-permission|events put-permission|lambda add-layer-version-permission)\b/,
    (text) =>
      /--principal[= ]"?'?\*|--aws-account-ids?[= ]"?\*/.test(text)
        ? widened('permission', 'public', { because: 'anybody may use it' })
        : widened('permission', 'principal', { because: 'somebody else may use it', certainty: 'possible' }),
  ],
  [
    /^ec2 modify-(image|snapshot|fpga-image)-attribute\b/,
    (text) =>
      /Group"?[=:]\s*"?all|--(group-names|user-groups|groups)[= ]all/.test(text)
        ? widened('image', 'public', { because: 'anybody may copy it' })
        : QUIET,
  ],
  [
    /^rds modify-db-(cluster-)?snapshot-attribute\b/,
    (text) =>
      /--values-to-add[= ].*\ball\b/.test(text)
        ? widened('snapshot', 'public', { because: 'anybody may copy it' })
        : widened('snapshot', 'principal', { certainty: 'likely', because: 'another account may copy it' }),
  ],
  [
    /^(sso-admin|identitystore) (create-account-assignment|attach-managed-policy-to-permission-set|create-group-membership)\b/,
    (text) =>
      widened('permission-set', ADMIN.test(text) ? 'admin' : 'privilege', { because: 'may do more than before' }),
  ],
  [
    /^eks (create-access-entry|associate-access-policy)\b/,
    (text) =>
      /ClusterAdmin|EKSAdmin/.test(text)
        ? widened('cluster', 'admin', { because: 'may do everything in it' })
        : widened('cluster', 'privilege', { certainty: 'possible', because: 'may do more than before' }),
  ],
  [
    /^cognito-idp admin-add-user-to-group\b/,
    () => widened('group', 'privilege', { certainty: 'possible', because: 'may do more than before' }),
  ],
];

/** Nothing worth a word. */
const QUIET: Deed = widened('', 'unknown', { certainty: 'possible', because: '' });
export function isQuiet(deed: Deed): boolean {
  return deed === QUIET;
}

function document(text: string, type: string): Deed {
  if (STAR_ACTION.test(text)) return widened(type, 'admin', { because: 'may do everything' });
  if (/"Action"\s*:\s*\[?\s*"[\w-]+:\*"/.test(text))
    return widened(type, 'action', { because: 'may do everything in a service' });
  return widened(type, 'action', { because: 'may do more than before', certainty: 'possible' });
}

function resourcePolicy(text: string): Deed {
  if (/set-(queue|topic)-attributes|update-\S*domain-config/.test(text) && !/policy/i.test(text)) return QUIET;
  if (STAR_PRINCIPAL.test(text)) return widened('policy', 'public', { because: 'anybody may use it' });
  const known = /"Statement"/.test(text);
  return widened('policy', 'resource', {
    because: 'is opened as the new policy says, and the old one is gone',
    certainty: known ? 'possible' : 'likely',
  });
}

function acl(text: string): Deed {
  if (/--acl[= ](public-read|public-read-write|authenticated-read)\b|AllUsers|AuthenticatedUsers/.test(text))
    return widened('bucket', 'public', {
      because: 'anybody may read it',
      certainty: /put-(bucket|object)-acl/.test(text) ? 'certain' : 'likely',
    });
  return QUIET;
}

const PORTS = /--port[= ](-?[\d-]+)|FromPort"?[=:]\s*(-?\d+)|--port-range[= ]From=(\d+)/;
const EXPOSURES: readonly Opening[] = [
  {
    said: /^ec2 (authorize-security-group-ingress|create-network-acl-entry|modify-security-group-rules)\b/,
    text: ANYWHERE,
    type: 'security-group',
    ports: PORTS,
  },
  {
    said: /^(rds|redshift|dms|docdb) (modify|create)-/,
    text: /(^|\s)--publicly-accessible(\s|$)/,
    type: 'database',
  },
  {
    said: /^eks update-cluster-config\b/,
    text: /endpointPublicAccess"?[=:]\s*true/,
    not: /publicAccessCidrs"?[=:]\s*\[?"?(?!0\.0\.0\.0\/0)/,
    type: 'cluster',
  },
];
