/** A setting of a package manager that protects, and when it no longer does. */
export type Protection = {
  readonly files: RegExp;
  readonly key: RegExp;
  /** `null`: the setting is not there. */
  readonly isOff: (value: string | null, was: string | null) => boolean;
  readonly because: string;
  readonly certainty: 'likely' | 'possible';
};

type Off = Protection['isOff'];
const NO = /^(false|no|off|0)$/i;
const YES = /^(true|yes|on|1)$/i;

/** On unless it says otherwise. */
const switchedOff: Off = (value, was) => value !== null && NO.test(value) && !(was !== null && NO.test(was));
/** Off unless it says otherwise: it said so, and does no more. */
const noLongerOn: Off = (value, was) => was !== null && YES.test(was) && !(value !== null && YES.test(value));
const switchedOn: Off = (value, was) => value !== null && YES.test(value) && !(was !== null && YES.test(was));
const lowered: Off = (value, was) => was !== null && duration(value) < duration(was);
const grown: Off = (value, was) => value !== null && was === null;
const gone: Off = (value, was) => was !== null && value === null;
const raised: Off = (value, was) => was !== null && value !== null && AUDIT.indexOf(value) > AUDIT.indexOf(was);
const becomes =
  (bad: RegExp): Off =>
  (value, was) =>
    value !== null && bad.test(value) && !(was !== null && bad.test(was));

const AUDIT = ['info', 'low', 'moderate', 'high', 'critical', 'none'];
const UNITS: Readonly<Record<string, number>> = { h: 60, d: 1440, w: 10080, M: 43200 };

/** `1440`, `3 days`, `7d`, `P3D`: only ever compared with another of the same setting. */
function duration(text: string | null): number {
  const [, amount = '0', unit = ''] = /(\d+)\s*([a-zA-Z]?)/.exec(text ?? '') ?? [];
  return Number(amount) * (UNITS[unit.toLowerCase()] ?? 1);
}

const NPMRC = /(^|\/)\.(npmrc|yarnrc)$/;
const YARN = /(^|\/)\.yarnrc\.yml$/;
const PNPM = /(^|\/)(pnpm-workspace\.ya?ml|package\.json|\.npmrc)$/;
const PACKAGE = /(^|\/)package\.json$/;
const PIP = /(^|\/)(pip\.(conf|ini)|[\w.-]*requirements[\w.-]*\.(txt|in)|constraints\.txt)$/;
const UV = /(^|\/)(pyproject|uv)\.toml$/;
const BUN = /(^|\/)bunfig\.toml$/;
const COMPOSER = /(^|\/)composer\.json$/;
const BUNDLE = /(^|\/)\.bundle\/config$/;
const BOTS = /(^|\/)(renovate\.json5?|\.renovaterc(\.json)?)$/;
const DEPENDABOT = /(^|\/)\.github\/dependabot\.ya?ml$/;
const ENVIRONMENT = /(^|\/)(go\.env|\.envrc?|\.env\.[\w.-]+|GNUmakefile|[Mm]akefile)$|\.(sh|mk|env)$/;

function rule(
  files: RegExp,
  key: RegExp,
  isOff: Off,
  because: string,
  certainty: Protection['certainty'] = 'likely',
): Protection {
  return { files, key, isOff, because, certainty };
}

const SCRIPTS = 'scripts of packages run at the installation again';
const ALLOWED = 'one more package may run scripts at the installation';
const CERTIFICATES = 'the certificate of the registry is no longer checked';
const AGE = 'packages are taken sooner after they were published';

