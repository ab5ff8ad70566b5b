import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { secrets } from '../../src/facts/analyzers/secrets.ts';
import { ROOT } from '../sources.ts';
import { change, edit, factsOf, part, text } from './changes.ts';
import { changeOf } from './folder.ts';

const CASES = join(ROOT, 'test', 'cases', 'secrets');
const SEEDED = /hunter2|fictional-0a1b2c3d|Zmlj|Zmxj/;

test('INVARIANT: no fact says what a secret is', () => {
  const facts = readdirSync(CASES).flatMap((name) => {
    const { change: of, contents } = changeOf(join(CASES, name));
    return factsOf(of, contents, [secrets]);
  });
  expect(facts.length).toBeGreaterThanOrEqual(10);
  expect(JSON.stringify(facts)).not.toMatch(SEEDED);
});

/** One row for each form that has no folder of its own. */
test.each([
  ['.aws/credentials', 'aws_secret_access_key = fictional0a1b2c3d', 'aws-credentials'],
  ['.yarnrc.yml', 'npmAuthToken: fictional-0a1b2c3d', 'registry-token'],
  ['.pypirc', '[pypi]\npassword = fictional-0a1b2c3d', 'registry-token'],
  ['.docker/config.json', '{ "auths": { "r": { "auth": "Zmlj" } } }', 'registry-token'],
  ['.netrc', 'machine shop.example login ana password fictional', 'login'],
  ['.git-credentials', 'https://ana:fictional@shop.example', 'login'],
  ['.pgpass', 'localhost:5432:shop:ana:fictional', 'login'],
  ['.htpasswd', 'ana:$apr1$fictional', 'login'],
  ['.vault_pass', 'fictional', 'vault-password'],
  ['config/master.key', '0123456789abcdef0123456789abcdef', 'rails-key'],
  ['infra/prod.tfvars', 'db_password = "fictional-0a1b2c3d"', 'variables'],
  ['.envrc', 'export API_TOKEN=fictional-0a1b2c3d', 'dotenv'],
  ['.env.production', 'DATABASE_URL=postgres://ana:fictional@db.shop.example/shop', 'dotenv'],
  ['deploy/key.ppk', 'PuTTY-User-Key-File-3: ssh-ed25519', 'private-key'],
  ['client_secret.json', '{ "client_secret": "fictional-0a1b2c3d" }', 'service-account'],
])('%s is seen', (path, content, detector) => {
  expect(told(path, content)).toEqual([detector]);
});

test.each([
  ['.vault_pass', '$ANSIBLE_VAULT;1.1;AES256\n0a1b'],
  ['infra/prod.tfvars', 'region = "eu-west-1"\ndb_password_file = "/run/secrets/db"'],
  ['.env.test', 'DATABASE_URL=postgres://postgres:postgres@localhost/test\nPASSWORD=postgres'],
  ['kubeconfig', 'users:\n  - user:\n      exec:\n        command: login'],
  ['config/credentials.json', '{ "type": "reference", "path": "secret/db" }'],
  ['.pypirc', '[pypi]\nusername = __token__'],
  ['src/env.ts', "export const API_TOKEN = 'x';"],
  ['docs/secrets.md', 'API_TOKEN=fictional-0a1b2c3d'],
])('%s is quiet', (path, content) => {
  expect(told(path, content)).toEqual([]);
});

function told(path: string, content: string): readonly unknown[] {
  const added = edit({ path, status: 'add', before: null });
  const facts = factsOf(change([part([added])]), { [path]: { after: text(content) } }, [secrets]);
  return facts.map(({ attributes }) => attributes['detector']);
}
