import type { Path } from '../../model/change.ts';

/** What the runner of a language collects by name. Null: not a test, or data of one. */
export function languageOfTest(path: Path): string | null {
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

/** A file whose cases can be read. Mocha and node:test also collect whatever lies in `test/`. */
export function readableTest(path: Path): 'typescript' | 'javascript' | 'python' | 'go' | null {
  if (NOT_TESTS.test(path) || /\.d\.[mc]?ts$/.test(path)) return null;
  if (/(^|\/)(tests?|spec|e2e|__tests__)\/.*\.([mc]?ts|tsx)$|\.(test|spec|cy|e2e)\.([mc]?ts|tsx)$/.test(path))
    return 'typescript';
  if (/(^|\/)(tests?|spec|e2e|__tests__)\/.*\.([mc]?js|jsx)$|\.(test|spec|cy|e2e)\.([mc]?js|jsx)$/.test(path))
    return 'javascript';
  const language = languageOfTest(path);
  return language === 'python' || language === 'go' ? language : null;
}
