import { resolve } from 'node:path';
import { redact } from '../../model/redact.ts';
import type { Scene } from '../../model/call.ts';
import type { Environment } from '../../system/git.ts';

/** What decides where a command acts, of all that an agent's environment holds. Passwords in URLs do not come along. */
const TELLING =
  /^(HOME|TMPDIR|PWD|USER|SHELL|KUBE\w*|HELM_\w+|AWS_(PROFILE|DEFAULT_PROFILE|REGION|ENDPOINT_URL\w*|ACCOUNT_ID)|GOOGLE_CLOUD_PROJECT|CLOUDSDK_\w+|GCP_PROJECT|ARM_SUBSCRIPTION_ID|AZURE_\w*SUBSCRIPTION\w*|TF_WORKSPACE|TF_VAR_\w*env\w*|TERRAGRUNT_\w+|PULUMI_STACK|PG(HOST|DATABASE|PORT|USER|SERVICE)|MYSQL_HOST|\w*DATABASE_URL|REDIS_URL|MONGO\w*_UR[IL]|DOCKER_(HOST|CONTEXT)|VAULT_(ADDR|NAMESPACE)|(NODE|RAILS|RACK|APP|FLASK|MIX|DJANGO|DEPLOY|GO|PHX)_ENV\w*|ENV|ENVIRONMENT|STAGE|HUSKY|LEFTHOOK|SKIP|GIT_(DIR|WORK_TREE|SSH_COMMAND|CONFIG_\w+))$/;

export type Place = Pick<Scene, 'root' | 'branch' | 'protected'>;

export function sceneOf(cwd: string, env: Environment, place: Place): Scene {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.length < 1000 && TELLING.test(name)) variables[name] = redact(value);
  }
  return { cwd: resolve(cwd), home: env['HOME'] ?? null, variables, ...place };
}
