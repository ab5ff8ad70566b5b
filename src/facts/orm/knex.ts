import type { Orm } from './migration.ts';
import { scriptMigrations } from './script-migration.ts';
import { isSequelize } from './sequelize.ts';
import { isTypeorm } from './typeorm.ts';

/** Knex, Kysely, node-pg-migrate and db-migrate: a function `up` that is handed the database. */
export const knexMigrations: Orm = scriptMigrations({
  id: 'knex',
  isMigration: (_path, text) => HINTS.test(text) && !isTypeorm(text) && !isSequelize(text),
  technologyOf: (text) => {
    if (/\bkysely\b/i.test(text)) return 'kysely';
    if (/\bpgm\b/.test(text)) return 'node-pg-migrate';
    return /\b(db-migrate|dbm|runSql)\b/.test(text) ? 'db-migrate' : 'knex';
  },
});

const HINTS =
  /\bknex\b|\bkysely\b|\bpgm\b|\bdbm\b|\bexports\.up\s*=|\bexport\s+(async\s+)?(function|const)\s+up\b|\bschema\.\w+\(/i;
