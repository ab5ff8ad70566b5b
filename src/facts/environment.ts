import type { Path } from '../model/change.ts';

export type Environment = 'prod' | 'staging' | 'dev' | 'test' | 'unknown';

/**
 * Where it runs, by the first hint that says so: tags, labels, a workspace or a namespace before the path. Not by the name
 * of a resource: `load-test-results` may well be in production.
 */
export function environmentOf(...hints: readonly string[]): Environment {
  for (const hint of hints) {
    const found = inHint(hint);
    if (found !== 'unknown') return found;
  }
  return 'unknown';
}

/** Of a path the deepest folder counts most: `test/envs/prod/main.tf` is production. */
export function environmentOfPath(path: Path): Environment {
  return environmentOf(...path.split('/').reverse());
}

function inHint(hint: string): Environment {
  if (hint === '') return 'unknown';
  const words = hint.toLowerCase().split(/[^a-z0-9]+/);
  const joined = words.join('');
  if (/non-?prod/.test(hint.toLowerCase()) || joined === 'nonproduction') return 'dev';
  for (const [environment, names] of NAMES) if (words.some((word) => names.test(word))) return environment;
  return 'unknown';
}

const NAMES: readonly (readonly [Environment, RegExp])[] = [
  ['staging', /^(staging|stage|stg|preprod|preproduction|uat|acceptance)$/],
  ['prod', /^(prod|production|prd|live)\d*$/],
  ['dev', /^(dev|develop|development|sandbox|sbx|playground|demo|preview|local|ephemeral)\d*$/],
  ['test', /^(test|tests|testing|testdata|tst|qa|ci|e2e|fixture|fixtures|example|examples|sample|samples)\d*$/],
];
