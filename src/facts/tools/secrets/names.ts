import type { Truth } from '../../../model/change.ts';
import { baseName } from '../../path.ts';

/** A file of which the name alone says that a secret is in it. */
export type SecretName = {
  /** In the words of a person: `a private key`. */
  readonly what: string;
  readonly how: 'file' | 'environment' | 'history' | 'memory';
  /** It opens doors by itself. */
  readonly strong: Truth;
  readonly certainty: 'likely' | 'possible';
};

const LONGEST = 400;

/** Of a path as it stands in a command: relative, absolute, with `~`, with a pattern in it. Null: nothing says so. */
export function secretNameOf(written: string): SecretName | null {
  // most words are verbs and names: a look at their letters costs less than all that follows
  if (written.length > LONGEST || !(/[./_*?~]/.test(written) || BARE.test(written))) return null;
  const path = written.replaceAll('\\', '/').replace(/\/+$/, '');
  const base = baseName(path);
  if (!/[*?[]/.test(base) && !ANY.test(path)) return null;
  if ((PUBLIC.test(base) && !path.includes('.gnupg/')) || CODE.test(base)) return null;
  const plain = /[*?[]/.test(base) ? fromPattern(path, base) : path;
  const row = ROWS.find(([pattern]) => pattern.test(plain));
  if (row === undefined) return null;
  const [, what, strong, how = 'file', certainty = 'likely'] = row;
  return { what, how, strong, certainty: MADE_UP.test(path) ? 'possible' : certainty };
}

const BARE = /cred|secret|pass|token|key|cookie|kubeconfig|login/i;
const PUBLIC =
  /\.pub$|[._-](example|sample|template|tmpl|tpl|dist|defaults?|schema|spec|enc|sops|age|gpg|sealed)(\.[a-z0-9]{1,5})?$|^(example|sample|template)[._-]|^(known_hosts|authorized_keys|allowed_signers)|^\.env\.(vault|keys\.example)$|\.(md|rst|adoc|html?|lock)$/i;
/** `src/secrets/index.ts` is about secrets. */
const CODE =
  /\.(ts|tsx|js|jsx|mjs|cjs|py|go|rs|rb|java|kt|cs|c|cc|cpp|h|hpp|php|swift|scala|ex|exs|tf|sh|bash|css|vue|svelte)$/i;
/** Test keys are everyday life. */
const MADE_UP = /(^|\/)(tests?|__tests__|specs?|fixtures?|testdata|examples?|samples?|docs|mocks?)\//i;

/** What a pattern is most likely to be meant for: `.env*`, `~/.ssh/id_*`, `*.pem`. */
function fromPattern(path: string, base: string): string {
  const folder = path.slice(0, path.length - base.length);
  const known = base.length < 40 && /[A-Za-z0-9]/.test(base) ? PICKED.find((name) => fits(name, base)) : undefined;
  return folder + (known ?? base.replaceAll('*', ''));
}

const PICKED = ['.env', 'id_rsa', 'id_ed25519', 'credentials', 'server.pem', 'server.key', '.netrc', '.npmrc'];

/** `*` any letters, `?` one, `[…]` one of them; a pattern never matches a dot at the beginning by itself. */
function fits(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern
    .replaceAll(/\[[^\]]*\]/g, '?')
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]');
  return new RegExp(`^${source}$`, 'i').test(name);
}

type Row = readonly [
  pattern: RegExp,
  what: string,
  strong: Truth,
  how?: SecretName['how'],
  certainty?: SecretName['certainty'],
];

