import type { Family } from './family.ts';
import { familyOf } from './service/read.ts';
import { again, bared, gone, held, light, stopped, widened, type Service, listed } from './service/service.ts';

const HERE = listed(
  '-a --app -r --remote -e --environment --env -s --service -p --project --team -t --scope --token -c ' +
    '--config --org -o',
);
const WHERE = listed('-a --app -r --remote -e --environment --env --project -p -P --scope');

/** Where people deploy without a cloud of their own. */
const platforms: readonly Service[] = [
  {
    technology: 'heroku',
    tools: ['heroku'],
    takes: HERE,
    places: ['-a', '--app', '-r', '--remote'],
    variables: ['HEROKU_APP'],
    rows: [
      [
        /^(plugins|autocomplete|local|login|logout|auth|logs|run|ps$|git|telemetry|accounts)\b(?!:(remove|destroy))/,
        null,
      ],
      [/^(auth|plugins|git|accounts):\S+/, null],
      [/^(apps:destroy|destroy|addons:destroy|addons:detach|apps:leave)\b/, held('app')],
      [
        /^pg:(reset|killall|kill|copy|push|upgrade|credentials:destroy|backups:delete|backups:restore|backups:unschedule|promote|unfollow|maintenance:run|settings:\S+)\b/,
        held('database', { because: 'is emptied, overwritten or cut off' }),
      ],
      [/^(redis|kafka|data):\S*(reset|destroy|delete|fail|maxmemory)\b/, held('database')],
      [
        /^(config:unset|domains:remove|domains:clear|certs:remove|drains:remove|buildpacks:(remove|clear)|features:disable|labs:disable|webhooks:remove|keys:(remove|clear)|authorizations:(destroy|revoke|rotate)|clients:(destroy|rotate)|sessions:destroy|access:remove|members:remove|spaces:destroy|spaces:peerings:destroy|pipelines:(destroy|remove)|reviewapps:disable|ci:config:unset|container:rm)\b/,
        gone('setting'),
      ],
      [
        /^(maintenance:on|ps:stop|ps:kill|dyno:kill|dyno:stop)\b/,
        stopped('app', { because: 'answers nobody any more' }),
      ],
      [/^ps:scale\b/, stopped('app', { because: 'is scaled to nothing' }), { text: /=0(:|\s|$)/ }],
      [/^(ps:restart|dyno:restart|restart)\b/, light('app', { because: 'is restarted', reversible: true })],
      [/^(rollback|releases:rollback)\b/, again('release', { because: 'goes back to an older version' })],
      [/^(access:add|members:add|access:update)\b/, widened('app', 'principal', { certainty: 'possible' })],
      [/^apps:transfer\b/, gone('app', { because: 'is given to somebody else' })],
    ],
  },
  {
    technology: 'fly',
    tools: ['fly', 'flyctl'],
    takes: HERE,
    places: ['-a', '--app', '-o', '--org', '-c', '--config'],
    variables: ['FLY_APP'],
    rows: [
      [/^(auth|logs|status|ssh|proxy|version|wireguard|agent|settings|console|machine run)\b/, null],
      // Concourse calls its client so too
      [/^(destroy-pipeline|dp|destroy-team|prune-worker)\b/, gone('pipeline')],
      [/^(apps? destroy|destroy|apps? suspend|suspend)\b/, held('app')],
      [/^(m|machine|machines) (destroy|remove|rm|kill)\b/, held('machine')],
      [/^(m|machine|machines) (stop|suspend|cordon)\b/, stopped('machine')],
      [/^(scale count)\b/, stopped('app', { because: 'is scaled to nothing' }), { text: /count (\S+=)?0(\s|$)/ }],
      [/^ips? release\S*/, gone('address')],
      [/^(secrets? (unset|remove|rm))\b/, gone('secret')],
      [
        /^(postgres|pg|mpg) (detach|failover|restart|barman)\b/,
        gone('database', { because: 'is cut off from what uses it' }),
      ],
      [/^(volumes?|vol) (destroy|delete|rm)\b/, held('volume')],
    ],
  },
  {
    technology: 'vercel',
    tools: listed(
      'vercel vc now netlify ntl railway render render-cli koyeb northflank porter dokku caprover coolify kamal ' +
        'mrsk deployctl surge cleavr ploi vapor envoyer platform upsun clever scalingo qovery zeabur sevalla ' +
        'appwrite nhost gigalixir aptible lagoon acli terminus pantheon engineyard ey modal replicate beam ' +
        'cerebrium banana expo eas shopify wix contentful sanity hubspot hs sf sfdx webflow ghost ' +
        'bref',
    ),
    takes: [
      ...HERE,
      '-m',
      '--message',
      '-n',
      '--name',
      '--site',
      '--siteId',
      '--context',
      '-d',
      '--dir',
      '-q',
      '--query',
      '-f',
    ],
    places: [...WHERE, '--context', '--site'],
    variables: ['VERCEL_ENV', 'RAILWAY_ENVIRONMENT'],
    rows: [
      // a runtime, a build beside the editor, a link of this machine
      [
        /^(dev|build|run|test|fmt|lint|check|bench|compile|install|add|upgrade|init|login|logout|unlink|link|env pull|cache|clean|theme|hydrogen|docs|doc|info|serve|task|jupyter|lsp|types|repl|start|config|completion|setup|version|server exec|app exec|plugin|plugins|upgrade|dev-server|lock release|extension)\b/,
        null,
      ],
      [/^(remove|rm)\b/, held('deployment')],
      [/^(down)\b/, gone('deployment', { because: 'is taken away' })],
      [
        /^(project|projects|app|apps|service|services|environment|environments|env|volume|volumes|database|databases|domain|domains|site|sites|team|teams|blob|blobs|kv|store|dns|certs|cert|secret|secrets|variable|variables|alias|aliases|integration|deployment|deployments|org|branch|dataset|cors|hook|token|tokens|user|users|bucket|function|functions|webhook|stack|channel|webhooks|credentials|data|queue|config|metafield|accessory|backup|builder|proxy|registry|storage|queues|dict|space|content-type|environment-alias|schema|multidev|dashboard|vpn|upstream|lock|sandbox|scratch|hubdb|filemanager|functions)[ :](rm|remove|delete|destroy|unset|reset|clear|purge|wipe|del|down|detach|cancel)(\s|$)/,
        held('project'),
      ],
      [
        /^(\S+):(delete|destroy|remove|unset|disable|stop|purge|unlink|rm|reset|wipe|unmount|unexpose|import)\b/,
        held('app'),
      ],
      [/^(env|variables?|secrets?|vars?) (rm|remove|delete|unset|clear|set-and-overwrite)\b/, gone('variable')],
      [/^env:(unset|clear)\b/, gone('variable')],
      [
        /^(rollback|rolling-release abort|rolling-release complete|promote|env:rollback)\b/,
        again('deployment', { because: 'sends its users to another version' }),
      ],
      [/^app rollback\b/, again('deployment', { because: 'sends its users to another version' })],
      [
        /^(stop|pause|app stop|app remove|app maintenance|service (stop|pause)|suspend|ps:stop|scale \S*=?0|maintenance|maintenance:\S+ on|apps?:stop)\b/,
        stopped('app'),
      ],
    ],
  },
  {
    technology: 'cloudflare',
    tools: listed('wrangler wrangler2 wrangler.js cloudflared flarectl cf-terraforming miniflare'),
    takes: listed('-e --env -c --config --name --namespace-id --binding --account-id --zone --id'),
    places: ['-e', '--env', '--zone'],
    rows: [
      [
        /^(dev|login|logout|whoami|types|tail|init|generate|docs|pages dev|telemetry|kv[: ]key get|kv[: ]key list)\b/,
        null,
      ],
      [/^(\S+ ){1,3}/, null, { any: ['--local'] }],
      [/^(d1 (delete|time-travel restore|export))\b(?<!export)/, held('database')],
      [
        /^d1 execute\b/,
        held('database', { because: 'is dropped or emptied by the statement' }),
        { text: /\b(DROP\s+(TABLE|INDEX|VIEW)|TRUNCATE|DELETE\s+FROM\s+\w+\s*;?\s*("|'|$))/i },
      ],
      [/^r2 (bucket|object) (delete|remove)\b/, held('bucket')],
      [/^r2 bucket (\S+ )(delete|remove|disable|clear)\b/, bared('bucket', 'other')],
      [/^kv[: ](namespace) delete\b/, held('namespace')],
      [/^kv[: ](key|bulk) delete\b/, gone('key')],
      [/^(kv[: ]bulk put|kv[: ]key put)\b/, null],
      [
        /^(rollback|deployments rollback|versions rollback|versions deploy)\b/,
        again('deployment', { because: 'sends its users to another version' }),
      ],
      [
        /^(delete|queues? (delete|purge|pause-delivery)|queues? consumer remove|vectorize delete|hyperdrive delete|dispatch-namespace delete|pages (project|deployment) delete|secret[: ](delete|bulk)|pages secret delete|workflows (delete|terminate)|mtls-certificate delete|cert delete|ai-search delete|containers (delete|images delete)|pipelines delete|secrets-store \S+ delete|vpc \S+ delete)\b/,
        held('worker'),
      ],
      [/^(tunnel|access|tail) (delete|cleanup)\b/, gone('tunnel')],
      [/^(tunnel run|tunnel --url|access)\b/, null],
      [/^(zone|dns|d|z|firewall|pagerules|user-agents) (delete|purge|del|d|z)\b/, held('zone')],
      [/^(dns) (create-or-update|o)\b/, again('record', { because: 'leads somewhere else', certainty: 'possible' })],
    ],
  },
  {
    technology: 'backend',
    tools: listed(
      'supabase neonctl neon pscale turso xata firebase convex upstash fauna fauna-shell atlas mongocli ccloud ' +
        'cockroach aiven avn tiger tsc-cli edgedb gel hasura nile redisctl rladmin couchbase-cli cbq ' +
        'influx questdb qdrant pinecone weaviate milvus_cli clickhousectl snow databricks dbx temporal tctl ' +
        'dagster-cloud prefect airflow amplitude clerk auth0 okta workos stytch kcadm.sh kcadm logto pocketbase ' +
        'directus strapi n8n',
    ),
    takes: [
      ...HERE,
      '-P',
      '--only',
      '--branch',
      '--project-id',
      '--project-ref',
      '--db-url',
      '--target',
      '--profile',
      '--namespace',
      '-n',
      '--clusterName',
      '--projectId',
      '--orgId',
      '--host',
      '--user',
      '--workspace',
    ],
    places: [...WHERE, '--branch', '--target', '--profile', '--namespace', '-n', '--deployment'],
    variables: [
      'DATABRICKS_CONFIG_PROFILE',
      'FIREBASE_PROJECT',
      'TEMPORAL_NAMESPACE',
      'MONGODB_ATLAS_PROFILE',
      'CONVEX_DEPLOYMENT',
    ],
    rows: [
      [
        /^(login|logout|auth (login|logout)|init|start|stop|status|dev|emulators\S*|serve|functions serve|db (start|diff|lint|dump|pull|shell)|link|unlink|gen|types|use|config|target:clear|target|shell|console|plugin|context|studio|docs|sql|deploy\b|generate|pods?|standalone|db (init|migrate|upgrade|check))$/,
        null,
      ],
      [/^(login|logout|auth(?!:)|emulators:\S+|functions:shell|target\S*|use|config|init)\b/, null],
      [/^stop\b/, null],
      [/^db reset\b/, held('database', { because: 'is emptied and made anew' }), { any: ['--linked', '--db-url'] }],
      // the one on this machine
      [/^db reset\b/, null, { text: /^db reset(?!.*(-y|--yes))/ }],
      [/^db (reset|clean|downgrade|wipe|drop-archived)\b/, held('database', { because: 'is emptied and made anew' })],
      [/^db push\b/, again('database', { certainty: 'possible', because: 'gets the migrations of this folder' })],
      [/^migration (repair|down|squash)\b/, bared('migrations', 'state')],
      [
        /^(firestore|database|hosting|functions|apps|auth|storage|remoteconfig|appdistribution|ext|dataconnect|apphosting|projects|experimental)[: ]?(\S*[: ])?(delete|remove|disable|disable-hosting|uninstall|destroy|rollback|rollbacks\S*|purge|clear)\b/,
        held('project'),
      ],
      [
        /^database:(set|update|import)\b|^auth:import\b|^firestore:(bulkdelete|databases:restore)\b/,
        again('database', { stateful: true, because: 'is overwritten' }),
      ],
      [
        /^import\b/,
        again('table', { stateful: true, because: 'is overwritten' }),
        { any: ['--replace', '--replace-all'] },
      ],
      [/^(env|variables) (remove|unset)\b/, gone('variable')],
      [
        /^(workflow|batch|schedule|task-queue|activity|operator) (terminate|delete|reset|cancel|namespace delete|cluster remove|search-attribute remove)\b/,
        gone('workflow', { critical: true }),
      ],
      [
        /^(branch|branches|deploy-request|database|databases|db|backup|password|project|projects|role|roles|operation|service-token|webhook|keyspace|region|snippets|ssl-enforcement|network-bans|encryption|vanity-subdomain|domains|sso|secrets|storage|functions|postgres-config|preview|orgs?|group|groups|replica) (delete|remove|rm|destroy|unset|restore|demote|promote|reset|safe-migrations disable|disable|deactivate|wipe|invalidate|pause|update --delete|unlink)\b/,
        held('database'),
      ],
      [/^(databases|db|dbs)? ?(pause|suspend|stop)\b/, stopped('database')],
      [
        /^(clusters?|deployments?|serverless|dbusers?|backups?|accessLists?|networking|streams?|alerts?|projects?|organizations?|teams?|dataFederation|privateEndpoints?|customDbRoles|liveMigrations|integrations?|processes|maintenanceWindows|customDns) (\S+ )?(delete|pause|terminate|clear|disable|revoke|restore start)\b/,
        held('cluster'),
      ],
      [
        /^accessLists? create\b/,
        widened('access-list', 'public', { because: 'lets every address in' }),
        { text: /0\.0\.0\.0(\/0)?/ },
      ],
      [
        /^(fs|workspace|secrets|clusters|jobs|pipelines|repos|libraries|instance-pools|groups|users|tokens|catalogs|schemas|tables|volumes|bundle|model-registry|warehouses|apps|serving-endpoints) (rm|delete\S*|destroy|permanent-delete|remove|uninstall|revoke\S*)\b/,
        held('workspace'),
      ],
      [/^(node (decommission|drain)|debug reset-quorum|nodelocal)\b/, stopped('node')],
      [/^(dags?|connections|variables|pools|users|roles|tasks) (delete|clear|delete-\S+|import)\b/, gone('dag')],
      [
        /^(\S+ )?(flush|bucket-flush|bucket-delete|rebalance|failover|server-add --hard|reset-admin-password|user-manage --delete|collection-manage --drop\S*)\b/,
        held('bucket'),
      ],
      [/^create-index|^upsert/, null],
    ],
  },
];

export const platformTools: Family = familyOf('platforms', platforms);
