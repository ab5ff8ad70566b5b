import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Change, changesOf } from './reading.ts';
import { broughtIn, type Sighting } from './sighting.ts';
import { state } from './state.ts';
import { addressed, PROSE } from './text/address.ts';
import { evasion } from './text/evasion.ts';
import { hidden } from './text/hidden.ts';
import { linesOf } from './text/lines.ts';
import { leftovers } from './text/leftovers.ts';
import { artefact, copyOf, copyPlaces } from './text/paths.ts';
import { placeOf } from './where.ts';

/** What any text may bring: words to its reviewer, what nobody sees, and what should not lie in a repository. */
export const codeText: Analyzer = {
  id: 'code-text',
  reads: isRead,
  grammars: () => [],
  needs: () => [],
  looksFor: ({ edits }) => [
    ...new Set(edits.flatMap(({ path, status }) => (status === 'add' ? (copyPlaces(path)?.originals ?? []) : []))),
  ],
  facts: (input) => {
    const isThere = presence(input);
    return [
      ...changesOf(input, isRead).flatMap(ofChange),
      ...input.edits.flatMap((edit) => [...artefact(edit), ...copyOf(edit, isThere)].map((one) => told(edit, one))),
    ];
  },
};

/** Lock files and recordings are long, and nobody speaks in them. */
function isRead({ path, generated, status }: Edit): boolean {
  return (
    status !== 'delete' &&
    !generated &&
    !/(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock|poetry\.lock|uv\.lock|Cargo\.lock|go\.sum|composer\.lock|Gemfile\.lock)$|\.(lock|map|svg|snap|min\.(js|css))$/.test(
      path,
    )
  );
}

function ofChange({ edit, path, before, after }: Change): readonly Observation[] {
  if (after === null) return [];
  return broughtIn(sightings(edit.from ?? path, before ?? ''), sightings(path, after)).map((one) => told(edit, one));
}

function told(edit: Edit, one: Sighting): Observation {
  const extension = /\.(\w+)$/.exec(edit.path)?.[1] ?? 'text';
  const place = placeOf(edit.path);
  // a page of documentation is no example to a model that reads it
  const isPage = one.kind === 'code.address' && place === 'example' && PROSE.test(edit.path);
  return state(edit, LANGUAGES.get(extension) ?? 'text', isPage ? 'source' : place, one);
}

const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['ts', 'typescript'],
  ['tsx', 'typescript'],
  ['js', 'javascript'],
  ['jsx', 'javascript'],
  ['py', 'python'],
  ['go', 'go'],
  ['rb', 'ruby'],
  ['rs', 'rust'],
  ['java', 'java'],
  ['sh', 'shell'],
  ['md', 'markdown'],
  ['yml', 'yaml'],
  ['yaml', 'yaml'],
  ['json', 'json'],
]);

function sightings(path: Path, text: string): readonly Sighting[] {
  const lines = linesOf(text);
  return [...addressed(path, lines), ...hidden(path, lines), ...evasion(path, lines), ...leftovers(path, lines)];
}

/** In the tree as it is after the change. */
function presence({ edits, files }: AnalyzerInput): (path: Path) => boolean {
  const living = new Set(edits.filter(({ status }) => status !== 'delete').map(({ path }) => path));
  return (path) => {
    const sides = files.get(path);
    return living.has(path) || (sides !== undefined && sides.after.kind !== 'absent');
  };
}
