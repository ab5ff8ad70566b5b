import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['doctl compute droplet delete web', ['infra.destroy compute droplet/web']],
  ['hcloud server disable-protection web delete', ['infra.unprotect machine/web']],
  ['hcloud server poweroff web', ['infra.scale-zero machine/web']],
  ['linode-cli linodes delete 7', ['infra.destroy linodes/7']],
  ['openstack volume delete data', ['infra.destroy volume/data']],
  ['oci os object bulk-delete -bn shop', ['infra.destroy objects/shop']],
  ['ibmcloud ks cluster rm -c shop', ['infra.destroy cluster/shop']],
  ['cf delete-space prod', ['infra.destroy application/prod']],
  ['aliyun ecs DeleteInstance --InstanceId i', ['infra.destroy resource']],
  ['nomad job stop web', ['infra.scale-zero job/web']],
  ['knife node delete web', ['infra.destroy node/web']],
  ['doctl compute droplet list', []],
  ['hcloud context delete x --help', []],
  ['doctl auth remove', []],
  ['nomad status', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