/** The first that matches. A folder is as good as what lies in it: `cp -r ~/.ssh`. */
const ROWS: readonly Row[] = [
  [/^\/proc\/[^/]+\/environ$/, 'the environment of a process', false, 'environment'],
  [/^\/proc\/([^/]+\/mem|kcore)$|^\/dev\/k?mem$/, 'the memory of a process', true, 'memory'],
  [/(^|\/)\.ssh\/config$/, 'the settings of ssh', false, 'file', 'possible'],
  [/(^|\/)(id_(rsa|dsa|ecdsa|ed25519|xmss)(_sk)?|ssh_host_\w+_key)$|(^|\/)\.ssh(\/.*)?$/i, 'a private key', true],
  [/(^|\/)[\w.-]*(_rsa|_ed25519|_ecdsa|_dsa|deploy[-_]?key|ssh[-_]?key)$/i, 'a private key', true],
  [/(^|\/)\.aws\/config$/, 'the settings of AWS', false, 'file', 'possible'],
  [/(^|\/)\.gnupg(\/.*)?$/, 'private keys', true],
  [/\.(p12|pfx|jks|keystore|kdbx?|p8|pk8|ppk|agekey|keytab)$/i, 'a key store', true],
  [
    /(^|\/)(\.config\/)?sops\/age(\/.*)?$|(^|\/)(wallet\.dat|\.config\/solana\/id\.json|\.ethereum\/keystore.*)$/,
    'private keys',
    true,
  ],
  [
    /^\/etc\/(g?shadow-?|master\.passwd|security\/opasswd|ssl\/private.*|ppp\/chap-secrets)$/,
    'the passwords of this machine',
    true,
  ],
  [/windows\/system32\/config\/(sam|security|system)$|(^|\/)ntds\.dit$/i, 'the passwords of this machine', true],
  [/^\/(var\/)?run\/secrets(\/.*)?$/, 'mounted secrets', true],
  [/(^|\/)\.aws(\/(credentials|sso(\/.*)?|cli(\/.*)?))?$/, 'credentials of AWS', true],
  [
    /(^|\/)(\.config|application_default)?\/?gcloud(\/(?!configurations)[^/]*(credential|token|adc|\.db|\.json)[^/]*.*)?$/,
    'credentials of Google Cloud',
    true,
  ],
  [/(^|\/)application_default_credentials\.json$/, 'credentials of Google Cloud', true],
  [/(^|\/)\.azure(\/(accessTokens|msal_token_cache|service_principal|azureProfile).*)?$/, 'credentials of Azure', true],
  [
    /(^|\/)(\.oci|\.databrickscfg|\.snowsql|\.bluemix|\.aliyun)(\/(config|config\.json))?$/,
    'credentials of a cloud',
    true,
  ],
  [
    /(^|\/)(\.config\/)?(doctl\/config\.yaml|hcloud\/cli\.toml|scw\/config\.yaml|rclone\/rclone\.conf|linode-cli|exoscale\/.*\.toml)$/,
    'credentials of a cloud',
    true,
  ],
  [
    /(^|\/)(\.fly\/config\.yml|\.railway\/config\.json|\.wrangler\/config\/.*\.toml|com\.vercel\.cli\/auth\.json|\.netlify\/config\.json)$/,
    'credentials of a cloud',
    true,
  ],
  [
    /(^|\/)(\.kube(\/(config|cache)?.*)?|[^/]*kubeconfig[^/]*|[^/]+\.kubeconfig|etc\/(kubernetes\/(admin|super-admin)\.conf|rancher\/k3s\/k3s\.yaml))$/i,
    'credentials of a cluster',
    true,
  ],
  [
    /(^|\/)(\.docker(\/config\.json)?|\.dockercfg|\.dockerconfigjson|containers\/auth\.json)$/,
    'credentials of registries',
    true,
  ],
  [
    /(^|\/)([._]netrc|\.pgpass|pgpass\.conf|\.my\.cnf|\.mylogin\.cnf|\.git-credentials|\.vault-token|\.s3cfg|\.boto|\.pypirc|\.dockerhub|\.htpasswd)$/,
    'stored passwords',
    true,
  ],
  [
    /(^|\/)(git\/credentials|gh\/hosts\.yml|glab-cli\/config\.yml|\.config\/hub|\.terraform\.d\/credentials\.tfrc\.json|\.terraformrc)$/,
    'stored tokens',
    true,
  ],
  [
    /(^|\/)(\.cargo\/credentials(\.toml)?|\.gem\/credentials|\.m2\/settings(-security)?\.xml|\.composer\/auth\.json|\.nuget\/NuGet\.Config)$/i,
    'tokens of registries',
    true,
  ],
  [
    /(^|\/)(\.claude\/\.credentials\.json|\.codex\/auth\.json|\.gemini\/oauth_creds\.json|github-copilot\/(hosts|apps)\.json|opencode\/auth\.json)$/,
    'the tokens of an agent',
    true,
  ],
  [/(^~|^\$\{?HOME\}?|^\/home\/[^/]+|^\/root|^\/Users\/[^/]+)\/\.(npmrc|yarnrc\.yml)$/, 'tokens of registries', true],
  [/(^|\/)\.(npmrc|yarnrc\.yml)$/, 'a file that may hold a token of a registry', 'unknown'],
  [
    /(^|\/)(Login Data|Cookies|key[34]\.db|logins\.json|cookies\.sqlite|Local State|signons\.sqlite|Login Keychain)$/i,
    'the passwords of a browser',
    true,
  ],
  [
    /\.keychain(-db)?$|(^|\/)Library\/Keychains(\/.*)?$|(^|\/)(\.local\/share\/keyrings|\.password-store|\.electrum|\.mozilla\/firefox|google-chrome\/Default)(\/.*)?$/,
    'stored passwords',
    true,
  ],
  [
    /(^|\/)(service[-_]?account|gcp[-_]?key|firebase-adminsdk|client[-_]secret)[^/]*\.json$|[-_]sa\.json$/i,
    'the key of a service account',
    true,
  ],
  [/(^|\/)config\/(master|credentials\/[^/]+)\.key$|(^|\/)master\.key$/, 'the key of the application', true],
  [
    /(^|\/)[^/]*(private|priv)[^/]*\.(pem|key|asc)$|(^|\/)privkey[^/]*\.pem$|[-_.]key\.pem$|(^|\/)key\.pem$/i,
    'a private key',
    true,
  ],
  [/(^|\/)[^/]*(cert|chain|bundle|ca|pub(lic)?|root|dhparam)[^/]*\.pem$/i, 'a certificate', false, 'file', 'possible'],
  [/\.(pem|key)$/i, 'a key', 'unknown'],
  [/(^|\/)\.env\.(test|testing|ci|e2e)$/, 'environment settings of tests', false, 'file', 'possible'],
  [/(^|\/)(\.env([._-][^/]*)?|\.envrc|\.dev\.vars|[^/]+\.env)$/i, 'environment settings with their secrets', false],
  [
    /(^|\/)\.(bash|zsh|sh|psql|mysql|python|sqlite|rediscli|node_repl|irb|dbshell|mongo)_?history$|(^|\/)(fish_history|ConsoleHost_history\.txt|\.zhistory|\.histfile|\.lesshst|\.viminfo)$/i,
    'what somebody typed',
    false,
    'history',
  ],
  [/\.tfstate(\.backup|\.\d+\.backup)?$/, 'a Terraform state, with its secrets in plain text', false],
  [/(^|\/)[^/]*secrets?[^/]*\.tfvars(\.json)?$/i, 'variables with secrets', false],
  [/\.(auto\.)?tfvars(\.json)?$/i, 'variables that may hold secrets', false, 'file', 'possible'],
  [
    /(^|\/)\.?secrets?(\.(ya?ml|json|toml|env|ini|properties|txt|conf|cfg))?$|(^|\/)\.?secrets\/(?!.*sealed).+$/i,
    'secrets',
    false,
  ],
  [
    /(^|\/)(\.?credentials?|[^/]*[-_.]credentials?|\.?(api[-_]?(key|token)s?|passwords?|passwd|tokens?|access[-_]?keys?))(\.(json|ya?ml|txt|ini|csv|cfg|conf|toml|xml|properties))?$(?<!^\/etc\/passwd)/i,
    'credentials',
    false,
  ],
  [/(^|\/)\.?vault[-_]?pass(word)?(\.txt)?$/i, 'the password of a vault', true],
];

/** One look instead of forty: what no row can match is most of what is asked. */
const ANY = new RegExp(ROWS.map(([pattern]) => `(?:${pattern.source})`).join('|'), 'i');
