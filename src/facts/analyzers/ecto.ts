import type { Analyzer } from '../analyzer.ts';
import { ectoMigrations } from '../orm/ecto.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

/** Migrations of Ecto. */
export const ecto: Analyzer = migrationAnalyzer(ectoMigrations);
