import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

const unseen = (command: string, files: Readonly<Record<string, string>> = {}): readonly string[] =>
  effectsOf(command, { files }).filter((said) => said.startsWith('exec.agent-script'));

test.each([
  ['bash /tmp/x.sh', '/tmp/x.sh'],
  ['python3 /home/dev/Downloads/tool.py --now', '/home/dev/Downloads/tool.py'],
  ['/dev/shm/a', '/dev/shm/a'],
  ['cd /tmp && ./x', '/tmp/x'],
  ['make -f /tmp/x.mk all', '/tmp/x.mk'],
  ['make --file=/tmp/x.mk', '/tmp/x.mk'],
  ["bash << 'EOF'", 'the rest of the text'],
])('%s', (command, path) => {
  expect(unseen(command)).toEqual([`exec.agent-script ${path}`]);
});

test.each([
  'python script.py',
  'make -f other.mk',
  "cat << 'EOF'",
  'bash << EOF\nls\nEOF',
  './gradlew build',
  'bash scripts/setup.sh',
  '/usr/bin/make',
  'python3 -m pytest',
])('%s is of the repository or of the system', (command) => {
  expect(unseen(command)).toEqual([]);
});

test('what can be read is judged by what it does', () => {
  expect(unseen('bash /tmp/x.sh', { '/tmp/x.sh': 'echo ok\n' })).toEqual([]);
  expect(unseen("printf 'echo ok' > /tmp/y.sh; bash /tmp/y.sh")).toEqual([]);
});