export const PROTECTIONS: readonly Protection[] = [
  rule(NPMRC, /^ignore-scripts$/, noLongerOn, SCRIPTS),
  rule(NPMRC, /^strict-ssl$/, switchedOff, CERTIFICATES),
  rule(
    NPMRC,
    /^(package-lock|shrinkwrap|frozen-lockfile|prefer-frozen-lockfile|verify-store-integrity)$/,
    switchedOff,
    'what was locked is no longer held to',
  ),
  rule(NPMRC, /^audit$/, switchedOff, 'known holes in packages are no longer reported'),
  rule(NPMRC, /^audit-level$/, raised, 'fewer known holes in packages are reported'),
  rule(NPMRC, /^min(imum)?-release-age$/, lowered, AGE),
  rule(NPMRC, /^dangerously-allow-all-builds$/, switchedOn, 'every package may run scripts at the installation'),
  rule(YARN, /^enableStrictSsl$/, switchedOff, CERTIFICATES),
  rule(
    YARN,
    /^enableScripts$/,
    (value, was) => was !== null && NO.test(was) && !(value !== null && NO.test(value)),
    SCRIPTS,
  ),
  rule(
    YARN,
    /^(enableHardenedMode|enableImmutableInstalls|enableImmutableCache)$/,
    switchedOff,
    'what was locked is no longer held to',
  ),
  rule(YARN, /^checksumBehavior$/, becomes(/^(ignore|update|reset)$/), 'checksums are no longer held to'),
  rule(YARN, /^npmMinimalAgeGate$/, lowered, AGE),
  rule(YARN, /^unsafeHttpWhitelist\[\]$/, grown, 'one more host is asked without encryption'),
  rule(PNPM, /(^|\.)minimumReleaseAge$/, lowered, AGE),
  rule(PNPM, /(^|\.)minimumReleaseAgeExclude\[\]$/, grown, 'one more package is taken right after it was published'),
  rule(PNPM, /(^|\.)onlyBuiltDependencies\[\]$/, grown, ALLOWED),
  rule(PNPM, /(^|\.)(neverBuiltDependencies|ignoredBuiltDependencies)\[\]$/, gone, ALLOWED, 'possible'),
  rule(PNPM, /(^|\.)dangerouslyAllowAllBuilds$/, switchedOn, 'every package may run scripts at the installation'),
  rule(
    PNPM,
    /^(strictDepBuilds|blockExoticSubdeps|verifyStoreIntegrity)$/,
    switchedOff,
    'a protection of the installation is switched off',
  ),
  rule(
    PNPM,
    /^(strictDepBuilds|blockExoticSubdeps|ignoreScripts)$/,
    noLongerOn,
    'a protection of the installation is gone',
  ),
  rule(
    PNPM,
    /^trustPolicy$/,
    (value, was) => was === 'no-downgrade' && value !== was,
    'a package may lose its provenance unseen',
  ),
  rule(PACKAGE, /^trustedDependencies\[\]$/, grown, ALLOWED),
  rule(PACKAGE, /^(allowScripts|lavamoat\.allowScripts)\.(?!.*\$root\$)/, switchedOn, ALLOWED),
  rule(BUN, /^install\.minimumReleaseAge$/, lowered, AGE),
  rule(BUN, /^install\.frozenLockfile$/, noLongerOn, 'what was locked is no longer held to'),
  rule(PIP, /(^|\.|^--)(require-hashes)$/, noLongerOn, 'packages are no longer held to their hashes'),
  rule(UV, /(^|\.)index-strategy$/, becomes(/^unsafe/), 'a package of the same name may come from any index'),
  rule(UV, /(^|\.)exclude-newer$/, gone, AGE),
  rule(UV, /(^|\.)allow-insecure-host(\[\])?$/, grown, CERTIFICATES),
  rule(UV, /(^|\.)(require-hashes|verify-hashes)$/, noLongerOn, 'packages are no longer held to their hashes'),
  rule(/(^|\/)Pipfile$/, /^source\.verify_ssl$/, switchedOff, CERTIFICATES),
  rule(COMPOSER, /^config\.secure-http$/, switchedOff, 'packages are fetched without encryption'),
  rule(COMPOSER, /^config\.disable-tls$/, switchedOn, CERTIFICATES),
  rule(COMPOSER, /^config\.allow-plugins(\..+)?$/, switchedOn, 'one more plugin may run code at the installation'),
  rule(COMPOSER, /^config\.audit\.ignore(\[\]|\..+)$/, grown, 'a known hole in a package is no longer reported'),
  rule(BUNDLE, /^BUNDLE_SSL_VERIFY_MODE$/, becomes(/^(0|none)$/i), CERTIFICATES),
  rule(BUNDLE, /^BUNDLE_DISABLE_CHECKSUM_VALIDATION$/, switchedOn, 'checksums are no longer held to'),
  rule(BUNDLE, /^BUNDLE_(FROZEN|DEPLOYMENT)$/, noLongerOn, 'what was locked is no longer held to'),
  rule(
    BOTS,
    /^(enabled|vulnerabilityAlerts\.enabled|osvVulnerabilityAlerts)$/,
    switchedOff,
    'holes in packages are no longer mended by themselves',
  ),
  rule(BOTS, /(^|\.)(minimumReleaseAge|stabilityDays)$/, lowered, AGE),
  rule(DEPENDABOT, /(^|\.)cooldown\.[\w-]+$/, lowered, AGE),
  rule(
    DEPENDABOT,
    /(^|\.)open-pull-requests-limit$/,
    becomes(/^0$/),
    'packages are no longer updated by themselves',
    'possible',
  ),
  rule(DEPENDABOT, /(^|\.)dependency-name$/, becomes(/^\*$/), 'no package is updated by itself any more', 'possible'),
  rule(
    ENVIRONMENT,
    /^(GOSUMDB|GOFLAGS)$/,
    becomes(/^off$|-insecure|-mod=mod/),
    'checksums of modules are no longer held to',
  ),
  rule(ENVIRONMENT, /^(GONOSUMDB|GONOSUMCHECK|GOINSECURE)$/, grown, 'some modules are fetched without their checksums'),
  rule(
    ENVIRONMENT,
    /^(NODE_TLS_REJECT_UNAUTHORIZED|npm_config_strict_ssl|NPM_CONFIG_STRICT_SSL)$/i,
    becomes(/^(0|false)$/),
    CERTIFICATES,
  ),
  rule(ENVIRONMENT, /^(npm_config_ignore_scripts)$/i, noLongerOn, SCRIPTS),
];

