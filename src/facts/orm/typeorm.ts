import type { Orm } from './migration.ts';
import { isScriptMigration, scriptMigrations } from './script-migration.ts';
import { droppedFromEntities, isEntity } from './typeorm-entities.ts';

/** TypeORM and MikroORM: a class with `up`. */
export const typeormMigrations: Orm = scriptMigrations({
  id: 'typeorm',
  isPath: (path) => isEntity(path) || isScriptMigration(path),
  others: droppedFromEntities,
  isMigration: (path, text) => isScriptMigration(path) && isTypeorm(text),
  technologyOf: (text) => (/mikro-orm|\baddSql\b/.test(text) ? 'mikro-orm' : 'typeorm'),
});

export function isTypeorm(text: string): boolean {
  return /\bMigrationInterface\b|\bqueryRunner\b|\bQueryRunner\b|@mikro-orm\/|\bextends Migration\b/.test(text);
}
