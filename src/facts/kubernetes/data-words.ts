/** Names of charts, subcharts and folders behind which there is data. */
export function soundsLikeData(name: string): boolean {
  return DATA.test(name);
}

const DATA =
  /postgres|pgsql|mysql|maria|mongo|redis|valkey|keydb|dragonfly|kafka|redpanda|rabbit|zookeeper|elastic|opensearch|minio|cassandra|scylla|etcd|clickhouse|influx|couch|cockroach|neo4j|vault|consul|loki|mimir|tempo|victoria|timescale|database|datastore|(^|[^a-z])(db|pvc|pv|volumes?|storage|persistence|statefulsets?|namespaces?|crds?|nats|backup)([^a-z]|$)|solr|weaviate|qdrant|milvus|ceph|rook|longhorn|openebs|registry|harbor|gitea|gitlab|nextcloud|prometheus/i;
