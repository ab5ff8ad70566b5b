import { drops, type Effect } from './effect.ts';
import { argument, isOn, isTemplate, type Task } from './task.ts';

/** Modules that manage what is in a database. The arguments that name it, and what it is. */
const OBJECTS: readonly (readonly [module: RegExp, object: string, names: readonly string[]])[] = [
  [
    /^(mysql|mariadb|postgresql|postgres|mssql|clickhouse|influxdb\w*|proxysql|cassandra|hana|vertica|oracle|mongodb|couchdb|aerospike)_(db|database|keyspace)$/,
    'database',
    ['db', 'name', 'database_name', 'database'],
  ],
  [
    /^(azure_rm_(postgresql\w*|mysql\w*|mariadb|sql)database|gcp_sql_database|gcp_spanner_database|rds_database|hcloud_database)$/,
    'database',
    ['name', 'database_name'],
  ],
  [/^(postgresql|vertica)_schema$/, 'schema', ['schema', 'name']],
  [/^(postgresql_table|gcp_bigquery_table|bigtable_table)$/, 'table', ['table', 'name']],
  [/^postgresql_tablespace$/, 'database', ['tablespace', 'name']],
  [/^(influxdb_retention_policy|kafka_topic|elasticsearch_index)$/, 'table', ['policy_name', 'name', 'topic']],
  [/^(postgresql_idx|mongodb_index)$/, 'index', ['idxname', 'name']],
  [
    /^(postgresql_(sequence|publication|subscription|slot|ext)|postgresql_user_obj_stat_info)$/,
    'other',
    ['name', 'ext', 'sequence', 'slot_name'],
  ],
  [
    /^(mysql|mariadb|postgresql|mongodb|influxdb|mssql|clickhouse|vertica)_(user|login|role)$/,
    'role',
    ['user', 'name', 'role'],
  ],
];

export const GONE: RegExp = /^(absent|deleted|terminated|removed|destroyed?|delete|purged?|remove|0)$/i;

/** What a task drops or empties in a database. */
export function databaseEffects(task: Task): readonly Effect[] {
  const row = OBJECTS.find(([module]) => module.test(task.module));
  if (!row) return emptied(task);
  const [, object, names] = row;
  const name = argument(task, ...names) || 'unknown';
  const said = { type: task.module, name, certainty: isTemplate(name) ? ('likely' as const) : ('certain' as const) };
  if (isOn(task, 'truncate'))
    return [
      { ...drops({ ...said, because: `truncate deletes every row of ${name}` }, 'table'), kind: 'data.truncate' },
    ];
  const state = argument(task, 'state');
  if (!GONE.test(state)) return [];
  const because = `state: ${state} drops the ${object === 'other' ? 'object' : object} ${name}`;
  const certainty = object === 'role' ? ('possible' as const) : said.certainty;
  return [drops({ ...said, certainty, because }, object)];
}

function emptied(task: Task): readonly Effect[] {
  if (task.module === 'redis' && argument(task, 'command') === 'flush') {
    const said = { type: 'redis', name: argument(task, 'login_host') || 'redis', because: 'flush deletes every key' };
    return [{ ...drops({ ...said, certainty: 'certain' }, 'database'), kind: 'data.truncate' }];
  }
  if (
    task.module !== 'mongodb_shell' ||
    !/\.drop(Database)?\s*\(\s*\)|deleteMany\s*\(\s*\{\s*\}/.test(argument(task, 'eval'))
  )
    return [];
  return [
    drops(
      {
        type: 'mongodb_shell',
        name: argument(task, 'db') || 'mongodb',
        certainty: 'certain',
        because: 'it drops what is in it',
      },
      'database',
    ),
  ];
}

export function isQuery({ module }: Task): boolean {
  return /^(postgresql_query|postgresql_script|mysql_query|mssql_script|vertica_query|clickhouse_client|snowflake_query)$/.test(
    module,
  );
}

export function queryOf(task: Task): string {
  return argument(task, 'query', 'script', 'execute');
}
