import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { readPython } from '../tests/python.ts';
import type { Grammars } from '../../model/syntax.ts';
import { hiddenErrors } from './python/errors.ts';
import { type PythonFile, pythonFile } from './python/file.ts';
import { flipped } from './python/flipped.ts';
import { gone } from './python/gone.ts';
import { hollowTests } from './python/hollow.ts';
import { MANIFESTS, namesIn, ownPlaces, phantoms, providedBy, relativePlaces } from './python/imports.ts';
import { marks } from './python/marks.ts';
import { stubs } from './python/stubs.ts';
import { tampering } from './python/tampering.ts';
import { unsafe } from './python/unsafe.ts';
import { waiting } from './python/waiting.ts';
import { type Change, changesOf, readSide } from './reading.ts';
import { broughtIn, type Sighting } from './sighting.ts';
import { state } from './state.ts';
import { isForeign, type Place, placeOf } from './where.ts';

/** What a change of Python brings that looks finished and is not. */
export const codePython: Analyzer = {
  id: 'code-python',
  reads: isRead,
  grammars: (input) => (changed(input).length === 0 ? [] : ['python']),
  needs: (input) => (changed(input).some(({ after }) => after !== null) ? MANIFESTS : []),
  looksFor: (input) => {
    const some = changed(input).flatMap(({ path, after }) => (after === null ? [] : [{ path, after }]));
    const own = ownPlaces(
      some.map(({ after }) => after),
      providedBy(input.files),
      namesIn(input.edits.map(({ path }) => path)),
    );
    return [...new Set([...own, ...some.flatMap(({ path, after }) => relativePlaces(path, after))])];
  },
  facts: (input) => {
    const all = changed(input);
    const tree = {
      files: input.files,
      provided: providedBy(input.files),
      known: namesIn(input.edits.map(({ path }) => path)),
      isSourceChanged: input.edits.some(({ path, status }) => status !== 'add' && placeOf(path) === 'source'),
    };
    return all.flatMap((one) => ofChange(one, input.grammars, tree, textElsewhere(all, one)));
  },
};

type Tree = {
  readonly files: AnalyzerInput['files'];
  readonly provided: ReadonlySet<string> | null;
  readonly known: ReadonlySet<string>;
  /** Shipped code changes along, so that a test may have been bent to it. */
  readonly isSourceChanged: boolean;
};

function isRead({ path, generated }: Edit): boolean {
  return /\.pyi?$/.test(path) && !generated && !isForeign(placeOf(path));
}

function changed(input: AnalyzerInput): readonly Change[] {
  return changesOf(input, isRead);
}

/** What other files say now, up to what a person could have moved. */
const MOST_ELSEWHERE = 500_000;

function textElsewhere(all: readonly Change[], own: Change): string {
  if (own.before === null) return '';
  let text = '';
  for (const { path, after } of all) if (path !== own.path && text.length < MOST_ELSEWHERE) text += `\n${after ?? ''}`;
  return text.slice(0, MOST_ELSEWHERE);
}

function ofChange(change: Change, grammars: Grammars, tree: Tree, elsewhere: string): readonly Observation[] {
  const { edit, path } = change;
  const place = placeOf(path);
  const oldPath = edit.from ?? path;
  const before = pythonFile(readSide(grammars, 'python', change.before), oldPath, placeOf(oldPath));
  const after = pythonFile(readSide(grammars, 'python', change.after), path, place);
  const seen = [
    ...broughtIn(sightings(before, grammars), sightings(after, grammars)),
    ...broughtIn(imports(before, tree), imports(after, tree)),
    ...(change.before === null ? [] : gone(before, after, elsewhere)),
    ...(tree.isSourceChanged && isTest(place, path) ? flips(before, after, grammars) : []),
  ];
  return seen.map((one) => state(edit, 'python', place, one));
}

function imports(file: PythonFile, { files, provided, known }: Tree): readonly Sighting[] {
  return phantoms(file, files, provided, known);
}

function sightings(file: PythonFile, grammars: Grammars): readonly Sighting[] {
  if (file.text === '') return [];
  return [
    ...hiddenErrors(file),
    ...marks(file),
    ...stubs(file),
    ...tampering(file),
    ...unsafe(file),
    ...waiting(file),
    ...(isTest(file.place, file.path)
      ? hollowTests(
          file,
          grammars.visit('python', file.text, (root) => readPython(root, file.text)),
        )
      : []),
  ];
}

function flips(before: PythonFile, after: PythonFile, grammars: Grammars): readonly Sighting[] {
  if (before.text === '' || after.text === '') return [];
  const [then, now] = [before, after].map(({ text }) =>
    grammars.visit('python', text, (root) => readPython(root, text)),
  );
  return then && now ? flipped(then, now) : [];
}

function isTest(place: Place, path: Path): boolean {
  return place === 'test' && /(^|\/)(test_[^/]*|[^/]*_test|tests)\.py$/.test(path);
}
