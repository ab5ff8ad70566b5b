import type { Truth } from '../../model/change.ts';
import type { Arguments } from './arguments.ts';
import type { Destruction } from './destruction.ts';

/** The command lines of the clouds: what they delete, and whether it holds data. */
export function cloudDestruction(args: Arguments): Destruction | null {
  return CLOUDS.find(([tool]) => tool.test(args.tool))?.[1](args) ?? null;
}

const CLOUDS: readonly (readonly [tool: RegExp, read: (args: Arguments) => Destruction | null])[] = [
  [/^aws$/, aws],
  [/^gcloud$/, google],
  [
    /^gsutil$/,
    (args) => bucketOf(args, args.plain[0] === 'rb' || (args.plain[0] === 'rm' && args.words.some(isRecursive)), 'gcp'),
  ],
  [/^bq$/, (args) => (args.plain[0] === 'rm' ? deleted('gcp', args.plain[1] ?? 'dataset', true) : null)],
  [/^az$/, azure],
  [/^(doctl|hcloud|linode-cli|scw|ibmcloud|oci|aliyun)$/, other],
  [/^heroku$/, heroku],
  [/^(fly|flyctl|railway|vercel|netlify|wrangler|supabase|neonctl|pscale|gh)$/, platform],
];

/** Words of a service or a resource that say it holds data. */
const STATEFUL =
  /rds|db-|database|sql|dynamodb|table|s3|bucket|backup|snapshot|volume|disk|efs|file-?system|elasticache|redis|cache-cluster|replication-group|redshift|docdb|neptune|kms|key-?vault|secret|cosmos|storage|bigtable|spanner|firestore|kafka|msk|queue|stream|user-pool|opensearch|es-domain|repository|log-group|vault|dataset|topic|namespace|container/;
/** What a pipeline clears away every day. */
const FLEETING =
  /image|tag|tags|invalidation|message|session|object-tagging|alarm|role-policy|pull-request|branch|artifact|network-interface|access-key|deployment-group/;

function aws(args: Arguments): Destruction | null {
  const [service = '', verb = ''] = args.plain;
  if (service === 's3') return bucketOf(args, verb === 'rb' || (verb === 'rm' && args.has('--recursive')), 'aws');
  const what = awsObject(verb);
  if (what === null) return null;
  const name = nameIn(args.words);
  const subject = `${service} ${what}${name === null ? '' : `/${name}`}`;
  return deleted('aws', subject, STATEFUL.test(`${service} ${what}`) ? true : 'unknown');
}

function awsObject(verb: string): string | null {
  const what = (AWS_VERB.exec(verb) ?? AWS_SLOWLY.exec(verb))?.[1] ?? '';
  const isFleeting = /^(object|item)s?$/.test(what) || (FLEETING.test(what) && !/db-|rds/.test(what));
  return what === '' || isFleeting ? null : what;
}

const AWS_VERB = /^(?:batch-)?(?:delete|terminate|destroy|purge)-(.+)$/;
/** A key is deleted by a schedule, and of no use from the moment it is disabled. */
const AWS_SLOWLY = /^(?:schedule|disable)-(key-deletion|key)$/;

/** `--db-instance-identifier shop`, `--bucket=shop`: the first option that names something. */
function nameIn(words: readonly string[]): string | null {
  const named = /^--(?:[\w-]*-)?(?:identifier|name|id|ids|arn|bucket|cluster|domain|stack|repository)(?:=(.*))?$/;
  for (const [at, word] of words.entries()) {
    const found = named.exec(word);
    if (found) return found[1] ?? words[at + 1] ?? null;
  }
  return null;
}

