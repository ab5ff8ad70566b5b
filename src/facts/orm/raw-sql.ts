import type { Grammars } from '../../model/syntax.ts';
import { consequencesOfSql } from '../sql/consequences.ts';
import type { Dialect, SqlConsequence } from '../sql/consequence.ts';
import { creates, type Step, unread } from './step.ts';

/** SQL inside a migration, by the rules of SQL. Lines are those of the file: `line` is where the text begins. */
export function stepsOfSql(sql: string, line: number, grammars: Grammars): readonly Step[] {
  const told = consequencesOfSql(sql, { dialect: dialectOf(sql), grammars });
  // a value spliced in may be a whole WHERE: what was read of the rest is likely and not certain
  const isSpliced = /\b_\w+_\b/.test(sql);
  return [
    ...told.unread.map((one): Step => unread(line + one.line - 1, 'SQL in a migration', one.why)),
    ...told.consequences.map((one): Step => ({
      kind: 'does',
      name: one.name,
      consequence: moved(one, line, isSpliced),
    })),
    ...told.creates.map((name) => creates(name)),
  ];
}

function moved(one: SqlConsequence, line: number, isSpliced: boolean): SqlConsequence {
  const certainty = isSpliced && one.certainty === 'certain' ? 'likely' : one.certainty;
  return { ...one, line: line + one.line - 1, certainty };
}

function dialectOf(sql: string): Dialect {
  if (/`\w+`|\bENGINE\s*=|\bFOREIGN_KEY_CHECKS\b/i.test(sql)) return 'mysql';
  return /"\w+"|::\w|\$\$|\bCONCURRENTLY\b/i.test(sql) ? 'postgresql' : 'unknown';
}
