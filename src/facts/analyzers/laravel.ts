import type { Analyzer } from '../analyzer.ts';
import { laravelMigrations } from '../orm/laravel.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

/** Migrations of Laravel. */
export const laravel: Analyzer = migrationAnalyzer(laravelMigrations);
