import type { Analyzer } from '../analyzer.ts';
import { knexMigrations } from '../orm/knex.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

export const knex: Analyzer = migrationAnalyzer(knexMigrations);
