import type { Path } from '../../model/change.ts';
import { baseName } from '../path.ts';
import type { Orm } from './migration.ts';
import { droppedFromSchema, isSchema } from './rails-schema.ts';
import { railsSteps } from './rails-steps.ts';
import { readRuby } from './ruby.ts';
import { unread } from './step.ts';
import { tokensOf } from './tokens.ts';

/** Active Record (also with data migrations) and Sequel: `db/migrate/20260101000000_drop_notes.rb`. */
export const railsMigrations: Orm = {
  id: 'rails',
  isPath: (path) =>
    isSchema(path) ||
    (path.endsWith('.rb') && (/(^|\/)[^/]*migrat[^/]*\//i.test(path) || /^\d{8,}_\w+\.rb$/.test(baseName(path)))),
  isMigration: (path, text) => !isSchema(path) && (CLASS.test(text) || isInPlace(path)),
  technologyOf: (text) => (/\bSequel\.migration\b/.test(text) ? 'sequel' : 'rails'),
  language: () => 'ruby',
  steps: (path, text, { grammars }) => {
    const program = grammars.visit('ruby', text, readRuby);
    const steps = railsSteps(program, grammars);
    if (program.broken !== null) return [...steps, unread(program.broken, 'a migration', 'it is not valid Ruby')];
    const isEmpty = !/\b(def\s+(self\.)?(up|change|data)|up do|up \{|change do|change \{|define|migration)\b/.test(
      text,
    );
    return isEmpty && isInPlace(path) ? [...steps, unread(1, 'a migration', 'it has no up and no change')] : steps;
  },
  tokens: (_path, text, grammars) => tokensOf(text, 'ruby', grammars),
  others: droppedFromSchema,
};

const CLASS = /<\s*(::)?([A-Z]\w*::)*\w*Migration\b|\bSequel\.migration\b/;

function isInPlace(path: Path): boolean {
  return /(^|\/)db\/[^/]*migrat[^/]*\/(.*\/)?\d{3,}_\w+\.rb$/.test(path);
}
