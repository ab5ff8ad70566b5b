import type { Invocation } from '../shell/invocation.ts';
import type { Family } from './family.ts';
import { reads } from './secrets/reading.ts';

/** Programs that keep secrets, and show them when they are asked. */
export const shownSecrets: Family = {
  id: 'shown-secrets',
  tools: ['*'],
  read: (run) => {
    if (!KEEPERS.test(run.tool)) return [];
    const words = run.args
      .map(({ text }) => text)
      .join(' ')
      .slice(0, 2_000);
    if (/(^| )(--help|-h)( |$)/.test(words)) return [];
    const row = ROWS.find(([tools, said]) => tools.test(run.tool) && said.test(words));
    if (row === undefined) return [];
    const [, , what, level, how = 'store'] = row;
    // `aws ecr get-login-password | docker login`: it goes where it is needed, and nobody sees it
    if (level === 'usual' && isHandedOn(run)) return [];
    const usual = level === 'usual' && run.pipedTo !== 'base64';
    return [reads({ subject: `${run.tool} ${what}`, what, how, strong: level === 'strong', usual })];
  },
};

function isHandedOn({ pipedTo, redirects }: Invocation): boolean {
  if (redirects.some(({ operator, fd }) => operator.includes('>') && fd !== 2)) return true;
  return pipedTo !== null && !/^(base64|jq|yq|cat|head|tail|grep|sed|awk|tr|cut|less|more|tee|xxd)$/.test(pipedTo);
}

type Row = readonly [
  tools: RegExp,
  words: RegExp,
  what: string,
  /** `usual`: what the tool is for, with a password of its own before it. */
  level: 'strong' | 'shown' | 'usual',
  how?: 'store' | 'memory',
];

