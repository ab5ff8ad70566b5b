import type { Edit, Path } from '../../model/change.ts';
import type { AnalyzerInput, Observation } from '../analyzer.ts';
import type { Certainty } from './case.ts';
import { lineFinder } from './lines.ts';
import { type Loss, lostThresholds } from './thresholds.ts';
import { shown, weakened } from './statements.ts';

const SETTINGS =
  /(^|\/)(package\.json|(jest|vitest|vite|karma|playwright|cypress|ava)(\.[\w-]+)*\.(config|conf)\.[mc]?[jt]s(on)?|(vitest|vite|jest)\.[\w.-]+\.[mc]?[jt]s|jest[\w.-]*\.json|vitest\.workspace\.[mc]?[jt]s|\.nycrc(\.json)?|\.c8rc(\.json)?|\.mocharc\.(json|ya?ml|js|cjs)|pytest\.ini|setup\.cfg|tox\.ini|pyproject\.toml|\.coveragerc|conftest\.py|GNUmakefile|[Mm]akefile|justfile|noxfile\.py|\.?codecov\.ya?ml)$/;

export function isSettings(path: Path): boolean {
  return SETTINGS.test(path);
}

/** What tells a runner which tests to run and how much they must cover, made to ask for less. */
export function settingsFacts({ edits, files }: AnalyzerInput): readonly Observation[] {
  return edits.flatMap((edit: Edit): readonly Observation[] => {
    const sides = files.get(edit.path);
    if (sides?.before.kind !== 'text' || sides.after.kind !== 'text' || !isSettings(edit.path)) return [];
    const [before, after] = [codeOf(edit.path, sides.before.text), codeOf(edit.path, sides.after.text)];
    if (before === after || !MENTIONS.test(`${before}${after}`)) return [];
    const where = { edit, language: 'settings' };
    const losses = [
      ...lostThresholds(before, after),
      ...newFlags(before, after),
      ...lostScripts(edit.path, before, after),
    ];
    return losses
      .slice(0, MOST)
      .map(({ name, certainty, because, line }) =>
        weakened(where, { name, range: { from: line, to: line }, certainty, because }, 0),
      );
  });
}

/** A refusal that lists more is not read to its end. */
const MOST = 50;
const MENTIONS = /test|fail.under|coverage|cov|jest|mocha|spec|threshold/i;

