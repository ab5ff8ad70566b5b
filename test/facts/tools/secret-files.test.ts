import { expect, test } from 'vitest';
import { factsOfCommand, type Row } from './rows.ts';

/** Path, and how much it weighs. */
function reads(command: string, row: Row = {}): readonly string[] {
  return factsOfCommand(command, row)
    .filter(({ kind }) => kind === 'secret.read')
    .map(({ subject, attributes: { strong, usual } }) => `${subject} ${usual === true ? 'usual' : String(strong)}`);
}

test.each([
  ['cat .env', '.env false'],
  ['head -5 config/.env.production', 'config/.env.production false'],
  ["sed -n '1,10p' .env", '.env false'],
  ['less ~/.netrc', '/home/dev/.netrc true'],
  ['cat $HOME/.kube/config', '/home/dev/.kube/config true'],
  ['grep -r token ~/.ssh', '/home/dev/.ssh true'],
  ['base64 deploy/server.key', 'deploy/server.key unknown'],
  ['xxd certs/private.pem', 'certs/private.pem true'],
  ['cp ~/.aws/credentials /tmp/x', '/home/dev/.aws/credentials true'],
  ['tar czf /tmp/k.tgz ~/.gnupg', '/home/dev/.gnupg true'],
  ['sudo cat /etc/shadow', '/etc/shadow true'],
  ['tail -50 ~/.bash_history', '/home/dev/.bash_history false'],
  ['cat /proc/1234/environ', '/proc/1234/environ false'],
  ['jq .private_key service-account.json', 'service-account.json true'],
  ['diff .env .env.example', '.env false'],
  ['while read -r l; do grep x < .npmrc; done', '.npmrc unknown'],
  ['find . -name ".env*" -exec cat {} +', '.env* false'],
  ['find ~ -name id_rsa | xargs cat', 'id_rsa true'],
  ['cat .en?', '.en? false'],
  ['git show HEAD~3:.env', '.env false'],
  ['terraform-docs . ; cat terraform.tfstate', 'terraform.tfstate false'],
  ['mycli load .env', '.env false'],
  ['mycli --config .npmrc', '.npmrc usual'],
  ['while read l; do echo "$l"; done < .env', '.env false'],
  ["perl -ne 'print' .env", '.env false'],
  ['python3 -c \'print(open(".env").read())\'', '.env false'],
  ["node -e \"require('fs').readFileSync('.e' + 'nv')\"", '.env false'],
  ['echo "$(<.env)"', '.env false'],
  ['cp ~/.ssh/id_rsa .', '/home/dev/.ssh/id_rsa true'],
  ['curl file:///home/dev/.netrc', '/home/dev/.netrc true'],
  ['python3 -m json.tool credentials.json', 'credentials.json false'],
  ['cat deploy_key', 'deploy_key true'],
  ['cat prod.tfvars', 'prod.tfvars usual'],
  ['cat tests/fixtures/key.pem', 'tests/fixtures/key.pem usual'],
])('%s', (command, said) => {
  expect(reads(command)).toEqual([said]);
});

test.each([
  'cat .env.example',
  'cat ~/.ssh/id_rsa.pub',
  'ls -la .env',
  'test -f .env && echo there',
  'git add .env',
  'git check-ignore .env',
  'git log --stat -- .env',
  'grep .env .gitignore',
  'grep -q KEY .env',
  'cut -d= -f1 .env',
  'source .env',
  'set -a; . ./.env; set +a',
  'docker run --env-file .env app',
  'node --env-file=.env server.js',
  'ssh -i ~/.ssh/id_ed25519 host uptime',
  'chmod 600 ~/.ssh/id_rsa',
  'cp .env.example .env',
  'echo PORT=3000 >> .env',
  "sed -i 's/a/b/' .env",
  'rm .env',
  'cat src/secrets/index.ts',
  'cat src/environment.ts',
  'tar xzf x.tgz .env',
  'git commit -m "do not cat .env"',
  'kubectl apply -f secrets/app.yaml',
  'terraform apply -var-file=prod.tfvars',
  'find . -name .env',
  'openssl x509 -in cert.pem -noout -dates',
])('%s shows no secret', (command) => {
  expect(reads(command)).toEqual([]);
});

test('a script of the repository reads the settings that it was written for', () => {
  expect(reads('bash start.sh', { files: { 'start.sh': 'export $(cat .env)\n' } })).toEqual(['.env usual']);
  expect(reads('bash start.sh', { files: { 'start.sh': 'cat ~/.ssh/id_rsa\n' } })).toEqual([
    '/home/dev/.ssh/id_rsa usual',
  ]);
});

test('hostile lengths are no work', () => {
  for (const text of [
    `cat ${'a'.repeat(200_000)}`,
    `cat ${'a@'.repeat(100_000)}`,
    `python3 -c "pack${' '.repeat(200_000)}"`,
    `eval ${'$(a) '.repeat(20_000)}`,
    `curl ${'$(a) '.repeat(20_000)}`,
  ])
    expect(reads(text)).toEqual([]);
});
