/** Images that hold data, and whether one major version reads what another wrote. */
export type Keeper = { readonly family: string; readonly reads: 'same-major' | 'newer-upgrades' | 'any' };

export function keeperOf(image: string): Keeper | null {
  const name = nameOf(image);
  const row = KEEPERS.find(([pattern]) => pattern.test(name));
  return row ? { family: row[1], reads: row[2] } : null;
}

const KEEPERS: readonly (readonly [RegExp, string, Keeper['reads']])[] = [
  [/exporter|admin|backup|operator|proxy|pgbouncer|commander|-ui$|client|migrat|express/, '', 'any'],
  [
    /(^|[/-])(postgres|postgresql|postgis|timescaledb(-ha)?|pgvector|supabase-postgres|spilo)(-\w+)?$|\/(postgres|postgis|pgvector)\b/,
    'postgresql',
    'same-major',
  ],
  [/(^|\/)(mysql|percona|mysql-server|percona-server)$/, 'mysql', 'newer-upgrades'],
  [/(^|\/)mariadb(-galera)?$/, 'mariadb', 'newer-upgrades'],
  [/(^|\/)(mongo|mongodb|mongodb-community-server)$/, 'mongodb', 'newer-upgrades'],
  [/(^|\/)(elasticsearch|opensearch)$/, 'elasticsearch', 'newer-upgrades'],
  [/(^|\/)(mssql\/server|azure-sql-edge)$/, 'mssql', 'newer-upgrades'],
  [
    /(^|\/)(cassandra|scylla|neo4j|influxdb|couchdb|couchbase|arangodb|clickhouse-server|clickhouse|cockroach|etcd|solr|meilisearch|qdrant|weaviate|typesense|rethinkdb|questdb|milvus|surrealdb)$/,
    'database',
    'newer-upgrades',
  ],
  [
    /(^|\/)(redis|redis-stack(-server)?|valkey|keydb|dragonfly|rabbitmq|nats|kafka|cp-kafka|redpanda|zookeeper|minio|vault|consul|mosquitto|emqx|prometheus|grafana|loki|registry|gitea|gitlab-ce|nextcloud|wordpress|vaultwarden\/server|ghost|jenkins|sonarqube|keycloak|nexus3)$/,
    'store',
    'any',
  ],
];

/** `registry.example/team/postgres:16@sha256:…` is `registry.example/team/postgres`. */
export function nameOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

export function tagOf(image: string): string {
  return /:([^/:@]+)(@|$)/.exec(image)?.[1] ?? '';
}

/** `16.2-alpine` is 16, `pg16` of an extension too, `latest` is nothing. */
export function majorOf(image: string): number | null {
  const tag = tagOf(image);
  const found = /(?:^|[^\d.])pg(\d{1,2})(?!\d)/.exec(tag) ?? /^v?(\d{1,4})(?:\D|$)/.exec(tag);
  return found ? Number(found[1]) : null;
}
