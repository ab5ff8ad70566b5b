import type { Orm } from './migration.ts';
import { scriptMigrations } from './script-migration.ts';

/** Sequelize: `module.exports = { up(queryInterface, Sequelize) {}, down() {} }` */
export const sequelizeMigrations: Orm = scriptMigrations({
  id: 'sequelize',
  isMigration: (_path, text) => isSequelize(text),
  technologyOf: () => 'sequelize',
});

export function isSequelize(text: string): boolean {
  return /\bqueryInterface\b|\bQueryInterface\b|['"](sequelize|umzug|sequelize-typescript)['"]/.test(text);
}
