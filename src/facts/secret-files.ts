import type { Path } from '../model/change.ts';
import type { Content } from '../model/content.ts';
import { baseName } from './path.ts';

export type Certainty = 'certain' | 'likely' | 'possible';
export type SecretFile = { readonly detector: string; readonly certainty: Certainty; readonly line: number | null };

/** A file that by its name may be a secret; the content tells. Never keeps what it saw, only where. */
export function secretFileAt(path: Path): boolean {
  return !TEMPLATE.test(baseName(path)) && FORMS.some(({ name }) => name.test(path));
}

/** Lines that were there before are not looked at again: changing the port beside a password adds no password. */
export function secretIn(path: Path, content: Content, before: Content): SecretFile | null {
  const form = FORMS.find(({ name }) => name.test(path));
  if (!form || content.kind === 'absent' || content.kind === 'unreadable') return null;
  if (content.kind === 'binary')
    return form.binary && { detector: form.detector, certainty: soften(path, form.binary), line: null };
  const seen = form.look(form.whole || before.kind !== 'text' ? content.text : onlyNew(content.text, before.text));
  return seen && { detector: form.detector, certainty: soften(path, seen.certainty), line: seen.line };
}

/** Known lines become empty, so that the others keep their numbers. */
function onlyNew(text: string, before: string): string {
  const known = new Set(before.split('\n'));
  return text
    .split('\n')
    .map((line) => (known.has(line) ? '' : line))
    .join('\n');
}

/** Test keys are everyday life. */
function soften(path: Path, certainty: Certainty): Certainty {
  return /(^|\/)(tests?|__tests__|spec|fixtures|testdata|examples?|docs|mocks)\//i.test(path) ? 'possible' : certainty;
}

type Seen = { readonly certainty: Certainty; readonly line: number } | null;
type Form = {
  readonly detector: string;
  readonly name: RegExp;
  /** What a binary file of that name is; null where it is something else. */
  readonly binary: Certainty | null;
  readonly look: (text: string) => Seen;
  /** What tells it is not where the secret stands: a key is replaced below the same header. */
  readonly whole: boolean;
};

const WHOLE = new Set(['private-key', 'terraform-state']);

const TEMPLATE =
  /[.-](example|sample|template|tmpl|tpl|dist|defaults?|schema|md)$|^(example|sample|template)[.-]|[.-](example|sample|template)\./i;

