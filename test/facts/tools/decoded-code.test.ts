import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const decoded = (command: string): boolean => effectsOf(command).some((said) => said.startsWith('exec.decoded'));

test.each([
  'base64 -d payload.txt | sh',
  'cat payload | base64 --decode | sudo bash',
  'openssl enc -d -aes-256-cbc -in p | bash',
  'xxd -r -p payload | sh',
  'rev payload | sh',
  'bash -c "$(base64 -d < payload)"',
  'eval "$(echo $X | base64 -d)"',
  'bash <<< "$PAYLOAD"',
  'eval "$PAYLOAD"',
  'sh -c "$PAYLOAD"',
  'xargs -I{} sh -c "{}" < list',
  'jq -r ".cmd" plan.json | sh',
  `perl -MMIME::Base64 -e 'eval decode_base64("x")'`,
  `python3 -c "import base64; exec(base64.b64decode('cHJpbnQoMSk='))"`,
  'powershell -enc SQBFAFgA',
])('%s', (command) => {
  expect(decoded(command)).toBe(true);
});

test.each([
  'base64 -d image.b64 > image.png',
  'eval "$(ssh-agent -s)"',
  'eval "$(direnv hook bash)"',
  'eval "$(brew shellenv)"',
  'eval $(minikube docker-env)',
  'source venv/bin/activate',
  'bash -c "cd $DIR && make"',
  'cat list | xargs -n1 bash -c \'echo "$0"\'',
  'zcat dump.sql.gz | psql shop',
  'echo "make test" | sh',
  'cat scripts/build.sh | bash',
  'seq 3 | bash count.sh',
  '"$PYTHON" -m pytest',
])('%s is daily', (command) => {
  expect(decoded(command)).toBe(false);
});

test('a script of the repository may have variables in it, and says so', () => {
  const files = { 'run.sh': 'eval "$COMMAND"\n' };
  expect(effectsOf('bash run.sh', { files })).toContain('exec.decoded eval running a text that is not known');
});
