import { describe, expect, test } from 'vitest';
import { cdk } from '../../src/facts/analyzers/cdk.ts';
import { change, edit, factsOf, part, text } from './changes.ts';

function seen(before: string, after: string, path = 'lib/shop-stack.ts'): readonly string[] {
  const contents = {
    [path]: { before: text(program(before)), after: text(program(after)), landed: text(program(before)) },
  };
  return factsOf(change([part([edit({ path })])]), contents, [cdk]).map(({ kind, subject, attributes }) => {
    const { protection, certainty, reversible } = attributes;
    const kept = kind !== 'infra.unprotect' && reversible === true ? 'kept' : '';
    const words = [
      kind.replace('infra.', ''),
      subject.split(':')[1],
      protection,
      certainty === 'certain' ? '' : certainty,
      kept,
    ];
    return words.filter((word) => word !== undefined && word !== '').join(' ');
  });
}

/** With the types that TypeScript has and JavaScript has not. */
function program(body: string): string {
  return `import * as cdk from 'aws-cdk-lib';\nexport class Shop extends cdk.Stack {\n  constructor(scope: Construct, private readonly id: string) {\n${body}\n  }\n}\n`;
}

const BUCKET = "new s3.Bucket(this, 'B', { removalPolicy: cdk.RemovalPolicy.RETAIN });";
const PLAIN = "new s3.Bucket(this, 'B');";
const QUEUE = "new sqs.Queue(this, 'Q', { queueName: 'a' });";

const ROWS: readonly (readonly [string, before: string, after: string, ...facts: readonly string[]])[] = [
  ['a bucket that stays by default', PLAIN, '', 'destroy B kept'],
  ['a bucket that stays because the program says so', BUCKET, ''],
  ['a bucket that goes', BUCKET.replace('RETAIN', 'DESTROY'), '', 'destroy B'],
  ['a bucket that may go', BUCKET.replace('cdk.RemovalPolicy.RETAIN', 'policy'), '', 'destroy B likely'],
  ['a queue that goes', QUEUE, '', 'destroy Q'],
  ['a queue with another name', QUEUE, QUEUE.replace("'a'", "'b'"), 'replace Q likely'],
  ['a queue whose name is worked out', QUEUE, QUEUE.replace("'a'", 'name'), 'replace Q possible'],
  ['a queue in another place of the tree', QUEUE, QUEUE.replace('this', 'other'), 'replace Q possible'],
  [
    'a bucket that would be emptied',
    PLAIN,
    "new s3.Bucket(this, 'B', { autoDeleteObjects: true });",
    'unprotect B deletion',
  ],
  [
    'a choice that is made later',
    BUCKET,
    BUCKET.replace('cdk.RemovalPolicy.RETAIN', 'prod ? RETAIN : DESTROY'),
    'unprotect B deletion possible',
  ],
  ['a policy that says what is the default', PLAIN, BUCKET],
  ['the default of what is retained goes', PLAIN, BUCKET.replace('RETAIN', 'DESTROY'), 'unprotect B deletion'],
  ['properties that come from elsewhere', BUCKET, "new s3.Bucket(this, 'B', { ...shared });"],
  ['a role nobody counts as data goes', "new iam.Policy(this, 'P');", ''],
  [
    'a stack that may be deleted',
    "new ShopStack(app, 'S', { terminationProtection: true });",
    "new ShopStack(app, 'S', {});",
    'unprotect S deletion',
  ],
  ['a comment', QUEUE, `// ours\n${QUEUE}`],
  ['something that is no construct', "new Map(this, 'a');", ''],
];

describe('what a program no longer says', () => {
  test.each(ROWS)('%s', (_name, before, after, ...facts) => {
    expect(seen(before, after)).toEqual(facts);
  });
});

test('nothing is asked about a program of something else', () => {
  const contents = { 'a.ts': { before: text(QUEUE), after: text(''), landed: text(QUEUE) } };
  expect(factsOf(change([part([edit({ path: 'a.ts' })])]), contents, [cdk])).toEqual([]);
});

test('a test of a program makes nothing', () => {
  expect(seen(QUEUE, '', 'test/shop.test.ts')).toEqual([]);
});
