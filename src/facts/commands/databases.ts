import type { Arguments } from './arguments.ts';
import type { Destruction } from './destruction.ts';

/** What clients of databases and the migration tools of frameworks throw away. */
export function databaseDestruction(args: Arguments): Destruction | null {
  return client(args) ?? framework(args);
}

function client(args: Arguments): Destruction | null {
  return CLIENTS.find(([tool]) => tool.test(args.tool))?.[1](args) ?? null;
}

const CLIENTS: readonly (readonly [tool: RegExp, read: (args: Arguments) => Destruction | null])[] = [
  [/^drop(db|user)$/, ({ tool, plain }) => data(`database/${plain[0] ?? ''}`, `${tool} deletes it for good`)],
  [
    /^mysqladmin$/,
    ({ plain }) =>
      plain.includes('drop')
        ? data(`database/${plain.at(-1) ?? ''}`, 'mysqladmin drop deletes it with all its rows')
        : null,
  ],
  [/^mongo(sh)?$/, ({ words, input }) => mongo(`${words.slice(1).join(' ')} ${input}`)],
  [/^(redis|valkey)-cli$/, redis],
  [
    /^(psql|mysql|mariadb|sqlite3|sqlcmd|cockroach|clickhouse-client|clickhouse|duckdb|usql|pgcli|snowsql|cqlsh|isql|sqlplus)$/,
    ({ words, input }) => sql(`${words.slice(1).join(' ')}\n${input}`),
  ],
];

function redis({ words, input }: Arguments): Destruction | null {
  const said = words.find((word) => /^flush(all|db)$/i.test(word)) ?? /^\s*(flush(?:all|db))\b/im.exec(input)?.[1];
  return said === undefined ? null : data('redis', `${said.toUpperCase()} deletes every key`);
}

