import type { Dialect } from '../../sql/consequence.ts';
import { type Table, tableOf } from '../deeds.ts';

/** How a client of a database is called. */
export type Client = {
  readonly tools: string;
  readonly technology: string;
  readonly dialect: Dialect;
  /** Options whose value is run as SQL. */
  readonly runs: readonly string[];
  /** Options that say where: host, name of the database, address. */
  readonly at: readonly string[];
  /** Other options that take a word. */
  readonly takes?: readonly string[];
  /** Only behind this word: `bq query`, `cockroach sql`. */
  readonly verb?: string;
  /** Which of the plain words (after the verb) names the database, and from which on they are SQL. */
  readonly name?: number;
  readonly sql?: number;
};

const PSQL = ['-U', '-p', '-f', '-v', '-o', '-L', '-F', '-P', '-R', '-T', '--username', '--port', '--file', '--set'];
const MYSQL = ['-u', '-P', '-S', '--user', '--port', '--socket', '--defaults-file', '--login-path'];

const rows: readonly Client[] = [
  {
    tools: 'psql pgcli cockroach-sql usql ysqlsh gsql vsql edgedb',
    technology: 'postgresql',
    dialect: 'postgresql',
    runs: ['-c', '--command'],
    at: ['-h', '--host', '-d', '--dbname'],
    takes: PSQL,
    name: 0,
  },
  {
    tools: 'cockroach',
    verb: 'sql',
    technology: 'cockroachdb',
    dialect: 'postgresql',
    runs: ['-e', '--execute'],
    at: ['--host', '-d', '--database', '--url'],
    takes: ['-u', '--user', '-p', '--port', '--certs-dir', '-f', '--file'],
  },
  {
    tools: 'mysql mariadb mycli mysqlsh tidb obclient singlestore memsql',
    technology: 'mysql',
    dialect: 'mysql',
    runs: ['-e', '--execute', '--sql'],
    at: ['-h', '--host', '-D', '--database', '--uri'],
    takes: MYSQL,
    name: 0,
  },
  {
    tools: 'sqlite sqlite3 sqlite-utils litecli sqlcipher libsql turso',
    technology: 'sqlite',
    dialect: 'sqlite',
    runs: ['-cmd', '--cmd', '-e', '--execute'],
    at: [],
    takes: ['-init', '-separator', '-newline', '-nullvalue', '-vfs'],
    name: 0,
    sql: 1,
  },
  {
    tools: 'duckdb',
    technology: 'duckdb',
    dialect: 'postgresql',
    runs: ['-c', '-cmd', '-s'],
    at: [],
    name: 0,
    sql: 1,
  },
  {
    tools: 'clickhouse clickhouse-client clickhouse-local chc',
    technology: 'clickhouse',
    dialect: 'unknown',
    runs: ['-q', '--query', '--queries'],
    at: ['-h', '--host', '-d', '--database'],
    takes: ['-u', '--user', '--port', '--password', '-f', '--format'],
  },
  {
    tools: 'sqlcmd tsql mssql-cli osql invoke-sqlcmd',
    technology: 'sqlserver',
    dialect: 'mssql',
    runs: ['-q', '-Q', '-Query', '-query'],
    at: ['-S', '-d', '-ServerInstance', '-Database', '-H', '-D'],
    takes: ['-U', '-P', '-i', '-o', '-p'],
  },
  {
    tools: 'bq',
    verb: 'query',
    technology: 'bigquery',
    dialect: 'unknown',
    runs: ['--query'],
    at: ['--project_id', '--dataset_id'],
    takes: ['--format', '--location', '--max_rows', '-n'],
    sql: 0,
  },
  {
    tools: 'snowsql snow',
    technology: 'snowflake',
    dialect: 'unknown',
    runs: ['-q', '--query'],
    at: ['-a', '-d', '-s', '-c', '--dbname', '--connection', '--database'],
    takes: ['-u', '-r', '-w', '-f', '-o', '-D'],
  },
  {
    tools: 'cqlsh ycqlsh',
    technology: 'cassandra',
    dialect: 'unknown',
    runs: ['-e', '--execute'],
    at: ['-k', '--keyspace'],
    takes: ['-u', '-p', '-f'],
    name: 0,
  },
  {
    tools: 'isql sqlplus sqlcl sql db2 trino presto presto-cli beeline hive spark-sql impala-shell databricks-sql',
    technology: 'sql',
    dialect: 'unknown',
    runs: ['-e', '--execute', '-q', '--query', '-c'],
    at: ['--server', '--catalog', '--schema', '-u', '-i', '-d', '--database'],
    takes: ['-f', '-n', '-p', '-w'],
  },
  {
    tools: 'influx',
    technology: 'influxdb',
    dialect: 'unknown',
    runs: ['-execute', '--execute'],
    at: ['-host', '--host', '-database', '--org', '--bucket', '-o', '-b'],
    takes: ['--token', '-t', '--start', '--stop', '--predicate', '-p'],
  },
  {
    tools: 'wrangler',
    verb: 'd1 execute',
    technology: 'd1',
    dialect: 'sqlite',
    runs: ['--command'],
    at: ['--env', '-e'],
    takes: ['--file', '--config', '-c'],
    name: 0,
  },
  {
    tools: 'osm2pgsql pgbench',
    technology: 'postgresql',
    dialect: 'postgresql',
    runs: [],
    at: ['-h', '-d'],
    takes: ['-U', '-p'],
  },
];

export const clients: Table<Client> = tableOf(rows);
