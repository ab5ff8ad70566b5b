import type { Analyzer } from '../analyzer.ts';
import { typeormMigrations } from '../orm/typeorm.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

export const typeorm: Analyzer = migrationAnalyzer(typeormMigrations);
