import type { Analyzer } from '../analyzer.ts';
import { migrationAnalyzer } from '../orm/migration.ts';
import { railsMigrations } from '../orm/rails.ts';

/** Migrations of Active Record and Sequel, and `db/schema.rb` where no migration explains it. */
export const rails: Analyzer = migrationAnalyzer(railsMigrations);
