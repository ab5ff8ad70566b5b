import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { type Migration, observation } from './migration.ts';

/**
 * `db/schema.rb` and `db/structure.sql` are written by migrations, so the migration says it already. Without one in the change
 * they are edited by hand, and whoever loads them gets a database without what is gone.
 */
export function droppedFromSchema(input: AnalyzerInput, migrations: readonly Migration[]): readonly Observation[] {
  if (migrations.some(({ after }) => after !== null)) return [];
  return input.edits
    .filter(({ path }) => isSchema(path))
    .flatMap((edit) => {
      const sides = input.files.get(edit.path);
      if (sides?.before.kind !== 'text' || sides.after.kind !== 'text') return [];
      const kept = columnsOf(sides.after.text);
      return missing(columnsOf(sides.before.text), kept).map(({ name, object, line }) => {
        const because = `the ${object} ${name} leaves ${edit.path} and no migration drops it`;
        const remedy = 'write the migration, and let it write this file';
        return observation(
          'rails',
          edit,
          { kind: 'data.drop', object, name, line, certainty: 'possible', because, remedy },
          edit.landed,
        );
      });
    });
}

export function isSchema(path: string): boolean {
  return /(^|\/)db\/(\w+_)?(schema\.rb|structure\.sql)$/.test(path);
}

type Columns = ReadonlyMap<string, { readonly line: number; readonly columns: ReadonlyMap<string, number> }>;
type Gone = { readonly object: 'table' | 'column'; readonly name: string; readonly line: number };

function missing(before: Columns, after: Columns): readonly Gone[] {
  return [...before].flatMap(([table, { line, columns }]): readonly Gone[] => {
    const now = after.get(table);
    if (!now) return [{ object: 'table', name: table, line }];
    return [...columns]
      .filter(([column]) => !now.columns.has(column))
      .map(([column, at]) => ({ object: 'column', name: `${table}.${column}`, line: at }));
  });
}

/** Both files are written by a program, one column to a line. */
function columnsOf(text: string): Columns {
  const tables = new Map<string, { line: number; columns: Map<string, number> }>();
  let open: Map<string, number> | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const table = named(TABLE.exec(line));
    if (table !== undefined) {
      open = new Map();
      tables.set(table, { line: index + 1, columns: open });
    } else if (/^\s*(end|\).*;)\s*$/.test(line)) open = null;
    const column = open && table === undefined ? named(COLUMN.exec(line)) : undefined;
    if (column !== undefined) open?.set(column, index + 1);
  }
  return tables;
}

function named(found: RegExpExecArray | null): string | undefined {
  return found?.[1] ?? found?.[2];
}

const TABLE = /^\s*(?:create_table\s+"([^"]+)"|CREATE TABLE\s+(?:\w+\.)?"?(\w+)"?\s*\()/;
const COLUMN =
  /^\s*(?:t\.(?!index|check_constraint|foreign_key|exclusion_constraint|unique_constraint)\w+\s+"([^"]+)"|(?!CONSTRAINT\b)"?(\w+)"?\s+\w)/;
