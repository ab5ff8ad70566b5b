import type { Edit, Path } from '../../model/change.ts';
import type { Content } from '../../model/content.ts';
import type { Analyzer, AnalyzerInput, Observation } from '../analyzer.ts';
import { type Environment, environmentOfPath } from '../environment.ts';
import { baseName } from '../path.ts';
import { showValue } from '../resource.ts';
import { pointsAtProduction } from '../settings/crossed.ts';
import { entriesByLine, entriesOf, type Entry } from '../settings/entries.ts';
import { spelled, type Toggle, TOGGLES } from '../settings/toggles.ts';

/** Settings of applications: production that becomes unsafe, and a place for trying out that points at production. */
export const settings: Analyzer = {
  id: 'settings',
  reads: (edit) => edit.after !== null && isSettings(edit.path),
  grammars: () => [],
  needs: () => [],
  facts: (input) => input.edits.flatMap((edit) => (isSettings(edit.path) ? changesOf(edit, input) : [])),
};

/** `.env.production`, `config/app.yml`, `application-prod.properties`, `settings/production.py`, `staging.tfvars`. */
function isSettings(path: Path): boolean {
  // most files are none, and their ending says so
  if (!MAY_BE.test(path) || FOREIGN.test(path)) return false;
  if (/(^|\/)\.env(\.[\w.-]+)?$|\.(env|properties|ini|cfg|conf|tfvars|toml)$/i.test(path)) return true;
  const isSaid =
    /(^|\/)(configs?|settings|environments?|envs?|deploy|overlays)\//i.test(path) ||
    environmentOfPath(path) !== 'unknown';
  if (/\.(ya?ml|json|jsonc|json5)$/i.test(path))
    return isSaid || /(^|\/)(app(lication|settings)?|config|settings|values)[\w.-]*\.\w+$/i.test(path);
  if (/(^|\/)settings(_\w+)?\.py$|(^|\/)settings\/\w+\.py$/.test(path)) return true;
  return (
    /(^|\/)(config|environments)\/.*\.(rb|py|php|[cm]?[jt]s|exs?)$/.test(path) && environmentOfPath(path) !== 'unknown'
  );
}

const MAY_BE = /\.(env|properties|ini|cfg|conf|tfvars|toml|ya?ml|jsonc?|json5|py|rb|php|[cm]?[jt]s|exs?)$|(^|\/)\.env/i;

/** Of tools, of tests and examples, in the languages of people: nothing runs by them. */
const FOREIGN =
  /(^|\/)(tests?|__tests__|__mocks__|fixtures?|testdata|specs?|examples?|samples?|docs?|locales?|i18n|translations?|node_modules|vendor|third_party|\.github|\.gitlab|\.circleci|\.vscode|\.idea|\.storybook|cypress|e2e)\/|(^|\/)(package(-lock)?|tsconfig[\w.-]*|composer|renovate|lerna|nx|turbo|angular|jest\.config|\.eslintrc|\.prettierrc|\.oxlintrc|\.babelrc|biome|deno|vercel|netlify|mkdocs|_config|pnpm-lock|pnpm-workspace)\.(json|ya?ml|toml)$|(^|\/)(Cargo|pyproject|uv|poetry|Pipfile|bunfig|netlify|ruff)\.toml$|(^|\/)(setup|tox|pytest|mypy|\.?flake8|\.coveragerc)\.(cfg|ini)$|(example|sample|template|dist|schema)(\.\w+)?$|\.lock$/i;

function changesOf(edit: Edit, { files }: AnalyzerInput): readonly Observation[] {
  const sides = files.get(edit.path);
  if (sides?.after.kind !== 'text' || edit.before?.oid === edit.after?.oid) return [];
  const [then, now] = readBoth(edit, textOf(sides.before), sides.after.text);
  const environment = environmentOfPath(edit.path);
  const before = new Map(then.map((entry) => [entry.key, entry.value]));
  const fresh = now.filter((entry) => !then.some((old) => old.key === entry.key && old.value === entry.value));
  if (environment === 'prod' || environment === 'unknown')
    return fresh.flatMap((entry) => toggled(edit, entry, before, environment));
  return fresh.flatMap((entry) => crossed(edit, entry, then));
}

/** Both sides in the same way: a JSON file of which one side was cut off is read line by line on both. */
function readBoth(edit: Edit, before: string, after: string): readonly [readonly Entry[], readonly Entry[]] {
  const then = entriesOf(edit.from ?? edit.path, before === '' ? '{}' : before);
  const now = entriesOf(edit.path, after);
  const isWhole = then !== null && now !== null;
  const [old, fresh] = isWhole ? [then, now] : [entriesByLine(before), entriesByLine(after)];
  return [old.map(keyed), fresh.map(keyed)];
}

function textOf(content: Content): string {
  return content.kind === 'text' ? content.text : '';
}

/** `- DB_HOST=db` of a list is a setting with a name. */
function keyed({ key, value, line }: Entry): Entry {
  const [, name, given] = key.endsWith('[]') ? (/^([A-Za-z_]\w{1,60})=(.*)$/.exec(value) ?? []) : [];
  return name === undefined || given === undefined
    ? { key: spelled(key), value, line }
    : { key: spelled(`${key.slice(0, -2)}.${name}`), value: given, line };
}

function toggled(
  edit: Edit,
  entry: Entry,
  before: ReadonlyMap<string, string>,
  environment: Environment,
): readonly Observation[] {
  const was = before.get(entry.key) ?? null;
  const value = entry.value.replace(/[;,]$/, '');
  const toggle = TOGGLES.find((one) => one.key.test(entry.key) && one.isUnsafe(value, was));
  if (toggle === undefined) return [];
  // without a word about where it runs, only what was safe before and is not now says something
  if (environment === 'unknown' && was === null) return [];
  return [observed(edit, entry, { toggle, environment })];
}

function observed(
  edit: Edit,
  entry: Entry,
  { toggle, environment }: { toggle: Toggle; environment: Environment },
): Observation {
  const isSure = environment === 'prod' || /(^|\/)settings\.py$/.test(edit.path);
  const because = `${toggle.because} (${entry.key} is ${showValue(entry.key, entry.value)})`;
  return stated(edit, entry, { protection: 'other', certainty: isSure ? 'likely' : 'possible', environment, because });
}

function crossed(edit: Edit, entry: Entry, then: readonly Entry[]): readonly Observation[] {
  if (!pointsAtProduction(entry.key, entry.value)) return [];
  // it did before, under this name or in the same list
  if (then.some((old) => old.key === entry.key && pointsAtProduction(old.key, old.value))) return [];
  const shown = entry.value.replace(/\/\/[^@/]{0,200}@/, '//');
  const because = `${baseName(edit.path)} points at production now: ${entry.key} is ${showValue(entry.key, shown)}`;
  // what is in danger is what it points at
  return [stated(edit, entry, { protection: 'isolation', certainty: 'likely', environment: 'prod', because })];
}

type Said = {
  readonly protection: string;
  readonly certainty: string;
  readonly environment: Environment;
  readonly because: string;
};

function stated(edit: Edit, { key, line }: Entry, said: Said): Observation {
  return {
    kind: 'infra.unprotect',
    subject: `${edit.path} ${key}`,
    edit,
    range: { from: line, to: line },
    attributes: {
      technology: 'settings',
      type: 'setting',
      name: key,
      stateful: false,
      critical: 'unknown',
      reversible: true,
      dependents: 'unknown',
      remedy: '',
      ...said,
    },
  };
}
