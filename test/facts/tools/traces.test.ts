import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

test.each([
  ['history -c', 'system.change history'],
  ['export HISTFILE=/dev/null', 'system.change the history of this shell'],
  ['unset HISTFILE', 'system.change the history of this shell'],
  ['set +o history', 'system.change the history of this shell'],
  ['> ~/.bash_history', 'system.change /home/dev/.bash_history'],
  ['rm ~/.zsh_history', 'system.change /home/dev/.zsh_history'],
  ['/etc/init.d/ssh stop', 'system.change ssh stop'],
])('%s', (command, effect) => {
  expect(effectsOf(command)).toContain(effect);
});

test.each([
  'history',
  'history 20',
  'export HISTSIZE=1000',
  'unset FOO',
  'set -o history',
  'set +o pipefail',
  '/etc/init.d/ssh status',
])('%s', (command) => {
  expect(effectsOf(command).filter((one) => one.startsWith('system.change'))).toEqual([]);
});