/** Keys that say where packages come from. */
export const REGISTRIES: readonly (readonly [files: RegExp, key: RegExp, ecosystem: string])[] = [
  [NPMRC, /(^|:)registry$/, 'npm'],
  [YARN, /(npmRegistryServer|npmPublishRegistry)$/, 'npm'],
  [/(^|\/)pnpm-workspace\.ya?ml$/, /^registries\./, 'npm'],
  [BUN, /^install\.(registry|scopes\b)/, 'npm'],
  [PIP, /^([\w-]+\.)?(--?)?(index-url|extra-index-url|find-links|trusted-host|i|f)$/, 'python'],
  [UV, /(^|\.)(index|source)\.url$|(^|\.)(index-url|extra-index-url|find-links)(\[\])?$/, 'python'],
  [/(^|\/)Pipfile$/, /^source\.url$/, 'python'],
  [
    /(^|\/)\.cargo\/config(\.toml)?$/,
    /^source\..*\.(registry|replace-with|directory)$|^registries\..*\.index$/,
    'cargo',
  ],
  [/(^|\/)Gemfile$/, /^source$/, 'ruby'],
  [BUNDLE, /^BUNDLE_MIRROR__/, 'ruby'],
  [COMPOSER, /^repositories(\[\]|\.\w+)\.(url|packagist\.org)$/, 'composer'],
  [/(^|\/)nuget\.config$/i, /^packageSource$/, 'nuget'],
  [/(^|\/)(settings\.xml|pom\.xml|(build|settings)\.gradle(\.kts)?)$/, /^repository$/, 'maven'],
  [
    ENVIRONMENT,
    /^(GOPROXY|PIP_INDEX_URL|PIP_EXTRA_INDEX_URL|UV_INDEX_URL|UV_DEFAULT_INDEX|npm_config_registry|NPM_CONFIG_REGISTRY|YARN_NPM_REGISTRY_SERVER)$/,
    'go',
  ],
];

/** All their files at once: asked of every edit. */
const FILES = new RegExp(
  [...new Set([...PROTECTIONS.map(({ files }) => files.source), ...REGISTRIES.map(([files]) => files.source)])].join(
    '|',
  ),
  'i',
);

export function isSupplySettings(path: string): boolean {
  return FILES.test(path);
}