const ROWS: readonly Row[] = [
  [/^gpg2?$/, /--export-secret-(sub)?keys?/, 'private keys', 'strong'],
  [/^gpg2?$/, /(^| )(-d|--decrypt)( |$)/, 'a decrypted file', 'usual'],
  [/^security$/, /^(dump-keychain|export)\b/, 'a keychain', 'strong'],
  [/^security$/, /^find-(generic|internet)-password\b.* -\w*[wg]\w*( |$)/, 'a password of the keychain', 'shown'],
  [/^(mimikatz|lazagne|secretsdump\.py|pypykatz|hashdump|unshadow)$/, /^/, 'the passwords of this machine', 'strong'],
  [/^(john|hashcat)$/, /\S/, 'passwords that are guessed from their hashes', 'shown'],
  [/^(gcore|procdump)$/, /\d|lsass/, 'the memory of a process', 'strong', 'memory'],
  [/^reg$/, /^(save|export) hklm\\(sam|system|security)\b/i, 'the passwords of this machine', 'strong'],
  [/^(vaultcmd|cmdkey)$/, /listcreds/i, 'stored passwords', 'shown'],
  [/^secret-tool$/, /^(lookup|search)\b/, 'a password of the keyring', 'shown'],
  [/^keyring$/, /^get\b/, 'a password of the keyring', 'shown'],
  [/^kwallet-query$/, /(^| )-r\b/, 'a password of the keyring', 'shown'],
  [/^(pass|gopass|passage)$/, /^(show|cat)\b|^[\w.-]+\/[\w./-]+$/, 'a password of the store', 'shown'],
  [/^(bw|rbw)$/, /^(get|export)\b/, 'a password of the store', 'shown'],
  [/^lpass$/, /^(show|export)\b/, 'a password of the store', 'shown'],
  [/^keepassxc-cli$/, /^(show|clip|export)\b/, 'a password of the store', 'shown'],
  [/^op$/, /^(read|inject|item get .*(--reveal|--fields?)|document get)\b/, 'a secret of the store', 'usual'],
  [/^(vault|bao)$/, /^(kv get|read|unwrap|token create|print token)\b/, 'a secret of the store', 'usual'],
  [/^(doppler|infisical)$/, /^(secrets|export)\b(?! (set|delete|upload|folders))/, 'secrets of the store', 'usual'],
  [/^chamber$/, /^(read|export|env)\b/, 'secrets of the store', 'usual'],
  [/^envchain$/, / env$/, 'secrets of the store', 'usual'],
  [/^hcp$/, /secrets open/, 'a secret of the store', 'usual'],
  [/^sops$/, /(^| )(-d|--decrypt|decrypt)( |$)/, 'decrypted secrets', 'usual'],
  [/^ansible-vault$/, /^(view|decrypt)\b/, 'decrypted secrets', 'usual'],
  [/^age$/, /(^| )(-d|--decrypt)\b/, 'a decrypted file', 'usual'],
  [/^aws$/, /configure (get \S*(secret|token)|export-credentials)/, 'the key of an account', 'shown'],
  [
    /^aws$/,
    /secretsmanager (batch-)?get-secret-value|ssm get-parameters?(-by-path)?\b.*--with-decryption/,
    'a secret of the store',
    'usual',
  ],
  [
    /^aws$/,
    /\b(sts get-(session|federation)-token|ecr get-login-password|codeartifact get-authorization-token|iam create-access-key)\b/,
    'a token',
    'usual',
  ],
  [/^gcloud$/, /secrets versions access/, 'a secret of the store', 'usual'],
  [/^gcloud$/, /auth (application-default )?print-(access|identity)-token/, 'a token', 'usual'],
  [/^gcloud$/, /iam service-accounts keys create/, 'a new key of a service account', 'usual'],
  [
    /^az$/,
    /keyvault secret (show|download)|account get-access-token|\bkeys? list\b|list-keys|show-connection-string|credential show/,
    'a secret of the store',
    'usual',
  ],
  [/^(gh|glab)$/, /^auth (token|status .*(-t|--show-token))\b/, 'the token of the account', 'usual'],
  [
    /^heroku$/,
    /^(config( |$)(?!set|unset|edit)|auth:token)/,
    'the settings of an application with their secrets',
    'usual',
  ],
  [/^railway$/, /^variables( |$)(?!.*--set)/, 'the settings of an application with their secrets', 'usual'],
  [
    /^(kubectl|oc)$/,
    /\bget (\S+,)?secrets?\b.* (-o|--output)[ =]?(ya?ml|json|jsonpath|go-template)/,
    'a secret of the cluster',
    'usual',
  ],
  [/^(kubectl|oc)$/, /\bconfig view\b.*--raw/, 'credentials of a cluster', 'shown'],
  [/^argocd$/, /admin initial-password/, 'a password', 'usual'],
  [/^helm$/, /^get values\b/, 'settings that may hold secrets', 'usual'],
  [/^git$/, /^credential(-\S+)? (fill|get)\b/, 'stored passwords', 'shown'],
  [/^(git-credential-[\w-]+|docker-credential-[\w-]+)$/, /^get\b/, 'stored passwords', 'shown'],
  [/^npm$/, /^config get .*(_auth|token)/i, 'a token of the registry', 'shown'],
  [/^openssl$/, /^(rsa|ec|pkey|dsa)\b(?!.*-(pubout|pubin|noout)).*-in \S+/, 'a private key', 'shown'],
  [/^openssl$/, /^pkcs12\b(?=.*-(nodes|noenc))(?!.*-nokeys)/, 'a private key', 'shown'],
  [/^(terraform|tofu)$/, /\b(output .*(-raw|-json)|state pull)\b/, 'values that may hold secrets', 'usual'],
  [/^ssh-add$/, /(^| )(?![-])\S*(id_\w+|\.pem|\.key|\.ssh\/\S+)( |$)/, 'a private key for the agent of ssh', 'shown'],
];

const KEEPERS = new RegExp(ROWS.map(([tools]) => tools.source).join('|'));
