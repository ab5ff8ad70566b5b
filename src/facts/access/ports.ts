import { LAST_PORT, type Ports } from './rule.ts';

/** `22`, `5432-5440`, `all`. */
export function portsInWords({ from, to }: Ports): string {
  if (from <= 1 && to >= LAST_PORT) return 'all';
  return from === to ? String(from) : `${from}-${to}`;
}

/** Whatever is not the web. To answer a ping gives nothing away. */
export function isSensitive(protocol: string, { from, to }: Ports): boolean {
  if (protocol === 'icmp') return false;
  return !(from === to && (from === 80 || from === 443));
}

/** What listens on a port, where it should never be reached by everybody. */
export function isDangerousPort({ from, to }: Ports): string | null {
  const names = Object.entries(SERVICES).flatMap(([port, name]) =>
    Number(port) >= from && Number(port) <= to ? [name] : [],
  );
  return names.length === 0 ? null : names.length > 3 ? `${names.slice(0, 3).join(', ')} and more` : names.join(', ');
}

const SERVICES: Readonly<Record<string, string>> = {
  '21': 'ftp',
  '22': 'ssh',
  '23': 'telnet',
  '445': 'smb',
  '1433': 'sql server',
  '1521': 'oracle',
  '2375': 'docker',
  '2379': 'etcd',
  '3306': 'mysql',
  '3389': 'remote desktop',
  '5432': 'postgres',
  '5439': 'redshift',
  '5601': 'kibana',
  '5900': 'vnc',
  '5985': 'winrm',
  '6379': 'redis',
  '6443': 'kubernetes',
  '9042': 'cassandra',
  '9092': 'kafka',
  '9200': 'elasticsearch',
  '10250': 'kubelet',
  '11211': 'memcached',
  '27017': 'mongodb',
};
