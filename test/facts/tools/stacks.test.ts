import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['pulumi destroy --yes --stack prod', ['infra.destroy stack/prod']],
  ['pulumi up --yes', ['infra.replace stack']],
  ['pulumi state delete urn:x', ['infra.unprotect state/urn:x']],
  ['pulumi stack rm old', ['infra.destroy stack/old']],
  ['cdk destroy Api', ['infra.destroy stack/Api']],
  ['sst remove --stage prod', ['infra.destroy stack']],
  ['serverless remove', ['infra.destroy stack']],
  ['sam delete --stack-name api', ['infra.destroy stack/api']],
  ['azd down', ['infra.destroy stack']],
  ['eksctl delete cluster --name shop', ['infra.destroy cluster/shop']],
  ['kops delete cluster shop --yes', ['infra.destroy cluster/shop']],
  ['packer build -force web.pkr.hcl', ['infra.replace image/web.pkr.hcl']],
  ['kops delete cluster shop', []],
  ['pulumi preview', []],
  ['cdk deploy Api', []],
  ['pulumi destroy --preview-only', []],
  ['sst dev', []],
  ['eksctl get cluster', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
