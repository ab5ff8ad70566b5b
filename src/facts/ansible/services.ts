import { soundsLikeData } from '../kubernetes/data-words.ts';
import { type Effect, exposes, stops, unprotects } from './effect.ts';
import { argument, isTruth, type Task } from './task.ts';

const GUARDS: readonly (readonly [name: RegExp, protection: string, because: string])[] = [
  [
    /^(ufw|firewalld|iptables|ip6tables|nftables|netfilter-persistent|csf|pf|shorewall)$/,
    'isolation',
    'the firewall no longer runs',
  ],
  [
    /^(auditd|rsyslog|syslog-ng|wazuh-agent|ossec|osqueryd|falco|filebeat|promtail|td-agent|vector)$/,
    'audit',
    'nothing is recorded any more',
  ],
  [
    /^(fail2ban|crowdsec|apparmor|clamav-daemon|clamd|falcon-sensor|sshguard|aide|selinux|tuned-security|chronyd-guard|unattended-upgrades|dnf-automatic\.timer)$/,
    'other',
    'nothing defends the host any more',
  ],
  [/backup|borgmatic|restic|pgbackrest|barman/, 'backup', 'no backup is made any more'],
];
const SERVERS =
  /^(nginx|httpd|apache2|haproxy|traefik|caddy|varnish|envoy|docker|containerd|kubelet|crio|sshd?|postfix|dovecot|exim4?|named|bind9|unbound|slapd|keepalived|patroni|pgbouncer|php\S*fpm|tomcat\d*|keycloak|gunicorn|uwsgi|wireguard|openvpn|memcached)$/;

export function isService({ module }: Task): boolean {
  return /^(service|systemd|systemd_service|sysvinit|win_service|openrc|runit|supervisorctl)$/.test(module);
}

export function serviceName(task: Task): string {
  return argument(task, 'name', 'unit', 'service').replace(/\.service$/, '');
}

/** Whether a task takes a service out of operation; one that is only stopped for a while is started again further down. */
export function serviceEffects(task: Task): readonly Effect[] {
  if (task.module === 'selinux') return selinux(task);
  if (!isService(task) || task.isHandler) return [];
  const truth = (key: string): boolean | null => isTruth(task.args.get(key) ?? null);
  const isOff = truth('enabled') === false || truth('masked') === true;
  return isOff || argument(task, 'state') === 'stopped' ? [outOfOperation(serviceName(task), isOff)] : [];
}

function outOfOperation(name: string, isOff: boolean): Effect {
  const guard = GUARDS.find(([pattern]) => pattern.test(name));
  const said = { type: 'service', name };
  if (guard) {
    const [, protection, because] = guard;
    const certainty = isOff ? 'likely' : 'possible';
    return unprotects({ ...said, certainty, because: `${name}: ${because}`, remedy: 'Leave it running' }, protection);
  }
  const matters = SERVERS.test(name) || soundsLikeData(name);
  const because = isOff ? `${name} no longer starts` : `${name} is stopped`;
  return stops({ ...said, certainty: matters && isOff ? 'likely' : 'possible', because }, matters);
}

function selinux(task: Task): readonly Effect[] {
  const state = argument(task, 'state');
  if (!/^(disabled|permissive)$/.test(state)) return [];
  return [
    unprotects(
      {
        type: 'selinux',
        name: 'selinux',
        certainty: 'likely',
        because: `SELinux is ${state}: programs may do what its policy forbids`,
        remedy: 'state: enforcing',
      },
      'isolation',
    ),
  ];
}

export function worldEffect(
  said: Pick<Effect, 'type' | 'name' | 'certainty' | 'because'>,
  ports: string,
  sensitive: boolean,
): Effect {
  return exposes({ ...said, remedy: 'Name the network that needs it' }, ports, true, sensitive);
}
