import type { Analyzer } from '../analyzer.ts';
import { sequelizeMigrations } from '../orm/sequelize.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

export const sequelize: Analyzer = migrationAnalyzer(sequelizeMigrations);
