import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['az group delete -n shop --yes', ['infra.destroy resource-group/shop']],
  ['az sql db delete -g shop-prod -n db', ['infra.destroy sql db/shop-prod']],
  ['az vm deallocate -g g -n web', ['infra.scale-zero service/g']],
  ['az storage blob delete-batch -s c', ['infra.destroy blobs']],
  ['az lock delete -n keep', ['infra.unprotect lock/keep']],
  ['az keyvault update -n v --enable-purge-protection false', ['infra.unprotect resource/v']],
  ['az role assignment create --assignee a --role Owner', ['access.widen role/a']],
  [
    "az network nsg rule create -n r --source-address-prefixes '*' --destination-port-ranges 22 --access Allow",
    ['network.expose nsg-rule/r'],
  ],
  ['az deployment group create -g g --mode Complete -f main.bicep', ['infra.destroy resource-group/main.bicep']],
  ['az storage account keys renew -n s', ['infra.replace key/s']],
  ['azcopy remove https://s.blob.example/c', ['infra.destroy blobs/https://s.blob.example/c']],
  ['az extension remove -n x', []],
  ['az vm list', []],
  ['az account clear', []],
  ['az deployment group create -g g -f main.bicep', []],
  ['azcopy copy a https://s.blob.example/c', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
