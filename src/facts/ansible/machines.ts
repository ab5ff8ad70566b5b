import { GONE } from './databases.ts';
import { destroys, type Effect, unprotects } from './effect.ts';
import { argument, isOn, isTemplate, type Task } from './task.ts';

/** What a task takes from the disks of the hosts it runs on. */
export function machineEffects(task: Task): readonly Effect[] {
  return READERS[task.module]?.(task) ?? [];
}

type Reader = (task: Task) => readonly Effect[];

const READERS: Readonly<Record<string, Reader>> = {
  file,
  win_file: file,
  lvol: (task) => disk(task, argument(task, 'lv', 'thinpool', 'snapshot'), 'logical volume'),
  lvg: (task) => disk(task, argument(task, 'vg'), 'volume group'),
  zfs: (task) => disk(task, argument(task, 'name'), 'dataset'),
  zpool: (task) => disk(task, argument(task, 'name'), 'pool'),
  luks_device: (task) => disk(task, argument(task, 'device', 'name'), 'encrypted device'),
  btrfs_subvolume: (task) => disk(task, argument(task, 'name'), 'subvolume'),
  parted: (task) => disk(task, argument(task, 'device'), 'partition'),
  mdadm: (task) => disk(task, argument(task, 'name'), 'array'),
  filesystem: format,
  mount: unmounted,
  synchronize: mirrored,
  apt: packages,
  yum: packages,
  dnf: packages,
  package: packages,
  zypper: packages,
  apk: packages,
  pacman: packages,
  snap: packages,
  homebrew: packages,
  cron: backups,
  cronvar: () => [],
  user: account,
};

/** Where programs keep what they were told to keep. */
const DATA =
  /^(\/|\/(etc|usr|var|home|root|opt|srv|data\d*|mnt|media|boot|export|backups?)\/?|\/(var\/lib|var|home|srv|data\d*|mnt|export|backups?|opt)\/?\*?|\/var\/lib\/(?!apt|dpkg|cloud|systemd|update|yum|dnf|rpm|ubuntu|pacman|man-db|AccountsService|fail2ban|dhcp|logrotate|PackageKit)[\w.@+-]+(\/.*)?|\/(data\d*|mnt|srv|media|export|backups?)\/[\w.@+-]+(\/.*)?|\/home\/[\w.@-]+\/?|\/var\/(www|vmail|mail|spool\/\w+|backups?|named|opt)(\/.*)?|\/opt\/[\w.@+-]+\/(data|db|database|storage|uploads?|backups?)(\/.*)?|\/etc\/(kubernetes|letsencrypt|ssl|pki|ceph|vault\w*)\/?)$/;
const DATABASE =
  /(postgres|pgsql|mysql|mariadb|mongo|redis|etcd|elastic|opensearch|cassandra|kafka|rabbitmq|influx|clickhouse|couch|docker|containerd|kubelet|rook|ceph|minio|neo4j|grafana|prometheus|vault|consul|gitlab|jenkins|backups?)/i;
const THROWN_AWAY =
  /(^|[/_.-])(te?mp|cache|caches|lock|pid|sock|socket|log|logs|run|build|dist|downloads?|archives?|installer|staging|test|old|bak|release|releases|src|node_modules|venv|\.ansible)([/_.-]|$)|\.(conf|cfg|ini|list|repo|pid|sock|lock|log|tar|t?gz|zip|deb|rpm|sh|py|ya?ml|json|xml|service|timer|socket|key|pub|crt|pem|csr|txt|gpg|rules|local|html?|php|cnf|flag|done|env|md|jar|war|asc|service\.d)$/i;

/** Whether a path, as written, is where something keeps what cannot be made again. */
export function keepsData(path: string): boolean {
  const plain = path.replaceAll(/\{\{[^}]{0,300}\}\}|\$\{\w+\}/g, 'x');
  return DATA.test(plain) && !THROWN_AWAY.test(plain);
}

function file(task: Task): readonly Effect[] {
  if (!GONE.test(argument(task, 'state'))) return [];
  const path = argument(task, 'path', 'dest', 'name').trim();
  const plain = path.replaceAll(/\{\{[^}]{0,300}\}\}/g, 'x');
  if (THROWN_AWAY.test(plain)) return [];
  const variable = isTemplate(path) && /data_?dir|datadir|_data\b|db_?path|backup|volume|storage|pgdata/i.test(path);
  if (!DATA.test(plain) && !variable) return [];
  // the page every web server comes with is removed by everybody
  if (/^\/var\/www\/html\/?$/.test(plain)) return [];
  const certainty = DATABASE.test(plain) && !isTemplate(path) ? 'certain' : 'likely';
  return [destroys({ type: 'file', name: path, certainty, because: `everything below ${path} is deleted` }, true)];
}

