import type { Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { snapshotOf } from '../snapshot.ts';
import { type Migration, observation } from './migration.ts';

/**
 * An entity that loses a column, and no migration in the same change: `synchronize` or the next generated migration drops it. Read by
 * lines: a decorator, and the property under it.
 */
export function droppedFromEntities(input: AnalyzerInput, migrations: readonly Migration[]): readonly Observation[] {
  const edits = input.edits.filter((edit) => isEntity(edit.path) || isEntity(edit.from ?? ''));
  if (edits.length === 0 || migrations.some(({ after }) => after !== null)) return [];
  const kept = columnsOf(input, 'after');
  return [...columnsOf(input, 'before')].flatMap(([name, { path, line }]) => {
    const edit = edits.find((one) => (one.from ?? one.path) === path);
    if (!edit || kept.has(name)) return [];
    const because = `the column ${name} leaves its entity, and no migration of this change says what becomes of it`;
    const remedy = 'generate the migration, and commit it with the entity';
    const one = { kind: 'data.drop', object: 'column', name, line, certainty: 'possible', because, remedy } as const;
    return [observation('typeorm', edit, one, edit.landed)];
  });
}

export function isEntity(path: Path): boolean {
  return /(\.entity|(^|\/)(entity|entities|models?)\/([^/]+\/)*[^/]+)\.ts$/.test(path);
}

type Found = ReadonlyMap<string, { readonly path: Path; readonly line: number }>;

function columnsOf(input: AnalyzerInput, side: 'before' | 'after'): Found {
  const found = new Map<string, { path: Path; line: number }>();
  for (const [path, text] of snapshotOf(input, side, isEntity).texts) {
    if (!/@Entity\b/.test(text)) continue;
    for (const { name, line } of columnsIn(text)) found.set(name, { path, line });
  }
  return found;
}

function columnsIn(text: string): readonly { readonly name: string; readonly line: number }[] {
  const found: { name: string; line: number }[] = [];
  let entity = 'an entity';
  let isColumn = false;
  for (const [index, line] of text.split('\n').entries()) {
    entity = /\bclass\s+(\w+)/.exec(line)?.[1] ?? entity;
    if (/^\s*@(\w*Column|Property|PrimaryKey|Enum)\b/.test(line)) isColumn = true;
    const property = isColumn && line.length < 500 ? PROPERTY.exec(line)?.[1] : undefined;
    if (property === undefined) continue;
    found.push({ name: `${entity}.${property}`, line: index + 1 });
    isColumn = false;
  }
  return found;
}

/** `  note: string;`, `@Column() note!: string;`, but not the options of the decorator: those end with a comma. */
const PROPERTY =
  /(?:^|\)\s*)\s*(?:(?:public|private|protected|readonly|declare)\s+)*(\w+)\s*[?!]?\s*(?::\s*[^,]+|=.*);\s*(?:\/\/.*)?$/;
