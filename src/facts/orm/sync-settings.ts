/** A setting or a command that lets a program change or drop a schema without a migration. */
export type Sync = {
  readonly name: string;
  readonly technology: string;
  readonly pattern: RegExp;
  readonly because: string;
  readonly remedy: string;
  /** The file must speak of this as well: `synchronize: true` is also a word of charts. */
  readonly with?: RegExp;
  /** A command that a person starts when it is asked for by name. */
  readonly command?: true;
};

const TRUE = String.raw`["']?\s*[:=]\s*["']?true\b`;
const ORM =
  /typeorm|sequelize|DataSource|autoLoad(Entities|Models)|\bentities\b|["']?type["']?\s*:\s*["'](postgres|mysql|mariadb|sqlite|mssql|oracle|cockroachdb)/i;
const RESETS = 'every table is dropped, and with it what it holds';

export const SYNCS: readonly Sync[] = [
  {
    name: 'synchronize',
    technology: 'typeorm',
    pattern: new RegExp(String.raw`\bsynchronize${TRUE}|\bTYPEORM_SYNCHRONIZE\s*[:=]\s*["']?(true|1)\b`),
    because: 'the schema follows the entities at every start: a field that is renamed or removed drops its column',
    remedy: 'synchronize: false, and migrations',
    with: ORM,
  },
  {
    name: 'dropSchema',
    technology: 'typeorm',
    pattern: new RegExp(String.raw`\bdropSchema${TRUE}|\bTYPEORM_DROP_SCHEMA\s*[:=]\s*["']?(true|1)\b`),
    because: `at every start ${RESETS}`,
    remedy: 'dropSchema: false',
  },
  {
    name: 'sync force',
    technology: 'sequelize',
    pattern: /\.sync\(\s*\{[^}\n]*\bforce\s*:\s*true/,
    because: `at every start ${RESETS}`,
    remedy: 'migrations, and sync() without force',
  },
  {
    name: 'sync alter',
    technology: 'sequelize',
    pattern: /\.sync\(\s*\{[^}\n]*\balter\s*:\s*true/,
    because: 'the tables follow the models at every start: a field that is removed drops its column',
    remedy: 'migrations',
  },
  {
    name: 'DROP_ON_START',
    technology: 'database',
    pattern: /\b(DB_)?DROP_(DB_|DATABASE_|TABLES_|SCHEMA_)?ON_START(UP)?\s*[:=]\s*["']?(true|1|yes)\b/i,
    because: `at every start ${RESETS}`,
    remedy: 'leave it off',
  },
  {
    name: 'ddl-auto',
    technology: 'hibernate',
    pattern:
      /(ddl-auto|hbm2ddl\.auto|schema-generation\.database\.action|database\.generation)["']?\s*(?:[:=]|>)\s*["']?(create-drop|create-only|create|drop-and-create|drop)\b/,
    because: `at every start ${RESETS}`,
    remedy: 'validate, and migrations',
  },
  {
    name: 'drop-first',
    technology: 'liquibase',
    pattern: new RegExp(String.raw`\bliquibase\.drop-first${TRUE}|^[ \t]*drop-first${TRUE}`, 'm'),
    because: `at every start ${RESETS}`,
    remedy: 'leave it out',
  },
  {
    name: 'clean',
    technology: 'flyway',
    pattern:
      /\bclean-?[dD]isabled["']?\s*[:=]\s*["']?false\b|\bclean-?[oO]n-?[vV]alidation-?[eE]rror["']?\s*[:=]\s*["']?true\b/,
    because: 'flyway may drop every object of the schema',
    remedy: 'clean-disabled: true',
  },
  {
    name: 'EnsureDeleted',
    technology: 'entity-framework',
    pattern:
      /\.Database\.EnsureDeleted(Async)?\(|\bDropCreateDatabase(Always|IfModelChanges)\b|\bAutomaticMigrationDataLossAllowed\s*=\s*true/,
    because: `when it runs ${RESETS}`,
    remedy: 'Migrate(), and no EnsureDeleted outside of tests',
  },
  command(
    'db push',
    'prisma',
    /\bprisma\s+db\s+push\b.*--(accept-data-loss|force-reset)\b/,
    'prisma migrate deploy',
    'when it runs, columns and tables that the schema no longer has are dropped',
  ),
  command('migrate reset', 'prisma', /\bprisma\s+migrate\s+reset\b/, 'prisma migrate deploy'),
  command(
    'db:drop',
    'rails',
    /\b(rails|rake)\s+(\S+[ \t]+){0,6}db:(drop|reset|purge|migrate:reset|schema:load|truncate_all)\b/,
    'rails db:migrate',
  ),
  command(
    'environment check',
    'rails',
    /\bDISABLE_DATABASE_ENVIRONMENT_CHECK\s*[:=]\s*["']?(1|true)\b/,
    'leave it unset',
  ),
  command('flush', 'django', /\bmanage\.py\s+(flush|reset_db)\b|\bdjango-admin\s+flush\b/, 'manage.py migrate'),
  command('schema:drop', 'typeorm', /\btypeorm\S*\s+(\S+[ \t]+){0,6}schema:(drop|sync)\b/, 'typeorm migration:run'),
  command('db:drop', 'sequelize', /\bsequelize(-cli)?\s+db:(drop|migrate:undo:all)\b/, 'sequelize db:migrate'),
  command('rollback --all', 'knex', /\bknex\s+migrate:rollback\b.*--all\b/, 'knex migrate:latest'),
  command(
    'schema:fresh',
    'mikro-orm',
    /\bmikro-orm\S*\s+(schema:(drop|fresh)|migration:fresh|database:drop)\b/,
    'mikro-orm migration:up',
  ),
  command('push --force', 'drizzle', /\bdrizzle-kit\s+push\b.*--force\b/, 'drizzle-kit migrate'),
  command('migrate:fresh', 'laravel', /\bartisan\s+(migrate:(fresh|refresh|reset)|db:wipe)\b/, 'php artisan migrate'),
  command('ecto.drop', 'ecto', /\bmix\s+ecto\.(drop|reset)\b/, 'mix ecto.migrate'),
  command(
    'downgrade base',
    'alembic',
    /\balembic\s+downgrade\s+base\b|\bflask\s+db\s+downgrade\s+base\b/,
    'alembic upgrade head',
  ),
  command('clean', 'flyway', /\bflyway\s+(\S+[ \t]+){0,6}clean\b/, 'flyway migrate'),
  command('drop-all', 'liquibase', /\bliquibase\s+(\S+[ \t]+){0,6}(drop-all|dropAll)\b/, 'liquibase update'),
  command('db reset', 'supabase', /\bsupabase\s+db\s+reset\b/, 'supabase db push'),
];

function command(
  name: string,
  technology: string,
  pattern: RegExp,
  remedy: string,
  because = `when it runs ${RESETS}`,
): Sync {
  return { name, technology, pattern, because, remedy, command: true };
}
