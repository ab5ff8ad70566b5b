import type { Edit, Path } from '../../model/change.ts';
import { ecosystemOf } from '../ecosystems.ts';

/** How the text of a file is to be read. */
export type Place = {
  /** A value stands without quotes after its name. */
  readonly bare: boolean;
  /** What is assigned there is used as it stands: a literal password is one. */
  readonly settings: boolean;
  /** Secrets of tests, examples and documents are everyday life. */
  readonly soft: boolean;
  /** Another analyzer says what is assigned there. */
  readonly shapesOnly: boolean;
};

/** What holds more than this is data: its size alone is a fact (analyzers/files.ts). */
const MOST_BYTES = 5_000_000;
const MOST_MOVED = 200_000;

/** Also what is deleted: a secret that only moves from there is not new. */
export function isRead(edit: Edit): boolean {
  if (edit.after !== null) return isScanned(edit);
  return (
    edit.before?.mode.startsWith('100') === true &&
    (edit.before.size ?? 0) <= MOST_MOVED &&
    !isNoise(edit.path) &&
    !edit.generated &&
    edit.lines !== 'binary'
  );
}

export function isScanned({ path, after, before, generated, lines }: Edit): boolean {
  if (after === null || !after.mode.startsWith('100') || generated || lines === 'binary') return false;
  if ((after.size ?? 0) > MOST_BYTES || (before?.size ?? 0) > MOST_BYTES) return false;
  return before?.oid !== after.oid && !isNoise(path);
}

/** Written by machines, full of hashes, and by name never a place for secrets. */
function isNoise(path: Path): boolean {
  return ecosystemOf(path, 'locks') !== undefined || NOISE.test(path);
}

const NOISE =
  /\.(min\.(js|css)|map|svg|lock|sum|snap|ipynb_checkpoints|pub|crt|cer|po|pot|xlf|xliff|png|jpe?g|gif|ico|webp|pdf|zip|gz|tgz|woff2?|ttf|eot|otf|wasm|mp[34]|jar|exe|dll|so|dylib|csv|tsv|geojson)$|(^|\/)(node_modules|vendor|third_party|\.yarn)\/|(^|\/)(go\.sum|\.secrets\.baseline|\.gitleaksignore)$/i;

export function placeOf(path: Path): Place {
  const settings = SETTINGS.test(path);
  return {
    bare: settings && !/\.(json|tf|hcl|tofu|bicep)$/i.test(path),
    settings: settings && !TRANSLATIONS.test(path),
    soft: SOFT.test(path),
    shapesOnly: /(^|[/.])(dockerfile|containerfile)([.-][^/]*)?$/i.test(path) || TRANSLATIONS.test(path),
  };
}

const SETTINGS =
  /\.(ya?ml|json|jsonc|json5|toml|ini|cfg|conf|config|properties|env|tf|tfvars|hcl|tofu|bicep|plist)$|(^|\/)\.env(\.[^/]*)?$|(^|\/)\.envrc$|(^|\/)\.(npmrc|yarnrc|pypirc|netrc)$/i;
const TRANSLATIONS = /(^|\/)(locales?|i18n|l10n|lang|langs|translations?|messages)(\/|[_.-][^/]*$)/i;
const SOFT =
  /(^|\/)(tests?|__tests__|__mocks__|specs?|fixtures?|testdata|examples?|samples?|docs?|mocks?|e2e|cypress|stories|storybook|demo)\/|[._-](test|tests|spec|e2e|stories|example|sample|template|tmpl|dist|mock|fixture)s?(\.[^/]+)?$|(^|\/)(test_|conftest|example|sample)[^/]*$|\.(md|mdx|rst|adoc|txt)$|(^|\/)CHANGELOG/i;
