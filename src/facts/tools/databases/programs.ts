import { type Certainty, type DataKind, ofData } from '../effects.ts';
import { type Deed, type Said, type Table, findDeed, tableOf } from '../deeds.ts';
import type { Effect } from '../family.ts';
import { changesSystem } from '../system/change.ts';
import { gravest, placeIn, placeOf } from './place.ts';

type Program = Deed & {
  readonly technology: string;
  readonly kind: DataKind | 'stop' | 'account';
  readonly object?: string;
  readonly because: string;
  readonly remedy?: string;
  readonly certainty?: Certainty;
};

const COPY = 'restore into a new database beside it, and switch over when it is right';

/** Programs beside the clients, each for one purpose. */
const ROWS: readonly Program[] = [
  {
    tools: 'dropdb',
    technology: 'postgresql',
    kind: 'data.drop',
    object: 'database',
    because: 'the database is deleted with everything in it',
    remedy: 'work on a copy whose name ends in _test: createdb -T',
  },
  {
    tools: 'dropuser',
    technology: 'postgresql',
    kind: 'account',
    because: 'whoever signs in with it is shut out',
  },
  {
    tools: 'mysqladmin mariadb-admin',
    words: /(?:^|\s)drop\s/,
    technology: 'mysql',
    kind: 'data.drop',
    object: 'database',
    because: 'the database is deleted with everything in it',
  },
  {
    tools: 'mysqladmin mariadb-admin',
    words: /(?:^|\s)(?:shutdown|stop-slave|stop-replica)\b/,
    technology: 'mysql',
    kind: 'stop',
    because: 'the server stops for everybody',
  },
  {
    tools: 'mysqladmin mariadb-admin',
    words: /(?:^|\s)(?:password|kill)\b/,
    technology: 'mysql',
    kind: 'account',
    because: 'somebody else is shut out or cut off',
  },
  {
    tools: 'pg_restore',
    line: /(?:^|\s)(?:--clean|-[a-zA-Z]*c[a-zA-Z]*)(?:\s|$)/,
    not: /(?:^|\s)(?:-l|--list|-f|--file)\b/,
    technology: 'postgresql',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is dropped and replaced by what the dump holds',
    remedy: COPY,
  },
  {
    tools: 'mongorestore',
    line: /(?:^|\s)--drop\b/,
    technology: 'mongodb',
    kind: 'data.rewrite',
    object: 'database',
    because: 'each collection is dropped and replaced by what the dump holds',
    remedy: COPY,
  },
  {
    tools: 'mongoimport',
    line: /(?:^|\s)--drop\b/,
    technology: 'mongodb',
    kind: 'data.rewrite',
    object: 'table',
    because: 'the collection is dropped and replaced by what the file holds',
    remedy: 'import without --drop into a collection of its own',
  },
  {
    tools: 'pg_resetwal',
    technology: 'postgresql',
    kind: 'data.unprotect',
    object: 'setting',
    because: 'what had been committed may be lost or torn',
  },
  {
    tools: 'pg_ctl pg_ctlcluster',
    line: /(?:^|\s)(?:stop|restart)\b/,
    technology: 'postgresql',
    kind: 'stop',
    because: 'the server stops for everybody',
  },
  {
    tools: 'pg_dropcluster pg_rewind',
    technology: 'postgresql',
    kind: 'data.drop',
    object: 'database',
    because: 'a whole server with all its databases is deleted or overwritten',
  },
  {
    tools: 'pg_archivecleanup',
    technology: 'postgresql',
    kind: 'data.unprotect',
    object: 'other',
    because: 'logs are deleted that a restore may need',
  },
  {
    tools: 'pgbackrest barman wal-g wal-e pg_probackup clickhouse-backup xtrabackup pgmoneta-cli',
    words: /(?:^|\s)(?:stanza-delete|expire|delete|purge|remove)\b/,
    technology: 'backup',
    kind: 'data.drop',
    object: 'other',
    because: 'backups are deleted',
  },
  {
    tools: 'clickhouse-backup pgbackrest barman',
    words: /(?:^|\s)(?:restore|recover)\b/,
    technology: 'backup',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is replaced by what the backup holds',
    remedy: COPY,
  },
  {
    tools: 'influx',
    words: /^(?:delete|bucket delete|org delete|user delete|auth delete|v1 dbrp delete)\b/,
    technology: 'influxdb',
    kind: 'data.drop',
    object: 'table',
    because: 'points or a whole bucket are deleted',
  },
  {
    tools: 'influxd',
    words: /^restore\b/,
    technology: 'influxdb',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is replaced by what the backup holds',
  },
  {
    tools: 'cockroach',
    words: /^(?:node (?:decommission|drain)|quit)\b/,
    technology: 'cockroachdb',
    kind: 'stop',
    because: 'a node goes with its copies of the data',
  },
  {
    tools: 'neo4j-admin',
    line: /\b(?:restore|load)\b.*(?:--force|--overwrite-destination)/,
    technology: 'neo4j',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is replaced by what the dump holds',
  },
  {
    tools: 'cypher-shell memgraph mgconsole',
    line: /\bdetach\s+delete\b|\bmatch\s*\(\w*\)\s*delete\b|\bdrop\s+(?:database|graph)\b/i,
    technology: 'neo4j',
    kind: 'data.delete-all',
    object: 'row',
    because: 'nodes of the graph are deleted with what hangs on them',
  },
  {
    tools: 'sqlite sqlite3 litestream sqlite-utils',
    line: /(?:^|[\s"'])\.(?:restore|load|read_restore)\s/,
    technology: 'sqlite',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is replaced by what the file holds',
  },
  {
    tools: 'sqlite-utils',
    words: /^(?:drop-table|drop-view)\b/,
    technology: 'sqlite',
    kind: 'data.drop',
    object: 'table',
    because: 'the table is deleted with every row in it',
  },
  {
    tools: 'arangorestore couchrestore elasticdump cbrestore cbbackupmgr',
    line: /--(?:overwrite true|drop|clean|delete\b|force-updates)|^remove\b/,
    technology: 'database',
    kind: 'data.rewrite',
    object: 'database',
    because: 'what is there is replaced by what the dump holds',
  },
  {
    tools: 'couchbase-cli',
    words: /^(?:bucket-delete|bucket-flush|server-eject|failover)\b/,
    technology: 'couchbase',
    kind: 'data.drop',
    object: 'table',
    because: 'a bucket or a node goes with what it holds',
  },
];

export const programs: Table<Program> = tableOf(ROWS);

export function effectsOfPrograms(said: Said): readonly Effect[] {
  const row = findDeed(programs, said);
  return row ? [effectOf(row, said)] : copied(said);
}

function effectOf(row: Program, said: Said): Effect {
  const { technology, kind, because, remedy = '', certainty = 'certain', object = 'other' } = row;
  // the last word of `mysqladmin password` is one, and an address may hold another
  const name = placeIn((kind === 'account' ? said.options.words[0] : said.options.words.at(-1)) ?? said.run.tool);
  const environment = gravest(name, placeOf(said, ['-h', '--host', '-d', '--dbname', '--db', '--uri'], false));
  const why = { technology, subject: name, because, remedy, certainty, environment };
  if (kind === 'stop') return changesSystem({ ...why, how: 'service', critical: true });
  if (kind === 'account') return changesSystem({ ...why, how: 'account', critical: true, reversible: false });
  return ofData(kind, { ...why, object, more: kind === 'data.rewrite' ? { lossy: true } : {} });
}

/** `mysqldump shop | mysql other`: such a dump begins by dropping what it is about to make. */
function copied(said: Said): readonly Effect[] {
  const { input, tool } = said.run;
  if (input.kind !== 'output') return [];
  const dump = input.of;
  const cleans =
    /^(?:mysqldump|mariadb-dump)$/.test(dump.tool) || dump.args.some(({ text }) => /^--clean$|^-c$/.test(text));
  if (!cleans || !/dump/.test(dump.tool) || !/^(?:mysql|mariadb|psql)$/.test(tool)) return [];
  const name = said.options.words.at(-1) ?? tool;
  const environment = gravest(placeIn(name), placeOf(said, ['-h', '--host', '-d', '--dbname', '-D'], false));
  const because = 'tables of the same name are dropped and replaced by those of the dump';
  const why = { technology: tool, subject: name, because, remedy: COPY, environment };
  return [ofData('data.rewrite', { ...why, object: 'database', more: { lossy: true } })];
}
