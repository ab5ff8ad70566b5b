import { alembicSteps } from './alembic-steps.ts';
import type { Orm } from './migration.ts';
import { readPython } from './python.ts';
import { unread } from './step.ts';
import { tokensOf } from './tokens.ts';

/** `migrations/versions/1a2b3c_drop_notes.py`, also of Flask-Migrate and of Airflow's own kind. */
export const alembicMigrations: Orm = {
  id: 'alembic',
  isPath: (path) =>
    /(^|\/)([^/]*versions|[^/]*migrations?|alembic)\/([^/]+\/)*[^/]+\.py$/.test(path) &&
    !/(^|\/)(__init__|env)\.py$/.test(path),
  isMigration: (path, text) =>
    /\bfrom alembic\b|\bimport alembic\b|^down_revision\s*[:=]/m.test(text) ||
    (/(^|\/)versions\/[0-9a-f]{6,}_\w*\.py$/.test(path) && !/django/.test(text)),
  technologyOf: () => 'alembic',
  language: () => 'python',
  steps: (path, text, { grammars }) => {
    const program = grammars.visit('python', text, readPython);
    const steps = alembicSteps(program, grammars);
    if (program.broken !== null) return [...steps, unread(program.broken, 'a migration', 'it is not valid Python')];
    const isEmpty = !/\bdef \w*upgrade/.test(text) && /(^|\/)versions\//.test(path);
    return isEmpty ? [...steps, unread(1, 'a migration', 'it has no upgrade')] : steps;
  },
  tokens: (_path, text, grammars) => tokensOf(text, 'python', grammars),
};