function google(args: Arguments): Destruction | null {
  const at = args.plain.indexOf('delete');
  if (args.plain[0] === 'storage' && args.plain[1] === 'rm') return bucketOf(args, args.words.some(isRecursive), 'gcp');
  if (args.plain[0] === 'storage' && args.plain.includes('delete'))
    return deleted('gcp', args.plain.at(-1) ?? 'bucket', true);
  if (at === -1) return null;
  const resource = args.plain.slice(0, at).join(' ');
  // a revision, a version or an image is taken away by pipelines all day long
  if (/revisions|versions|images|tags|operations|jobs/.test(resource)) return null;
  const subject = `${resource} ${args.plain[at + 1] ?? ''}`.trim();
  return deleted('gcp', subject, STATEFUL.test(resource) || /projects|clusters/.test(resource) ? true : 'unknown');
}

function azure(args: Arguments): Destruction | null {
  const at = args.plain.findIndex((word) => /^(delete|purge|delete-batch)$/.test(word));
  if (at === -1) return null;
  const resource = args.plain.slice(0, at).join(' ');
  if (/^acr (repository|manifest)|deployment|role assignment|^webapp deployment/.test(resource)) return null;
  const name = args.value('--name', '-n') || args.value('--resource-group', '-g') || (args.plain[at + 1] ?? '');
  const stateful = /^group|sql|cosmos|storage|postgres|mysql|redis|keyvault|disk|backup|aks|snapshot|database/.test(
    resource,
  );
  return deleted('azure', `${resource} ${name}`.trim(), stateful ? true : 'unknown');
}

function other(args: Arguments): Destruction | null {
  const at = args.plain.findIndex((word) => /^(delete|rm|destroy|terminate)$/.test(word));
  if (at < 1) return null;
  const resource = args.plain.slice(0, at).join(' ');
  if (/image|tag|key|snapshot-policy/.test(resource)) return null;
  return deleted(
    args.tool,
    `${resource} ${args.plain[at + 1] ?? ''}`.trim(),
    STATEFUL.test(resource) ? true : 'unknown',
  );
}

function heroku(args: Arguments): Destruction | null {
  const [verb = ''] = args.plain;
  if (!/^(apps:destroy|addons:destroy|pg:reset|pg:killall|pipelines:destroy|destroy)$/.test(verb)) return null;
  return deleted(
    'heroku',
    args.value('--app', '-a') || (args.plain[1] ?? verb),
    verb === 'pg:reset' || verb !== 'pipelines:destroy',
  );
}

const PLATFORM: readonly (readonly [RegExp, Truth])[] = [
  [/^(apps?|machines?|volumes?|postgres|pg) (destroy|delete)\b|^destroy\b/, true],
  [/^(down|delete|environment delete|volume delete)\b/, 'unknown'],
  [/^(remove|rm|project (rm|remove)|sites:delete)\b/, 'unknown'],
  [/^(d1 delete|r2 bucket delete|kv namespace delete|kv:namespace delete)\b/, true],
  [/^(db reset|projects delete|branches delete|database delete|branch delete)\b/, true],
];

function platform(args: Arguments): Destruction | null {
  const said = args.plain.join(' ');
  if (args.tool === 'gh')
    return /^(repo delete|release delete|secret delete)\b/.test(said)
      ? deleted('github', said.split(' ').slice(1).join(' '), said.startsWith('repo') ? true : 'unknown')
      : null;
  if (args.tool === 'supabase' && /^db reset\b/.test(said) && !args.has('--linked', '--db-url')) return null;
  const row = PLATFORM.find(([pattern]) => pattern.test(said));
  return row ? deleted(args.tool, said, row[1]) : null;
}

function bucketOf(args: Arguments, deletes: boolean, technology: string): Destruction | null {
  const bucket = args.plain.findLast((word) => word.includes('://')) ?? args.plain.at(-1) ?? 'bucket';
  return deletes ? deleted(technology, bucket, true) : null;
}

function isRecursive(word: string): boolean {
  return /^-[a-z]*[rR][a-z]*$|^--recursive$|^\*\*$/.test(word);
}

function deleted(technology: string, subject: string, stateful: Truth): Destruction {
  return {
    technology,
    subject,
    stateful,
    because: `${subject} is deleted${stateful === true ? ' with the data in it' : ''}`,
  };
}
