import { expect, test } from 'vitest';
import type { Value } from '../../../src/model/fact.ts';
import { factsOfCommand, type Row } from './rows.ts';

function told(command: string, row: Row = {}): Readonly<Record<string, Value | undefined>> {
  const fact = factsOfCommand(command, row).find(({ kind }) => /^(infra|network|access)\./.test(kind));
  return fact?.attributes ?? {};
}

test.each([
  ['kubectl --context prod-eu delete ns shop', 'prod'],
  ['kubectl -n staging delete deployment web', 'staging'],
  ['KUBECONFIG=~/.kube/prod kubectl delete ns shop', 'prod'],
  ['aws --profile sandbox s3 rb s3://shop', 'dev'],
  ['AWS_PROFILE=prod aws s3 rb s3://shop', 'prod'],
  ['gcloud sql instances delete db --project=shop-prod', 'prod'],
  ['pulumi destroy -s acme/shop/prod', 'prod'],
  ['TF_WORKSPACE=test terraform destroy', 'test'],
  ['terraform destroy -var-file=envs/prod.tfvars', 'prod'],
  ['terraform -chdir=envs/dev destroy', 'dev'],
  ['doppler secrets delete KEY --config prd', 'prod'],
  ['vercel env rm KEY --environment production', 'prod'],
  ['curl -X DELETE https://api.staging.shop.example/users/7', 'staging'],
  // the name of a domain says nothing, nor does that of a thing or of a person
  ['curl -X DELETE https://api.example.com/users/7', 'unknown'],
  ['curl -X DELETE https://shop.dev/users/7', 'unknown'],
  ['curl -X DELETE http://localhost:9200/orders', 'unknown'],
  ['aws s3 rb s3://load-test-results', 'unknown'],
  ['terraform destroy', 'unknown'],
])('%s is of %s', (command, environment) => {
  expect(told(command)['environment']).toBe(environment);
});

test('a folder of the repository says where Terraform acts, a folder above it does not', () => {
  const cwd = '/home/dev/shop/envs/prod';
  expect(told('terraform destroy', { scene: { cwd } })['environment']).toBe('prod');
  expect(told('terraform destroy', { scene: { cwd: '/home/dev/shop' } })['environment']).toBe('unknown');
});

test.each([
  ['kubectl --context kind-shop delete pvc data'],
  ['kubectl --context minikube delete ns shop'],
  ['awslocal s3 rb s3://shop'],
  ['aws --endpoint-url http://localhost:4566 s3 rb s3://shop'],
  ['helm --kube-context docker-desktop uninstall db'],
])('what stands on this machine is made again: %s', (command) => {
  expect(told(command)).toMatchObject({ environment: 'dev', stateful: false });
});

test('what a file would delete is told by the file', () => {
  const file = (kind: string): Row => ({ files: { 'k8s/x.yaml': `kind: ${kind}\nmetadata:\n  name: x\n` } });
  expect(told('kubectl delete -f k8s/x.yaml', file('PersistentVolumeClaim'))).toMatchObject({ stateful: true });
  expect(told('kubectl delete -f k8s/x.yaml', file('Deployment'))).toMatchObject({ stateful: false, critical: true });
  expect(told('kubectl delete -f k8s/x.yaml', file('Job'))).toMatchObject({ critical: false, reversible: true });
  expect(told('kubectl delete -f k8s/x.yaml')).toMatchObject({ stateful: 'unknown' });
});

test('changes of names are read from their file', () => {
  const command = 'aws route53 change-resource-record-sets --hosted-zone-id Z --change-batch file://dns.json';
  const batch = (action: string): Row => ({ files: { 'dns.json': `{"Changes":[{"Action":"${action}"}]}` } });
  expect(told(command, batch('DELETE'))).toMatchObject({ critical: true, certainty: 'certain' });
  expect(told(command, batch('UPSERT'))).toEqual({});
  expect(told(command)).toMatchObject({ certainty: 'possible' });
});

test('no secret of a command stands in what is said of it', () => {
  const said = [
    'curl -X DELETE "https://ada:hunter2secret@api.shop.example/users/7?key=k3y"',
    'vault token revoke hvs.CAESIJ1vNotARealToken00000000000000',
    'aws secretsmanager put-secret-value --secret-id shop --secret-string pa55phrase',
  ].flatMap((command) => factsOfCommand(command).map((fact) => JSON.stringify(fact)));
  expect(said.length).toBeGreaterThan(3);
  expect(said.join('\n')).not.toMatch(/hunter2|k3y|CAESIJ1v|pa55phrase/);
});

test('a hostile command is read to its end', () => {
  for (const text of [
    `kubectl delete ${'-n '.repeat(20_000)}`,
    `aws ${'s3 '.repeat(20_000)}`,
    `acme ${'delete '.repeat(20_000)}`,
    `curl -X DELETE https://${'a/'.repeat(50_000)}`,
    `gcloud ${'compute firewall-rules create '.repeat(5_000)}`,
    `az ${'network nsg rule create '.repeat(5_000)}`,
    `gh api graphql -f query='${'mutation{delete'.repeat(10_000)}'`,
  ])
    expect(factsOfCommand(text).length).toBeGreaterThan(0);
});
