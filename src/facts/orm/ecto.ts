import { ectoSteps } from './ecto-steps.ts';
import type { Orm } from './migration.ts';
import { unread } from './step.ts';

/** `priv/repo/migrations/20260101000000_drop_notes.exs` */
export const ectoMigrations: Orm = {
  id: 'ecto',
  isPath: (path) => /(^|\/)migrations\/([^/]+\/)*\d+_\w+\.exs$/.test(path),
  isMigration: () => true,
  technologyOf: () => 'ecto',
  language: () => null,
  steps: (_path, text, { grammars }) => {
    const steps = ectoSteps(text, grammars);
    const isWhole = /\bdef\s+(up|change)\b/.test(text) && /^end\s*$/m.test(text);
    return isWhole ? steps : [...steps, unread(1, 'a migration', 'it is not whole')];
  },
  tokens: (_path, text) =>
    text
      .split('\n')
      .map((line) => line.replace(/^\s*#.*$/, '').trim())
      .filter((line) => line !== '')
      .join('\n'),
};
