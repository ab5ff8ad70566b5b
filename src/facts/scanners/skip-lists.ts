import type { Edit, Path } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { baseName } from '../path.ts';
import { type Certainty, gateRemoved } from '../pipelines/states.ts';
import { type ConfigLeaf, without } from './leaves.ts';

export type SkipList = { readonly scanner: string; readonly form: 'lines' | 'yaml' | 'keys' };

/** Files that say what a scanner does not look at. */
export function skipListOf(path: Path): SkipList | null {
  const name = baseName(path).toLowerCase();
  const row = FILES.find(([, pattern]) => pattern.test(name) || pattern.test(path.toLowerCase()));
  return row ? { scanner: row[0], form: row[2] } : null;
}

const FILES: readonly (readonly [scanner: string, pattern: RegExp, form: SkipList['form']])[] = [
  ['trivy', /^\.trivyignore$/, 'lines'],
  ['trivy', /^(\.trivyignore|\.?trivy)\.ya?ml$/, 'yaml'],
  ['gitleaks', /^\.gitleaksignore$/, 'lines'],
  ['gitleaks', /^\.?gitleaks\.toml$/, 'keys'],
  ['semgrep', /^\.semgrepignore$/, 'lines'],
  ['ggshield', /^\.?gitguardian\.ya?ml$/, 'yaml'],
  ['checkov', /^\.?checkov\.ya?ml$/, 'yaml'],
  ['tfsec', /(^|\/)\.tfsec\/config\.(ya?ml|json)$|^tfsec\.ya?ml$/, 'yaml'],
  ['tflint', /^\.tflint\.hcl$/, 'keys'],
  ['kics', /^\.?kics\.(config|ya?ml|json)$/, 'yaml'],
  ['terrascan', /^\.?terrascan\.toml$/, 'keys'],
  ['snyk', /^\.snyk$/, 'yaml'],
  ['sonar', /^(sonar-project|\.sonarcloud)\.properties$/, 'keys'],
  ['bandit', /^\.bandit$|^bandit\.(ini|toml)$/, 'keys'],
  ['bandit', /^\.?bandit\.ya?ml$/, 'yaml'],
  ['hadolint', /^\.hadolint\.ya?ml$/, 'yaml'],
  ['grype', /^\.grype\.ya?ml$/, 'yaml'],
  ['osv-scanner', /^osv-scanner\.toml$/, 'keys'],
  ['cfn-lint', /^\.?cfnlintrc(\.ya?ml)?$/, 'yaml'],
  ['cfn-nag', /^\.?cfn[-_]nag[\w.-]*\.ya?ml$/, 'yaml'],
  ['kube-linter', /^\.?kube-linter(-config)?\.ya?ml$/, 'yaml'],
  ['detect-secrets', /^\.secrets\.baseline$/, 'yaml'],
  ['zizmor', /^\.?zizmor\.ya?ml$/, 'yaml'],
  ['squawk', /^\.squawk\.toml$/, 'keys'],
  ['brakeman', /^brakeman\.ignore$/, 'yaml'],
  ['bundler-audit', /^\.bundler-audit\.ya?ml$/, 'yaml'],
  ['audit-ci', /^audit-ci\.jsonc?$|^\.nsprc$/, 'yaml'],
  ['cargo-deny', /^deny\.toml$|(^|\/)\.cargo\/audit\.toml$/, 'keys'],
  ['safety', /^\.safety-policy\.ya?ml$/, 'yaml'],
  ['prowler', /^mutelist\.ya?ml$/, 'yaml'],
  ['polaris', /^polaris\.ya?ml$/, 'yaml'],
  ['dependabot', /(^|\/)\.github\/dependabot\.ya?ml$/, 'yaml'],
  ['renovate', /^(\.?renovate(rc)?)(\.json5?)?$/, 'yaml'],
  ['codecov', /^\.?codecov\.ya?ml$/, 'yaml'],
];

const LOOKS_AWAY = /skip|ignore|exclude|exclusion|allow|suppress|disable|exempt|mute|soft[-_]?fail|baseline|results/i;
const LOOKS_AT =
  /(^|\.)(checks?|include|rules?(\[\])?(\.id)?|hard[-_]fail[-_\w]*|useDefault|plugins_used.*|frameworks?|addAllBuiltIn)(\[\])?(\.id)?$/i;
/** Only how often something is updated, or how much is covered: less of it is worth a word, no more. */
const ADVISORY = /^(dependabot|renovate|codecov)$/;

export function silenced(
  edit: Edit,
  { scanner }: SkipList,
  before: readonly ConfigLeaf[],
  after: readonly ConfigLeaf[],
): readonly Observation[] {
  const added = without(after, before);
  const removed = without(before, after);
  const most: Certainty = ADVISORY.test(scanner) ? 'possible' : edit.before === null ? 'likely' : 'certain';
  const away = added
    .filter((leaf) => looksAway(leaf))
    .map((leaf) => ({ leaf, because: `${scanner} no longer looks at ${shown(leaf)}`, certainty: most }));
  const less = removed
    .filter((leaf) => LOOKS_AT.test(leaf.path) && !LOOKS_AWAY.test(leaf.path) && leaf.value !== 'false')
    // a check that was exchanged for another is a matter of taste
    .filter((leaf) => !added.some((one) => one.path === leaf.path))
    .map((leaf) => ({
      leaf,
      because: `${scanner} no longer checks ${shown(leaf)}`,
      certainty: ADVISORY.test(scanner) ? ('possible' as const) : ('likely' as const),
    }));
  return [...away, ...less].map(({ leaf, because, certainty }) => {
    const said = {
      technology: scanner,
      edit,
      line: leaf.line,
      subject: `${edit.path}: ${shown(leaf)}`,
      name: shown(leaf),
      certainty,
      because,
      landed: true,
    };
    return gateRemoved(said, ADVISORY.test(scanner) ? 'updates' : 'scanner');
  });
}

function looksAway({ path, value }: ConfigLeaf): boolean {
  if (
    /(^|[.\]])(comment|description|expires?|created|until|note|line_number|is_verified|type|generated_at|version|hashed_secret|filename|user_input|updated|title)$/i.test(
      path,
    )
  )
    return path.endsWith('hashed_secret');
  if (/(^|\.)(enabled?|informational)$/i.test(path))
    return path.endsWith('informational') ? value === 'true' : value === 'false';
  if (path.endsWith('open-pull-requests-limit')) return value === '0';
  if (value === '{}') return LOOKS_AWAY.test(path) && /[.[]/.test(path);
  return LOOKS_AWAY.test(path) && value !== 'false' && value !== 'null' && value !== '';
}

function shown({ path, value }: ConfigLeaf): string {
  const [key = ''] = path.replaceAll('[]', '').split('.').slice(-1);
  const text = /secret|results/.test(path) ? 'an entry' : value;
  return key === '' || text === key ? text : `${key}: ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
}

/** `.trivyignore` and its like: one entry a line; `!` takes one back. */
export function leavesOfList(text: string): readonly ConfigLeaf[] {
  return text.split(/\r?\n/).flatMap((raw, index) => {
    const value = raw.replace(/(^|\s)#.*$/, '').trim();
    return value === '' || value.startsWith('!') || value.startsWith(':include')
      ? []
      : [{ path: 'ignore', value, line: index + 1 }];
  });
}
