import type { Finding, Look, Reach } from './finding.ts';
import { weightOf } from './finding.ts';

/** Each place where credentials lie that open something by themselves. */
export const places: readonly Reach[] = [aws, kubernetes, google, azure, files, keys, variables, sockets];

function aws({ home, read }: Look): readonly Finding[] {
  const where = `${home}/.aws/credentials`;
  const profiles = [...(read(where) ?? '').matchAll(/^\s*\[([^\]\n]+)\]/gm)].map((match) => match[1] ?? '');
  return profiles.map((name) => ({
    what: `AWS profile ${name}, with keys that do not expire`,
    where,
    weight: weightOf(name),
    fix: 'aws sso login with a role that may only read, and delete the keys from this file',
  }));
}

/** `current-context: shop-prod` and the names of all others; a cluster on this machine is nobody's production. */
function kubernetes({ home, env, read }: Look): readonly Finding[] {
  const configs = (env['KUBECONFIG'] ?? `${home}/.kube/config`).split(':').filter((file) => file !== '');
  return configs.flatMap((where) => {
    const text = read(where) ?? '';
    const current = /^current-context:\s*"?([^"\s]+)/m.exec(text)?.[1] ?? '';
    const contexts = [...text.matchAll(/^- context:\n(?:\s+.*\n)*?\s+name:\s*(\S+)|^\s+name:\s*(\S+)\s*$/gm)].flatMap(
      (match) => match[1] ?? match[2] ?? [],
    );
    return [...new Set([current, ...contexts])]
      .filter((name) => name !== '' && weightOf(name) !== 'dev')
      .map((name) => ({
        what: `Kubernetes context ${name}${name === current ? ' (current)' : ''}`,
        where,
        weight: weightOf(name),
        fix: 'give the agent a KUBECONFIG of its own with a context that may only read',
      }));
  });
}

function google({ home, read, names }: Look): readonly Finding[] {
  const folder = `${home}/.config/gcloud`;
  const fix = 'gcloud auth revoke, and impersonate an account that may only read';
  const own = read(`${folder}/application_default_credentials.json`);
  const projects = names(`${folder}/configurations`).flatMap((name) => {
    const project = /^project\s*=\s*(\S+)/m.exec(read(`${folder}/configurations/${name}`) ?? '')?.[1];
    return project === undefined
      ? []
      : [
          {
            what: `Google Cloud project ${project}`,
            where: `${folder}/configurations/${name}`,
            weight: weightOf(project),
            fix,
          },
        ];
  });
  const defaults: readonly Finding[] =
    own === null
      ? []
      : [
          {
            what: 'Google Cloud application default credentials',
            where: `${folder}/application_default_credentials.json`,
            weight: 'unknown',
            fix,
          },
        ];
  return [...defaults, ...projects];
}

function azure({ home, read }: Look): readonly Finding[] {
  const where = `${home}/.azure/azureProfile.json`;
  const names = [...(read(where) ?? '').matchAll(/"name"\s*:\s*"([^"]+)"/g)].map((match) => match[1] ?? '');
  return names.map((name) => ({
    what: `Azure subscription ${name}`,
    where,
    weight: weightOf(name),
    fix: 'az logout, and log in as a reader',
  }));
}

/** Files whose every line is a token, and what each opens. */
const FILES: readonly (readonly [path: string, holds: RegExp, what: string, fix: string])[] = [
  ['.npmrc', /_authToken|_password/, 'npm token: it can publish packages', 'npm logout, and publish from CI'],
  ['.pypirc', /password/, 'PyPI token: it can publish packages', 'publish from CI with trusted publishing'],
  ['.cargo/credentials.toml', /token/, 'crates.io token: it can publish packages', 'cargo logout, and publish from CI'],
  [
    '.config/gh/hosts.yml',
    /oauth_token/,
    'GitHub token of gh: it can push, merge and delete',
    'gh auth logout, or a token for single repositories that may only read',
  ],
  [
    '.git-credentials',
    /:\/\/[^:@\s]+:[^@\s]+@/,
    'git passwords in plain text',
    'a credential helper that asks, or keys with a passphrase',
  ],
  ['.netrc', /password/, 'passwords for machines', 'move them into a keychain'],
  [
    '.docker/config.json',
    /"auth"\s*:\s*"[^"]+"/,
    'registry passwords: they can overwrite images',
    'docker logout, and push from CI',
  ],
  [
    '.terraform.d/credentials.tfrc.json',
    /"token"/,
    'Terraform Cloud token: it can apply and destroy',
    'terraform logout, and apply from CI',
  ],
  ['.vault-token', /\S/, 'Vault token', 'vault token revoke -self'],
  ['.pgpass', /\S/, 'database passwords', 'keep only those of development in it'],
  ['.my.cnf', /password/, 'database password', 'keep only those of development in it'],
  ['.config/doctl/config.yaml', /access-token:\s*\S/, 'DigitalOcean token', 'doctl auth remove'],
  ['.fly/config.yml', /access_token:\s*\S/, 'Fly token', 'fly auth logout'],
  [
    '.config/stripe/config.toml',
    /live_mode_api_key/,
    'Stripe key of the live mode',
    'stripe logout, and use test mode',
  ],
];

function files({ home, read }: Look): readonly Finding[] {
  return FILES.flatMap(([path, holds, what, fix]): readonly Finding[] => {
    const where = `${home}/${path}`;
    return holds.test(read(where) ?? '') ? [{ what, where, weight: 'unknown', fix }] : [];
  });
}

/** A private key without a passphrase opens whatever knows it. `ENCRYPTED` or a bcrypt cipher says that it has one. */
function keys({ home, read, names }: Look): readonly Finding[] {
  return names(`${home}/.ssh`).flatMap((name): readonly Finding[] => {
    const where = `${home}/.ssh/${name}`;
    const text = name.endsWith('.pub') ? '' : (read(where) ?? '');
    if (!/^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return [];
    const isLocked = /ENCRYPTED|YmNyeXB0/.test(text);
    return isLocked
      ? []
      : [
          {
            what: `ssh key ${name} without a passphrase`,
            where,
            weight: weightOf(name),
            fix: `ssh-keygen -p -f ${where}`,
          },
        ];
  });
}

const SECRET_NAME =
  /(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|PRIVATE_KEY|CREDENTIALS|DATABASE_URL|DSN)(_|$)/;

/** Names only: a value is never read further than whether there is one. */
function variables({ env }: Look): readonly Finding[] {
  return Object.entries(env).flatMap(([name, value]): readonly Finding[] =>
    value !== undefined && value !== '' && SECRET_NAME.test(name.toUpperCase())
      ? [
          {
            what: `variable ${name}`,
            where: 'the environment',
            weight: weightOf(name.replaceAll('_', '-')),
            fix: `start the agent without it: env -u ${name} ...`,
          },
        ]
      : [],
  );
}

function sockets({ env, isWritable }: Look): readonly Finding[] {
  const agent = env['SSH_AUTH_SOCK'];
  const docker = '/var/run/docker.sock';
  return [
    ...(agent === undefined || agent === ''
      ? []
      : [
          {
            what: 'ssh-agent: every key that is loaded',
            where: 'SSH_AUTH_SOCK',
            weight: 'unknown',
            fix: 'start the agent with env -u SSH_AUTH_SOCK, or load keys with ssh-add -c',
          } as const,
        ]),
    ...(isWritable(docker)
      ? [
          {
            what: 'Docker: whoever reaches its socket is root on this machine',
            where: docker,
            weight: 'unknown',
            fix: 'rootless Docker, or an agent in a container of its own',
          } as const,
        ]
      : []),
  ];
}
