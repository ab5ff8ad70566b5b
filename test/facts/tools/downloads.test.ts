import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const remote = (command: string): readonly string[] =>
  effectsOf(command).filter((said) => said.startsWith('exec.remote'));

test.each([
  'curl -o setup.sh https://get.example.com/setup.sh && sh setup.sh',
  'curl -fsSLo /tmp/setup.sh https://get.example.com/setup.sh; bash /tmp/setup.sh --yes',
  'wget https://get.example.com/setup.sh && chmod +x setup.sh && ./setup.sh',
  'wget -O /tmp/a.py https://get.example.com/a && python3 /tmp/a.py',
  'curl https://get.example.com/setup.sh > s.sh\nsource ./s.sh',
  'curl -Lo t https://get.example.com/t && mv t bin/t && ./bin/t',
])('%s', (command) => {
  expect(remote(command)).toHaveLength(1);
  expect(remote(command)[0]).toContain('running what get.example.com serves');
});

test.each([
  'curl -o setup.sh https://get.example.com/setup.sh',
  'curl -o setup.sh https://get.example.com/setup.sh && cat setup.sh',
  'curl -o a.json https://api.example.com/a && node build.js a.json',
  'curl -LO https://get.example.com/t && sha256sum -c t.sha256 && ./t',
  'wget https://get.example.com/a.tgz && tar xzf a.tgz && make',
])('%s is looked at first, or is data', (command) => {
  expect(remote(command)).toEqual([]);
});
