import { describe, expect, test } from 'vitest';
import { accessFacts } from './access-stamp.ts';
import { type ConfigMap, type ResourceChange, UNKNOWN } from '../../src/facts/resource.ts';
import { resource } from './resources.ts';

function told(changes: readonly ResourceChange[]): readonly string[] {
  return accessFacts(changes).map(({ kind, attributes }) =>
    [kind.split('.')[1], attributes['how'] ?? attributes['protection'], attributes['certainty']]
      .filter(Boolean)
      .join(' '),
  );
}

const BLOCK = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const CFN_BLOCK = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};
const vpc = { subnet_ids: ['a'] };

describe('one property that lets people in', () => {
  test.each<[string, string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['aws_db_instance', 'public', { publicly_accessible: false }, { publicly_accessible: true }, ['expose certain']],
    [
      'aws_db_instance',
      'public as text',
      { publicly_accessible: false },
      { publicly_accessible: 'true' },
      ['expose certain'],
    ],
    ['aws_db_instance', 'public when nothing was said', {}, { publicly_accessible: true }, ['expose certain']],
    ['aws_db_instance', 'public from the start', null, { publicly_accessible: true }, ['expose certain']],
    ['aws_db_instance', 'nothing is said any more', { publicly_accessible: false }, {}, []],
    ['aws_db_instance', 'private', { publicly_accessible: true }, { publicly_accessible: false }, []],
    [
      'aws_db_instance',
      'public as before',
      { publicly_accessible: true, port: 1 },
      { publicly_accessible: true, port: 2 },
      [],
    ],
    [
      'aws_db_instance',
      'perhaps public',
      { publicly_accessible: false },
      { publicly_accessible: UNKNOWN },
      ['expose possible'],
    ],
    [
      'aws_db_instance',
      'perhaps public as before',
      { publicly_accessible: UNKNOWN },
      { publicly_accessible: UNKNOWN },
      [],
    ],
    ['AWS::RDS::DBInstance', 'nothing is said any more', { PubliclyAccessible: false }, {}, ['expose certain']],
    ['AWS::RDS::DBInstance', 'new, nothing said', null, {}, []],
    ['AWS::RDS::DBInstance', 'nothing said on either side', { Port: 1 }, { Port: 2 }, []],
    [
      'AWS::Redshift::Cluster',
      'public',
      { PubliclyAccessible: false },
      { PubliclyAccessible: true },
      ['expose certain'],
    ],
    [
      'aws_msk_cluster',
      'public',
      { broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type: 'DISABLED' }] }] }] },
      { broker_node_group_info: [{ connectivity_info: [{ public_access: [{ type: 'SERVICE_PROVIDED_EIPS' }] }] }] },
      ['expose certain'],
    ],
    ['aws_opensearch_domain', 'out of the network', { vpc_options: [vpc] }, {}, ['expose certain']],
    ['aws_opensearch_domain', 'into the network', {}, { vpc_options: [vpc] }, []],
    ['aws_opensearch_domain', 'new without a network', null, {}, []],
    [
      'aws_subnet',
      'public addresses',
      { map_public_ip_on_launch: false },
      { map_public_ip_on_launch: true },
      ['expose likely'],
    ],
    ['aws_subnet', 'a new public subnet', null, { map_public_ip_on_launch: true }, []],
    [
      'aws_instance',
      'a public address',
      { associate_public_ip_address: false },
      { associate_public_ip_address: true },
      ['expose likely'],
    ],
    [
      'aws_instance',
      'metadata without a token',
      { metadata_options: [{ http_tokens: 'required' }] },
      { metadata_options: [{ http_tokens: 'optional' }] },
      ['unprotect isolation likely'],
    ],
    [
      'aws_instance',
      'metadata with a token',
      { metadata_options: [{ http_tokens: 'optional' }] },
      { metadata_options: [{ http_tokens: 'required' }] },
      [],
    ],
    ['aws_lb', 'to the internet', { internal: true }, { internal: false }, ['expose certain']],
    ['aws_lb', 'to the internet when nothing is said', { internal: true }, {}, ['expose certain']],
    ['aws_lb', 'new', null, { internal: false }, []],
    [
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'to the internet',
      { Scheme: 'internal' },
      { Scheme: 'internet-facing' },
      ['expose certain'],
    ],
    [
      'aws_s3_bucket_public_access_block',
      'one switch off',
      BLOCK,
      { ...BLOCK, block_public_policy: false },
      ['widen public certain'],
    ],
    ['aws_s3_bucket_public_access_block', 'all switches off', BLOCK, {}, ['widen public certain']],
    ['aws_s3_bucket_public_access_block', 'switches on', {}, BLOCK, []],
    ['aws_s3_bucket_public_access_block', 'new and on', null, BLOCK, []],
    ['aws_s3_bucket_public_access_block', 'gone', BLOCK, null, ['widen public certain']],
    ['aws_s3_account_public_access_block', 'gone', BLOCK, null, ['widen public certain']],
    [
      'AWS::S3::Bucket',
      'the block is off',
      { PublicAccessBlockConfiguration: CFN_BLOCK },
      { PublicAccessBlockConfiguration: { ...CFN_BLOCK, BlockPublicAcls: 'false' } },
      ['widen public certain'],
    ],
    [
      'AWS::S3::Bucket',
      'the block is gone',
      { PublicAccessBlockConfiguration: CFN_BLOCK },
      {},
      ['widen public certain'],
    ],
    ['AWS::S3::Bucket', 'the block comes', {}, { PublicAccessBlockConfiguration: CFN_BLOCK }, []],
    ['AWS::S3::Bucket', 'new without a block', null, { BucketName: 'orders' }, []],
    [
      'AWS::S3::Bucket',
      'a public list',
      { AccessControl: 'Private' },
      { AccessControl: 'PublicRead' },
      ['widen public certain'],
    ],
    ['AWS::S3::Bucket', 'a list for logs', { AccessControl: 'Private' }, { AccessControl: 'LogDeliveryWrite' }, []],
    ['aws_s3_bucket_acl', 'public from the start', null, { acl: 'public-read' }, ['widen public certain']],
    ['aws_s3_bucket_acl', 'private', { acl: 'public-read' }, { acl: 'private' }, []],
    [
      'aws_lambda_function_url',
      'no login',
      { authorization_type: 'AWS_IAM' },
      { authorization_type: 'NONE' },
      ['widen public certain'],
    ],
    [
      'AWS::Serverless::Function',
      'no login',
      {},
      { FunctionUrlConfig: { AuthType: 'NONE' } },
      ['widen public certain'],
    ],
    ['AWS::Serverless::Function', 'with a login', {}, { FunctionUrlConfig: { AuthType: 'AWS_IAM' } }, []],
    ['AWS::Serverless::Api', 'no authorizer', { Auth: { DefaultAuthorizer: 'Users' } }, {}, ['widen public likely']],
    [
      'aws_api_gateway_method',
      'no login',
      { authorization: 'AWS_IAM' },
      { authorization: 'NONE' },
      ['widen public certain'],
    ],
    ['aws_api_gateway_method', 'new without a login', null, { authorization: 'NONE' }, []],
    ['aws_lambda_function', 'out of the network', { vpc_config: [vpc] }, {}, ['unprotect isolation likely']],
    [
      'aws_wafv2_web_acl',
      'lets all through',
      { default_action: [{ block: [{}] }] },
      { default_action: [{ allow: [{}] }] },
      ['unprotect isolation certain'],
    ],
    ['aws_cloudfront_distribution', 'without its firewall', { web_acl_id: 'arn' }, {}, ['unprotect isolation likely']],
    ['aws_ami_launch_permission', 'everybody', null, { group: 'all' }, ['widen public certain']],
    ['aws_ami_launch_permission', 'one account', null, { account_id: '111111111111' }, []],
    [
      'google_sql_database_instance',
      'a public address',
      { settings: [{ ip_configuration: [{ ipv4_enabled: false }] }] },
      { settings: [{ ip_configuration: [{ ipv4_enabled: true }] }] },
      ['expose certain'],
    ],
    [
      'google_storage_bucket',
      'public again',
      { public_access_prevention: 'enforced' },
      { public_access_prevention: 'inherited' },
      ['widen public certain'],
    ],
    ['google_storage_bucket', 'new', null, { location: 'EU' }, []],
    [
      'azurerm_storage_account',
      'every network',
      { public_network_access_enabled: false },
      { public_network_access_enabled: true },
      ['expose certain'],
    ],
    [
      'azurerm_storage_account',
      'every network when nothing is said',
      { public_network_access_enabled: false },
      {},
      ['expose certain'],
    ],
    [
      'azurerm_storage_account',
      'no longer denied',
      { network_rules: [{ default_action: 'Deny' }] },
      { network_rules: [{ default_action: 'Allow' }] },
      ['expose certain'],
    ],
    [
      'azurerm_storage_account',
      'no rules any more',
      { network_rules: [{ default_action: 'Deny' }] },
      {},
      ['expose certain'],
    ],
    [
      'azurerm_storage_container',
      'public',
      { container_access_type: 'private' },
      { container_access_type: 'blob' },
      ['widen public certain'],
    ],
    [
      'azurerm_key_vault',
      'no longer denied',
      { network_acls: [{ default_action: 'Deny' }] },
      { network_acls: [{ default_action: 'Allow' }] },
      ['expose certain'],
    ],
    [
      'AWS::WAFv2::WebACL',
      'no rules any more',
      { Rules: [{ Name: 'a' }] },
      { Rules: [] },
      ['unprotect isolation certain'],
    ],
    [
      'AWS::NetworkFirewall::FirewallPolicy',
      'all may pass',
      { FirewallPolicy: { StatelessDefaultActions: ['aws:drop'] } },
      { FirewallPolicy: { StatelessDefaultActions: ['aws:pass'] } },
      ['unprotect isolation certain'],
    ],
    [
      'AWS::AutoScaling::LaunchConfiguration',
      'the subnet decides',
      { AssociatePublicIpAddress: false },
      {},
      ['expose likely'],
    ],
    ['AWS::AutoScaling::LaunchConfiguration', 'new', null, {}, []],
    [
      'AWS::Redshift::Cluster',
      'copies through the internet',
      { EnhancedVpcRouting: true },
      { EnhancedVpcRouting: false },
      ['unprotect isolation likely'],
    ],
    ['aws_wafv2_web_acl_association', 'gone', { resource_arn: 'x' }, null, ['unprotect isolation certain']],
    [
      'aws_network_acl_rule',
      'a refusal goes',
      { rule_action: 'deny', cidr_block: '198.51.100.0/24' },
      null,
      ['unprotect isolation likely'],
    ],
    ['aws_network_acl_rule', 'a permission goes', { rule_action: 'allow', cidr_block: '198.51.100.0/24' }, null, []],
  ])('%s: %s', (type, _name, before, after, expected) => {
    expect(told([resource(type, before, after)])).toEqual(expected);
  });

  test('the bucket goes with its block, and a block that gets another name', () => {
    const gone = resource('aws_s3_bucket_public_access_block', BLOCK, null);
    expect(told([gone, resource('aws_s3_bucket', {}, null)])).toEqual([]);
    expect(told([gone, resource('aws_s3_bucket_public_access_block', null, BLOCK)])).toEqual([]);
  });
});

