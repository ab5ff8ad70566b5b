import type { Path } from '../../model/change.ts';
import { folderOf } from '../path.ts';
import { droppedFromModels, isModels } from './django-models.ts';
import { djangoSteps } from './django-steps.ts';
import type { Orm } from './migration.ts';
import { readPython } from './python.ts';
import { unread } from './step.ts';
import { tokensOf } from './tokens.ts';

/** `shop/migrations/0002_remove_order_note.py` */
export const djangoMigrations: Orm = {
  id: 'django',
  isPath: (path) =>
    isModels(path) || (/(^|\/)[^/]*migrations[^/]*\/[^/]+\.py$/.test(path) && !path.endsWith('__init__.py')),
  isMigration: (path, text) =>
    !isModels(path) &&
    (/\bmigrations\.Migration\b|\bfrom django\.db\.migrations\b/.test(text) ||
      (IN_PLACE.test(path) && !OTHERS.test(text))),
  technologyOf: () => 'django',
  language: () => 'python',
  steps: (path, text, context) => {
    const program = context.grammars.visit('python', text, readPython);
    const steps = djangoSteps(program, path, context);
    if (program.broken !== null) return [...steps, unread(program.broken, 'a migration', 'it is not valid Python')];
    return /\b(operations|def __init__)\b|\breplaces\b/.test(text)
      ? steps
      : [...steps, unread(1, 'a migration', 'it has no operations')];
  },
  tokens: (_path, text, grammars) => tokensOf(text, 'python', grammars),
  others: droppedFromModels,
  otherLanguage: (path) => (isModels(path) ? 'python' : null),
  siblings: (path: Path, text) => (/\bAlterField\b/.test(text) ? [`:(glob)${folderOf(path)}/*.py`] : []),
};

const IN_PLACE = /(^|\/)migrations\/\d{4}_\w+\.py$/;
const OTHERS = /\balembic\b|\byoyo\b|\bpeewee\b|\btortoise\b|\baerich\b|\bdef (upgrade|migrate|upgrade_schema)\b/;
