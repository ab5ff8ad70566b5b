import { describe, expect, test } from 'vitest';
import { accessFacts } from './access-stamp.ts';
import { type ConfigMap, UNKNOWN } from '../../src/facts/resource.ts';
import { allow, deny, policy, resource } from './resources.ts';

const ROLE = 'aws_iam_role_policy';
const BUCKET = 'aws_s3_bucket_policy';
const ONE = 'arn:aws:s3:::orders/*';
const READ = allow('s3:GetObject', ONE);
const ACCOUNT = 'arn:aws:iam::111111111111:root';
const OTHER = 'arn:aws:iam::222222222222:root';
const GITHUB = 'arn:aws:iam::111111111111:oidc-provider/token.actions.githubusercontent.com';
const SUB = 'token.actions.githubusercontent.com:sub';
const AUD = { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' };

function of(type: string, before: ConfigMap | null, after: ConfigMap | null): readonly string[] {
  const wrap = (document: ConfigMap | null): ConfigMap | null => (document === null ? null : { policy: document });
  return told([resource(type, wrap(before), wrap(after))]);
}

function told(changes: Parameters<typeof accessFacts>[0]): readonly string[] {
  return accessFacts(changes).map(({ attributes }) => `${attributes['how']} ${attributes['certainty']}`);
}

describe('what an identity may do', () => {
  test.each<[string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['everything on everything', policy(READ), policy(READ, allow('*', '*')), ['admin certain']],
    ['everything on one bucket', policy(READ), policy(allow('*', ONE)), ['action certain']],
    [
      'all actions but some',
      policy(READ),
      policy(READ, { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }),
      ['admin certain'],
    ],
    ['a new document that allows everything', null, policy(allow('*', '*')), ['admin certain']],
    ['a new document of least privilege', null, policy(READ), []],
    [
      'a new document that reads everywhere',
      null,
      policy(allow(['ec2:DescribeInstances', 's3:ListAllMyBuckets'], '*')),
      [],
    ],
    ['a new document with a whole service on one thing', null, policy(allow('s3:*', ONE)), []],
    ['a new document with a whole service', null, policy(allow('s3:*', '*')), ['action likely']],
    ['a new document with all of the logs', null, policy(allow('logs:*', '*')), []],
    ['a whole service instead of one action', policy(READ), policy(allow('s3:*', ONE)), ['action certain']],
    ['a wildcard instead of one action', policy(READ), policy(allow('s3:Get*', ONE)), ['action likely']],
    ['one more action', policy(READ), policy(allow(['s3:GetObject', 's3:PutObject'], ONE)), ['action possible']],
    ['one action fewer', policy(allow(['s3:GetObject', 's3:PutObject'], ONE)), policy(READ), []],
    ['a whole service made narrow', policy(allow('s3:*', '*')), policy(allow(['s3:Get*', 's3:List*'], ONE)), []],
    ['actions in another order', policy(allow(['a:B', 'c:D'], ONE)), policy(allow(['c:D', 'a:B'], ONE)), []],
    ['an action in another case', policy(READ), policy(allow('S3:getobject', ONE)), []],
    ['a list of one', policy(READ), policy(allow(['s3:GetObject'], [ONE])), []],
    ['a statement that gets a name', policy(READ), policy({ Sid: 'Read', ...READ }), []],
    [
      'one statement split in two',
      policy(allow(['a:B', 'c:D'], [ONE, 'x'])),
      policy(allow('a:B', [ONE, 'x']), allow('c:D', ['x', ONE])),
      [],
    ],
    ['two statements joined', policy(allow('a:B', ONE), allow('c:D', ONE)), policy(allow(['a:B', 'c:D'], ONE)), []],
    [
      'two statements joined that were about different things',
      policy(allow('s3:PutObject', 'x'), allow('s3:GetObject', 'y')),
      policy(allow(['s3:PutObject', 's3:GetObject'], ['x', 'y'])),
      ['resource possible'],
    ],
    ['all resources', policy(READ), policy(allow('s3:GetObject', '*')), ['action likely']],
    [
      'all resources for an ordinary action',
      policy(allow('sqs:SendMessage', 'arn:q')),
      policy(allow('sqs:SendMessage', '*')),
      ['resource certain'],
    ],
    [
      'all resources for something that only reads',
      policy(allow('ec2:DescribeInstances', 'x')),
      policy(allow('ec2:DescribeInstances', '*')),
      ['resource possible'],
    ],
    [
      'the whole bucket instead of a folder',
      policy(allow('s3:GetObject', 'arn:aws:s3:::orders/2024/*')),
      policy(READ),
      ['resource likely'],
    ],
    [
      'one more bucket',
      policy(READ),
      policy(allow('s3:GetObject', [ONE, 'arn:aws:s3:::carts/*'])),
      ['resource possible'],
    ],
    [
      'all resources but one',
      policy(READ),
      policy({ Effect: 'Allow', Action: 's3:GetObject', NotResource: 'x' }),
      ['action likely'],
    ],
    ['any role may be passed', policy(READ), policy(READ, allow('iam:PassRole', '*')), ['privilege certain']],
    [
      'one role may be passed',
      policy(READ),
      policy(READ, allow('iam:PassRole', 'arn:aws:iam::111111111111:role/app')),
      ['action possible'],
    ],
    ['any role may be passed, from the start', null, policy(allow('iam:PassRole', '*')), ['privilege certain']],
    [
      'policies of users may be attached',
      policy(READ),
      policy(READ, allow('iam:AttachUserPolicy', 'x')),
      ['privilege likely'],
    ],
    ['all of iam, from the start', null, policy(allow('iam:*', '*')), ['privilege certain']],
    ['any role may be assumed', policy(READ), policy(READ, allow('sts:AssumeRole', '*')), ['privilege certain']],
    [
      'reading iam is no escalation',
      policy(READ),
      policy(READ, allow(['iam:GetRole', 'iam:ListRoles'], '*')),
      ['action possible'],
    ],
    [
      'every key may be used',
      policy(allow('kms:Decrypt', 'arn:key')),
      policy(allow('kms:Decrypt', '*')),
      ['resource certain'],
    ],
    [
      'every secret may be read',
      policy(READ),
      policy(READ, allow('secretsmanager:GetSecretValue', '*')),
      ['action likely'],
    ],
    ['a deny goes', policy(READ, deny('s3:DeleteBucket', '*')), policy(READ), ['deny certain']],
    [
      'a deny covers less',
      policy(READ, deny(['s3:DeleteBucket', 's3:DeleteObject'], '*')),
      policy(READ, deny('s3:DeleteObject', '*')),
      ['deny certain'],
    ],
    ['a deny covers fewer things', policy(deny('s3:*', '*')), policy(deny('s3:*', ONE)), ['deny certain']],
    [
      'a deny gets a condition',
      policy(deny('s3:*', '*')),
      policy(deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
      ['deny likely'],
    ],
    [
      'a deny loses its condition',
      policy(deny('s3:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })),
      policy(deny('s3:*', '*')),
      [],
    ],
    [
      'a deny is joined with another',
      policy(deny('a:B', '*'), deny('c:D', '*')),
      policy(deny(['a:B', 'c:D'], '*')),
      [],
    ],
    ['a deny becomes wider', policy(deny('s3:DeleteBucket', '*')), policy(deny('s3:Delete*', '*')), []],
    ['a deny is added', policy(READ), policy(READ, deny('s3:DeleteBucket', '*')), []],
    [
      'all that is not listed is denied, and the list grows',
      policy({ Effect: 'Deny', NotAction: ['iam:*'], Resource: '*' }),
      policy({ Effect: 'Deny', NotAction: ['iam:*', 's3:*'], Resource: '*' }),
      ['deny certain'],
    ],
    [
      'all that is not listed is denied, and the list shrinks',
      policy({ Effect: 'Deny', NotAction: ['iam:*', 's3:*'], Resource: '*' }),
      policy({ Effect: 'Deny', NotAction: ['iam:*'], Resource: '*' }),
      [],
    ],
    [
      'allowed but for a list that grows',
      policy({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }),
      policy({ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }),
      [],
    ],
    [
      'allowed but for a list that shrinks',
      policy({ Effect: 'Allow', NotAction: ['iam:*', 's3:*'], Resource: '*' }),
      policy({ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }),
      ['admin certain'],
    ],
    [
      'without the second factor',
      policy(allow('s3:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      policy(allow('s3:*', '*')),
      ['trust certain'],
    ],
    [
      'with a second factor',
      policy(allow('s3:*', '*')),
      policy(allow('s3:*', '*', { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      [],
    ],
    [
      'from everywhere',
      policy(allow('s3:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })),
      policy(allow('s3:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.0.0/16' } } })),
      ['trust certain'],
    ],
    [
      'from fewer addresses',
      policy(allow('s3:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.0.0/16' } } })),
      policy(allow('s3:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] } } })),
      [],
    ],
    [
      'things with any tag',
      policy(allow('ec2:StartInstances', '*', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'shop' } } })),
      policy(allow('ec2:StartInstances', '*')),
      ['resource certain'],
    ],
    [
      'a document that is not known any more',
      policy(READ),
      { Version: '2012-10-17', Statement: UNKNOWN },
      ['action possible'],
    ],
    [
      'an unknown resource on both sides',
      policy(allow('s3:GetObject', UNKNOWN)),
      policy(allow(['s3:GetObject'], UNKNOWN)),
      [],
    ],
    [
      'an unknown resource instead of a known one',
      policy(READ),
      policy(allow('s3:GetObject', UNKNOWN)),
      ['resource possible'],
    ],
    [
      'everything on something unknown',
      policy(allow('s3:GetObject', UNKNOWN)),
      policy(allow('*', UNKNOWN)),
      ['action certain'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(of(ROLE, before, after)).toEqual(expected);
  });
});

describe('who may use a resource', () => {
  const given = (principal: ConfigMap | string, more: ConfigMap = {}): ConfigMap =>
    allow('s3:GetObject', ONE, { Principal: principal, ...more });
  const app = { AWS: 'arn:aws:iam::111111111111:role/app' };
  const org = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } };
  test.each<[string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['everybody', policy(given(app)), policy(given('*')), ['public certain']],
    ['everybody, as AWS', policy(given(app)), policy(given({ AWS: '*' })), ['public certain']],
    ['everybody, in a list', policy(given(app)), policy(given({ AWS: ['*'] })), ['public certain']],
    ['everybody from the start', null, policy(given('*')), ['public certain']],
    ['everybody of the organisation', policy(given(app)), policy(given('*', org)), ['principal likely']],
    ['everybody of the organisation from the start', null, policy(given('*', org)), []],
    ['everybody, no longer of the organisation', policy(given('*', org)), policy(given('*')), ['public certain']],
    [
      'everybody with a referer',
      policy(given(app)),
      policy(given('*', { Condition: { StringLike: { 'aws:Referer': 'https://shop/*' } } })),
      ['public certain'],
    ],
    [
      'everybody but one',
      policy(given(app)),
      policy({ Effect: 'Allow', Action: 's3:GetObject', Resource: ONE, NotPrincipal: app }),
      ['public certain'],
    ],
    ['everybody could before', policy(given('*')), policy({ Sid: 'Web', ...given({ AWS: '*' }) }), []],
    ['nobody but the app', policy(given('*')), policy(given(app)), []],
    [
      'another account',
      policy(given({ AWS: ACCOUNT })),
      policy(given({ AWS: [ACCOUNT, OTHER] })),
      ['principal certain'],
    ],
    [
      'another role of the account',
      policy(given(app)),
      policy(given({ AWS: [app.AWS, 'arn:aws:iam::111111111111:role/job'] })),
      ['principal possible'],
    ],
    ['a role of a trusted account', policy(given({ AWS: ACCOUNT })), policy(given(app)), []],
    ['the account instead of a role', policy(given(app)), policy(given({ AWS: '111111111111' })), ['principal likely']],
    ['the account written in two ways', policy(given({ AWS: ACCOUNT })), policy(given({ AWS: '111111111111' })), []],
    ['a new document for one role', null, policy(given(app)), []],
    ['a policy with a deny goes', policy(deny('s3:*', '*', { Principal: '*' })), null, ['deny certain']],
    ['a policy without a deny goes', policy(given('*')), null, []],
  ])('%s', (_name, before, after, expected) => {
    expect(of(BUCKET, before, after)).toEqual(expected);
  });

  test('the bucket that takes its policy along', () => {
    const gone = resource(BUCKET, { policy: policy(deny('s3:*', '*', { Principal: '*' })) }, null);
    expect(told([gone, resource('aws_s3_bucket', { bucket: 'orders' }, null)])).toEqual([]);
  });

  test('the policy every key begins with', () => {
    expect(of('aws_kms_key', null, policy(allow('kms:*', '*', { Principal: { AWS: ACCOUNT } })))).toEqual([]);
  });
});

describe('who may take on a role', () => {
  const trust = (
    principal: ConfigMap | string,
    condition: ConfigMap | null = null,
    action = 'sts:AssumeRole',
  ): ConfigMap => ({
    assume_role_policy: policy({
      Effect: 'Allow',
      Action: action,
      Principal: principal,
      ...(condition === null ? {} : { Condition: condition }),
    }),
  });
  const web = (sub: ConfigMap | null): ConfigMap =>
    trust({ Federated: GITHUB }, { StringEquals: AUD, ...sub }, 'sts:AssumeRoleWithWebIdentity');
  const main = { StringEquals: { ...AUD, [SUB]: 'repo:shop/api:ref:refs/heads/main' } };
  test.each<[string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    ['any repository of the owner', web(main), web({ StringLike: { [SUB]: 'repo:shop/*' } }), ['trust certain']],
    ['any branch of the repository', web(main), web({ StringLike: { [SUB]: 'repo:shop/api:*' } }), ['trust certain']],
    ['any token of the provider', web(main), web(null), ['trust certain']],
    ['any token from the start', null, web(null), ['trust certain']],
    ['any repository of anybody from the start', null, web({ StringLike: { [SUB]: 'repo:*' } }), ['trust certain']],
    ['one repository from the start', null, web({ StringLike: { [SUB]: 'repo:shop/api:*' } }), []],
    [
      'one branch more',
      web(main),
      web({
        StringEquals: { ...AUD, [SUB]: ['repo:shop/api:ref:refs/heads/main', 'repo:shop/api:ref:refs/heads/next'] },
      }),
      ['trust possible'],
    ],
    ['one branch instead of all', web({ StringLike: { [SUB]: 'repo:shop/api:*' } }), web(main), []],
    [
      'like instead of equal, with the same value',
      web(main),
      web({ StringLike: { [SUB]: 'repo:shop/api:ref:refs/heads/main' } }),
      [],
    ],
    ['anybody', trust({ Service: 'ec2.amazonaws.com' }), trust('*'), ['trust certain']],
    ['anybody from the start', null, trust({ AWS: '*' }), ['trust certain']],
    ['another account', trust({ AWS: ACCOUNT }), trust({ AWS: [ACCOUNT, OTHER] }), ['trust certain']],
    [
      'an account beside a service',
      trust({ Service: 'ec2.amazonaws.com' }),
      trust({ Service: 'ec2.amazonaws.com', AWS: OTHER }),
      ['trust likely'],
    ],
    [
      'another service',
      trust({ Service: 'ec2.amazonaws.com' }),
      trust({ Service: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] }),
      ['trust possible'],
    ],
    ['a new role for a service', null, trust({ Service: 'ec2.amazonaws.com' }), []],
    ['a new role for an account', null, trust({ AWS: ACCOUNT }), []],
    [
      'without the external id',
      trust({ AWS: ACCOUNT }, { StringEquals: { 'sts:ExternalId': 'x' } }),
      trust({ AWS: ACCOUNT }),
      ['trust certain'],
    ],
    [
      'without the second factor',
      trust({ AWS: ACCOUNT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      trust({ AWS: ACCOUNT }),
      ['trust certain'],
    ],
    [
      'with the second factor only if there is one',
      trust({ AWS: ACCOUNT }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      trust({ AWS: ACCOUNT }, { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
      ['trust certain'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(told([resource('aws_iam_role', before, after)])).toEqual(expected);
  });
});

describe('documents that move within one change', () => {
  const inline = (document: ConfigMap): ConfigMap => ({ policy: JSON.stringify(document) });
  test('from inline to managed', () => {
    const wide = policy(allow('*', '*'));
    const changes = [
      resource('aws_iam_role_policy', inline(wide), null),
      resource('aws_iam_policy', null, inline(wide)),
    ];
    expect(told(changes)).toEqual([]);
  });
  test('a deny from one policy to another', () => {
    const document = policy(deny('s3:DeleteBucket', '*'));
    const changes = [
      resource('aws_iam_policy', inline(document), null),
      resource('aws_iam_role_policy', null, inline(document)),
    ];
    expect(told(changes)).toEqual([]);
  });
  test('from JSON to a data source', () => {
    const changes = [
      resource('aws_iam_policy', inline(policy(allow('*', '*'))), { policy: UNKNOWN }),
      resource('data.aws_iam_policy_document', null, { statement: [{ actions: ['*'], resources: ['*'] }] }),
    ];
    expect(told(changes)).toEqual(['action possible']);
  });
});

describe('data.aws_iam_policy_document', () => {
  const read = { actions: ['s3:GetObject'], resources: [ONE] };
  test.each<[string, readonly ConfigMap[], readonly ConfigMap[], readonly string[]]>([
    [
      'a deny goes',
      [read, { effect: 'Deny', actions: ['s3:DeleteBucket'], resources: ['*'] }],
      [read],
      ['deny certain'],
    ],
    ['all actions', [read], [{ ...read, actions: ['s3:*'] }], ['action certain']],
    [
      'another order',
      [read, { actions: ['a:B'], resources: ['x'] }],
      [{ actions: ['a:B'], resources: ['x'] }, read],
      [],
    ],
    [
      'everybody',
      [{ ...read, principals: [{ type: 'AWS', identifiers: [ACCOUNT] }] }],
      [{ ...read, principals: [{ type: '*', identifiers: ['*'] }] }],
      ['public certain'],
    ],
    [
      'a condition goes',
      [{ ...read, condition: [{ test: 'StringEquals', variable: 'aws:PrincipalOrgID', values: ['o-1'] }] }],
      [read],
      ['trust certain'],
    ],
  ])('%s', (_name, before, after, expected) => {
    expect(told([resource('data.aws_iam_policy_document', { statement: before }, { statement: after })])).toEqual(
      expected,
    );
  });
});

test('a policy that is not valid JSON is said', () => {
  const [seen] = accessFacts([resource(ROLE, { policy: '{}' }, { policy: '{"Statement": [' })]);
  expect(seen?.kind).toBe('unreadable');
});

describe('where documents stand', () => {
  const READ_DOCUMENT = policy(READ);
  const ALL = policy(allow('*', '*'));
  test.each<[string, string, ConfigMap | null, ConfigMap | null, readonly string[]]>([
    [
      'AWS::IAM::Policy',
      'as a property',
      { PolicyDocument: READ_DOCUMENT },
      { PolicyDocument: ALL },
      ['admin certain'],
    ],
    [
      'AWS::IAM::Role',
      'in a list with names',
      { Policies: [{ PolicyName: 'a', PolicyDocument: READ_DOCUMENT }] },
      { Policies: [{ PolicyName: 'a', PolicyDocument: ALL }] },
      ['admin certain'],
    ],
    [
      'AWS::IAM::Role',
      'in a list in another order',
      { Policies: [{ PolicyDocument: READ_DOCUMENT }, { PolicyDocument: policy(deny('a:B', '*')) }] },
      { Policies: [{ PolicyDocument: policy(deny('a:B', '*')) }, { PolicyDocument: READ_DOCUMENT }] },
      [],
    ],
    [
      'AWS::IAM::Role',
      'as whom it trusts',
      {
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'ec2.amazonaws.com' },
        }),
      },
      { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } }) },
      ['trust certain'],
    ],
    [
      'AWS::Serverless::Function',
      'in a list without names',
      { Policies: [{ Statement: [READ] }] },
      { Policies: [{ Statement: [allow('*', '*')] }] },
      ['admin certain'],
    ],
    [
      'AWS::KMS::Key',
      'of a key',
      { KeyPolicy: policy(allow('kms:*', '*', { Principal: { AWS: ACCOUNT } })) },
      { KeyPolicy: policy(allow('kms:*', '*', { Principal: { AWS: '*' } })) },
      ['public certain'],
    ],
    ['AWS::SSO::PermissionSet', 'inline', { InlinePolicy: READ_DOCUMENT }, { InlinePolicy: ALL }, ['admin certain']],
    [
      'AWS::S3::BucketPolicy',
      'with a reference in it',
      { PolicyDocument: policy(allow('s3:GetObject', 'arn:aws:s3:::${Bucket}/*')) },
      { PolicyDocument: policy(allow('s3:GetObject', 'arn:${AWS::Partition}:s3:::${Bucket}/*')) },
      ['resource possible'],
    ],
    [
      'aws_iam_role',
      'in blocks',
      { inline_policy: [{ name: 'a', policy: JSON.stringify(READ_DOCUMENT) }] },
      { inline_policy: [{ name: 'a', policy: JSON.stringify(ALL) }] },
      ['admin certain'],
    ],
    [
      'aws_iam_policy',
      'as a reference on both sides',
      { policy: '${data.aws_iam_policy_document.a.json}' },
      { policy: '${data.aws_iam_policy_document.a.json}' },
      [],
    ],
    [
      'aws_sqs_queue_policy',
      'as text',
      { policy: JSON.stringify(policy(allow('sqs:SendMessage', '*', { Principal: { AWS: ACCOUNT } }))) },
      { policy: JSON.stringify(policy(allow('sqs:SendMessage', '*', { Principal: '*' }))) },
      ['public certain'],
    ],
    [
      'aws_opensearch_domain',
      'as access policies',
      {
        vpc_options: [{}],
        access_policies: JSON.stringify(policy(allow('es:*', 'x', { Principal: { AWS: ACCOUNT } }))),
      },
      { vpc_options: [{}], access_policies: JSON.stringify(policy(allow('es:*', 'x', { Principal: { AWS: '*' } }))) },
      ['public certain'],
    ],
    [
      'aws_organizations_policy',
      'as content',
      { content: JSON.stringify(policy(deny('cloudtrail:StopLogging', '*'))) },
      { content: JSON.stringify(policy(deny('cloudtrail:StopLogging', 'x'))) },
      ['deny certain'],
    ],
    [
      'aws_iam_role',
      'a role that goes with its documents',
      { inline_policy: [{ policy: JSON.stringify(policy(deny('a:B', '*'))) }] },
      null,
      [],
    ],
    [
      'aws_s3_bucket',
      'rules of life are no policy',
      { lifecycle_rule: [{ id: 'a' }] },
      { lifecycle_rule: [{ id: 'b' }] },
      [],
    ],
  ])('%s: %s', (type, _name, before, after, expected) => {
    expect(told([resource(type, before, after)])).toEqual(expected);
  });
});
