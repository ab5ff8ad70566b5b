import type { Orm } from './migration.ts';
import { laravelSteps } from './laravel-steps.ts';
import { readPhp } from './php.ts';
import { tokenizePhp } from './php-tokens.ts';
import { unread } from './step.ts';

/** `database/migrations/2026_01_01_000000_drop_notes.php` */
export const laravelMigrations: Orm = {
  id: 'laravel',
  isPath: (path) => /(^|\/)[^/]*migrations?[^/]*\/([^/]+\/)*[^/]+\.php$/i.test(path),
  isMigration: (path, text) =>
    /\bextends\s+\\?[\w\\]*Migration\b/.test(text) || /\/\d{4}_\d{2}_\d{2}_\d+_\w+\.php$/.test(path),
  technologyOf: (text) => (/Illuminate|\bSchema::/.test(text) ? 'laravel' : 'php'),
  language: () => null,
  steps: (_path, text, { grammars }) => {
    const program = readPhp(text);
    const steps = laravelSteps(program, grammars);
    if (program.broken !== null) return [...steps, unread(program.broken, 'a migration', 'it is not valid PHP')];
    return /\bfunction\s+(up|change|run|safeUp)\b/.test(text)
      ? steps
      : [...steps, unread(1, 'a migration', 'it has no up')];
  },
  tokens: (_path, text) =>
    tokenizePhp(text)
      .tokens.map((one) => (one.kind === 'text' ? JSON.stringify(one.parts) : one.text))
      .filter((one) => one !== ',')
      .join('\n')
      .replaceAll(/"line":\d+/g, ''),
};
