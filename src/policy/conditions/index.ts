import { actor } from './actor.ts';
import { any } from './any.ts';
import { branch } from './branch.ts';
import { change } from './change.ts';
import type { Condition } from './condition.ts';
import { during } from './during.ts';
import { environment } from './environment.ts';
import { fact } from './fact.ts';
import { not } from './not.ts';
import { path } from './path.ts';
import { role } from './role.ts';
import { spec } from './spec.ts';
import { subject } from './subject.ts';

/** Every key of `when:` that is not an attribute. */
export const conditions: readonly Condition[] = [
  fact,
  path,
  subject,
  actor,
  role,
  branch,
  change,
  spec,
  during,
  environment,
  not,
  any,
];