const FORMS: readonly Form[] = [
  named('rails-key', /(^|\/)config\/(master|credentials\/[^/]+)\.key$/, null, matching('certain', /^[0-9a-f]{32}/)),
  named('private-key', /\.(pem|key|p8|pk8|ppk|asc)$|(^|\/)id_(rsa|dsa|ecdsa|ed25519)$/i, 'possible', lookForKey),
  named('keystore', /\.(p12|pfx|jks|keystore|kdbx)$/i, 'likely', () => null),
  named('dotenv', /(^|\/)(\.env(\.[^/]*)?|\.envrc|[^/]+\.env)$/i, 'possible', lookForAssignment),
  named(
    'aws-credentials',
    /(^|\/)\.aws\/credentials$|(^|\/)\.(s3cfg|boto)$/,
    null,
    matching('certain', /secret_(access_)?key\s*=\s*[\w/+]{8}/i),
  ),
  named(
    'service-account',
    /(^|\/)[^/]*(credentials?|service[-_]?account|client[-_]secret|gcp[-_]key|[-_]sa)[^/]*\.json$/i,
    null,
    lookForAccount,
  ),
  named(
    'kubeconfig',
    /(^|\/)(kubeconfig[^/]*|[^/]+\.kubeconfig|\.kube\/config)$/i,
    null,
    matching('certain', /^\s*(client-key-data|token|password):\s*["']?[^\s"'$<{]/),
  ),
  named(
    'registry-token',
    /(^|\/)\.(npmrc|yarnrc|yarnrc\.yml|pypirc)$/,
    null,
    matching(
      'certain',
      /(_authToken|_auth|_password|npmAuthToken|npmAuthIdent|password)["']?\s*[=:]\s*["']?[^\s"'$<{]/,
    ),
  ),
  named(
    'registry-token',
    /(^|\/)(\.dockercfg|\.docker\/config\.json|\.gem\/credentials|\.cargo\/credentials(\.toml)?)$/,
    null,
    matching('certain', /("auth"|token|:rubygems_api_key)\s*[=:]\s*"?[^\s"$<{]/),
  ),
  named('login', /(^|\/)[._]netrc$/, null, matching('certain', /\bpassword\s+[^\s$<{]/)),
  named('login', /(^|\/)\.git-credentials$/, null, matching('certain', /:\/\/[^\s:@/]+:[^\s@/]+@/)),
  named('login', /(^|\/)\.pgpass$/, null, matching('certain', /^([^#:]*:){4}[^\s$<{]/)),
  named('login', /(^|\/)\.htpasswd$/, null, matching('likely', /^[^#:\s]+:\S{8}/)),
  named('vault-password', /(^|\/)\.?vault[_-](pass(word)?|token)(\.txt)?$|(^|\/)\.vault-token$/i, null, (text) =>
    text.startsWith('$ANSIBLE_VAULT') ? null : matching('certain', /\S/)(text),
  ),
  named(
    'terraform-state',
    /\.tfstate(\.backup|\.\d+\.backup)?$/,
    'likely',
    matching('likely', /"(resources|modules)":\s*\[\s*(\{|$)/),
  ),
  named('variables', /(^|\/)([^/]*\.tfvars|secrets?\.(ya?ml|json|toml|ini|properties))$/i, 'possible', (text) =>
    isSealed(text) ? null : lookForAssignment(text),
  ),
  named('shell-history', /(^|\/)\.(bash|zsh|psql|mysql|python)_history$/, null, matching('possible', /\S/)),
];

function named(detector: string, name: RegExp, binary: Certainty | null, look: Form['look']): Form {
  return { detector, name, binary, look, whole: WHOLE.has(detector) };
}

/** A certificate is public, a key is not, and an encrypted one is as good as its pass phrase. */
function lookForKey(text: string): Seen {
  const open = matching(
    'certain',
    /^-----BEGIN (RSA |EC |DSA |OPENSSH |PGP )?PRIVATE KEY( BLOCK)?-----|^PuTTY-User-Key-File-\d/,
  )(text);
  if (open) return /^Proc-Type: 4,ENCRYPTED/m.test(text) ? { ...open, certainty: 'likely' } : open;
  return matching('likely', /^-----BEGIN ENCRYPTED PRIVATE KEY-----/)(text);
}

function lookForAccount(text: string): Seen {
  return (
    matching('certain', /"private_key"\s*:\s*"-----BEGIN/)(text) ??
    matching('likely', /"(client_secret|refresh_token|secret_access_key|api_key|password)"\s*:\s*"[^"\s<$]{8}/i)(text)
  );
}

const SECRET_NAME =
  /secret|token|passw(or)?d|passphrase|pwd|api_?key|private_?key|access_?key|credential|auth|signing|encryption_?key/i;
const PUBLIC_NAME =
  /^(next_public|vite|react_app|expo_public|nuxt_public|gatsby|public)_|_(url|uri|host|port|file|path|name|id|ttl|enabled|expiry|algorithm)$/i;
const PLACEHOLDER =
  /^(|true|false|null|none|\d{1,6}|change_?me.*|your[-_ ].*|x{3,}.*|\*+|\.{3}|<.*>|\$.*|\{\{.*|.*(example|placeholder|dummy|todo|replace).*|secret|password|test|postgres|root|admin|local(host)?)$/i;

/** `DB_PASSWORD=…`, `api_token: "…"`, `https://user:…@host`; names without a value, and values that stand for one, are quiet. */
function lookForAssignment(text: string): Seen {
  const index = text.split('\n').findIndex((line) => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?["']?([\w.-]+)["']?\s*[=:]\s*(.*?)\s*,?\s*$/.exec(line) ?? [];
    const bare = value
      .replace(/\s#.*$/, '')
      .replace(/^["']|["']$/g, '')
      .trim();
    if (/:\/\/[^\s:@/]+:[^\s@/$<{]+@(?!(localhost|127\.0\.0\.1|db|postgres)([:/]|$))/.test(bare)) return true;
    return SECRET_NAME.test(name) && !PUBLIC_NAME.test(name) && !PLACEHOLDER.test(bare);
  });
  return index < 0 ? null : { certainty: 'likely', line: index + 1 };
}

/** sops, Ansible and Sealed Secrets keep the names readable and the values not. */
function isSealed(text: string): boolean {
  return /^\$ANSIBLE_VAULT|\bENC\[AES256_GCM|^\s*"?sops"?:|^kind:\s*SealedSecret/m.test(text);
}

function matching(certainty: Certainty, pattern: RegExp): (text: string) => Seen {
  return (text) => {
    const index = text.split('\n').findIndex((line) => pattern.test(line));
    return index < 0 ? null : { certainty, line: index + 1 };
  };
}