describe('roles that are given', () => {
  const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const google = (role: string, member = 'user:ana@shop.example'): ConfigMap => ({ role, member });
  const azure = (role: string, scope: string | typeof UNKNOWN): ConfigMap => ({
    role_definition_name: role,
    scope,
    principal_id: 'p',
  });
  const SUBSCRIPTION = '/subscriptions/0000';
  test.each<[string, string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['aws_iam_role_policy_attachment', 'administrator', null, { policy_arn: ADMIN }, ['widen admin certain']],
    ['aws_iam_role_policy_attachment', 'reader', null, { policy_arn: READ }, []],
    [
      'aws_iam_role_policy_attachment',
      'reader becomes administrator',
      { policy_arn: READ },
      { policy_arn: ADMIN },
      ['widen admin certain'],
    ],
    ['aws_iam_role_policy_attachment', 'administrator becomes reader', { policy_arn: ADMIN }, { policy_arn: READ }, []],
    [
      'aws_iam_role_policy_attachment',
      'a whole service',
      null,
      { policy_arn: 'arn:aws:iam::aws:policy/AmazonS3FullAccess' },
      ['widen action likely'],
    ],
    [
      'aws_iam_role_policy_attachment',
      'the daily needs of a function',
      null,
      { policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      [],
    ],
    [
      'aws_iam_user_policy_attachment',
      'all of iam',
      null,
      { policy_arn: 'arn:aws:iam::aws:policy/IAMFullAccess' },
      ['widen privilege certain'],
    ],
    [
      'aws_iam_role',
      'in a list',
      { managed_policy_arns: [READ] },
      { managed_policy_arns: [READ, ADMIN] },
      ['widen admin certain'],
    ],
    [
      'AWS::IAM::Role',
      'in a list',
      { ManagedPolicyArns: [READ] },
      { ManagedPolicyArns: [READ, ADMIN] },
      ['widen admin certain'],
    ],
    [
      'AWS::Serverless::Function',
      'in a list',
      { Policies: ['AWSLambdaBasicExecutionRole'] },
      { Policies: ['AdministratorAccess'] },
      ['widen admin certain'],
    ],
    ['aws_iam_role', 'the boundary goes', { permissions_boundary: 'arn:b' }, {}, ['widen boundary certain']],
    [
      'aws_iam_role',
      'another boundary',
      { permissions_boundary: 'arn:b' },
      { permissions_boundary: 'arn:c' },
      ['widen boundary possible'],
    ],
    ['aws_iam_role', 'a boundary comes', {}, { permissions_boundary: 'arn:b' }, []],
    ['AWS::IAM::Role', 'the boundary goes', { PermissionsBoundary: UNKNOWN }, {}, ['widen boundary certain']],
    ['aws_iam_role', 'the role goes with its boundary', { permissions_boundary: 'arn:b' }, null, []],
    ['google_project_iam_member', 'owner', null, google('roles/owner'), ['widen admin certain']],
    ['google_project_iam_member', 'editor', google('roles/viewer'), google('roles/editor'), ['widen admin certain']],
    ['google_project_iam_member', 'viewer', null, google('roles/viewer'), []],
    [
      'google_project_iam_member',
      'the key to others',
      null,
      google('roles/iam.serviceAccountTokenCreator'),
      ['widen privilege certain'],
    ],
    [
      'google_project_iam_member',
      'an administrator of one service',
      null,
      google('roles/storage.admin'),
      ['widen admin likely'],
    ],
    ['google_storage_bucket_iam_member', 'an administrator of one bucket', null, google('roles/storage.admin'), []],
    [
      'google_storage_bucket_iam_member',
      'everybody',
      null,
      google('roles/storage.objectViewer', 'allUsers'),
      ['widen public certain'],
    ],
    [
      'google_storage_bucket_iam_member',
      'everybody as before',
      google('roles/storage.objectViewer', 'allUsers'),
      google('roles/storage.objectViewer', 'allUsers'),
      [],
    ],
    [
      'google_storage_bucket_iam_binding',
      'everybody beside one',
      { role: 'roles/x', members: ['user:a'] },
      { role: 'roles/x', members: ['user:a', 'allAuthenticatedUsers'] },
      ['widen public certain'],
    ],
    [
      'google_project_iam_binding',
      'one more member',
      { role: 'roles/viewer', members: ['user:a'] },
      { role: 'roles/viewer', members: ['user:a', 'user:b'] },
      ['widen principal possible'],
    ],
    [
      'google_project_iam_binding',
      'one member fewer',
      { role: 'roles/owner', members: ['user:a', 'user:b'] },
      { role: 'roles/owner', members: ['user:a'] },
      [],
    ],
    [
      'google_bigquery_dataset',
      'everybody',
      { access: [] },
      { access: [{ role: 'READER', special_group: 'allAuthenticatedUsers' }] },
      ['widen public certain'],
    ],
    [
      'google_project_iam_custom_role',
      'may change policies',
      { permissions: ['a.b.get'] },
      { permissions: ['a.b.get', 'storage.buckets.setIamPolicy'] },
      ['widen privilege likely'],
    ],
    [
      'google_project_iam_custom_role',
      'one permission more',
      { permissions: ['a.b.get'] },
      { permissions: ['a.b.get', 'a.b.list'] },
      ['widen action possible'],
    ],
    [
      'azurerm_role_assignment',
      'owner of the subscription',
      null,
      azure('Owner', SUBSCRIPTION),
      ['widen admin certain'],
    ],
    [
      'azurerm_role_assignment',
      'contributor of the subscription',
      null,
      azure('Contributor', SUBSCRIPTION),
      ['widen admin certain'],
    ],
    [
      'azurerm_role_assignment',
      'contributor of a group',
      null,
      azure('Contributor', `${SUBSCRIPTION}/resourceGroups/shop`),
      [],
    ],
    ['azurerm_role_assignment', 'reader of the subscription', null, azure('Reader', SUBSCRIPTION), []],
    ['azurerm_role_assignment', 'owner of something unknown', null, azure('Owner', UNKNOWN), ['widen admin likely']],
    [
      'azurerm_role_assignment',
      'from the group to the subscription',
      azure('Contributor', `${SUBSCRIPTION}/resourceGroups/shop`),
      azure('Contributor', SUBSCRIPTION),
      ['widen admin certain'],
    ],
    [
      'azurerm_role_assignment',
      'from the subscription to the group',
      azure('Contributor', SUBSCRIPTION),
      azure('Contributor', `${SUBSCRIPTION}/resourceGroups/shop`),
      [],
    ],
    [
      'azurerm_role_definition',
      'all actions',
      { permissions: [{ actions: ['Microsoft.Storage/read'] }] },
      { permissions: [{ actions: ['*'] }] },
      ['widen admin certain'],
    ],
    [
      'azurerm_role_definition',
      'one action more',
      { permissions: [{ actions: ['a/read'] }] },
      { permissions: [{ actions: ['a/read', 'b/read'] }] },
      ['widen action possible'],
    ],
    [
      'aws_lambda_permission',
      'everybody',
      null,
      { action: 'lambda:InvokeFunction', principal: '*' },
      ['widen public certain'],
    ],
    [
      'aws_lambda_permission',
      'a service for one source',
      null,
      { action: 'lambda:InvokeFunction', principal: 's3.amazonaws.com', source_arn: 'arn:x' },
      [],
    ],
    [
      'AWS::Lambda::Permission',
      'everybody',
      { Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com' },
      { Action: 'lambda:InvokeFunction', Principal: '*' },
      ['widen public certain'],
    ],
    [
      'AWS::Lambda::Permission',
      'from any source',
      { Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', SourceAccount: '111111111111' },
      { Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com' },
      ['widen trust certain'],
    ],
  ])('%s: %s', (type, _name, before, after, expected) => {
    expect(told([resource(type, before, after)])).toEqual(expected);
  });

  test('an attachment that moves', () => {
    const changes = [
      resource('aws_iam_role', { managed_policy_arns: [ADMIN] }, {}),
      resource('aws_iam_role_policy_attachment', null, { policy_arn: ADMIN }),
    ];
    expect(told(changes)).toEqual([]);
  });
});

describe('what a stranger writes', () => {
  const many = Array.from({ length: 1000 }, (_, at) => at);
  test('is compared in bounded time', () => {
    const statement = (at: number): ConfigMap => ({
      Effect: 'Allow',
      Action: `s3:*${'*a'.repeat(20)}${at}`,
      Resource: `x${at}`,
    });
    const rule = (at: number): ConfigMap => ({
      protocol: 'tcp',
      from_port: at,
      to_port: at + 7,
      cidr_blocks: [`${at % 250}.0.0.0/8`],
    });
    const policies = (from: number): ConfigMap => ({ policy: { Statement: many.map((at) => statement(at + from)) } });
    const groups = (from: number): ConfigMap => ({ ingress: many.map((at) => rule(at + from)) });
    expect(told([resource('aws_iam_policy', policies(0), policies(9999))])).toEqual(['widen action likely']);
    expect(told([resource('aws_security_group', groups(0), groups(9999))]).length).toBeGreaterThan(0);
  }, 20_000);
  test('and so are statements that are long', () => {
    const document = (letter: string): ConfigMap => ({
      policy: {
        Statement: many
          .slice(0, 300)
          .map((at) => ({ Effect: 'Allow', Action: `${letter.repeat(400)}*${'*a'.repeat(200)}${at}`, Resource: '*' })),
      },
    });
    expect(told([resource('aws_iam_policy', document('*'), document('?'))])).toEqual(['widen action likely']);
  }, 20_000);
  test('is no glob that takes forever', () => {
    const wide = { policy: { Statement: { Effect: 'Allow', Action: `s3:${'*a'.repeat(500)}`, Resource: '*' } } };
    const narrow = { policy: { Statement: { Effect: 'Allow', Action: `s3:${'a'.repeat(1000)}`, Resource: '*' } } };
    expect(told([resource('aws_iam_policy', narrow, wide)])).toEqual(['widen action likely']);
  });
});
