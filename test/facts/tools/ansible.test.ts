import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ["ansible web -m file -a 'path=/srv state=absent'", ['infra.destroy hosts/web']],
  ["ansible all -m shell -a 'rm -rf /srv'", ['infra.destroy hosts/all']],
  ['ansible all -m reboot', ['infra.scale-zero hosts/all']],
  ['ansible-playbook destroy.yml', ['infra.destroy playbook/destroy.yml']],
  ['ansible all -m ping', []],
  ["ansible web -m file -a 'path=/srv state=absent' --check", []],
  ['ansible-playbook site.yml', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
