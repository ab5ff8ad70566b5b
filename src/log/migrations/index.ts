import * as first from './001-first.ts';
import * as unprotected from './002-unprotected.ts';
import * as watching from './003-watching.ts';
import * as writing from './004-writing.ts';
import * as reviewing from './005-reviewing.ts';
import * as learning from './006-learning.ts';

/** In order; the log's `user_version` is how many of them it has seen. */
export const migrations: readonly string[] = [
  first.sql,
  unprotected.sql,
  watching.sql,
  writing.sql,
  reviewing.sql,
  learning.sql,
];
