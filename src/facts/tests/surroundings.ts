import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput } from '../analyzer.ts';
import { baseName } from '../path.ts';
import type { TestCase } from './case.ts';
import { languageOfTest, readableTest } from './naming.ts';
import { lineChanges } from './sniff.ts';

/** What else the change does, as far as it explains what happens to a test. */
export type Surroundings = {
  /** Something that is no test, no text and no record of one changes as well: then expectations follow it. */
  readonly codeChanges: boolean;
  /** Names and texts that the code no longer has. */
  readonly vanished: ReadonlySet<string>;
  /** Names of source files that are deleted. */
  readonly deleted: readonly string[];
  /** Per test file the lines that came. */
  readonly arrivals: ReadonlyMap<Path, Arrivals>;
};
type Arrivals = { readonly lines: ReadonlySet<string>; readonly text: string };

const CODE =
  /\.([mc]?[jt]sx?|vue|svelte|py|go|rs|java|kt|rb|php|cs|c|cc|cpp|h|hpp|swift|scala|ex|exs|graphql|proto|sql|json|ya?ml|toml|html|css|scss)$/;
const SOURCE = /\.([mc]?[jt]sx?|vue|svelte|py|go)$/;
const MOST_SOURCES = 80;

export function isTestFile(path: Path): boolean {
  return (
    languageOfTest(path) !== null || readableTest(path) !== null || /\.(snap|ambr)$|(^|\/)__snapshots__\//.test(path)
  );
}

/** Source files of the change: what they lose explains what their tests lose. */
export function sourcesOf(edits: readonly Edit[]): readonly Path[] {
  return edits
    .filter(({ path, before, generated }) => before !== null && !generated && SOURCE.test(path) && !isTestFile(path))
    .slice(0, MOST_SOURCES)
    .map(({ path }) => path);
}

export function surroundingsOf({ edits, files }: AnalyzerInput): Surroundings {
  const code = edits.filter(
    ({ path }) => !isTestFile(path) && !/\.(md|mdx|txt|rst|adoc)$|(^|\/)(LICENSE|CHANGELOG|README)/i.test(path),
  );
  const sources = sourcesOf(edits);
  const texts = sources
    .map((path) => files.get(path))
    .map((sides) => ({
      before: sides?.before.kind === 'text' ? sides.before.text : '',
      after: sides?.after.kind === 'text' ? sides.after.text : '',
    }));
  const stays = new Set(texts.flatMap(({ after }) => after.match(WORD) ?? []));
  const says = new Set(texts.flatMap(({ after }) => [...after.matchAll(QUOTED)].map(([, one = '']) => one)));
  const lost = texts.flatMap(({ before, after }) => namesIn(lineChanges(before, after).removed));
  return {
    codeChanges: code.some(({ path }) => CODE.test(path) || !/\.\w+$/.test(path)),
    vanished: new Set(lost.filter((name) => !stays.has(name) && !says.has(name)).slice(0, MOST_NAMES)),
    deleted: code
      .filter(({ after, from, path }) => (after === null || from !== null) && SOURCE.test(from ?? path))
      .map(({ from, path }) => baseName(from ?? path).replace(/\.\w+$/, ''))
      .filter((name) => name.length > 2 && !/^(index|main|__init__|utils|types)$/.test(name)),
    arrivals: new Map(edits.flatMap((edit) => arrivalsOf(edit, files))),
  };
}

/** A change that takes away more than these is no small refactoring. */
const MOST_NAMES = 2000;
const QUOTED = /["'`]([^"'`\s]{4,60})["'`]/g;
const WORD = /[A-Za-z_$][\w$]{3,}/g;

/** What the lines declare, and the texts in quotes: flags, routes, messages. */
function namesIn(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => [
    ...[
      ...line
        .slice(0, 500)
        .matchAll(
          /\b(?:function|class|const|let|var|def|func|type|interface|enum|struct)\s+(?:\([^)]{0,80}\)\s*)?([A-Za-z_$][\w$]{3,})/g,
        ),
    ].map(([, name = '']) => name),
    ...[
      ...line
        .slice(0, 500)
        .matchAll(/^(?:(?:public|private|static|async|readonly|export)\s+)*([A-Za-z_$][\w$]{3,})\s*[(:?=]/g),
    ]
      .map(([, name = '']) => name)
      .filter(
        (name) =>
          !/^(return|await|throw|yield|else|with|while|switch|case|catch|elif|except|assert|default)$/.test(name),
      ),
    ...[...line.slice(0, 500).matchAll(QUOTED)].map(([, name = '']) => name),
  ]);
}

function arrivalsOf(edit: Edit, files: AnalyzerInput['files']): readonly (readonly [Path, Arrivals])[] {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text' || !isTestFile(edit.path)) return [];
  const { added } = lineChanges(sides.before.kind === 'text' ? sides.before.text : '', sides.after.text);
  return [[edit.path, { lines: new Set(added), text: added.join('\n') }]];
}

/** Does the change take away what this text is about? */
export function isExplained({ vanished }: Surroundings, words: ReadonlySet<string>, text: string): boolean {
  return [...vanished].some((name) =>
    /^\w+$/.test(name) ? words.has(name) : text.includes(name.replaceAll(/["`\s;]/g, '')),
  );
}

/** Is the case, or nearly all that it says, in a file of tests that gained it? */
export function isElsewhere(
  { arrivals }: Surroundings,
  path: Path,
  { title, body }: TestCase,
  source: readonly string[],
): boolean {
  const lines = source.map((line) => line.trim()).filter((line) => line.length > 8);
  for (const [other, { lines: came, text }] of arrivals) {
    if (other === path) continue;
    if (title.length > 5 && text.includes(title)) return true;
    if (body.length > 20 && lines.length > 1 && lines.filter((line) => came.has(line)).length / lines.length >= 0.6)
      return true;
  }
  return false;
}

/** A whole file whose lines are in other files of tests now. */
export function hasMoved({ arrivals }: Surroundings, path: Path, source: string): boolean {
  const lines = source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length > 8 && !/^(import|from|const .*require|package|\/\/|#)/.test(line));
  if (lines.length === 0) return false;
  const others = [...arrivals].filter(([other]) => other !== path);
  const kept = lines.filter((line) => others.some(([, { lines: came }]) => came.has(line)));
  return kept.length / lines.length >= 0.8;
}
