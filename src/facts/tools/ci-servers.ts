import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import type { Options } from './options.ts';
import { familyOf, textOf } from './service/read.ts';
import { requested } from './http/request.ts';
import {
  again,
  bared,
  gone,
  held,
  light,
  stopped,
  widened,
  type Act,
  type Deed,
  type Service,
  listed,
} from './service/service.ts';

const SAFE_ADDRESS =
  /^(repos\/[^/]+\/[^/]+\/)?(issues|pulls)\/(\d+|comments\/\d+)\/(labels|assignees|requested_reviewers|reactions|lock)\b/;

/** `gh api -X DELETE repos/o/r`: the address behind the word api, the method in an option. */
function api(run: Invocation, options: Options): readonly Act[] {
  const { words, value } = options;
  if (words[0] !== 'api') return [];
  const text = textOf(run);
  const method = (value('-X', '--method') ?? '').toUpperCase();
  const path = (
    words.find((word, at) => at > 0 && (word.includes('/') || word === 'graphql')) ??
    words[1] ??
    ''
  ).replace(/^\//, '');
  if (path === 'graphql') return requested({ method: 'POST', address: 'https://api/graphql', body: text });
  if (method === 'DELETE' && SAFE_ADDRESS.test(path)) return [];
  if (/^(PUT|POST|PATCH|DELETE)$/.test(method) || /(^|\s)(-f|-F|--field|--raw-field|--input)/.test(text)) {
    const special = guarded(method === '' ? 'POST' : method, path, text);
    if (special !== null) return [special];
  }
  return requested({ method: method === '' ? 'GET' : method, address: `https://api/${path}`, body: text });
}

type Guarded = readonly [said: RegExp, deed: Deed, body?: RegExp];
/** Settings that guard a repository, and rights on it, by `METHOD path`. The first row that fits wins. */
const GUARDED: readonly Guarded[] = [
  [
    /^DELETE \S*(\/branches\/[^/]+\/protection|\/rulesets\/|protected_branches|protected_tags|\/push_rule|\/approval_rules)/,
    bared('protection', 'other', { because: 'is taken off' }),
  ],
  [
    /^(PUT|PATCH) \S*(\/branches\/[^/]+\/protection|\/rulesets(\/|$)|protected_branches|\/push_rule|\/approval_rules|\/approvals$)/,
    bared('protection', 'other', { because: 'is overwritten' }),
  ],
  [
    /^(PUT|POST) \S*(\/collaborators\/|\/teams\/[^/]+\/(repos|memberships)\/|\/memberships\/|\/members$)/,
    widened('repository', 'admin', { because: 'somebody else may do everything in it' }),
    /\b(admin|maintain)\b|access_level=(40|50)/,
  ],
  [
    /^(PUT|POST) \S*(\/collaborators\/|\/teams\/[^/]+\/(repos|memberships)\/|\/memberships\/|\/members$|\/invitations$|\/deploy_?keys|user\/keys|\/keys$)/,
    widened('repository', 'principal', { because: 'somebody else may work in it', certainty: 'likely' }),
  ],
  [
    /^(PATCH|PUT) (repos\/[^/]+|projects)\/[^/]+$/,
    widened('repository', 'public', { because: 'may be read by anybody' }),
    /private=false|visibility"?[=:]\s*"?public/,
  ],
  [/^(PATCH|PUT) (repos\/[^/]+|projects)\/[^/]+$/, stopped('repository', { because: 'is archived' }), /archived=true/],
  [/^(POST|PUT) \S*\/transfer$/, held('repository', { because: 'is given to somebody else' })],
  [
    /^(POST|PUT) \S*\/actions\/(workflows\/[^/]+\/disable|permissions)/,
    stopped('workflow', { because: 'is switched off, or may do other things' }),
  ],
  [/^PATCH \S*\/git\/refs\//, again('branch', { stateful: true, because: 'is rewritten on the remote' }), /force=true/],
];

function guarded(method: string, path: string, text: string): Act | null {
  const row = GUARDED.find(([said, , body]) => said.test(`${method} ${path}`) && body?.test(text) !== false);
  return row ? { deed: row[1], name: path } : null;
}

const TAKES = listed(
  '-R --repo -X --method -H --header -f -F --field --raw-field --jq -q --template -t --input --hostname -b ' +
    '--body --title -e --env -o --org -u --user -L --limit --ref -g --group --json --cache -p --preview ' +
    '--visibility -l --label',
);

const servers: readonly Service[] = [
  {
    technology: 'github',
    tools: ['gh', 'hub'],
    takes: TAKES,
    places: ['-e', '--env'],
    closed: true,
    rows: [
      [/^api\b/, null],
      [/^(repo|project|codespace|cs|release|gist) (delete)\b/, held('repository', { because: 'is deleted' })],
      [/^repo archive\b/, stopped('repository', { because: 'is archived, and nobody can write to it' })],
      [
        /^repo rename\b/,
        again('repository', { because: 'gets another name; what names it breaks', certainty: 'likely' }),
      ],
      [
        /^repo edit\b/,
        widened('repository', 'public', { because: 'may be read by anybody' }),
        { text: /--visibility[= ]"?public/ },
      ],
      [
        /^repo edit\b/,
        again('repository', { because: 'gets other settings', certainty: 'likely' }),
        { text: /--visibility|--default-branch|--delete-branch-on-merge=false|--enable-\S+=false/ },
      ],
      [/^repo deploy-key add\b/, widened('repository', 'principal', { because: 'another key opens it' })],
      [/^(ssh-key|gpg-key) add\b/, widened('account', 'privilege', { because: 'another key opens the account' })],
      [
        /^(repo deploy-key|ssh-key|gpg-key|secret|variable|label|issue|release delete-asset|release|project (item-delete|field-delete|delete)|ruleset|milestone|environment) ?(delete|remove|rm|item-delete|field-delete)\b/,
        gone('setting', { because: 'is deleted' }),
      ],
      [/^release delete-asset\b|^project (item|field)-delete\b|^issue (transfer)\b/, gone('item')],
      [/^workflow disable\b/, stopped('workflow', { because: 'runs no more' })],
      [/^run (delete)\b/, gone('run', { because: 'is deleted with its logs' })],
      [/^run cancel\b/, gone('run', { because: 'is stopped for whoever waits for it' })],
      [/^cache delete\b/, light('cache', { reversible: true })],
      [
        /^repo sync\b/,
        again('branch', { stateful: true, because: 'is overwritten by another one' }),
        { any: ['--force'] },
      ],
      [/^delete\b/, held('repository')],
    ],
    more: api,
  },
  {
    technology: 'gitlab',
    tools: listed('glab gitlab lab bitbucket tea fj forgejo-cli gitea berg gitlab-rails gitlab-rake'),
    takes: TAKES,
    places: ['-e', '--env'],
    rows: [
      [
        /^(api|alias|auth|config|check-update|mr|pr|issue (close|reopen|list|view|note|update|create)|ci|pipeline (list|get|run|view|status|trace|lint|ci)|snippet create|logins?|completion|stack|duo)\b(?! delete)/,
        null,
      ],
      [/^(mr|pr|pull-request|pulls) (delete|rm)\b/, gone('merge-request')],
      [
        /^(ci|pipeline|pipe|job) (delete|artifact-delete|cancel)\b/,
        gone('pipeline', { because: 'is deleted or stopped' }),
      ],
      [
        /^(repo|project|repos?) (archive|transfer|mirror)\b/,
        stopped('repository', { because: 'is archived or given away' }),
        { text: /archive|transfer/ },
      ],
      [
        /^(ssh-key|deploy-key|repo members) add\b/,
        widened('repository', 'principal', { because: 'somebody else may work in it', certainty: 'likely' }),
      ],
      [/^gitlab:(backup:restore|cleanup\S*|ldap:\S*)|^(gitlab:)?\S*:?(reset|drop|purge)\b/, held('instance')],
    ],
    more: api,
  },
  {
    technology: 'ci',
    tools: listed(
      'circleci buildkite bk buildkite-agent travis drone woodpecker woodpecker-cli concourse ' +
        'codefresh semaphore sem appveyor teamcity harness spinnaker spin octopus octo gocd bamboo earthly depot ' +
        'nx-cloud gitlab-runner actions-runner config.sh dagger screwdriver wercker shippable codeship jet bitrise ' +
        'codemagic sonar nexus jf jfrog artifactory cloudsmith packagecloud gemfury crane skopeo regctl oras ' +
        'cosign harbor notation regbot pulp docker-registry',
    ),
    takes: listed(
      '-t --target -p --pipeline -r --repo --org-id --org -o --token --server --url --server-id --project ' +
        '--config -c --application --name -n --environment',
    ),
    places: ['-t', '--target', '--server', '--server-id', '--project', '--environment'],
    rows: [
      [
        /^(login|logout|c|config|local|lint|init|run|build|test|validate|compile|prune|version|copy|cp|list-tags|inspect|ls|manifest|digest|pull|push|sign|verify|attest|generate|cache|rt (dl|u|search|ping|s|upload|download)|step|artifact|annotate|meta-data|exec|debug|whoami|setup)\b/,
        null,
      ],
      [/^unregister\b/, gone('runner', { because: 'takes no more work', critical: true })],
      [
        /^(dp|destroy-pipeline|destroy-team|dt|prune-worker|pw|abort-build|ab|land-worker|lw|clear-task-cache|ctc|clear-versions|clear-resource-cache|archive-pipeline|ap)\b/,
        gone('pipeline', { critical: true }),
      ],
      [
        /^(pause-pipeline|pp|pause-job|pj|disable|stop|cancel|repo disable|pipeline (pause|disable|archive)|builds? (stop|cancel|decline|abort)|job (cancel|stop)|agent stop|cluster stop|pause)\b/,
        stopped('pipeline', { because: 'runs no more' }),
      ],
      [
        /^(rt|artifactory) (del|delete|delete-\S+|repo-delete|rdel|replication-delete|prop-delete|delp|build-discard|bdi|group-delete|users-delete|permission-target-delete|terraform-delete|cleanup)\b/,
        held('artifact'),
      ],
      [
        /^(delete|rm|clean|tag (delete|rm|del)|manifest (delete|rm)|image delete|blob delete|repo rm|index delete|artifact delete|repo delete)\b/,
        gone('image'),
      ],
      [
        /^env (clear|unset)\b|^(env|context|secret|orgsecret|project secret|runner (resource-class|token|instance)|schedule|cron|orb|orb category|namespace|policy|dlc|pipeline|cluster|queue|agent|repo|user|organization|registry|trigger) (\S+ )?(delete|rm|remove|remove-secret|remove-restriction|purge|unlist|unset|delete-secret|detach)\b/,
        held('context', { because: 'is deleted' }),
      ],
      [/^sync\b/, held('images'), { any: ['--delete'] }],
    ],
  },
  {
    technology: 'jenkins',
    tools: ['jenkins-cli', 'java', 'jcli', 'jenkins'],
    closed: true,
    rows: [],
    more: jenkins,
  },
];

/** `java -jar jenkins-cli.jar -s URL delete-job NAME`. */
function jenkins(run: Invocation): readonly Act[] {
  const at = run.tool === 'java' ? run.args.findIndex(({ text }) => /(^|[/\\])jenkins-cli[\w.-]*\.jar$/.test(text)) : 0;
  if (at === -1) return [];
  const words = run.args.slice(run.tool === 'java' ? at + 1 : 0).map(({ text }) => text);
  const verb = words.findIndex((word) => JENKINS.some(([pattern]) => pattern.test(word)));
  if (verb === -1 || words.includes('help')) return [];
  const said = words[verb] ?? '';
  if (
    said === 'groovy' &&
    words[verb + 1] !== '=' &&
    !/\b(delete|doDelete|doStop|execute|exit|System\.exit)\b/.test(words.slice(verb).join(' '))
  )
    return [];
  const row = JENKINS.find(([pattern]) => pattern.test(said));
  return row ? [{ deed: row[1], name: words.slice(verb + 1).find((word) => !word.startsWith('-')) ?? '' }] : [];
}

const JENKINS: readonly (readonly [RegExp, Act['deed']])[] = [
  [/^delete-(job|builds|node|view|credentials\S*|cloud)$/, held('job')],
  [/^delete-\S+$/, held('job')],
  [/^remove-job-from-view$/, light('view')],
  [
    /^(safe-)?(shutdown|restart)$|^quiet-down$|^(offline|disconnect)-node$|^disable-(job|plugin)$|^stop-builds$/,
    stopped('jenkins'),
  ],
  [
    /^(update-(job|node|view|credentials\S*)|reload-configuration|reload-jcasc-configuration|import-credentials\S*)$/,
    again('job', { because: 'is overwritten' }),
  ],
  [/^groovy(sh)?$/, held('jenkins', { because: 'runs a script with all its rights', certainty: 'likely' })],
];

export const ciServers: Family = familyOf('ci-servers', servers);
