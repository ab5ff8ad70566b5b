import { expect, test } from 'vitest';
import { effectsOf } from './rows.ts';

/** What it does far away; what it does here is for the rows of other families. */
function farAway(command: string): readonly string[] {
  return effectsOf(command).filter((one) => /^(infra|access|network)\./.test(one));
}

test.each([
  ['terraform destroy -auto-approve', ['infra.destroy terraform destroy']],
  ['terraform apply -destroy -target=aws_db_instance.main', ['infra.destroy aws_db_instance.main']],
  ['terraform -chdir=envs/prod apply -replace=aws_instance.web', ['infra.replace aws_instance.web']],
  ['terraform apply -auto-approve', ['infra.replace terraform apply']],
  ['terraform apply tfplan', ['infra.replace terraform apply']],
  ['TF_WORKSPACE=staging tofu destroy', ['infra.destroy tofu destroy']],
  ['terragrunt run-all destroy', ['infra.destroy terragrunt destroy']],
  ['terraform taint aws_db_instance.main', ['infra.replace aws_db_instance.main']],
  ['terraform state rm module.db', ['infra.unprotect module.db']],
  ['terraform state push old.tfstate', ['infra.unprotect terraform state']],
  ['terraform force-unlock 3f1a', ['infra.unprotect state lock']],
  ['terraform workspace delete old', ['infra.destroy workspace old']],
  ['tflocal destroy', ['infra.destroy tflocal destroy']],
  ['terraform plan -destroy', []],
  ['terraform apply -help', []],
  ['terraform state list', []],
  ['terraform workspace select prod', []],
  ['terraform import aws_s3_bucket.a a', []],
  ['terraform fmt -check', []],
])('%s', (command, effects) => {
  expect(farAway(command)).toEqual(effects);
});
