import { childOf, textsOf } from '../pipelines/yaml-view.ts';
import { type Effect, unprotects, widens } from './effect.ts';
import { firewalld, iptables, securityGroup, ufw } from './firewalls.ts';
import { openedByLines } from './lines.ts';
import { worldEffect } from './services.ts';
import { argument, isOn, isTruth, type Task } from './task.ts';

/** Who may come in because of a task, and what they may do. */
export function openings(task: Task): readonly Effect[] {
  return [...openedByLines(task), ...(READERS[task.module]?.(task) ?? []), ...unchecked(task)];
}

type Reader = (task: Task) => readonly Effect[];

const READERS: Readonly<Record<string, Reader>> = {
  ufw,
  firewalld,
  iptables,
  ec2_group: securityGroup,
  ec2_security_group: securityGroup,
  authorized_key: keyOf,
  user: groups,
  sudoers,
  file: mode,
  postgresql_pg_hba: hba,
  postgresql_user: (task) =>
    /\bSUPERUSER\b/.test(argument(task, 'role_attr_flags'))
      ? [admin(task, 'SUPERUSER may do everything in every database')]
      : [],
  mysql_user: (task) =>
    /\*\.\*:\s*(\S*,)?ALL/i.test(argument(task, 'priv')) ? [admin(task, 'it may do everything in every database')] : [],
  iam_role: policies,
  iam_user: policies,
  s3_bucket: (task) =>
    argument(task, 'acl', 'permission').startsWith('public')
      ? [
          widens(
            {
              type: 's3_bucket',
              name: argument(task, 'name'),
              certainty: 'likely',
              because: 'everybody may read the bucket',
            },
            'public',
          ),
        ]
      : [],
};

function admin(task: Task, because: string): Effect {
  return widens(
    {
      type: task.module,
      name: argument(task, 'name', 'user') || 'unknown',
      certainty: 'likely',
      because,
      remedy: 'Grant what is needed on the one database',
    },
    'admin',
  );
}

function policies(task: Task): readonly Effect[] {
  const given = childOf(task.given, 'managed_policies') ?? childOf(task.given, 'managed_policy');
  const names = [...textsOf(given), argument(task, 'managed_policy')];
  return names.some((one) => /AdministratorAccess/.test(one))
    ? [admin(task, 'AdministratorAccess may do everything')]
    : [];
}

function keyOf(task: Task): readonly Effect[] {
  if (argument(task, 'state') === 'absent') return [];
  const name = argument(task, 'user') || 'unknown';
  const shown = argument(task, 'key').slice(0, 24);
  const because = `one more key logs in as ${name}`;
  return [
    widens({ type: 'authorized_key', name: `${name} ${shown}`.trim(), certainty: 'possible', because }, 'principal'),
  ];
}

function groups(task: Task): readonly Effect[] {
  const given = argument(task, 'groups', 'group')
    .split(',')
    .map((one) => one.trim());
  const found = given.find((one) => /^(sudo|wheel|root|admin|docker|lxd|adm-root)$/.test(one));
  if (found === undefined || argument(task, 'state') === 'absent') return [];
  return [
    widens(
      {
        type: 'user',
        name: argument(task, 'name') || 'unknown',
        certainty: 'possible',
        because: `the group ${found} makes it root`,
      },
      'privilege',
    ),
  ];
}

function sudoers(task: Task): readonly Effect[] {
  const open = /^ALL$/i.test(argument(task, 'commands')) && isTruth(task.args.get('nopassword') ?? null) !== false;
  return open && argument(task, 'state') !== 'absent'
    ? [admin(task, 'it may run everything as root without a password')]
    : [];
}

function mode(task: Task): readonly Effect[] {
  if (!/^(0?o?[0-7]?[0-7][0-7][2367]|.*\bo\+w|.*\ba\+w)/.test(argument(task, 'mode'))) return [];
  if (/^[01]?1777$/.test(argument(task, 'mode'))) return [];
  const name = argument(task, 'path', 'dest') || 'unknown';
  return [
    widens({ type: 'file', name, certainty: 'possible', because: `everybody on the host may write ${name}` }, 'public'),
  ];
}

function hba(task: Task): readonly Effect[] {
  const name = argument(task, 'databases') || 'all';
  if (argument(task, 'method') === 'trust' && argument(task, 'contype') !== 'local')
    return [
      widens(
        {
          type: 'pg_hba',
          name,
          certainty: 'likely',
          because: 'nobody is asked for a password',
          remedy: 'method: scram-sha-256',
        },
        'public',
      ),
    ];
  return /^(0\.0\.0\.0\/0|::\/0|all)$/.test(argument(task, 'source', 'address'))
    ? [
        worldEffect(
          { type: 'pg_hba', name, certainty: 'likely', because: 'the database answers every address' },
          '5432',
          true,
        ),
      ]
    : [];
}

/** Certificates and signatures that are no longer looked at. */
function unchecked(task: Task): readonly Effect[] {
  const off = ['validate_certs', 'gpgcheck', 'repo_gpgcheck'].find(
    (name) => isTruth(task.args.get(name) ?? null) === false,
  );
  const on = ['disable_gpg_check', 'allow_unauthenticated'].find((name) => isOn(task, name));
  const said = off ?? on;
  if (said === undefined) return [];
  const what = argument(task, 'url', 'name', 'src', 'baseurl', 'dest') || task.name || task.module;
  const certainty = off === 'validate_certs' && !/localhost|127\.0\.0\.1/.test(what) ? 'likely' : 'possible';
  return [
    unprotects(
      {
        type: task.module,
        name: `${said} ${what}`.slice(0, 100),
        certainty,
        because: `${said}: what comes from ${what.slice(0, 60)} is not checked`,
        remedy: 'Add the certificate or the key to those that are trusted',
      },
      'encryption',
    ),
  ];
}