function disk(task: Task, given: string, what: string): readonly Effect[] {
  const name = given || 'unknown';
  if (!GONE.test(argument(task, 'state'))) return [];
  const certainty = isTemplate(name) ? 'likely' : 'certain';
  return [
    destroys(
      { type: task.module, name, certainty, because: `the ${what} ${name} is deleted with what is on it` },
      true,
    ),
  ];
}

function format(task: Task): readonly Effect[] {
  const name = argument(task, 'dev', 'device') || 'unknown';
  if (GONE.test(argument(task, 'state'))) return disk(task, name, 'file system');
  if (!isOn(task, 'force')) return [];
  return [
    destroys(
      {
        type: 'filesystem',
        name,
        certainty: 'likely',
        because: `force makes a new file system over the one on ${name}`,
        remedy: 'Leave force out: the module then keeps what is there',
      },
      true,
    ),
  ];
}

function unmounted(task: Task): readonly Effect[] {
  if (!/^absent(_from_fstab)?$/.test(argument(task, 'state'))) return [];
  const name = argument(task, 'path', 'name') || 'unknown';
  if (THROWN_AWAY.test(name) || /swap|cdrom|none|\/dev\/shm/i.test(name)) return [];
  const because = `${name} is unmounted, its mount point deleted and its line in fstab gone`;
  return [
    destroys(
      { type: 'mount', name, certainty: 'likely', because, remedy: 'state: unmounted keeps the line' },
      true,
      true,
      true,
    ),
  ];
}

function mirrored(task: Task): readonly Effect[] {
  if (!isOn(task, 'delete')) return [];
  const name = argument(task, 'dest') || 'unknown';
  return [
    destroys(
      {
        type: 'synchronize',
        name,
        certainty: 'possible',
        because: `what is in ${name} and not in the source is deleted`,
      },
      'unknown',
    ),
  ];
}

const SERVER =
  /^(postgresql|postgres|mysql-server|mysql|mariadb|mariadb-server|percona|mongodb|mongodb-org|mongod|redis|redis-server|valkey|elasticsearch|opensearch|rabbitmq-server|cassandra|influxdb\d?|clickhouse-server|couchdb|etcd|kafka|zookeeper|minio|vault|consul|neo4j|gitlab-(ce|ee)|slapd|openldap-servers|samba|nfs-kernel-server|ceph\S*)([-_.\d*=].*)?$/i;

function packages(task: Task): readonly Effect[] {
  if (!GONE.test(argument(task, 'state'))) return [];
  const names = argument(task, 'name', 'pkg', 'package')
    .split(',')
    .map((one) => one.trim());
  const found = names.filter((one) => SERVER.test(one) && !/client|common|contrib|dev|doc/.test(one));
  const purge = isOn(task, 'purge');
  return found.map((name) =>
    destroys(
      {
        type: 'package',
        name,
        certainty: 'likely',
        because: purge
          ? `the package ${name} is removed, and purge deletes what it holds`
          : `the package ${name} is removed: nothing serves its data any more`,
      },
      true,
      true,
      !purge,
    ),
  );
}

function backups(task: Task): readonly Effect[] {
  const isBackup = /back-?up|dump|snapshot|borg|restic|barman|pgbackrest|wal-g/i.test(
    `${argument(task, 'name', 'cron_file')} ${argument(task, 'job')}`,
  );
  const isOff = GONE.test(argument(task, 'state')) || isOn(task, 'disabled');
  if (!isBackup || !isOff) return [];
  const name = argument(task, 'name') || 'backup';
  return [
    unprotects(
      {
        type: 'cron',
        name,
        certainty: 'likely',
        because: `the job ${name} no longer runs`,
        remedy: 'Set up its successor first',
      },
      'backup',
    ),
  ];
}

function account(task: Task): readonly Effect[] {
  if (!GONE.test(argument(task, 'state'))) return [];
  const name = argument(task, 'name', 'user') || 'unknown';
  const because = isOn(task, 'remove') ? `the user ${name} goes with its home` : `the user ${name} goes`;
  return [destroys({ type: 'user', name, certainty: 'possible', because }, isOn(task, 'remove'), false)];
}
