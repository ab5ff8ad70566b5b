import type { Edit, Path } from '../../model/change.ts';
import type { Observation } from '../analyzer.ts';
import { gateRemoved } from '../pipelines/states.ts';

/** A text before and after, with the names it has on each side. */
export type Texts = { readonly edit: Edit; readonly before: string; readonly after: string };

/** Comments by which a scanner is told to look away. What only moved, also to another file, is not new. */
export function newSuppressions(texts: readonly Texts[]): readonly Observation[] {
  const known = new Map<string, number>();
  for (const { before } of texts) for (const { mark } of marksIn(before)) known.set(mark, (known.get(mark) ?? 0) + 1);
  return texts.flatMap(({ edit, after }) =>
    marksIn(after).flatMap(({ mark, line, scanner }) => {
      const left = known.get(mark) ?? 0;
      known.set(mark, left - 1);
      if (left > 0) return [];
      const said = {
        technology: scanner,
        edit,
        line,
        subject: `${edit.path}: ${mark}`,
        name: mark,
        certainty: TRIED.test(edit.path) ? ('possible' as const) : ('certain' as const),
        because: `${scanner} is told to look away: ${mark}`,
        remedy: 'Mend what it found, or let somebody else agree to the exception in its own change',
      };
      return [gateRemoved(said, 'scanner')];
    }),
  );
}

/** What is only tried there harms nobody. */
const TRIED = /(^|\/)(tests?|__tests__|specs?|fixtures?|testdata|examples?|samples?)\//i;

type Mark = { readonly mark: string; readonly line: number; readonly scanner: string };

function marksIn(text: string): readonly Mark[] {
  return text.split('\n').flatMap((raw, index): readonly Mark[] => {
    // generated and minified lines hold no comments of people
    if (raw.length > 1000 || !HINT.test(raw)) return [];
    return MARKS.flatMap(([scanner, pattern]) => {
      const found = pattern.exec(raw);
      return found
        ? [
            {
              mark: found[0]
                .replace(/^[\s#/*;<!-]+/, '')
                .replace(/\s+/g, ' ')
                .trim(),
              line: index + 1,
              scanner,
            },
          ]
        : [];
    });
  });
}

const HINT = /skip|ignore|nosec|nosem|nosonar|allow|nolint|noqa|disable|suppress|exempt|lgtm|codeql|pragma|kics/i;

const C = String.raw`(?:#|\/\/|--|\/\*|<!--|;|\*)\s*`;
const MARKS: readonly (readonly [scanner: string, pattern: RegExp])[] = [
  ['checkov', new RegExp(`${C}(?:checkov|bridgecrew|prisma):skip=[\\w*,-]+`, 'i')],
  ['checkov', /\bcheckov\.io\/skip\d*["']?\s*[:=]\s*["']?[\w-]+/],
  ['tfsec', new RegExp(`${C}tfsec:ignore:[\\w*:.-]+`, 'i')],
  ['trivy', new RegExp(`${C}trivy:ignore:[\\w*:.-]+`, 'i')],
  ['terrascan', new RegExp(`${C}ts:skip=[\\w.-]+`, 'i')],
  ['kics', new RegExp(`${C}kics-scan\\s+(?:ignore|disable)[\\w=,-]*`, 'i')],
  ['tflint', new RegExp(`${C}tflint-ignore(?:-file)?:\\s*[\\w, -]+`, 'i')],
  // it may stand anywhere in a comment; looking for its beginning from each `#` would take the line's length squared
  ['semgrep', /(?<=(?:#|\/\/|\/\*|<!--|--|\s))nosem(?:grep)?\b(?::\s*[\w.,-]+)?/i],
  ['bandit', new RegExp(`${C}#?\\s*nosec\\b(?:\\s+[BG]\\d+(?:[ ,]+[BG]\\d+)*)?`)],
  ['sonar', new RegExp(`${C}NOSONAR\\b`)],
  ['gitleaks', /\bgitleaks:allow\b/],
  ['trufflehog', /\btrufflehog:ignore\b/],
  ['detect-secrets', /pragma:\s*allowlist\s+(?:nextline\s+)?secret/i],
  ['ggshield', new RegExp(`${C}ggignore\\b`, 'i')],
  ['snyk', new RegExp(`${C}(?:deepcode|snyk)[ :]ignore\\b[ :]*[\\w/.-]*`, 'i')],
  ['codeql', new RegExp(`${C}(?:lgtm|codeql)\\s*\\[[\\w/, -]+\\]`, 'i')],
  ['atlas', new RegExp(`${C}atlas:nolint\\b[\\w ]*`)],
  ['squawk', new RegExp(`${C}squawk-ignore(?:-file)?\\b[\\w ,-]*`)],
  ['zizmor', new RegExp(`${C}zizmor:\\s*ignore(?:\\[[\\w, -]+\\])?`)],
  ['hadolint', new RegExp(`${C}hadolint\\s+(?:global\\s+)?ignore=[\\w,]+`)],
  ['cfn-lint', /\b(?:cfn_nag|cfn-lint)["']?\s*:\s*$|rules_to_suppress/],
  ['kube-linter', /\bignore-check\.kube-linter\.io\/[\w-]+/],
  ['polaris', /\bpolaris\.fairwinds\.com\/[\w-]*exempt/],
  ['gosec', new RegExp(`${C}nolint:[^\\n]{0,100}\\bgosec\\b`)],
  ['ruff', new RegExp(`${C}noqa:[^\\n]{0,60}\\bS\\d{3}\\b`)],
  ['rubocop', new RegExp(`${C}rubocop:(?:disable|todo)[^\\n]{0,100}\\bSecurity\\/\\w+`)],
  [
    'eslint',
    new RegExp(
      `${C}eslint-disable[^\\n]{0,100}\\b(?:security\\/[\\w-]+|no-secrets\\/[\\w-]+|no-eval|no-implied-eval|no-unsanitized\\/[\\w-]+)`,
    ),
  ],
  ['spotbugs', /@SuppressFBWarnings\b[^\n]{0,100}/],
];

/** Files in which such a comment does something; in a text about it, it does not. */
export function mayHoldMarks(path: Path): boolean {
  return /\.(tf|tofu|tfvars|hcl|ya?ml|json|py|[cm]?[jt]sx?|go|rb|java|kts?|scala|cs|php|sql|sh|bash|bicep|rs|c|cc|cpp|h|hpp|swift|vue|svelte|ps1|properties|toml|env|template|cfg|ini|html|jsonnet|rego|gradle)$|(^|\/)(dockerfile|containerfile|makefile|jenkinsfile)[^/]*$/i.test(
    path,
  );
}
