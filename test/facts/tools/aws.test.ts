import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  [
    'aws rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot',
    ['infra.destroy rds db-instance/shop'],
  ],
  ['aws --profile prod ec2 terminate-instances --instance-ids i-1', ['infra.destroy ec2 instances/i-1']],
  ['aws s3 rb s3://shop --force', ['infra.destroy bucket/s3://shop']],
  ['aws s3 rm s3://shop/a --recursive', ['infra.destroy objects/s3://shop/a']],
  ['aws s3 rm s3://shop/a.txt', ['infra.destroy object/s3://shop/a.txt']],
  ['aws s3 sync dist s3://shop --delete', ['infra.destroy objects/s3://shop']],
  ['aws s3api delete-objects --bucket shop', ['infra.destroy object/shop']],
  ['aws kms schedule-key-deletion --key-id k', ['infra.destroy key/k']],
  ['aws cloudtrail stop-logging --name t', ['infra.unprotect trail/t']],
  [
    'aws s3api put-bucket-versioning --bucket shop --versioning-configuration Status=Suspended',
    ['infra.unprotect bucket/shop'],
  ],
  [
    'aws rds modify-db-instance --db-instance-identifier shop --no-deletion-protection',
    ['infra.unprotect resource/shop'],
  ],
  ['aws ecs update-service --service web --desired-count 0', ['infra.scale-zero service']],
  ['aws secretsmanager put-secret-value --secret-id s --secret-string x', ['infra.replace secret/s']],
  ['aws ssm put-parameter --name p --value v --overwrite', ['infra.replace parameter/p']],
  [
    'aws iam attach-role-policy --role-name ci --policy-arn arn:aws:iam::aws:policy/AdministratorAccess',
    ['access.widen policy/ci'],
  ],
  ['aws s3api put-bucket-acl --bucket shop --acl public-read', ['access.widen bucket/shop']],
  ["aws lambda add-permission --function-name f --principal '*'", ['access.widen permission/f']],
  [
    'aws ec2 authorize-security-group-ingress --group-id g --protocol tcp --port 22 --cidr 0.0.0.0/0',
    ['network.expose security-group/g'],
  ],
  [
    'aws route53 change-resource-record-sets --hosted-zone-id Z --change-batch file://dns.json',
    ['infra.destroy record/Z'],
  ],
  ['awslocal dynamodb delete-table --table-name t', ['infra.destroy dynamodb table/t']],
  ['aws s3 sync dist s3://shop --delete --dryrun', []],
  ['aws s3 cp a s3://shop/a', []],
  ['aws sqs delete-message --queue-url q --receipt-handle r', []],
  ['aws ec2 describe-instances', []],
  ["aws cloudfront create-invalidation --distribution-id X --paths '/*'", []],
  ['aws ssm put-parameter --name p --value v', []],
  ['aws ec2 authorize-security-group-ingress --group-id g --protocol tcp --port 22 --cidr 10.0.0.0/8', []],
  ['aws rds delete-db-instance help', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
