import type { Invocation } from '../shell/invocation.ts';
import type { Effect } from '../tools/family.ts';

/**
 * What pipelines clear away every day: caches, images, previews, copies kept equal to a build. An agent that types these is asked
 * elsewhere; in a committed script a person meant them to run again and again.
 */
export function isDaily(effect: Effect, run: Invocation): boolean {
  const { certainty, technology } = effect.attributes;
  if (technology === 'http') return !/:9200\//.test(effect.subject);
  if (effect.kind.startsWith('data.') && certainty === 'possible') return true;
  if (effect.kind.startsWith('infra.') && isSmall(effect, run)) return true;
  const said = saidBy(run);
  return DAILY.some(([tool, words]) => tool.test(run.tool) && words.test(said));
}

function isSmall({ attributes }: Effect, run: Invocation): boolean {
  const { certainty, reversible, critical, stateful, type, technology } = attributes;
  // a guess over a name is no reason to stop what ran yesterday
  if (certainty === 'possible' || certainty === 'likely' || reversible === true) return true;
  if (stateful !== false && critical !== false) return false;
  const what = typeof type === 'string' ? type : '';
  if (technology === 'kubernetes') return !SERVES.test(what);
  if (run.tool === 'aws' && !TAKES_AWAY.test(saidBy(run))) return true;
  return stateful !== true && (critical === false || FLEETING.test(what));
}

/** The words without a dash; options with their values stay where they are. */
function saidBy({ args }: Invocation): string {
  return args
    .slice(0, 60)
    .map(({ text }) => text.slice(0, 200))
    .join(' ');
}

/** Others change a record or a value. */
const TAKES_AWAY = /(?:^|\s)(?:batch-)?(?:delete|terminate|destroy|purge|schedule|disable)-/;

/** Stops what people use; a config map, a role or a certificate is put back by the next deployment. */
const SERVES = /^(?:deploy|deployments?|svc|services?|ing|ingress(?:es)?|gateways?|ds|daemonsets?)(?:\.|$)/;

const FLEETING =
  /(?:^|[\s-])(?:images?|tags?|object|items?|alarms?|messages?|sessions?|invalidation|registration|revision|role-policy|access-key|network-interface|deployment-group|object-tagging|pull-request|branch|artifact)s?(?:$|[\s-])/;

const DAILY: readonly (readonly [tool: RegExp, words: RegExp])[] = [
  // all but volumes and stacks can be pulled or started again
  [/^(?:docker|podman|nerdctl|docker-compose)$/, /^(?!.*(?:\bvolumes?\b|\bstack\b|\bdown\b|\bcompose\b.*\brm\b))/],
  [/^docker-compose$/, /^(?!.*(?:\bdown\b|\brm\b))/],
  [/^(?:docker|podman|nerdctl)$/, /^(?:container )?rm\b/],
  [/^vagrant$/, /^/],
  [/^(?:gh|glab)$/, /^(?!(?:repo|project|release|secret) delete\b)/],
  [/^(?:rclone|rsync)$/, /^/],
  [/^gsutil$/, /\brsync\b/],
  [/^gcloud$/, /\brsync\b|\b(?:images|versions|revisions|tags|builds)\b.*\bdelete\b/],
  [/^az$/, /^(?:acr|role|deployment|webapp deployment|containerapp revision|storage account keys)\b/],
  [/^wrangler$/, /\bdeployments?\b/],
  [/^firebase$/, /\bhosting:channel/],
  [/^argocd$/, /\b(?:sync|rollback)\b/],
  [/^helm$/, /^rollback\b/],
  [/^deck$/, /\bsync\b/],
  [/^sentry-cli$/, /^releases\b/],
  [/^pulumi$/, /^cancel\b/],
  [/^vault$/, /^(?:kv delete|policy|lease|token)\b/],
  [/^restic$/, /^(?!.*--prune|prune\b|.*\bprune\b)/],
  [/^borg$/, /\b(?:prune|compact)\b/],
  // up and down again over a database that a job started for itself
  [/^liquibase$/, /\brollback/i],
  [/^(?:migrate|goose|dbmate|sql-migrate)$/, /\b(?:down|rollback)(?! ?-{1,2}all\b|-to 0\b)\b/],
  [/^(?:pg_restore|mongorestore|mongoimport)$/, /^/],
  [/^dotnet$/, /\bdatabase update\b/],
  [/^mkswap$/, /^/],
];
