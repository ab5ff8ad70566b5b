import type { Analyzer } from '../analyzer.ts';
import { alembicMigrations } from '../orm/alembic.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

/** Migrations of SQLAlchemy. */
export const alembic: Analyzer = migrationAnalyzer(alembicMigrations);