/** Comments say nothing to a runner; the lines stay where they are. */
function codeOf(path: Path, text: string): string {
  const plain = text.replaceAll('\r', '');
  if (/\.(json|nycrc|c8rc)$|rc$/.test(path) && !path.endsWith('.coveragerc')) return plain;
  const isScript = /\.[mc]?[jt]s$/.test(path);
  const lines = plain
    .split('\n')
    .map((line) => line.replace(isScript ? /^\s*(\/\/|\*).*$|\s\/\/ .*$/ : /^\s*[#;].*$|\s# .*$/, ''));
  return lines.join('\n');
}

type Flag = { readonly pattern: RegExp; readonly certainty: Certainty; readonly because: string };

/** Words that a runner takes as "leave some out" or "do not mind". Each use counts by its text. */
const FLAGS: readonly Flag[] = [
  {
    pattern: /["']?passWithNoTests["']?\s*[:=]\s*["']?true|--?pass-?[wW]ith-?[nN]o-?[tT]ests\b(?!=false)/g,
    certainty: 'likely',
    because: 'a run without any test passes',
  },
  { pattern: /--(?:ignore|ignore-glob|deselect)[= ]\S+/g, certainty: 'likely', because: 'tests are left out' },
  {
    pattern: /-p no:(?!cacheprovider|warnings|logging|randomly|xdist|sugar|doctest)\w+/g,
    certainty: 'possible',
    because: 'a plugin is off',
  },
  {
    pattern: /--(?:testPathIgnorePatterns|exclude|testNamePattern|grep-invert|invert)[= ]\S+/g,
    certainty: 'likely',
    because: 'tests are left out',
  },
  { pattern: /\B-[km] ["']?not [\w ]+/g, certainty: 'likely', because: 'tests are left out' },
  {
    pattern: /^\s*collect_ignore(?:_glob)?\s*(?:\+?=|\.(?:append|extend)).*$/gm,
    certainty: 'certain',
    because: 'tests are left out',
  },
  {
    pattern: /\ballow(?:Only|UncapturedErrors)\s*:\s*true|dangerouslyIgnoreUnhandledErrors["']?\s*:\s*true/g,
    certainty: 'likely',
    because: 'errors pass',
  },
];

function newFlags(before: string, after: string): readonly Loss[] {
  const lineAt = lineFinder(after);
  const known = FLAGS.flatMap(({ pattern, certainty, because }): readonly Loss[] => {
    const old = new Set([...before.matchAll(pattern)].map(([text]) => text.trim()));
    // a flag that only got another value was there before
    const heads = new Set([...old].map((text) => text.replace(/[= ].*$/s, '')));
    return [...after.matchAll(pattern)]
      .filter(
        ([text]) => !old.has(text.trim()) && !(certainty === 'likely' && because.startsWith('a run') && heads.size > 0),
      )
      .filter(([text]) => !HARMLESS.test(text))
      .map(({ 0: text, index }) => ({
        name: text
          .trim()
          .replace(/[= :].*$/s, '')
          .replaceAll(/["']/g, ''),
        certainty,
        because: `${shown(text)}: ${because}`,
        line: lineAt(index),
      }));
  });
  return [...known, ...newIgnores(before, after)];
}

/** What no test of one's own lies in. */
const HARMLESS =
  /node_modules|dist\b|build\b|out\b|coverage|\.git\b|\.next|\.venv|venv\b|vendor|fixtures?|examples?\b|docs?\b|integration|e2e|playwright|cypress|perf|bench|slow|live|network/;

/** Entries that came to a list of paths in which no tests are looked for. */
function newIgnores(before: string, after: string): readonly Loss[] {
  const lists =
    /["']?\b(testPathIgnorePatterns|testIgnore|excludeSpecPattern|modulePathIgnorePatterns|exclude)\b["']?\s*[:=]\s*\[([^\]]{0,4000})\]/g;
  const lineAt = lineFinder(after);
  const old = new Set([...before.matchAll(lists)].flatMap(([, , entries = '']) => textsIn(entries)));
  return [...after.matchAll(lists)].flatMap(({ 1: name = '', 2: entries = '', index }) =>
    textsIn(entries)
      .filter((entry) => !old.has(entry) && !HARMLESS.test(entry) && (name !== 'exclude' || /test|spec/.test(entry)))
      .map((entry): Loss => ({
        name,
        certainty: 'likely',
        because: `${shown(entry)} is left out`,
        line: lineAt(index),
      })),
  );
}

function textsIn(entries: string): readonly string[] {
  return [...entries.matchAll(/(["'`])((?:(?!\1)[^\\\n]|\\.){1,200})\1/g)].map(([, , text = '']) => text);
}

const RUNNER =
  /\b(jest|vitest|mocha|ava|tap|pytest|py\.test|unittest|tox|nox|go test|cargo test|playwright|cypress|karma|node --test|tsx --test|(npm|pnpm|yarn|bun|deno)( run)? test|ctest|rspec|phpunit)\b/;
const FORGIVES = /\|\|\s*(true|exit 0|:|echo\b[^&|"]*)\s*"?,?\s*$|;\s*(true|exit 0)\s*"?,?\s*$|--exit-zero\b/;
const LONGEST = 1000;
const NOTHING = /^(exit 0|true|:|echo\b[^&|;]*(&&\s*exit 0|;\s*exit 0)?)$/;

/** `"test": "echo ok"`, `pytest || true` */
function lostScripts(path: Path, before: string, after: string): readonly Loss[] {
  const lines = after.split('\n');
  const old = new Set(before.split('\n').map((line) => line.trim()));
  const forgiven = lines.flatMap((line, index): readonly Loss[] => {
    if (line.length > LONGEST || old.has(line.trim()) || !RUNNER.test(line) || !FORGIVES.test(line)) return [];
    // it did not fail before either
    const bare = line.trim().replace(FORGIVES, '').trim();
    const was = [...old].find((one) => one.startsWith(bare.slice(0, 30)));
    if (was === undefined || FORGIVES.test(was)) return [];
    return [
      {
        name: nameIn(line),
        certainty: 'certain',
        because: `${shown(line)}: a failure no longer counts`,
        line: index + 1,
      },
    ];
  });
  return path.endsWith('package.json') ? [...forgiven, ...hollowScripts(before, after)] : forgiven;
}

function nameIn(line: string): string {
  return /^\s*"([\w:.-]+)"\s*:/.exec(line)?.[1] ?? RUNNER.exec(line)?.[0] ?? 'test';
}

function hollowScripts(before: string, after: string): readonly Loss[] {
  const [old, now] = [scriptsOf(before), scriptsOf(after)];
  return [...old].flatMap(([name, { text }]): readonly Loss[] => {
    const heir = now.get(name);
    if (NOTHING.test(text.trim()) || /no test specified/.test(text) || !heir || !NOTHING.test(heir.text.trim()))
      return [];
    return [
      {
        name,
        certainty: 'certain',
        because: `the script runs ${shown(heir.text)} instead of ${shown(text)}`,
        line: heir.line,
      },
    ];
  });
}

function scriptsOf(text: string): ReadonlyMap<string, { readonly text: string; readonly line: number }> {
  return new Map(
    text.split('\n').flatMap((line, index) => {
      const [, name, value] =
        /^\s*"((?:pre|post)?test(?::[\w:.-]+)?|check|coverage)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, { text: value, line: index + 1 }] as const];
    }),
  );
}
