import type { Scene } from '../../../model/call.ts';

export type Zone =
  | 'device'
  | 'root'
  | 'system'
  | 'home'
  | 'outside'
  | 'repository'
  | 'project'
  | 'inside'
  | 'generated'
  | 'temporary';

/** Where an absolute path lies. What holds a place counts as the worst thing it holds. */
export function sortOf(path: string, scene: Scene): Zone {
  if (path === '/') return 'root';
  const own = inRepository(path, scene);
  if (own !== null) return own;
  const elsewhere = inPassingHome(path, scene) ?? PLACES.find(([pattern]) => pattern.test(path))?.[1];
  if (elsewhere !== undefined) return elsewhere;
  const atHome = inHome(path, scene);
  if (atHome !== null && isTop(path, scene)) return 'home';
  const base = scene.root ?? scene.cwd;
  if (base !== null && base.startsWith(`${path}/`)) return 'project';
  return atHome ?? 'outside';
}

/** A home that lies in /tmp is one all the same. */
function inPassingHome(path: string, scene: Scene): Zone | null {
  const { home } = scene;
  if (home === null || !PASSING.test(home) || (path !== home && !path.startsWith(`${home}/`))) return null;
  return inHome(path, scene);
}

/** Where there is no repository, the folder one works in is the project: nothing brings it back. */
function inRepository(path: string, scene: Scene): Zone | null {
  const base = scene.root ?? (scene.cwd === scene.home ? null : scene.cwd);
  if (base === null || base === '/' || (path !== base && !path.startsWith(`${base}/`))) return null;
  if (path === base) return 'project';
  const inner = path.slice(base.length + 1);
  if (/(?:^|\/)\.git(?:\/|$)/.test(inner)) return LEFT_BEHIND.test(inner) ? 'inside' : 'repository';
  return isMadeAgain(inner) ? 'generated' : 'inside';
}

/** A lock that a git which was killed left behind keeps the next one out. */
const LEFT_BEHIND = /(?:^|\/)\.git\/(?:[\w./-]+\.lock|gc\.log|gc\.pid)$/;

/** The home folder of somebody, not something in it. */
function isTop(path: string, { home }: Scene): boolean {
  return path === home || /^(?:(?:\/home|\/Users)\/[^/]+|\/root)$/.test(path);
}

function inHome(path: string, { home }: Scene): Zone | null {
  const [, top = null, rest = ''] = /^((?:\/home|\/Users)\/[^/]+|\/root)(?:\/(.*))?$/.exec(path) ?? [];
  const base = home !== null && (path === home || path.startsWith(`${home}/`)) ? home : top;
  if (base === null) return null;
  const inner = base === home ? path.slice(base.length + 1) : rest;
  if (inner === '') return 'home';
  if (CACHES.test(inner)) return 'generated';
  // a folder of its own, such as ~/Documents, or settings: more than a file among others
  return !inner.includes('/') || inner.startsWith('.') || inner.startsWith('Library/') ? 'home' : 'outside';
}

const PASSING =
  /^\/(?:private\/)?(?:tmp|var\/tmp)\/|^\/(?:private\/)?var\/folders\/|^\/dev\/shm\/|^\/run\/user\/\d+\/./;

const PLACES: readonly (readonly [pattern: RegExp, zone: Zone])[] = [
  [PASSING, 'temporary'],
  [/^\/dev(?:\/|$)/, 'device'],
  [/^\/(?:var\/cache\/.|var\/lib\/apt\/lists|var\/lib\/(?:dpkg|yum)\/lock)/, 'generated'],
  [/^\/(?:home|Users)$/, 'system'],
  [
    /^\/(?:etc|usr|bin|sbin|lib|lib32|lib64|libx32|boot|var|opt|srv|sys|proc|run|private|tmp|System|Library|Applications|cores|nix|snap|Windows|Program Files(?: \(x86\))?|ProgramData|Recovery)(?:\/|$)/i,
    'system',
  ],
  [/^\/root$/, 'home'],
];

