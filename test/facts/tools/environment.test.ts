import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const shown = (command: string): readonly string[] =>
  effectsOf(command).filter((said) => said.startsWith('secret.read'));

test.each([
  'env',
  'printenv',
  'env | sort',
  'export -p',
  'set',
  'declare -x',
  'env | base64',
  'sudo env',
  'node -p process.env',
  "python3 -c 'import os; print(os.environ)'",
  "ruby -e 'puts ENV.inspect'",
])('%s', (command) => {
  expect(shown(command)).toEqual(['secret.read the whole environment with its tokens']);
});

test.each([
  ['echo $AWS_SECRET_ACCESS_KEY', 'AWS_SECRET_ACCESS_KEY'],
  ['echo "token: ${GITHUB_TOKEN}"', 'GITHUB_TOKEN'],
  [`node -p 'process.env.NPM_TOKEN'`, 'NPM_TOKEN'],
  [`python3 -c "import os; print(os.environ['API_KEY'])"`, 'API_KEY'],
  ['printenv PGPASSWORD', 'PGPASSWORD'],
  ['printf %s "$NPM_TOKEN" | rev', 'NPM_TOKEN'],
])('%s', (command, name) => {
  expect(shown(command)).toEqual([`secret.read the value of ${name}`]);
});

test.each([
  'env FOO=1 make',
  'env | grep NODE',
  'printenv PATH',
  'echo $HOME',
  'echo $MAX_TOKENS',
  'echo ${#GITHUB_TOKEN}',
  'echo "${GITHUB_TOKEN:+set}"',
  'echo "$DOCKER_PASSWORD" | docker login -u me --password-stdin',
  'echo "TOKEN=$TOKEN" >> .env',
  "echo '$GITHUB_TOKEN'",
  'set -euo pipefail',
  'set -o pipefail',
  'export FOO=bar',
  'declare -A seen',
  'env | cut -d= -f1',
  'env --help',
])('%s shows nothing', (command) => {
  expect(shown(command)).toEqual([]);
});
