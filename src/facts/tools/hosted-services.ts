import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import type { Options } from './options.ts';
import { familyOf, textOf } from './service/read.ts';
import { requested } from './http/request.ts';
import { again, gone, held, light, stopped, widened, type Act, type Service, listed } from './service/service.ts';

/** Services with a client of their own: flags, search, monitoring, payments, mail. Most follow the grammar everybody follows. */
const hosted: readonly Service[] = [
  {
    technology: 'feature-flags',
    tools: listed(
      'ldcli launchdarkly ld-find-code-refs flipt split unleash growthbook flagsmith optimizely statsig siggy ' +
        'posthog posthog-cli configcat devcycle dvc-cli flagd eppo vexilla hypertune togglr',
    ),
    takes: listed(
      '--project --environment --env --access-token --base-uri --namespace -n --flag --workspace --name --id ' +
        '--data -d -e --url --server',
    ),
    places: listed('--environment --env -e --namespace -n --workspace --server --url'),
    variables: ['LD_ENVIRONMENT', 'FLIPT_URL'],
    rows: [
      [/^(config|login|logout|setup|dev-server|evaluate|validate|export|bundle|server|completion)\b/, null],
      [/^import\b/, again('flags', { because: 'are overwritten by a file' }), { any: ['--drop', '--force'] }],
      [
        /^(flags?|features?|toggles?|feature-toggles|splits?|segments?|experiments?|gates?|environments?|variations?) (\S+ )?(archive|kill|disable|toggle-off|off|deactivate|stale|reset-sdk-key|turn-off)\b/,
        stopped('flag', { because: 'is switched off for everybody' }),
      ],
      [/^(archive|kill)\b/, stopped('flag', { because: 'is switched off for everybody' })],
      [/^environments? (reset-\S+)\b/, again('key', { because: 'is made anew under those who use it' })],
    ],
  },
  {
    technology: 'search',
    tools: listed(
      'algolia meilisearch meili typesense elasticsearch elasticsearch-users elasticsearch-reset-password ' +
        'elasticsearch-node elasticsearch-keystore elasticsearch-shard elasticdump curator curator_cli ecctl ' +
        'opensearch opensearch-cli solr solrctl sphinx indextool manticore vespa zinc quickwit redisearch swiftype ' +
        'marqo',
    ),
    takes: listed(
      '-p --profile --application-id --api-key --host --port -c --config --name --index -n --zk --cluster --url',
    ),
    places: ['-p', '--profile', '--application-id', '--host', '--cluster', '--url'],
    rows: [
      [
        /^(search|browse|profile|config|open|describe|list|get|analyze|analytics|settings get|show_\S+|start|status|healthcheck|feed|document (get|put|feed)|auth|curl get)\b/i,
        null,
      ],
      [
        /^(index|indices|indexes) (clear|delete|rm|move|remove|reset)\b|^(objects|records) (delete|clear)\b/,
        held('index'),
      ],
      [
        /^(delete|delete_\S+|delete-\S+|close|shrink|restore|destroy|clear|stop|unsafe-bootstrap|detach-cluster|remove-corrupted-data|remove-settings|remove-customs|override-version|userdel)\b/,
        held('index'),
      ],
      [
        /^(settings|synonyms|rules|index settings|indices config) import\b/,
        again('settings', { because: 'are overwritten' }),
        {
          any: [
            '--clear-existing-rules',
            '--clear-existing',
            '-r',
            '--replace',
            '--replace-existing-synonyms',
            '--clear-existing-synonyms',
          ],
        },
      ],
      [/^curl delete\b/i, held('index')],
    ],
    more: (run) =>
      /^(elasticsearch-reset-password)$/.test(run.tool)
        ? [{ deed: again('password', { because: 'is made anew under those who use it' }), name: '' }]
        : [],
  },
  {
    technology: 'monitoring',
    tools: listed(
      'datadog-ci datadog dogshell dog dogwrap datadog-agent newrelic pd pagerduty pdcli opsgenie ' +
        'opsgenie-lamp lamp victorops splunk splunk-observability sentry sentry-cli grafana grafana-cli grafanactl ' +
        'gcx grr mimirtool cortextool lokitool logcli tempo-cli amtool promtool prometheus thanos alertmanager ' +
        'vmctl vmalert victoria-metrics m3ctl influxd telegraf chronograf kapacitor honeycomb honeyvent ' +
        'honeymarker rollbar rollbar-cli bugsnag bugsnag-cli uptimerobot pingdom statuspage checkly dynatrace ' +
        'dtctl monaco dynatrace-monaco appdynamics signalfx sfx wavefront logz papertrail logdna mezmo sumologic ' +
        'instana zabbix zabbix_get nagios icinga icingacli icinga2 centreon prtg checkmk cmk betterstack incident ' +
        'rootly firehydrant squadcast cronitor healthchecks coralogix lightstep chronoctl axiom',
    ),
    takes: listed(
      '-i --id -n --name -o --org -p --project --token --api-key --app-key --accountId --profile -auth --address ' +
        '--user -u --url --alertmanager.url -e --environment -f -s --service --guid --rule.group --team --output ' +
        '--context -c --config --input',
    ),
    places: listed('--profile --org -o -p --project --address --url --alertmanager.url -e --environment --context'),
    rows: [
      [
        /^(login|logout|auth|config|status|profile|version|completion|search|tag|junit|coverage|sarif|sbom|sourcemaps|synthetics run-tests|lambda (instrument|flare)|dsyms|query|check|test|tsdb (list|analyze|dump)|show|list|lint|apply --dry|diff|plugins? (install|ls|list-remote|update|upgrade)|cli|upload-\S+|releases? (new|finalize|set-commits|list|info|propose-version)|send-\S+|debug|flare|info|deploys (new|list)|nrql|entity (search|get)|apm application (get|search)|download|bundle|configcheck|agent|record|validate)\b/,
        null,
      ],
      [/^(clean|clear|remove|del|expire)\b/, held('index', { because: 'is emptied: what was recorded is gone' })],
      [
        /^(stop|offline|disable|mute_all|monitor mute|monitors? (mute|disable|mute_all|stop)|service (disable|set .*disabled)|schedule off|maintenance_mode enable|maintenance-mode enable|pause|downtime (post|schedule|create))\b/,
        stopped('monitor', { because: 'no longer tells anybody' }),
      ],
      [/^silence (add|expire|update)\b/, stopped('alert', { because: 'no longer tells anybody' })],
      [
        /^(rules|alertmanager|remote-read|ruler|backfill) (delete\S*|load|sync|\S+ delete)\b/,
        gone('rules', { critical: true }),
        { text: /delete|sync/ },
      ],
      [/^(tsdb|tools bucket|bucket) (\S+ )?(cleanup|mark|rewrite|retention|delete|clean-tombstones)\b/, held('blocks')],
      [
        /^releases? (delete|files .* delete)\b|^(releases|deploys|issues|debug-files|sourcemaps|events) (delete|resolve|mute)\b/,
        gone('release', { because: 'is deleted or put away' }),
      ],
      [/^(edit) (user|saved-search|index)\b/, light('setting', { because: 'is changed' })],
      [/^(add|edit) user\b/, widened('user', 'admin', { because: 'may do everything' }), { text: /-role\s+admin\b/ }],
      [
        /^(admin|admin reset-admin-password|cli admin) (reset-admin-password|data-migration \S+|secrets-migration \S+|flush-rbac-data)\b/,
        again('password', { because: 'is made anew under those who use it' }),
      ],
      [/^delete\b/, held('monitor', { because: 'is deleted' })],
      [/^plugins? (remove|uninstall)\b/, light('plugin')],
      [/^(shutdown|reload|deactivate)\b/, stopped('service')],
    ],
    more: prometheus,
  },
  {
    technology: 'payments',
    tools: listed(
      'stripe square squareup braintree paypal adyen chargebee recurly paddle lemonsqueezy lmsqueezy plaid ' +
        'mollie razorpay coinbase xero quickbooks shippo easypost wise gocardless chargify polar',
    ),
    takes: listed(
      '-p --project-name --api-key -d --data -e --expand --stripe-account --stripe-version --limit -i ' +
        '--idempotency --location --id',
    ),
    places: ['-p', '--project-name'],
    rows: [
      // without --live it is a sandbox, but what a key opens cannot be seen from here
      [
        /^(login|logout|config|listen|trigger|logs|fixtures|samples|open|status|serve|version|completion|events resend|resources|sandbox create|feedback|get|whoami|daemon|playback|postinstall|mcp)\b/,
        null,
      ],
      [/^delete\b/, held('customer', { because: 'is deleted' })],
      [
        /^(\S+ ){1,3}(cancel|void|void_invoice|void_grant|mark_uncollectible|reject|expire|deactivate|detach|archive|disable|close|unlink|detach-\S+|cancel_\S+|deactivate_\S+)\b/,
        gone('subscription', { because: 'is ended, and somebody pays or is paid no more' }),
      ],
      [
        /^(refunds? create|refund|payouts? create|transfers? create|charges? create|payment_intents (create|capture|confirm)|topups create|transfers reversals create|disputes? (close|accept)|credit_notes create|payment refund|transaction refund)\b/,
        again('payment', { because: 'moves money', certainty: 'likely' }),
        { any: ['--live'] },
      ],
      [
        /^(refunds? create|refund|payouts? create|transfers? create|charges? create|payment_intents (create|capture|confirm))\b/,
        again('payment', { because: 'moves money where the key is a live one', certainty: 'possible' }),
      ],
    ],
  },
  {
    technology: 'mail',
    tools: listed(
      'twilio mailgun sendgrid postmark ses mailchimp mandrill sparkpost resend brevo sendinblue mailjet klaviyo ' +
        'customerio cio plivo vonage nexmo messagebird courier knock onesignal pushover loops mailersend slack ' +
        'slackcli discord zendesk zcli intercom freshdesk fdk jira linear asana notion notion-cli ' +
        'airtable trello monday clickup segment salesforce zoom gam m365 pnp gdrive dropbox dbxcli box onedrive ' +
        'googleworkspace gyb gmailctl himalaya signal-cli telegram-cli',
    ),
    takes: listed(
      '-p --profile --sid --properties -o --output --domain --id --token -t --account-sid --service-sid ' +
        '--project --user -u --path-service-sid -f --folder -a --account',
    ),
    places: ['-p', '--profile', '--domain', '--project'],
    rows: [
      [
        /^(login|logout|profiles?|config|plugins|autocomplete|auth|setup|run|serve|dev|version|whoami|feedback|status|triggers? list|templates? preview|apps:(validate|package|new))\b/,
        null,
      ],
      [/^(\S+:)+(remove|delete|destroy|purge|close|release|reset)\b/, held('resource', { because: 'is deleted' })],
      [
        /^(delete|drop|wipe|purge|suspend|deprovision|remove|unlink|expunge)\b/,
        held('resource', { because: 'is deleted' }),
      ],
      [
        /^(issue|ticket|card|task|board|epic|sprint|page|record|item|channel|user|group|file|drive|message|mail|folder|base|domain|domains|route|routes|webhook|webhooks|template|templates|list|lists|bounces|unsubscribes|complaints|suppressions|servers?|streams?|credentials|ips?|tags?|keys?|apikeys?|api-keys|audiences?|broadcasts?|contacts?|sender|senders|space|spo \S+|aad \S+|entra \S+|teams \S+|planner \S+|flow \S+|app|apps|subuser|subusers|alert|whitelabel|domain authentication) (\S+ )?(delete|remove|rm|clear|destroy|purge|revoke|recycle|disable|trash|suspend|archive|kick)\b/,
        held('resource', { because: 'is deleted' }),
      ],
    ],
  },
];

/** A server's own address takes requests that delete its series. */
function prometheus(run: Invocation, options: Options): readonly Act[] {
  const text = textOf(run);
  if (/^prometheus$|^victoria-metrics$/.test(run.tool) && /--web\.enable-admin-api/.test(text))
    return [
      {
        deed: {
          kind: 'infra.unprotect',
          type: 'prometheus',
          protection: 'deletion',
          because: 'lets anybody who reaches it delete series',
          certainty: 'likely',
        },
        name: '',
      },
    ];
  if (run.tool === 'newrelic' && options.words[0] === 'nerdgraph')
    return requested({ method: 'POST', address: 'https://api/graphql', body: text });
  return [];
}

export const hostedServices: Family = familyOf('hosted-services', hosted);
