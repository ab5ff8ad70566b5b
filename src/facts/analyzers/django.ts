import type { Analyzer } from '../analyzer.ts';
import { djangoMigrations } from '../orm/django.ts';
import { migrationAnalyzer } from '../orm/migration.ts';

/** Migrations of Django, and models that lose a field without one. */
export const django: Analyzer = migrationAnalyzer(djangoMigrations);
