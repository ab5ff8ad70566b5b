import type { Path } from '../../model/change.ts';
import { languageOfTest, readableTest } from '../tests/naming.ts';

/** What a file is for, by its path: the same words mean a failure in shipped code and daily work in a test. */
export type Place =
  | 'source' // what is shipped
  | 'test' // tests, their helpers, fixtures and mocks
  | 'example' // examples, stories, demos, benchmarks, documentation
  | 'script' // programs for the people who work on it: they print, they end, they take short ways
  | 'config' // settings of tools, written as code
  | 'generated' // made by a program
  | 'vendored' // written by others
  | 'declaration'; // types alone

/** The first that fits. Folders are matched anywhere in the path: a monorepo keeps its tests four levels down. */
const PLACES: readonly (readonly [place: Place, pattern: RegExp])[] = [
  ['vendored', /(^|\/)(node_modules|_?vendor|vendored|third[-_]?party|bower_components|site-packages|\.yarn)\//i],
  [
    'generated',
    /(^|\/)(dist|build|out|coverage|\.next|\.nuxt|\.output|\.svelte-kit|__generated__|generated|gen|autogen)\/|\.(generated|gen|min|bundle|pb)\.\w+$|_pb2?(_grpc)?\.\w+$|\.pb\.go$|(^|[._-])generated[._-]/i,
  ],
  ['declaration', /\.d\.[mc]?ts$|\.d\.\w+\.ts$|\.pyi$/],
  [
    'test',
    /(^|\/)(tests?|__tests__|spec|specs|e2e|cypress|playwright|integration[-_]?tests?|fixtures?|__fixtures__|testdata|test-data|__mocks__|__snapshots__|mocks?|testing|test[-_]?(utils?|helpers?|support|kit|setup)|vitest|jest)\//i,
  ],
  [
    'test',
    /\.(test|spec|cy|e2e|test-d|mock|fixture|fixtures)\.\w+$|[^/]-tests?\.[cm]?[jt]sx?$|(^|\/)(conftest\.py|test_[^/]*\.py|[^/]*_test\.(py|go)|(vitest|jest|test)[-.]?setup[^/]*|setup-?tests?[^/]*|test-?(utils?|helpers?)\.[^/]*)$/i,
  ],
  [
    'example',
    /(^|\/)(examples?|samples?|demos?|playgrounds?|stories|storybook|\.storybook|docs?|documentation|website|bench(mark)?s?|tutorials?|snippets)\/|\.(stories|story|bench|example|demo)\.\w+$/i,
  ],
  [
    'script',
    // hooks and helpers of an agent's or an editor's own: what they import, their host provides
    /(^|\/)\.(claude|opencode|cursor|codex|gemini|windsurf|roo|kiro|vscode|husky|devcontainer)\/|(^|\/)(scripts?|bin|cli|tools?|tooling|hack|ci|\.github|\.circleci|tasks?|dev|devtools?|migrations?|seeds?|seeders?|commands?|codemods?|build-tools)\/|(^|\/)(cli|gulpfile|gruntfile|jakefile|makefile|noxfile|tasks|fabfile|manage|setup|build|release|publish|deploy|seed|codegen)\.\w+$/i,
  ],
  [
    'config',
    /(^|\/)\.?config\/|(^|\/)[^/]*\.(config|conf|rc|setup)\.\w+$|(^|\/)\.[^/]*rc(\.\w+)?$|(^|\/)(config|settings)\.\w+$/i,
  ],
];

export function placeOf(path: Path): Place {
  const found = PLACES.find(([, pattern]) => pattern.test(path))?.[0];
  if (found !== undefined) return found;
  return languageOfTest(path) !== null || readableTest(path) !== null ? 'test' : 'source';
}

/** The attribute `test` of a fact: it stands in a test, a fixture, an example or a story. */
export function isForTests(place: Place): boolean {
  return place === 'test' || place === 'example';
}

/** Nobody wrote it by hand here: what it holds is judged where it is made. */
export function isForeign(place: Place): boolean {
  return place === 'generated' || place === 'vendored';
}