/** Only statements that need no understanding of SQL: the rest is for the analyzer of migrations. */
function sql(text: string): Destruction | null {
  const read = text.replace(/--[^\n]*/g, ' ').replace(/\/\*[^*]*\*\//g, ' ');
  const dropped = /\bdrop\s+(database|schema|table|keyspace|tablespace)\s+(?:if\s+exists\s+)?["'`[]?([\w.$-]+)/i.exec(
    read,
  );
  if (dropped) {
    const [, object = '', name = ''] = dropped;
    return data(`${object.toLowerCase()}/${name}`, `DROP ${object.toUpperCase()} deletes it with all its rows`);
  }
  const emptied = /\btruncate\s+(?:table\s+)?(?:only\s+)?["'`[]?([\w.$-]+)/i.exec(read);
  if (emptied) return data(`table/${emptied[1] ?? ''}`, 'TRUNCATE deletes every row');
  const deleted = /\bdelete\s+from\s+["'`[]?([\w.$-]+)["'`\]]?\s*(;|$)/im.exec(read);
  return deleted ? data(`table/${deleted[1] ?? ''}`, 'DELETE without WHERE deletes every row') : null;
}

function mongo(text: string): Destruction | null {
  const found = /\b(dropDatabase|dropAllUsers)\s*\(|\.(drop)\s*\(\s*\)|\.(deleteMany|remove)\s*\(\s*\{\s*\}/.exec(text);
  return found ? data('mongodb', `${found[1] ?? found[2] ?? found[3] ?? ''} deletes the data`) : null;
}

/** `tool and the words it takes` -> what it does. The tool may be run by an interpreter: `python manage.py flush`. */
const FRAMEWORKS: readonly (readonly [tool: RegExp, said: RegExp, technology: string, because: string])[] = [
  [/^prisma$/, /^migrate reset\b/, 'prisma', 'prisma migrate reset drops the database and makes an empty one'],
  [
    /^prisma$/,
    /^db push\b.*--(accept-data-loss|force-reset)/,
    'prisma',
    'prisma db push throws away what does not fit the new schema',
  ],
  [/^prisma$/, /^db execute\b.*drop/i, 'prisma', 'prisma db execute runs a DROP'],
  [
    /^(rails|rake)$/,
    /(^|\s)db:(drop|reset|purge|schema:load|migrate:reset|setup|truncate_all)(:[\w:]+)?(\s|$)/,
    'rails',
    'the task drops or empties the database',
  ],
  [
    /^(manage\.py|django-admin)$/,
    /^(flush|reset_db|sqlflush)\b/,
    'django',
    'the command deletes every row of the database',
  ],
  [
    /^(manage\.py|django-admin)$/,
    /^migrate \S+ zero\b/,
    'django',
    'the migrations of the app are undone and its tables dropped',
  ],
  [/^artisan$/, /^(migrate:(fresh|refresh|reset)|db:wipe)\b/, 'laravel', 'every table is dropped'],
  [
    /^(console|doctrine)$/,
    /^doctrine:(database:drop|schema:drop)\b|^(database|orm:schema-tool):drop\b/,
    'doctrine',
    'the database is dropped',
  ],
  [/^sequelize(-cli)?$/, /^db:(drop|migrate:undo:all)\b/, 'sequelize', 'the tables are dropped'],
  [
    /^typeorm(-ts-node-(commonjs|esm))?$/,
    /^(schema:drop|schema:sync)\b/,
    'typeorm',
    'the schema is dropped or forced to fit',
  ],
  [/^mikro-orm$/, /^(schema:(drop|fresh)|migration:fresh)\b/, 'mikro-orm', 'the schema is dropped'],
  [/^knex$/, /^migrate:rollback\b.*--all/, 'knex', 'every migration is undone'],
  [/^drizzle-kit$/, /^push\b.*--force/, 'drizzle', 'the schema is forced to fit, with loss of data'],
  [/^alembic$/, /^downgrade base\b/, 'alembic', 'every migration is undone'],
  [/^flask$/, /^db downgrade base\b/, 'alembic', 'every migration is undone'],
  [/^flyway$/, /(^|\s)clean(\s|$)/, 'flyway', 'flyway clean drops every object of the schema'],
  [/^liquibase$/, /(^|\s)(drop-?all)(\s|$)/i, 'liquibase', 'every object of the schema is dropped'],
  [
    /^(migrate|goose|dbmate|sql-migrate)$/,
    /(^|\s)(drop|reset|down-to 0|down -all|down --all)(\s|$)/,
    'sql-migration',
    'every table is dropped',
  ],
  [/^mix$/, /^ecto\.(drop|reset)\b/, 'ecto', 'the database is dropped'],
  [/^dotnet$/, /^ef database drop\b/, 'entity-framework', 'the database is dropped'],
  [/^(diesel|sqlx)$/, /^database (reset|drop)\b/, 'sql-migration', 'the database is dropped'],
  [/^atlas$/, /^schema clean\b/, 'atlas', 'every object of the schema is dropped'],
  [
    /^curl$/,
    /-X\s?DELETE\b.*:9200\/|--request DELETE\b.*:9200\//,
    'elasticsearch',
    'an index is deleted with its documents',
  ],
  [/^kafka-topics(\.sh)?$/, /--delete\b/, 'kafka', 'the topic is deleted with its messages'],
  [/^(etcdctl)$/, /^del\b.*--prefix|^del "" /, 'etcd', 'the keys are deleted'],
  [
    /^vault$/,
    /^(secrets disable|kv (destroy|metadata delete)|auth disable)\b/,
    'vault',
    'the secrets are deleted for good',
  ],
  [/^restic$/, /^forget\b.*--prune|^prune\b/, 'backup', 'snapshots of the backup are deleted'],
  [/^velero$/, /^(backup|restore) delete\b/, 'backup', 'the backup is deleted'],
];

function framework(args: Arguments): Destruction | null {
  const words = programWords(args.words);
  const tool = (words[0] ?? '').replace(/^.*\//, '');
  const said = words.slice(1).join(' ');
  if (/\b(RAILS_ENV|NODE_ENV|APP_ENV)=test\b|--env[= ]test\b/.test(said)) return null;
  const row = FRAMEWORKS.find(([name, pattern]) => name.test(tool) && pattern.test(said));
  return row
    ? {
        technology: row[2],
        stateful: true,
        subject: `${tool} ${said.split(' ').slice(0, 2).join(' ')}`.trim(),
        because: row[3],
      }
    : null;
}

/** `python3 manage.py flush` and `php artisan …` run the program their first word names. */
function programWords(words: readonly string[]): readonly string[] {
  if (!/^(python[\d.]*|php|ruby|node|java|symfony)$/.test(words[0] ?? '')) return words;
  const at = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  if (at === -1) return words;
  return words[1] === '-m' ? words.slice(2) : words.slice(at);
}

function data(subject: string, because: string): Destruction {
  return { technology: 'database', stateful: true, subject, because };
}
