import { expect, test } from 'vitest';
import type { Dependent } from '../../src/model/fact.ts';
import { absent, change, edit, factsOf, part, text } from './changes.ts';

/** What goes along with the one thing that `after` no longer holds. */
function radius(path: string, before: string, after: string, kind: string): readonly Dependent[] {
  const facts = factsOf(change([part([edit({ path })])]), {
    [path]: { before: text(before), after: after === '' ? absent : text(after), landed: text(before) },
  });
  const [fact] = facts.filter((one) => one.kind === kind);
  expect(fact?.attributes['dependents']).toBe(fact?.radius?.length ?? 0);
  return fact?.radius ?? [];
}

test('Terraform: through locals and outputs, each under the resource it stands on', () => {
  const rest = `
locals { net = aws_vpc.main.id }
resource "aws_subnet" "a" { vpc_id = local.net }
resource "aws_db_subnet_group" "db" { subnet_ids = [aws_subnet.a.id] }
resource "aws_security_group" "db" { vpc_id = aws_vpc.main.id }
resource "aws_s3_bucket" "other" {}
`;
  const vpc = 'resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }\n';
  expect(radius('net/main.tf', vpc + rest, rest, 'infra.destroy')).toEqual([
    { name: 'net:aws_security_group.db', of: 'net:aws_vpc.main' },
    { name: 'net:aws_subnet.a', of: 'net:aws_vpc.main' },
    { name: 'net:aws_db_subnet_group.db', of: 'net:aws_subnet.a' },
  ]);
});

test('Kubernetes: what lives in a namespace', () => {
  const rest = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n';
  const gone = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
  expect(radius('k8s/all.yaml', `${gone}---\n${rest}`, rest, 'infra.destroy')).toEqual([
    { name: 'k8s:ConfigMap/shop/a', of: 'k8s:Namespace/shop' },
  ]);
});

test('CloudFormation: what refers to a resource', () => {
  const head = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n';
  const topic = '  Jobs:\n    Type: AWS::SQS::Queue\n';
  const user = '  Alarm:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n      AlarmActions: [!Ref Jobs]\n';
  expect(radius('stack.yaml', head + topic + user, head + user, 'infra.destroy')).toEqual([
    { name: 'stack.yaml:Alarm', of: 'stack.yaml:Jobs' },
  ]);
});