const CACHES =
  /^(?:\.cache|\.npm|\.yarn\/(?:cache|berry)|\.pnpm-store|\.local\/share\/pnpm\/store|\.bun\/install\/cache|\.cargo\/(?:registry|git)|\.gradle\/(?:caches|daemon|wrapper)|\.m2\/repository|\.ivy2\/cache|\.sbt\/boot|\.nuget\/packages|\.pub-cache|go\/pkg|\.cpan|\.gem\/cache|\.bundle\/cache|\.conda\/pkgs|\.ccache|\.nv\/|\.expo|\.deno|\.android\/(?:build-)?cache|\.node-gyp|\.electron|\.cypress|\.terraform\.d\/plugin-cache|\.terragrunt-cache|\.pytest_cache|\.mypy_cache|\.ruff_cache|Library\/(?:Caches|Logs|Developer\/Xcode\/(?:DerivedData|iOS DeviceSupport)|Developer\/CoreSimulator\/Caches)|AppData\/Local\/(?:Temp|npm-cache|pip\/cache|Yarn\/Cache))(?:\/|$)|(?:^|\/)(?:node_modules|__pycache__)(?:\/|$)|\.DS_Store$/;

const MADE =
  /^(?:node_modules|bower_components|jspm_packages|dist|dist-\w+|build|build-\w+|builds|out|output|target|coverage|htmlcov|lcov-report|\.next|\.nuxt|\.output|\.svelte-kit|\.turbo|\.cache|\.\w+[-_]cache|\.?cache|caches|\.parcel-cache|\.vite|\.webpack|\.angular|\.astro|\.docusaurus|\.expo|\.eslintcache|\.stylelintcache|\.rpt2_cache\w*|\.nyc_output|__pycache__|\.tox|\.nox|\.venv|venv|\.eggs|.+\.egg-info|wheels?|\.gradle|\.kotlin|\.terraform|\.terragrunt-cache|\.serverless|\.aws-sam|cdk\.out|\.dart_tool|\.build|DerivedData|Pods|obj|cmake-build-\w+|CMakeFiles|CMakeCache\.txt|_build|_site|\.jekyll-cache|\.sass-cache|\.bundle|tmp|temp|\.tmp|\.temp|logs?|test-results|test-output|playwright-report|blob-report|allure-results|storybook-static|reports?|artifacts|generated|__generated__|\.generated|gen|\.hypothesis|\.ipynb_checkpoints|\.DS_Store|Thumbs\.db|\.vs|\.scannerwork|\.coverage|nohup\.out|stub|\.pnpm-store|\.yarn-cache|\.pytest-cache)$/i;
const MADE_FILE =
  /\.(?:o|a|so|obj|lo|la|d|gcda|gcno|gcov|pyc|pyo|class|log|tmp|temp|swp|swo|orig|rej|tsbuildinfo|map|profraw|profdata|pid|out|test|prof|tgz|whl|nupkg|gem|stackdump|cache|min\.js|beam|rlib|rmeta|hi|elc)$|(?:^|[/*])core(?:\.\d+)?$|~$|\.log\.\d+$/i;

/** A build, an install or a run of the tests makes it again: any part of the path is named so, or the file is. */
export function isMadeAgain(path: string): boolean {
  if (path.length > 4096) return false;
  const parts = path.split('/').filter((part) => part !== '' && !/^[*.{}]+$/.test(part));
  return parts.some((part) => MADE.test(part.replaceAll(/[*?]+$/g, ''))) || MADE_FILE.test(parts.at(-1) ?? '');
}

const PRECIOUS =
  /(?:^|\/)(?:\.env(?:\.(?!example$|sample$|template$|dist$|defaults?$|test$|schema$)[\w.-]+)?|[^/]*\.tfstate(?:\.backup|\.d)?|[^/]*\.(?:pem|p12|pfx|jks|keystore|kdbx|ppk)|id_(?:rsa|dsa|ecdsa|ed25519)|credentials(?:\.json)?|service-account[\w-]*\.json|\.vault[-_]pass(?:word)?|[^/]*\.(?:sqlite3?|db|mdb|rdb|dump|sql\.gz|bson))$/i;

/** As a rule no part of the repository: secrets, states, local databases. */
export function isPrecious(path: string): boolean {
  return PRECIOUS.test(path) && !/(?:^|\/)(?:tests?|testdata|fixtures?|__tests__|examples?)\//i.test(path);
}
