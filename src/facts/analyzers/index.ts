import type { Analyzer } from '../analyzer.ts';
import { alembic } from './alembic.ts';
import { cloudformation } from './cloudformation.ts';
import { django } from './django.ts';
import { files } from './files.ts';
import { gates } from './gates.ts';
import { guard } from './guard.ts';
import { helm } from './helm.ts';
import { kubernetes } from './kubernetes.ts';
import { kustomize } from './kustomize.ts';
import { lockfiles } from './lockfiles.ts';
import { rails } from './rails.ts';
import { refs } from './refs.ts';
import { secrets } from './secrets.ts';
import { sql } from './sql.ts';
import { terraform } from './terraform.ts';
import { tests } from './tests.ts';

export const analyzers: readonly Analyzer[] = [
  alembic,
  cloudformation,
  django,
  files,
  gates,
  guard,
  helm,
  kubernetes,
  kustomize,
  lockfiles,
  rails,
  refs,
  secrets,
  sql,
  terraform,
  tests,
];
