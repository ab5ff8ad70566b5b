import type { Analyzer } from '../analyzer.ts';
import { alembic } from './alembic.ts';
import { ansible } from './ansible.ts';
import { arm } from './arm.ts';
import { bicep } from './bicep.ts';
import { cdk } from './cdk.ts';
import { cloudformation } from './cloudformation.ts';
import { commands } from './commands.ts';
import { compose } from './compose.ts';
import { dependencies } from './dependencies.ts';
import { django } from './django.ts';
import { dns } from './dns.ts';
import { dockerfile } from './dockerfile.ts';
import { ecto } from './ecto.ts';
import { files } from './files.ts';
import { gates } from './gates.ts';
import { githubActions } from './github-actions.ts';
import { gitlabCi } from './gitlab-ci.ts';
import { guard } from './guard.ts';
import { helm } from './helm.ts';
import { iamPolicy } from './iam-policy.ts';
import { knex } from './knex.ts';
import { kubernetes } from './kubernetes.ts';
import { kustomize } from './kustomize.ts';
import { laravel } from './laravel.ts';
import { liquibase } from './liquibase.ts';
import { lockfiles } from './lockfiles.ts';
import { mcpTools } from './mcp-tools.ts';
import { ormSync } from './orm-sync.ts';
import { otherPipelines } from './other-pipelines.ts';
import { prisma } from './prisma.ts';
import { pulumi } from './pulumi.ts';
import { rails } from './rails.ts';
import { refs } from './refs.ts';
import { scanners } from './scanners.ts';
import { scripts } from './scripts.ts';
import { secrets } from './secrets.ts';
import { sequelize } from './sequelize.ts';
import { settings } from './settings.ts';
import { serverless } from './serverless.ts';
import { sql } from './sql.ts';
import { terraform } from './terraform.ts';
import { terragrunt } from './terragrunt.ts';
import { tests } from './tests.ts';
import { typeorm } from './typeorm.ts';

export const analyzers: readonly Analyzer[] = [
  alembic,
  ansible,
  arm,
  bicep,
  cdk,
  cloudformation,
  commands,
  compose,
  dependencies,
  django,
  dns,
  dockerfile,
  ecto,
  files,
  gates,
  githubActions,
  gitlabCi,
  guard,
  helm,
  iamPolicy,
  knex,
  kubernetes,
  kustomize,
  laravel,
  liquibase,
  lockfiles,
  mcpTools,
  ormSync,
  otherPipelines,
  prisma,
  pulumi,
  rails,
  refs,
  scanners,
  scripts,
  secrets,
  sequelize,
  settings,
  serverless,
  sql,
  terraform,
  terragrunt,
  tests,
  typeorm,
];
