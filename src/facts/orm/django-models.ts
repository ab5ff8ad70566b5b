import type { Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import { snapshotOf } from '../snapshot.ts';
import { type Migration, observation } from './migration.ts';
import { classesOf } from './program.ts';
import { readPython } from './python.ts';

/**
 * A model that loses a field, and no migration of its app in the same change. The next `makemigrations` writes one that drops it;
 * whoever asks for that should say so here.
 */
export function droppedFromModels(input: AnalyzerInput, migrations: readonly Migration[]): readonly Observation[] {
  const edits = input.edits.filter((edit) => isModels(edit.path) || isModels(edit.from ?? ''));
  if (edits.length === 0) return [];
  const kept = fieldsOf(input, 'after');
  return [...fieldsOf(input, 'before')].flatMap(([name, { path, line }]) => {
    const edit = edits.find((one) => (one.from ?? one.path) === path);
    if (
      !edit ||
      kept.has(name) ||
      migrations.some(({ edit: { path: one } }) => one.startsWith(`${appFolder(path)}migrations/`))
    )
      return [];
    const because = `the field ${name} leaves its model, and no migration of this change says what becomes of its column`;
    const remedy = 'python manage.py makemigrations, and commit what it writes';
    const object = name.includes('.') ? 'column' : 'table';
    return [
      observation(
        'django',
        edit,
        { kind: 'data.drop', object, name, line, certainty: 'possible', because, remedy },
        edit.landed,
      ),
    ];
  });
}

export function isModels(path: Path): boolean {
  return /(^|\/)models(\.py|\/([^/]+\/)*[^/]+\.py)$/.test(path);
}

function appFolder(path: Path): string {
  return path.replace(/models(\.py|\/.*)$/, '');
}

type Found = ReadonlyMap<string, { readonly path: Path; readonly line: number }>;

/** By the names of classes and fields: a model may move between the files of its app. */
function fieldsOf(input: AnalyzerInput, side: 'before' | 'after'): Found {
  const found = new Map<string, { path: Path; line: number }>();
  for (const [path, text] of snapshotOf(input, side, isModels).texts) {
    if (!/\bmodels\b/.test(text)) continue;
    const program = input.grammars.visit('python', text, readPython);
    for (const model of classesOf(program.body)) {
      for (const one of model.body) {
        if (one.kind !== 'assign' || one.value.kind !== 'call' || !/(Field|ForeignKey)$/.test(one.value.name)) continue;
        found.set(`${model.name}.${one.to}`, { path, line: one.line });
      }
    }
  }
  return found;
}
