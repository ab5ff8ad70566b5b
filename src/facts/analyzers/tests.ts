import type { Edit, Path } from '../../model/change.ts';
import type { Analyzer, Observation } from '../analyzer.ts';

/** Test files that stop being tests: deleted, or renamed to something no runner collects. */
export const tests: Analyzer = {
  id: 'tests',
  reads: () => false,
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap(factOf),
};

function factOf(edit: Edit): readonly Observation[] {
  const name = edit.from ?? edit.path;
  const language = languageOfTest(name);
  const gone = edit.status === 'delete' || (edit.status === 'rename' && languageOfTest(edit.path) === null);
  if (language === null || !gone || !edit.before?.mode.startsWith('100')) return [];
  const { lines } = edit;
  const removed = lines === 'unknown' ? 'unknown' : lines === 'binary' ? 0 : lines.removed;
  return [{ kind: 'test.delete', subject: name, edit, range: null, attributes: { language, removed } }];
}

/** What the runner of a language collects by name. Null: not a test, or data of one. */
function languageOfTest(path: Path): string | null {
  if (NOT_TESTS.test(path)) return null;
  return CONVENTIONS.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

const NOT_TESTS = /(^|\/)(fixtures?|__fixtures__|testdata|test-data|__mocks__|__snapshots__|node_modules|vendor)\//;

const CONVENTIONS: readonly (readonly [language: string, pattern: RegExp])[] = [
  ['typescript', /\.(test|spec|cy|e2e|test-d)\.([mc]?ts|tsx)$|(^|\/)__tests__\/.*\.([mc]?ts|tsx)$/],
  ['javascript', /\.(test|spec|cy|e2e)\.([mc]?js|jsx|vue|svelte)$|(^|\/)__tests__\/.*\.([mc]?js|jsx)$/],
  ['python', /(^|\/)(test_[^/]*|[^/]*_test|tests)\.py$/],
  ['go', /_test\.go$/],
  ['rust', /(^|\/)tests\/.*\.rs$|(^|\/)(tests|[^/]*_tests?)\.rs$/],
  ['java', /(^|\/)([^/]*[a-z0-9](Tests?|TestCase|IT)|Test[A-Z][^/]*)\.java$/],
  ['kotlin', /(^|\/)[^/]*[a-z0-9](Tests?|Spec|IT)\.kts?$/],
  ['scala', /(^|\/)[^/]*[a-z0-9](Tests?|Spec|Suite)\.scala$/],
  ['groovy', /(^|\/)[^/]*[a-z0-9](Tests?|Spec)\.groovy$/],
  ['csharp', /(^|\/)[^/]*[a-z0-9]Tests?\.(cs|fs|vb)$/],
  ['ruby', /_(spec|test)\.rb$|(^|\/)test_[^/]*\.rb$/],
  ['php', /(^|\/)[^/]*[a-z0-9](Test|Cest)\.php$|\.phpt$/],
  ['swift', /(^|\/)[^/]*[a-z0-9]Tests?\.swift$/],
  ['elixir', /_test\.exs$/],
  ['dart', /_test\.dart$/],
  ['cpp', /(^|\/)(test_[^/]*|[^/]*_(unit)?test|[^/]*[a-z0-9]Test)\.(c|cc|cpp|cxx)$/],
  ['haskell', /(^|\/)[^/]*[a-z0-9]Spec\.hs$/],
  ['lua', /_spec\.lua$/],
  ['perl', /(^|\/)t\/.*\.t$/],
  ['shell', /\.bats$/],
  ['gherkin', /\.feature$/],
  ['terraform', /\.(tftest|tofutest)\.hcl$/],
];
