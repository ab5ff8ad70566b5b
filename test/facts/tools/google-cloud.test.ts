import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['gcloud projects delete shop', ['infra.destroy project/shop']],
  ['gcloud sql instances delete db --project shop-prod', ['infra.destroy sql instances/db']],
  ['gcloud compute instances stop web', ['infra.scale-zero instance/web']],
  ['gcloud container clusters resize c --num-nodes=0', ['infra.scale-zero cluster/c']],
  ['gcloud storage rm -r gs://shop', ['infra.destroy objects/gs://shop']],
  ['gcloud kms keys versions destroy 1 --key k', ['infra.destroy key/1']],
  ['gcloud sql instances patch db --no-deletion-protection', ['infra.unprotect resource/db']],
  ['gcloud projects add-iam-policy-binding p --member=user:a --role=roles/owner', ['access.widen policy/p']],
  [
    'gcloud run services add-iam-policy-binding s --member=allUsers --role=roles/run.invoker',
    ['access.widen policy/s'],
  ],
  ['gcloud compute firewall-rules create ssh --allow=tcp:22', ['network.expose firewall-rule/ssh']],
  ['gsutil -m rm -r gs://shop/a', ['infra.destroy objects/gs://shop/a']],
  ['gsutil rsync -d a gs://shop', ['infra.destroy objects/gs://shop']],
  ['bq rm -r -f shop', ['infra.destroy dataset/shop']],
  ['gcloud config unset project', []],
  ['gcloud components remove beta', []],
  ['gcloud compute instances list', []],
  ['gcloud compute firewall-rules create in --allow=tcp:22 --source-ranges=10.0.0.0/8', []],
  ['gcloud run deploy api', []],
  ['gsutil cp a gs://shop', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
