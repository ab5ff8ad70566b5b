import { expect, test } from 'vitest';
import { change, edit, factsOf, part, text } from './changes.ts';

function told(before: string, after: string): readonly string[] {
  const path = 'main.tf';
  const facts = factsOf(change([part([edit({ path })])]), {
    [path]: { before: text(before), after: text(after), landed: text(before) },
  });
  return facts
    .filter(({ kind }) => !kind.startsWith('file.'))
    .map(({ kind, subject, attributes }) => `${kind} ${subject} ${String(attributes['certainty'])}`);
}

const bucket = (name: string, block = ''): string =>
  `resource "aws_s3_bucket" "${name}" {\n  bucket = "${name}"\n${block}}\n`;
const VERSIONING = '  versioning {\n    enabled = true\n  }\n';
const OWN =
  'resource "aws_s3_bucket_versioning" "a" {\n  bucket = aws_s3_bucket.a.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n';
const policy = (action: string): string =>
  `${bucket('a')}resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["${action}"], Resource = aws_s3_bucket.a.arn }] })\n}\n`;

test.each([
  ['a block of a bucket becomes a resource of its own', bucket('a', VERSIONING), bucket('a') + OWN, []],
  ['a block that just goes', bucket('a', VERSIONING), bucket('a'), ['infra.unprotect aws_s3_bucket.a certain']],
  [
    'two buckets give theirs up, and one new resource is for one of them',
    bucket('a', VERSIONING) + bucket('b', VERSIONING),
    bucket('a') + bucket('b') + OWN,
    ['infra.unprotect aws_s3_bucket.a certain', 'infra.unprotect aws_s3_bucket.b certain'],
  ],
  [
    'a policy that names a bucket allows everything of it',
    policy('s3:GetObject'),
    policy('s3:*'),
    ['access.widen aws_iam_policy.p certain'],
  ],
  ['a policy that names a bucket allows less', policy('s3:*'), policy('s3:GetObject'), []],
])('%s', (_name, before, after, facts) => {
  expect(told(before, after)).toEqual(facts);
});
