import type { Path } from '../../model/change.ts';
import type { Language } from '../../model/syntax.ts';
import { baseName } from '../path.ts';
import type { Orm } from './migration.ts';
import { functionsNamed } from './program.ts';
import { readScript } from './script.ts';
import { scriptSteps, UP } from './script-steps.ts';
import { unread } from './step.ts';
import { tokensOf } from './tokens.ts';

/** What the ORMs of JavaScript share: where migrations lie, what they are written in, how they are read. */
export function scriptMigrations(of: Pick<Orm, 'id' | 'isMigration' | 'technologyOf'> & Partial<Orm>): Orm {
  return {
    ...of,
    isPath: isScriptMigration,
    language,
    steps: (path, text, { grammars }) => {
      const program = grammars.visit(language(path), text, readScript);
      const steps = scriptSteps(program, grammars);
      if (program.broken !== null)
        return [...steps, unread(program.broken, 'a migration', 'it is not valid JavaScript')];
      const isEmpty =
        functionsNamed(program.body, UP).length === 0 && NUMBERED.test(baseName(path)) && !/\bup\b/.test(text);
      return isEmpty ? [...steps, unread(1, 'a migration', 'it has no up')] : steps;
    },
    tokens: (path, text, grammars) => tokensOf(text, language(path), grammars),
    ...of,
  };
}

export function isScriptMigration(path: Path): boolean {
  return (
    SCRIPT.test(path) &&
    (/(^|\/)[^/]*(migrations?|migrate|seeders?|seeds)[^/]*\//i.test(path) || NUMBERED.test(baseName(path)))
  );
}

const SCRIPT = /\.([cm]?ts|tsx|[cm]?js|jsx)$/;
const NUMBERED = /^\d{8,}[\w.-]*\.\w+$/;

export function language(path: Path): Language {
  return /\.[cm]?ts$/.test(path) ? 'typescript' : 'tsx';
}
