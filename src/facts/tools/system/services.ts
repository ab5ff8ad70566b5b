import { CRITICAL, GRAVE, LOST, type SystemDeed } from './rows.ts';

/** What others come in by, what keeps strangers out, what everything else runs on. */
const VITAL =
  'sshd?|openssh-server|firewalld|ufw|iptables|nftables|docker|containerd|podman|crio|kubelet|k3s|rke2-server|dbus|systemd-[\\w-]+|network(?:ing|manager)?|wpa_supplicant|auditd|fail2ban|apparmor|selinux|polkit|getty@?\\w*|etcd|consul|vault|postgresql[\\w@.-]*|mysqld?|mariadb|mongod|redis(?:-server)?|rabbitmq-server|kafka|elasticsearch|cloud-init|amazon-ssm-agent|chronyd?|ntpd?|rsyslog|crond?|named|bind9|libvirtd|sssd|falcon-sensor|clamav-\\w+|osqueryd';
const UNITS = new RegExp(`(?:^|[\\s/])(?:${VITAL})(?:\\.(?:service|socket|target))?(?:\\s|$)`, 'i');
const EVERY = /(?:^|\s)(?:stop|restart|disable|mask|kill|--now)\b.*\*/;

const STOPS = 'what it serves stops for everybody';
const GUARDS = 'a way in, a guard or what other programs run on stops';
const LOOK = 'systemctl status shows how it is; ask a person to change it';

export const services: readonly SystemDeed[] = [
  // one's own session is one's own
  {
    tools: 'systemctl',
    line: /(?:^|\s)--user(?:\s|$)/,
    words: /^(?:stop|disable|mask|kill|restart|enable|edit|link|revert)\b/,
    how: 'service',
    because: 'a service of this user changes',
  },
  { tools: 'systemctl', line: EVERY, how: 'service', because: GUARDS, remedy: LOOK, ...CRITICAL },
  {
    tools: 'systemctl',
    words: new RegExp(`^(?:stop|disable|mask|kill|restart|try-restart|reload-or-restart)\\b.*${UNITS.source}`, 'i'),
    how: 'service',
    because: GUARDS,
    remedy: LOOK,
    ...CRITICAL,
  },
  {
    tools: 'systemctl',
    words: /^(?:stop|disable|mask|kill)\b/,
    how: 'service',
    because: STOPS,
    remedy: LOOK,
    ...CRITICAL,
  },
  {
    tools: 'systemctl',
    words: /^(?:set-default|edit|link|revert|preset|preset-all|set-environment|import-environment|daemon-reexec)\b/,
    how: 'service',
    because: 'how the machine starts changes',
    ...CRITICAL,
  },
  {
    tools: 'systemctl',
    words: /^(?:restart|reload|try-restart|reload-or-restart|enable|reenable|unmask)\b/,
    how: 'service',
    because: 'a service is started anew, or from now on with the machine',
  },
  {
    tools: 'service rc-service invoke-rc.d sv s6-svc supervisorctl monit runsvctrl',
    words: /(?:^|\s)(?:stop|down|force-stop|kill|shutdown|unmonitor)(?:\s|$)/,
    how: 'service',
    because: STOPS,
    ...CRITICAL,
  },
  {
    tools: 'service rc-service invoke-rc.d',
    words: new RegExp(`${UNITS.source}.*\\b(?:restart|reload)\\b|^(?:${VITAL}) restart`, 'i'),
    how: 'service',
    because: GUARDS,
    ...CRITICAL,
  },
  {
    tools: 'service rc-service invoke-rc.d supervisorctl',
    words: /(?:^|\s)(?:restart|reload|update)(?:\s|$)/,
    how: 'service',
    because: 'a service is started anew',
  },
  {
    tools: 'rc-update update-rc.d chkconfig insserv',
    words: /(?:^|\s)(?:del|delete|remove|disable|off)(?:\s|$)/,
    how: 'service',
    because: 'it no longer starts with the machine',
    ...CRITICAL,
  },
  {
    tools: 'launchctl',
    words: /^(?:unload|bootout|remove|disable|kill|stop|reboot)\b/,
    how: 'service',
    because: 'a service of the machine stops or no longer starts',
    ...CRITICAL,
  },
  {
    tools: 'launchctl',
    words: /^(?:load|bootstrap|submit|enable|setenv|asuser|config)\b/,
    how: 'schedule',
    because: 'something runs from now on whenever the machine starts',
    remedy: 'run it once, in the foreground',
    ...CRITICAL,
  },
  { tools: 'systemd-run', line: /--on-|--timer-property/, how: 'schedule', because: 'something runs later, unseen' },
  {
    tools: 'pm2 forever',
    words: /^(?:kill|delete all|stop all|stopall|unstartup)\b/,
    how: 'service',
    because: 'every process it looks after ends',
    ...CRITICAL,
  },
  {
    tools: 'journalctl',
    line: /--vacuum-(?:size|time|files)|--rotate/,
    how: 'settings',
    because: 'logs that tell what happened are deleted',
    ...LOST,
  },
  {
    tools: 'auditctl',
    line: /(?:^|\s)-(?:D|e\s*0|d\s)/,
    how: 'settings',
    because: 'what happens is no longer recorded',
    ...GRAVE,
  },
  {
    tools: 'wevtutil',
    words: /^(?:cl|clear-log|sl)\b/i,
    how: 'settings',
    because: 'logs that tell what happened are deleted',
    ...GRAVE,
  },
];
